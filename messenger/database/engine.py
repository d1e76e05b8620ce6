"""The database: a few threads read; one thread writes and commits all queued writes together.

    rows = await read(query, argument)
    hits = await search(query, argument)
    row = await write(change, argument)

Searches have separate threads, so that no other read waits for a search. Each write runs in its own transaction
(a savepoint of the batch); its result arrives after the commit. `@in_write` marks functions that must run there.
"""

import asyncio
import functools
import logging
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from peewee import DatabaseProxy, SqliteDatabase
from playhouse.migrations import Runner

from messenger import metrics
from messenger.database.database_file import DatabaseFile
from messenger.database.readers import Readers, is_of_storage, unless_too_large
from messenger.database.schema_version import MIGRATIONS_DIR
from messenger.database.write_jobs import Job, settle
from messenger.errors import Refused, StorageUnavailable
from messenger.settings import Settings

logger = logging.getLogger(__name__)

P = ParamSpec('P')
T = TypeVar('T')

BATCH_LIMIT, BUSY_TIMEOUT_S, IDLE_S = 200, 5, 1
CACHE_KIB, JOURNAL_KEPT_BYTES = 16_384, 16 * 2**20
READER_THREADS, READ_S, READ_STEPS = 3, 2.5, 10_000
SEARCH_THREADS, SEARCH_S, SEARCH_STEPS = 1, 2.0, 200

database = DatabaseProxy()

_jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
_current = threading.local()  # its `job` is the write that this thread runs
metrics.WRITES_WAITING.set_function(_jobs.qsize)
_writer: threading.Thread | None = None
_readers: Readers | None = None
_searchers: Readers | None = None
_file: DatabaseFile | None = None


def open_database(settings: Settings) -> list[str]:
    """Connect, bring the schema up to date and start the threads; returns the migrations that were applied."""
    global _writer, _readers, _searchers
    if _writer is not None:
        raise RuntimeError('A database is open already.')
    settings.database_path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    sqlite = SqliteDatabase(
        str(settings.database_path),
        pragmas={
            'journal_mode': 'wal',
            'synchronous': 'full',
            'foreign_keys': 1,
            'busy_timeout': BUSY_TIMEOUT_S * 1000,
            'cache_size': -CACHE_KIB,
            'temp_store': 'memory',
            'journal_size_limit': JOURNAL_KEPT_BYTES,
            'wal_autocheckpoint': 0,  # the writer makes checkpoints itself, so it knows who writes to the file
        },
        lock_type='IMMEDIATE',
        timeout=BUSY_TIMEOUT_S,
    )
    database.initialize(sqlite)
    applied: list[str] = Runner(sqlite, str(MIGRATIONS_DIR)).up()
    database.close()
    opened: Future[None] = Future()
    _writer = threading.Thread(target=_write_forever, args=(settings.database_path, opened), name='writer', daemon=True)
    _writer.start()
    try:
        opened.result()
        # immediately, while it is certainly the same file
        _readers = Readers(database, 'reader', threads=READER_THREADS, deadline_s=READ_S, steps=READ_STEPS)
        _searchers = Readers(database, 'searcher', threads=SEARCH_THREADS, deadline_s=SEARCH_S, steps=SEARCH_STEPS)
    except BaseException:
        close_database()
        raise
    return applied


def close_database() -> None:
    """Finish the queued writes, stop the threads and close their connections."""
    global _writer, _readers, _searchers
    file = _file
    if _writer is not None:
        _jobs.put(None)
        _writer.join()
        _writer = None
    for pool in (_readers, _searchers):
        if pool is not None:
            pool.close()
    _readers = _searchers = None
    database.close()
    if file is not None:
        file.close()


