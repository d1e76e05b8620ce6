"""Backups: write all data of a running messenger to one tar.gz.

The archive contains a manifest, the database, avatars and the files that people sent. A file is written before the row
that names it and removed after that row. So this blocks commits for a moment, in which a read transaction holds the
state of the database and hard links hold all files. It copies both afterwards, without hurry, and every row has its
file. The archive leaves out the secret and the locks of the data folder, which are useless elsewhere.
"""

import contextlib
import io
import json
import os
import shutil
import sqlite3
import tarfile
import time
from collections.abc import Callable, Generator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO
from urllib.parse import quote

from messenger import __version__
from messenger.backup import restored_files, staging, unfinished_files
from messenger.backup.errors import BackupMisplaced, DatabaseDamaged, NothingToBackUp
from messenger.settings import Settings

FORMAT = 1
MANIFEST = 'backup.json'
DATABASE = 'messenger.db'
CACHES = ('window',)
COPIED_AT_ONCE_PAGES = 2_000
GZIP_LEVEL = 4
LOCK_TIMEOUT_S = 30
LOCK_RETRY_S = 0.0005

Progress = Callable[[int, int], None]


def make(settings: Settings, target: Path, tell: Progress = lambda _done, _total: None) -> int:
    """Write a backup to `target` (mode 0600, complete or not at all); return its size in bytes.

    The messenger may be running; there, call this from a thread. `tell(done, total)` reports the bytes copied and
    packed. Raises NothingToBackUp, BackupMisplaced, DatabaseDamaged, OSError and sqlite3.Error.
    """
    target = target.resolve()
    if not settings.database_path.is_file():
        raise NothingToBackUp(path=settings.database_path)
    if target.is_relative_to(settings.data_dir.resolve()):
        raise BackupMisplaced(path=settings.data_dir)
    with (
        unfinished_files.writing(target) as file,
        staging.folder(settings.data_dir, staging.BACKUP_PREFIX) as staged,
    ):
        work = _Work(tell)
        _hold(settings, staged, work)
        if not is_sound(staged / DATABASE):
            raise DatabaseDamaged(path=settings.database_path)
        _pack(file, staged, work)
    return target.stat().st_size


class _Work:
    """The progress of a backup: first the database is copied, then everything is packed."""

    def __init__(self, tell: Progress) -> None:
        self._tell = tell
        self.done = self.files = 0

    def note_copied(self, _status: int, left: int, pages: int, page_bytes: int = 4096) -> None:
        """Report that all but `left` of `pages` database pages are copied."""
        self.done = (pages - left) * page_bytes
        self._tell(self.done, 2 * pages * page_bytes + self.files)

    def note_packed(self, count: int, total: int) -> None:
        """Report that `count` more bytes are packed; `total` includes the copy."""
        self.done += count
        self._tell(min(self.done, total), total)


def is_sound(path: Path) -> bool:
    """Whether `path` is an intact SQLite file; leaves it as a single file, without a journal beside it."""
    try:
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as copy:
            copy.execute('PRAGMA journal_mode = DELETE')
            return bool(copy.execute('PRAGMA integrity_check(1)').fetchone()[0] == 'ok')
    except sqlite3.DatabaseError:
        return False


def database_files(path: Path) -> set[Path]:
    """The SQLite file `path` and the files that SQLite keeps beside it."""
    return {path.with_name(path.name + ending) for ending in ('', '-wal', '-shm', '-journal')}


def _hold(settings: Settings, staged: Path, work: _Work) -> None:
    """Copy the database and link the files, in the state of one moment."""
    with _connect(settings.database_path) as source:
        with _connect(settings.database_path) as lock:
            _stop_commits(lock)
            source.execute('BEGIN')
            source.execute('SELECT count(*) FROM sqlite_master').fetchone()
            for path, name in _files(settings):
                held = staged / name
                if not held.parent.is_dir():
                    held.parent.mkdir(parents=True)
                _link(path, held)
        work.files = sum(path.stat().st_size for path in _staged_files(staged))
        with contextlib.closing(sqlite3.connect(staged / DATABASE)) as copy:
            source.backup(copy, pages=COPIED_AT_ONCE_PAGES, progress=work.note_copied)


def _stop_commits(lock: sqlite3.Connection) -> None:
    """Take the write lock. SQLite's own waiting sleeps ever longer, and never hits a gap in a busy messenger."""
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
def _connect(path: Path) -> Generator[sqlite3.Connection]:
    address = f'file:{quote(str(path.absolute()))}?mode=rw'
    connection = sqlite3.connect(address, uri=True, isolation_level=None, timeout=LOCK_TIMEOUT_S)
    with contextlib.closing(connection):
        yield connection


def _files(settings: Settings) -> Iterator[tuple[Path, str]]:
    """The files of a workspace besides its database, each with its name in the archive."""
    for top in (settings.avatars_dir, settings.uploads_dir):
        for folder, _, names in os.walk(top, followlinks=True):
            for path in (Path(folder, name) for name in names):
                name = f'{top.name}/{path.relative_to(top).as_posix()}'
                if restored_files.is_wanted(name):
                    yield path, name


def _link(path: Path, held: Path) -> None:
    """Keep a file even if it is removed meanwhile; copy it if the file system has no hard links."""
    with contextlib.suppress(FileNotFoundError):
        try:
            os.link(path, held)
        except FileNotFoundError:
            raise
        except OSError:
            shutil.copyfile(path, held)


def _staged_files(staged: Path) -> list[Path]:
    return sorted(path for path in staged.rglob('*') if path.is_file())


def _pack(file: IO[bytes], staged: Path, work: _Work) -> None:
    paths = _staged_files(staged)
    size = sum(path.stat().st_size for path in paths)
    total = work.done + size
    manifest = json.dumps(_manifest(len(paths), size)).encode()
    with tarfile.open(fileobj=file, mode='w:gz', compresslevel=GZIP_LEVEL, dereference=True) as archive:
        info = tarfile.TarInfo(MANIFEST)
        info.size, info.mode, info.mtime = len(manifest), 0o600, int(time.time())
        archive.addfile(info, io.BytesIO(manifest))
        for path in paths:
            with path.open('rb') as content:
                info = _anonymous(archive.gettarinfo(arcname=path.relative_to(staged).as_posix(), fileobj=content))
                archive.addfile(info, _Counted(content, lambda count: work.note_packed(count, total)))


class _Counted(io.RawIOBase):
    """A file that reports how many bytes are read from it."""

    def __init__(self, file: IO[bytes], tell: Callable[[int], None]) -> None:
        super().__init__()
        self._file, self._tell = file, tell

    def read(self, size: int | None = -1, /) -> bytes:
        """Read from the file."""
        piece = self._file.read(-1 if size is None else size)
        self._tell(len(piece))
        return piece


def _manifest(files: int, size: int) -> dict[str, object]:
    made_at = datetime.now(UTC).isoformat(timespec='seconds')
    return {'format': FORMAT, 'version': __version__, 'made_at': made_at, 'files': files, 'bytes': size}


def _anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Make an entry that reveals nothing about this machine and that only its owner can read."""
    member.uid = member.gid = 0
    member.uname = member.gname = ''
    member.mode, member.mtime = 0o600, int(member.mtime)
    member.type, member.linkname = tarfile.REGTYPE, ''
    return member
