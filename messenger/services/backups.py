"""Backups: everything a running messenger holds becomes one tar.gz.

The archive is a data folder as it lies on disk (database, secret, avatars, uploads) behind a manifest. A file is
written before the row that names it and removed after that row is gone. So, while nobody can commit for a moment, the
state of the database is held by a reading transaction and every file by a hard link; both are copied at leisure
afterwards, and each row finds its file.
"""

import contextlib
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
import time
from collections.abc import Callable, Generator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from messenger import __version__
from messenger.errors import BackupMisplaced, DatabaseDamaged, NothingToBackUp
from messenger.settings import Settings

FORMAT = 1
MANIFEST = 'backup.json'
DATABASE = 'messenger.db'
STAGING_PREFIX = '.backup-'
CACHES = ('window', 'removed')
STALE_S = 24 * 3600
GZIP_LEVEL = 4
LOCK_TIMEOUT_S = 30
LOCK_RETRY_S = 0.0005

Progress = Callable[[int, int], None]


def make(settings: Settings, target: Path, tell: Progress = lambda _done, _total: None) -> int:
    """Write a backup to `target` (mode 0600, complete or not at all); returns its size in bytes.

    The messenger may run meanwhile; call it from a thread there. `tell(done, total)` hears of the bytes packed.
    Raises NothingToBackUp, BackupMisplaced, DatabaseDamaged, OSError and sqlite3.Error.
    """
    if not settings.database_path.is_file():
        raise NothingToBackUp(path=settings.database_path)
    if target.resolve().is_relative_to(settings.data_dir.resolve()):
        raise BackupMisplaced(path=settings.data_dir)
    _sweep(settings.data_dir)
    with tempfile.TemporaryDirectory(prefix=STAGING_PREFIX, dir=settings.data_dir) as folder:
        staged = Path(folder)
        _hold(settings, staged)
        if not is_sound(staged / DATABASE):
            raise DatabaseDamaged(path=settings.database_path)
        _pack(staged, target, tell)
    return target.stat().st_size


def is_sound(path: Path) -> bool:
    """Whether `path` is a whole SQLite file; it is left as one file, without a journal beside it."""
    try:
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as copy:
            copy.execute('PRAGMA journal_mode = DELETE')
            return bool(copy.execute('PRAGMA integrity_check(1)').fetchone()[0] == 'ok')
    except sqlite3.DatabaseError:
        return False


def database_files(path: Path) -> set[Path]:
    """The SQLite file `path` and those that SQLite keeps beside it."""
    return {path.with_name(path.name + ending) for ending in ('', '-wal', '-shm', '-journal')}


def _sweep(data_dir: Path) -> None:
    """Remove what an interrupted backup left behind; a younger one may still be at work."""
    for left_over in data_dir.glob(f'{STAGING_PREFIX}*'):
        if left_over.stat().st_mtime < time.time() - STALE_S:
            shutil.rmtree(left_over, ignore_errors=True)


def _hold(settings: Settings, staged: Path) -> None:
    """Copy the database and link the files as they are at one moment."""
    with _connected(settings.database_path) as source:
        with _connected(settings.database_path) as lock:
            _stop_commits(lock)
            source.execute('BEGIN')
            source.execute('SELECT count(*) FROM sqlite_master').fetchone()
            for path in _files(settings):
                held = staged / path.relative_to(settings.data_dir)
                if not held.parent.is_dir():
                    held.parent.mkdir(parents=True)
                _link(path, held)
        with contextlib.closing(sqlite3.connect(staged / DATABASE)) as copy:
            source.backup(copy)


def _stop_commits(lock: sqlite3.Connection) -> None:
    """Take the write lock. SQLite's own waiting sleeps longer and longer, and never meets a gap in a busy messenger."""
    limit = time.monotonic() + LOCK_TIMEOUT_S
    lock.execute('PRAGMA busy_timeout = 0')
    while True:
        try:
            lock.execute('BEGIN IMMEDIATE')
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > limit:
                raise
            time.sleep(LOCK_RETRY_S)
        else:
            return


@contextlib.contextmanager
def _connected(path: Path) -> Generator[sqlite3.Connection]:
    address = f'file:{quote(str(path.absolute()))}?mode=rw'
    connection = sqlite3.connect(address, uri=True, isolation_level=None, timeout=LOCK_TIMEOUT_S)
    with contextlib.closing(connection):
        yield connection


def _files(settings: Settings) -> Iterator[Path]:
    """Every file of the data folder but the database and what is hidden (staging, half-written), a cache or removed."""
    left_out = database_files(settings.database_path) | database_files(settings.data_dir / DATABASE)
    left_out |= {settings.data_dir / MANIFEST}
    apart, names_apart = {path.resolve() for path in left_out}, {path.name for path in left_out}
    for folder, folders, names in os.walk(settings.data_dir, followlinks=True):
        folders[:] = [name for name in folders if not name.startswith('.') and name not in CACHES]
        paths = [Path(folder, name) for name in names if not name.startswith('.')]
        yield from (path for path in paths if path.name not in names_apart or path.resolve() not in apart)


def _link(path: Path, held: Path) -> None:
    """Hold on to a file even if it is removed meanwhile; where the file system cannot link, copy it."""
    with contextlib.suppress(FileNotFoundError):
        try:
            os.link(path, held)
        except FileNotFoundError:
            raise
        except OSError:
            shutil.copyfile(path, held)


def _pack(staged: Path, target: Path, tell: Progress) -> None:
    """Pack what is staged, first beside the target under another name, then in its place."""
    handle, name = tempfile.mkstemp(prefix=f'.{target.name}.', dir=target.parent)
    half_written = Path(name)
    try:
        with os.fdopen(handle, 'wb') as file:
            _write(file, staged, tell)
            file.flush()
            os.fsync(file.fileno())
        half_written.replace(target)
    finally:
        half_written.unlink(missing_ok=True)


def _write(file: BinaryIO, staged: Path, tell: Progress) -> None:
    paths = sorted(path for path in staged.rglob('*') if path.is_file())
    total, done = sum(path.stat().st_size for path in paths), 0
    manifest = staged / MANIFEST
    manifest.write_text(json.dumps(_manifest(len(paths), total)))

    with tarfile.open(fileobj=file, mode='w:gz', compresslevel=GZIP_LEVEL, dereference=True) as archive:
        archive.add(manifest, MANIFEST, filter=_anonymous)
        for path in paths:
            archive.add(path, path.relative_to(staged).as_posix(), filter=_anonymous)
            done += path.stat().st_size
            tell(done, total)


def _manifest(files: int, size: int) -> dict[str, object]:
    made_at = datetime.now(UTC).isoformat(timespec='seconds')
    return {'format': FORMAT, 'version': __version__, 'made_at': made_at, 'files': files, 'bytes': size}


def _anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """An entry that tells nothing of the machine it comes from and is its owner's alone."""
    member.uid = member.gid = 0
    member.uname = member.gname = ''
    member.mode = 0o600
    return member