async def read(query: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run `query` in a reader thread.

    Raises what it raises, TookTooLong after READ_S, and StorageUnavailable when SQLite fails.
    """
    if _readers is None:
        raise StorageUnavailable
    return await _readers.run(query, *args, **kwargs)


async def search(query: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Like `read`, for queries that may scan very many rows: run them in one of the few search threads."""
    if _searchers is None:
        raise StorageUnavailable
    return await _searchers.run(query, *args, **kwargs)


async def write(change: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run `change` in the writer thread and return its result once it is on disk.

    Cancelling the caller stops neither the commit nor the `after_commit` callbacks. Raises what `change` raises, and
    StorageUnavailable when nothing could be committed.
    """
    if _writer is None:
        raise StorageUnavailable
    done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
    _jobs.put(Job(lambda: change(*args, **kwargs), done))
    return await done


async def probe() -> None:
    """Raise StorageUnavailable unless the file at our path is the open one and a new connection can read it."""
    if _file is None:
        raise StorageUnavailable
    await read(_file.probe)


def in_write(change: Callable[P, T]) -> Callable[P, T]:
    """Decorate a function that must run inside a write; anywhere else it raises RuntimeError."""

    @functools.wraps(change)
    def checked(*args: P.args, **kwargs: P.kwargs) -> T:
        if not hasattr(_current, 'job'):
            raise RuntimeError(f'{change.__name__}() must run inside a write')
        return change(*args, **kwargs)

    return checked


@in_write
def after_commit(tell: Callable[..., None], *args: Any) -> None:
    """Have `tell(*args)` called in the event loop once the write is committed, in commit order."""
    _current.job.afterwards.append(lambda: tell(*args))


def _write_forever(path: Path, opened: Future[None]) -> None:
    global _file
    try:
        _file = DatabaseFile(path, database.connection())
    except BaseException as error:
        database.close()
        opened.set_exception(error)
        return
    opened.set_result(None)
    while True:
        try:
            job = _jobs.get(timeout=IDLE_S if _file.has_long_journal else None)
        except queue.Empty:
            _file.shorten_journal()
            continue
        if job is None:
            _file.allow_checkpoint()
            _file = None
            database.close()
            return
        batch = [job]
        while len(batch) < BATCH_LIMIT:
            try:
                following = _jobs.get_nowait()
            except queue.Empty:
                break
            if following is None:
                _jobs.put(None)
                break
            batch.append(following)
        _commit(batch)
        settle(batch)


def _commit(batch: list[Job]) -> None:
    """Run the batch in one transaction, each job in a savepoint; if the commit fails, no job has any effect."""
    started = time.perf_counter()
    try:
        if _file is None or not _file.may_write():
            raise _NotInPlace
        with database.atomic():
            for job in batch:
                _run(job, alone=len(batch) == 1)
        if not _file.note_commit(len(batch)):
            raise _NotInPlace
    except _OnlyJobFailed:
        pass
    except _NotInPlace:
        for job in batch:
            job.error = StorageUnavailable()
    except Exception as error:  # whatever happens, every caller gets an answer and the writer goes on
        logger.exception('A batch of %d writes could not be committed', len(batch))
        if _file is not None:
            _file.note_error(error)
        for job in batch:
            job.error = StorageUnavailable()
            job.error.__cause__ = error
    metrics.COMMIT.observe(time.perf_counter() - started)
    metrics.BATCH.observe(len(batch))


class _NotInPlace(Exception):
    """The open file is not the one the next start would open; this has been logged."""


class _OnlyJobFailed(Exception):
    """The only job of a batch failed; its transaction is rolled back, and the job keeps its own error."""


def _run(job: Job, *, alone: bool) -> None:
    _current.job = job
    try:
        if alone:
            job.result = job.work()
        else:
            with database.savepoint():
                job.result = job.work()
    except Exception as error:
        if is_of_storage(error):
            raise
        job.error = unless_too_large(error)
        if not isinstance(job.error, Refused):
            logger.debug('A write raised %r', error)
        if alone:
            raise _OnlyJobFailed from error
    finally:
        del _current.job
