"""Restores: fill an empty data folder from a backup, completely or not at all.

An archive may come from anywhere, and nothing in it is trusted. Only files that belong to a workspace are unpacked, and
no more bytes than the archive declares and the disk can hold. The rows of its database are copied into a new one (see
restored_database). Everything is checked in a staging folder, then moved into place, the database last.

A secret in the archive is not used: no stored data depends on it, and anyone with the archive knows it.
"""

import contextlib
import errno
import os
import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path

import orjson

from messenger.backup import archives, restored_database, restored_files, staging
from messenger.backup.backups import CACHES, DATABASE, FORMAT, MANIFEST, Progress, database_files
from messenger.backup.errors import BackupTooNew, FolderInUse, NoRoom, NotABackup
from messenger.database import schema_version
from messenger.settings import Settings

HARMLESS = ('secret', 'lock', 'lost+found', *CACHES)
MANIFEST_LIMIT_BYTES = 10_000
VERSION_LIMIT_CHARS = 40
TOTAL_LIMIT_BYTES = 2**60
SPARE_BYTES = 50_000_000


@dataclass(frozen=True)
class Restored:
    """The result of a restore: the nicks of the admins, and how many files were left out because they are not ours."""

    admins: tuple[str, ...]
    left_out: int


@dataclass(frozen=True)
class _Manifest:
    version: str
    files: int
    bytes: int


def restore(
    settings: Settings,
    source: Path,
    tell: Progress = lambda _done, _total: None,
    tell_rows: Progress = lambda _done, _total: None,
) -> Restored:
    """Fill the data folder from the backup `source`.

    `tell(done, total)` reports the bytes unpacked, `tell_rows` the rows checked afterwards. Raises FolderInUse,
    NotABackup, BackupTooNew, NoRoom and OSError; the folder is then unchanged.
    """
    has_database = any(path.exists() for path in database_files(settings.database_path))
    if has_database or any(_counts(path) for path in settings.data_dir.iterdir()):
        raise FolderInUse(path=settings.data_dir)
    with archives.Reader(source) as archive, staging.folder(settings.data_dir, staging.RESTORE_PREFIX) as staged:
        version, left_out = _unpack(archive, staged, tell)
        rebuilt = staged / '.made.db'
        try:
            if shutil.disk_usage(staged).free - SPARE_BYTES < (staged / DATABASE).stat().st_size:
                raise NoRoom(path=settings.data_dir)
            restored_database.rebuild(staged / DATABASE, rebuilt, tell_rows)
            restored_files.settle(staged, rebuilt)
            admins = _admins(rebuilt)
        except schema_version.TooNew as error:
            raise BackupTooNew(path=source, version=version) from error
        except (restored_database.NotOurs, FileNotFoundError) as error:
            raise NotABackup(path=source) from error
        rebuilt.replace(staged / DATABASE)
        _flush(staged / DATABASE)
        _move(staged, settings)
    return Restored(admins, left_out)


def _counts(path: Path) -> bool:
    return not path.name.startswith('.') and path.name not in HARMLESS and not path.name.endswith('.lock')


def _unpack(archive: archives.Reader, staged: Path, tell: Progress) -> tuple[str, int]:
    """Unpack the files of a workspace; return the version that wrote the archive, and how many files were left out."""
    entries = archive.entries()
    manifest = _manifest(archive, next(entries, None))
    if manifest.bytes > shutil.disk_usage(staged).free - SPARE_BYTES:
        raise NoRoom(path=staged.parent)
    files = done = left_out = 0
    for entry in entries:
        files, done = files + 1, done + entry.size
        if files > manifest.files or done > manifest.bytes:
            raise NotABackup(path=archive.path)
        if entry.name == DATABASE or restored_files.is_wanted(entry.name):
            _write(archive, staged / entry.name)
        elif entry.name == MANIFEST or Path(entry.name) in database_files(Path(DATABASE)):
            raise NotABackup(path=archive.path)
        elif not _is_own(entry.name):
            left_out += 1
        tell(done, manifest.bytes)
    if (files, done) != (manifest.files, manifest.bytes):
        raise NotABackup(path=archive.path)
    return manifest.version, left_out


def _is_own(name: str) -> bool:
    """Whether it is a file that older versions put into backups and that no workspace needs."""
    return name in ('secret', 'lock', 'workspace') or name.endswith('.lock')


def _write(archive: archives.Reader, path: Path) -> None:
    try:
        for folder in (path.parent.parent, path.parent):
            folder.mkdir(exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, 'O_NOFOLLOW', 0), 0o600)
    except (FileExistsError, NotADirectoryError, IsADirectoryError) as error:
        raise NotABackup(path=archive.path) from error
    with os.fdopen(handle, 'wb') as file:
        for piece in archive.content():
            file.write(piece)


def _manifest(archive: archives.Reader, entry: archives.Entry | None) -> _Manifest:
    """Read the manifest, the first entry of the archive."""
    if entry is None or entry.name != MANIFEST or entry.size > MANIFEST_LIMIT_BYTES:
        raise NotABackup(path=archive.path)
    try:
        manifest = orjson.loads(b''.join(archive.content()))  # refuses invalid JSON, and JSON nested too deeply
        version, numbers = manifest['version'], [manifest[name] for name in ('format', 'files', 'bytes')]
    except (ValueError, LookupError, TypeError) as error:
        raise NotABackup(path=archive.path) from error
    if not isinstance(version, str) or not all(type(number) is int for number in numbers):
        raise NotABackup(path=archive.path)
    version = ''.join(char for char in version[:VERSION_LIMIT_CHARS] if char.isascii() and char.isprintable())
    if not all(0 <= number <= TOTAL_LIMIT_BYTES for number in numbers):
        raise NotABackup(path=archive.path)
    if numbers[0] > FORMAT:
        raise BackupTooNew(path=archive.path, version=version)
    return _Manifest(version, *numbers[1:])


def _admins(path: Path) -> tuple[str, ...]:
    with contextlib.closing(sqlite3.connect(path)) as file:
        rows = file.execute('SELECT nick FROM user WHERE is_admin AND blocked_at IS NULL ORDER BY id')
        return tuple(nick for (nick,) in rows)


def _flush(path: Path) -> None:
    with path.open('rb+') as file:
        os.fsync(file.fileno())


def _move(staged: Path, settings: Settings) -> None:
    """Move everything into place, the database last; on failure, remove what was moved."""
    moved: list[Path] = []
    try:
        for path in staged.iterdir():
            if path.name != DATABASE:
                path.replace(settings.data_dir / path.name)
                moved.append(settings.data_dir / path.name)
        settings.database_path.parent.mkdir(parents=True, exist_ok=True)
        _move_database(staged / DATABASE, settings.database_path)
    except BaseException:
        for path in moved:
            shutil.rmtree(path, ignore_errors=True)
        raise


def _move_database(path: Path, target: Path) -> None:
    try:
        path.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        beside = target.with_name(f'.{target.name}.restored')
        try:
            shutil.copyfile(path, beside)
            beside.chmod(0o600)
            _flush(beside)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
