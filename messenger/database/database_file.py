"""The database file on disk: check that it is still the file we opened, and keep its journal short."""

import contextlib
import logging
import os
import sqlite3
import time
from collections.abc import Generator
from pathlib import Path
from urllib.parse import quote

import peewee

from messenger.database.journal import Journal

logger = logging.getLogger(__name__)

CHECKPOINT_WRITES = 500
CHECKPOINT_BYTES = 4 * 2**20  # of growth
WAL_IDLE_LIMIT_BYTES = 2**20
WAL_LIMIT_BYTES = 64 * 2**20
WAL_WARNING_BYTES = 512 * 2**20
READERS_WAIT_MS = 200
TRUNCATION_PAUSE_S = 1  # between two waits for readers
QUICK_CHECK_LIMIT_BYTES = 256 * 2**20
AWAY = (
    '%s was removed or replaced while it was open: nothing is saved until that very file is back in its place; '
    'to go on with another one, restart the messenger'
)
OVERWRITTEN = (
    '%s was overwritten while it was open: nothing is saved any more; stop the messenger, put the right file in its '
    'place and start again'
)
JOURNAL_LOST = (
    '%s was cut short or overwritten while it was open: nothing is saved any more; stop the messenger, move that file '
    'to another folder, and start again: what was in it may be missing then, and a backup may know more'
)
NEWEST = 'SELECT coalesce(max(id), 0) FROM message'


