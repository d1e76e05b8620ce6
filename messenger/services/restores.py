"""Restores: a backup becomes the content of an empty data folder, whole or not at all.

An archive may come from anywhere: only plain files with plain names are taken, no more bytes than it declared and the
disk holds; all is unpacked and checked aside, then moved into place, the database last.
"""

import contextlib
import errno
import gzip
import json
import shutil
import sqlite3
import tarfile
import tempfile
import zlib
from pathlib import Path, PurePosixPath
from typing import Any

from messenger.db import MIGRATIONS_DIR
from messenger.errors import BackupTooNew, FolderInUse, NoRoom, NotABackup
from messenger.services.backups import CACHES, DATABASE, FORMAT, MANIFEST, Progress, database_files, is_sound
from messenger.settings import Settings

STAGING_PREFIX = '.restore-'
HARMLESS = ('secret', 'lost+found', *CACHES)
PIECE_LIMIT_BYTES = 1_048_576
FILES_LIMIT = 1_000_000
SPARE_BYTES = 50_000_000
UNREADABLE = (
    *(tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError),  # of the archive
    *(ValueError, LookupError, TypeError),  # of the manifest
    *(NotADirectoryError, IsADirectoryError, FileExistsError),  # of names that contradict each other
)


def restore(settings: Settings, source: Path, tell: Progress = lambda _done, _total: None) -> None:
    """Fill the data folder from the backup `source`; read the settings again afterwards, the secret may be another.

    `tell(done, total)` hears of the bytes unpacked. Raises FolderInUse, NotABackup, BackupTooNew, NoRoom, OSError.
    """
    if settings.database_path.exists() or any(_counts(path) for path in settings.data_dir.iterdir()):
        raise FolderInUse(path=settings.data_dir)
    for left_over in settings.data_dir.glob(f'{STAGING_PREFIX}*'):
        shutil.rmtree(left_over, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=STAGING_PREFIX, dir=settings.data_dir) as folder:
        staged = Path(folder)
        try:
            version = _unpack(source, staged, tell)
        except UNREADABLE as error:
            raise NotABackup(path=source) from error
        _check_database(staged / DATABASE, source, version)
        _move(staged, settings)


def _counts(path: Path) -> bool:
    return not path.name.startswith('.') and path.name not in HARMLESS


class _Pieces(gzip.GzipFile):
    """A gzip stream that hands out small pieces only, so that no header can ask for all the memory there is."""

    def read(self, size: int | None = -1) -> bytes:
        """As GzipFile.read, but raises ReadError for more than PIECE_LIMIT_BYTES."""
        if size is None or not 0 <= size <= PIECE_LIMIT_BYTES:
            raise tarfile.ReadError('a piece is too large')
        return super().read(size)


def _unpack(source: Path, staged: Path, tell: Progress) -> str:
    """Unpack the archive into `staged`; returns the version that made it."""
    with _Pieces(source, 'rb') as stream, tarfile.open(fileobj=stream, mode='r:') as archive:
        manifest = _manifest(archive, source)
        left = shutil.disk_usage(staged).free - SPARE_BYTES
        files, done, total = 0, 0, int(manifest['bytes'])
        if total > left:
            raise NoRoom(path=staged.parent)
        while member := archive.next():
            archive.members.clear()  # type: ignore[attr-defined] # else it keeps one object a file
            files, done = files + 1, done + member.size
            if files > FILES_LIMIT or done > total or not _is_plain(member) or (staged / member.name).exists():
                raise tarfile.ReadError('an entry that no backup has')
            archive.extract(member, staged, set_attrs=False, filter='data')
            (staged / member.name).chmod(0o600)
            tell(done, total)
        stream.read(PIECE_LIMIT_BYTES)
        if stream.read(1) or (files, done) != (manifest['files'], total):
            raise tarfile.ReadError('not what the manifest says')
    return str(manifest['version'])


def _manifest(archive: tarfile.TarFile, source: Path) -> dict[str, Any]:
    member = archive.next()
    if member is None or member.name != MANIFEST or member.size > PIECE_LIMIT_BYTES:
        raise tarfile.ReadError('no manifest')
    file = archive.extractfile(member)
    found: dict[str, Any] = json.loads(file.read()) if file else {}
    if int(found['format']) > FORMAT:
        raise BackupTooNew(path=source, version=str(found['version'])[:40])
    return found


def _is_plain(member: tarfile.TarInfo) -> bool:
    """Whether the entry is an ordinary file under a name that `backups.make` could have given it."""
    name = PurePosixPath(member.name)
    is_file = member.type in (tarfile.REGTYPE, tarfile.AREGTYPE) and not member.issparse() and member.size >= 0
    is_named = str(name) == member.name and bool(name.parts) and not any(part.startswith('.') for part in name.parts)
    beside = {path.name for path in database_files(Path(DATABASE))} - {DATABASE}
    return is_file and is_named and not name.is_absolute() and name.parts[0] not in {MANIFEST, *beside}


def _check_database(path: Path, source: Path, version: str) -> None:
    if not path.is_file() or not is_sound(path):
        raise NotABackup(path=source)
    try:
        with contextlib.closing(sqlite3.connect(path)) as copy:
            applied = {name for (name,) in copy.execute('SELECT name FROM schema_migration')}
    except sqlite3.DatabaseError as error:
        raise NotABackup(path=source) from error
    if not applied:
        raise NotABackup(path=source)
    if applied - {script.stem for script in MIGRATIONS_DIR.glob('[0-9]*.py')}:
        raise BackupTooNew(path=source, version=version[:40])


def _move(staged: Path, settings: Settings) -> None:
    for path in staged.iterdir():
        if path.name not in (MANIFEST, DATABASE):
            path.replace(settings.data_dir / path.name)
    settings.database_path.parent.mkdir(parents=True, exist_ok=True)
    try:
        (staged / DATABASE).replace(settings.database_path)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        beside = settings.database_path.with_name(f'.{settings.database_path.name}.restored')
        shutil.copyfile(staged / DATABASE, beside)
        beside.replace(settings.database_path)
