"""The database: reads in a few threads, writes in one that commits together what has queued up.

    rows = await read(query, argument)
    row = await write(change, argument)

A write runs inside a transaction of its own (a savepoint of the batch); its result arrives after the commit.
"""

import asyncio
import contextvars
import logging
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from peewee import DatabaseProxy, InterfaceError, OperationalError, SqliteDatabase
from playhouse.migrations import Runner

from messenger import costs, metrics
from messenger.errors import Malformed, Refused, StorageUnavailable
from messenger.settings import Settings

logger = logging.getLogger(__name__)

P = ParamSpec('P')
T = TypeVar('T')

BATCH_LIMIT = 200
BUSY_TIMEOUT_S = 5
CACHE_KIB = 16_384
READER_THREADS = 3
MIGRATIONS_DIR = Path(__file__).parent / 'migrations'

database = DatabaseProxy()


@dataclass
class _Job:
    """One write that waits for its turn: what to do, who waits, and what to tell once it is committed."""

    work: Callable[[], Any]
    done: asyncio.Future[Any]
    result: Any = None
    error: BaseException | None = None
    afterwards: list[Callable[[], None]] = field(default_factory=list)

    def settle(self) -> None:
        """Tell what happened (in the event loop), then let the waiter go on."""
        if self.error is None:
            for tell in self.afterwards:
                _told(tell)
        if self.done.cancelled():
            return
        if self.error is not None:
            self.done.set_exception(self.error)
        else:
            self.done.set_result(self.result)


def _told(tell: Callable[[], None]) -> None:
    try:
        tell()
    except Exception:
        metrics.BACKGROUND_FAILURES.labels('listener').inc()
        logger.exception('Something that follows a commit failed')


_jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
_current = threading.local()
metrics.WRITES_WAITING.set_function(_jobs.qsize)
_writer: threading.Thread | None = None
_readers: ThreadPoolExecutor | None = None


def open_database(settings: Settings) -> list[str]:
    """Connect, bring the schema up to date and start the threads; returns the migrations that were applied."""
    global _writer, _readers
    settings.database_path.parent.mkdir(parents=True, exist_ok=True)
    sqlite = SqliteDatabase(
        str(settings.database_path),
        pragmas={
            'journal_mode': 'wal',
            'synchronous': 'full',
            'foreign_keys': 1,
            'busy_timeout': BUSY_TIMEOUT_S * 1000,
            'cache_size': -CACHE_KIB,
            'temp_store': 'memory',
        },
        lock_type='IMMEDIATE',
        timeout=BUSY_TIMEOUT_S,
    )
    database.initialize(sqlite)
    applied: list[str] = Runner(sqlite, str(MIGRATIONS_DIR)).up()
    database.close()
    _readers = ThreadPoolExecutor(READER_THREADS, 'reader', initializer=_open_reader)
    _writer = threading.Thread(target=_write_forever, name='writer', daemon=True)
    _writer.start()
    return applied


def close_database() -> None:
    """Finish the writes that wait, stop the threads and close their connections."""
    global _writer, _readers
    if _writer is not None:
        _jobs.put(None)
        _writer.join()
        _writer = None
    if _readers is not None:
        all_here = threading.Barrier(READER_THREADS)
        for closed in [_readers.submit(_close_reader, all_here) for _ in range(READER_THREADS)]:
            closed.result()
        _readers.shutdown()
        _readers = None
    database.close()


async def read(query: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run `query` in a reader thread. Raises what it raises, and StorageUnavailable when SQLite fails."""
    if _readers is None:
        raise StorageUnavailable
    context = contextvars.copy_context()
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_readers, lambda: context.run(lambda: _translated(query, *args, **kwargs)))


async def write(change: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run `change` in the writer thread and return its result once it is on disk.

    A cancelled caller does not stop the commit, nor what `after_commit` tells. Raises what `change` raises, and
    StorageUnavailable when nothing could be committed.
    """
    if _writer is None:
        raise StorageUnavailable
    done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
    _jobs.put(_Job(lambda: change(*args, **kwargs), done))
    return await done


def after_commit(tell: Callable[..., None], *args: Any) -> None:
    """From inside a write: call `tell(*args)` in the event loop once the write is committed, in commit order."""
    _current.job.afterwards.append(lambda: tell(*args))


def _translated(query: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    payer = costs.payer.get()
    try:
        return query(*args, **kwargs) if payer is None else costs.counted(payer, lambda: query(*args, **kwargs))
    except (OperationalError, InterfaceError) as error:
        raise StorageUnavailable from error
    except OverflowError as error:
        raise _said_of(error) from error


def _said_of(error: Exception) -> Exception:
    """The error itself; Malformed for a number that no row can have."""
    return Malformed() if isinstance(error, OverflowError) and 'SQLite INTEGER' in str(error) else error


def _open_reader() -> None:
    database.connect(reuse_if_open=True)
    database.pragma('query_only', 1)


def _close_reader(all_here: threading.Barrier) -> None:
    """Close the connection of this thread; none of them takes a second turn, for each waits until all are at it."""
    all_here.wait()
    database.close()


def _write_forever() -> None:
    while True:
        job = _jobs.get()
        if job is None:
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
        _settle(batch)


def _commit(batch: list[_Job]) -> None:
    """Run the batch in one transaction, each job in a savepoint; if that cannot be committed, none has happened."""
    begun = time.perf_counter()
    try:
        with database.atomic():
            for job in batch:
                _run(job, alone=len(batch) == 1)
    except _OnlyJobFailed:
        pass
    except Exception as error:  # whatever it is, those who wait are told, and the writer goes on
        logger.exception('Nothing of %d writes could be committed', len(batch))
        for job in batch:
            job.error = StorageUnavailable()
            job.error.__cause__ = error
    metrics.COMMIT.observe(time.perf_counter() - begun)
    metrics.BATCH.observe(len(batch))


class _OnlyJobFailed(Exception):
    """The one job of a batch failed; its transaction is rolled back, and it keeps its own error."""


def _run(job: _Job, *, alone: bool) -> None:
    _current.job = job
    try:
        if alone:
            job.result = job.work()
        else:
            with database.savepoint():
                job.result = job.work()
    except OperationalError:
        raise
    except Exception as error:
        job.error = _said_of(error)
        if not isinstance(job.error, Refused):
            logger.debug('A write raised %r', error)
        if alone:
            raise _OnlyJobFailed from error


def _settle(batch: list[_Job]) -> None:
    """Give each job its outcome, in its own event loop and in commit order."""
    for loop, jobs in groupby(batch, lambda job: job.done.get_loop()):
        try:
            loop.call_soon_threadsafe(_settle_all, list(jobs))
        except RuntimeError:
            logger.debug('The event loop of a write was closed before its outcome')


def _settle_all(jobs: list[_Job]) -> None:
    for job in jobs:
        job.settle()