class DatabaseFile:
    """Belongs to the writer thread, as its `connection` does; any thread may use `is_in_place`, `probe` and `close`."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.connection = connection
        self.paths = [path.with_name(path.name + ending) for ending in ('', '-wal', '-shm')]
        self.newest = int(connection.execute(NEWEST).fetchone()[0])  # also makes SQLite open all three files
        self.opened = [_identity(_stat(path)) for path in self.paths]
        self.journal = Journal(*self.paths[1:])
        self.guard = self._guarding()
        self.content = self._contents()
        self.wal_bytes = self.checkpointed_bytes = 0
        self.writes = 0
        self.next_truncation = 0.0
        self.is_overwritten = self.is_journal_lost = self.is_away = self.is_warned = False

    def is_in_place(self) -> bool:
        """Whether the files at our paths are the ones we opened and the journal is ours; takes some microseconds."""
        is_lost = self.is_overwritten or self.is_journal_lost
        is_same = not is_lost and [_identity(_stat(path)) for path in self.paths] == self.opened
        return is_same and self.journal.is_ours()

    def may_write(self) -> bool:
        """Whether a commit would reach the file that the next start opens; log it when that changes.

        SQLite does not notice when its file is removed, replaced or overwritten by another program: it keeps writing
        to data that nobody will find again. Other programs may write through SQLite.
        """
        return self._may_go_on(is_after_commit=False)

    def _may_go_on(self, *, is_after_commit: bool) -> bool:
        is_lost = self.is_overwritten or self.is_journal_lost
        is_in_place = not is_lost and [_identity(_stat(path)) for path in self.paths] == self.opened
        if is_in_place and not self.journal.note():
            self.is_journal_lost, is_in_place = True, False
        if is_in_place:
            contents = self._contents()
            if contents[0] != self.content[0] or (contents[1] != self.content[1] and not is_after_commit):
                is_in_place = self._is_still_ours()
        if is_in_place == self.is_away:
            self._say_whether_away(is_away=not is_in_place)
        return is_in_place

    def _say_whether_away(self, *, is_away: bool) -> None:
        self.is_away = is_away
        if not is_away:
            logger.warning('%s is back; messages are saved again', self.path)
        elif self.is_journal_lost:
            logger.critical(JOURNAL_LOST, self.paths[1])
        else:
            logger.critical(OVERWRITTEN if self.is_overwritten else AWAY, self.path)

    def note_commit(self, writes: int) -> bool:
        """Call after a commit: whether it reached the right file. Move the journal into the file now and then."""
        if not self._may_go_on(is_after_commit=True):
            return False
        self.content = self._contents()
        self.newest = int(self.connection.execute(NEWEST).fetchone()[0])
        self.writes += writes
        self.wal_bytes = _size(self.paths[1])
        if self.wal_bytes > WAL_LIMIT_BYTES and time.monotonic() > self.next_truncation:
            self._checkpoint('TRUNCATE', READERS_WAIT_MS)
        elif self.writes >= CHECKPOINT_WRITES or self.wal_bytes - self.checkpointed_bytes >= CHECKPOINT_BYTES:
            self._checkpoint('PASSIVE', 0)
        return True

    def note_error(self, error: Exception) -> None:
        """Call after a write has failed: one that says the data makes no sense means that the file was overwritten.

        The file may be overwritten between our look at it and the write.
        """
        source = error.__context__ if isinstance(error, peewee.DatabaseError) else error
        if getattr(source, 'sqlite_errorcode', 0) & 0xFF in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
            self.is_overwritten = True
            if not self.is_away:
                self._say_whether_away(is_away=True)

    @property
    def has_long_journal(self) -> bool:
        """Whether `shorten_journal` has something to do."""
        return self.wal_bytes > WAL_IDLE_LIMIT_BYTES

    def shorten_journal(self) -> None:
        """Shorten the journal while nobody writes."""
        if self.may_write():
            self._checkpoint('TRUNCATE', 0)

    def probe(self) -> None:
        """Read through a separate connection, as the next start would. Raises sqlite3.Error."""
        if not self.is_in_place():
            raise sqlite3.OperationalError('the file has been replaced since it was opened')
        with self._open_fresh() as connection:
            connection.execute(NEWEST).fetchone()

    def allow_checkpoint(self) -> None:
        """Call before the last connection closes: let that move the journal into the file only if both are ours."""
        if self.may_write():
            self.guard.close()

    def close(self) -> None:
        """Call once all other connections are closed."""
        self.guard.close()
        self.journal.close()

    def _guarding(self) -> sqlite3.Connection:
        """Open the connection that closes last: a read-only one does not move the journal into the file on closing."""
        connection = sqlite3.connect(self._address(), uri=True, timeout=1, check_same_thread=False)
        connection.execute(NEWEST).fetchone()
        return connection

    def _contents(self) -> list[tuple[int, int] | None]:
        return [_content(_stat(path)) for path in self.paths[:2]]

    def _checkpoint(self, mode: str, wait_ms: int) -> None:
        """Move the journal into the file; TRUNCATE waits for readers and empties the journal."""
        before = int(self.connection.execute('PRAGMA busy_timeout').fetchone()[0])
        self.connection.execute(f'PRAGMA busy_timeout = {wait_ms}')
        try:
            self.connection.execute(f'PRAGMA wal_checkpoint({mode})').fetchone()
        except sqlite3.OperationalError as error:
            logger.warning('The journal cannot be written back to the database (%s)', error)
        finally:
            self.connection.execute(f'PRAGMA busy_timeout = {before}')
            self.content = self._contents()
        self.writes, self.next_truncation = 0, time.monotonic() + TRUNCATION_PAUSE_S
        self.wal_bytes = self.checkpointed_bytes = _size(self.paths[1])
        if (self.wal_bytes > WAL_WARNING_BYTES) != self.is_warned:
            self.is_warned = not self.is_warned
            logger.warning('The journal of the database has grown to %d MB', self.wal_bytes // 2**20)

    def _is_still_ours(self) -> bool:
        """Another program wrote to the file: whether it did so through SQLite, which is fine, or overwrote our data."""
        self.content = self._contents()
        try:
            with self._open_fresh() as connection:
                newest = int(connection.execute(NEWEST).fetchone()[0])
                is_small = _size(self.paths[0]) <= QUICK_CHECK_LIMIT_BYTES
                is_sound = not is_small or connection.execute('PRAGMA quick_check(1)').fetchone()[0] == 'ok'
        except sqlite3.DatabaseError:
            newest, is_sound = -1, False
        self.is_overwritten = newest < self.newest or not is_sound
        return not self.is_overwritten

    @contextlib.contextmanager
    def _open_fresh(self) -> Generator[sqlite3.Connection]:
        with contextlib.closing(sqlite3.connect(self._address(), uri=True, timeout=1)) as connection:
            yield connection

    def _address(self) -> str:
        return f'file:{quote(str(self.path.absolute()))}?mode=ro'


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None


def _identity(status: os.stat_result | None) -> tuple[int, int] | None:
    return status and (status.st_dev, status.st_ino)


def _content(status: os.stat_result | None) -> tuple[int, int] | None:
    return status and (status.st_size, status.st_mtime_ns)


def _size(path: Path) -> int:
    status = _stat(path)
    return status.st_size if status else 0
