"""Threads that read the database: each thread has its own connection, and each read has a deadline."""

import asyncio
import contextvars
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from peewee import DatabaseError, DatabaseProxy, InterfaceError, OperationalError

from messenger import costs
from messenger.errors import Malformed, StorageUnavailable, TookTooLong

P = ParamSpec('P')
T = TypeVar('T')

STANDSTILL_S = 0.5
# fetching rows raises SQLite's own errors; everything else raises Peewee's
FAILURES = (DatabaseError, InterfaceError, sqlite3.Error)

_current = threading.local()


class OutOfTime(Exception):
    """The code inside `spending` has used up its time."""


@dataclass
class _Job:
    """One read: SQLite aborts it after `deadline` (monotonic time), or when its thread's CPU time reaches `spent_s`."""

    deadline: float = float('inf')
    spent_s: float = float('inf')


class Readers:
    """A few threads with permanent, read-only connections.

    A read that has waited and run for `deadline_s` raises TookTooLong: its caller stops waiting, and SQLite aborts it
    at its next check, which it makes every `steps` steps of its virtual machine.
    """

    def __init__(self, database: DatabaseProxy, name: str, *, threads: int, deadline_s: float, steps: int) -> None:
        self._database = database
        self._size = threads
        self._deadline_s = deadline_s
        self._steps = steps
        self._threads = ThreadPoolExecutor(threads, name)
        self._in_each(self._open)

    async def run(self, query: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `query` in one of the threads. Raises what it raises, TookTooLong, and StorageUnavailable."""
        context, job = contextvars.copy_context(), _Job()

        def work() -> T:
            _current.job, job.deadline = job, min(job.deadline, time.monotonic() + self._deadline_s)
            try:
                return context.run(_paid, lambda: self._from_one_moment(query, *args, **kwargs))
            except OverflowError as error:
                raise unless_too_large(error) from error
            except FAILURES as error:
                if isinstance(error, DatabaseError) and not is_of_storage(error):
                    raise
                raise (TookTooLong if time.monotonic() >= job.deadline else StorageUnavailable) from error

        running = asyncio.get_running_loop().run_in_executor(self._threads, work)
        try:
            await self._until_done(running)
            if running.done():
                return running.result()
            raise TookTooLong
        finally:
            if running.cancel():
                job.deadline = 0

    def _from_one_moment(self, query: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run all statements of a read in one transaction, so that no commit comes between them."""
        connection = self._database.connection()
        connection.execute('BEGIN')
        try:
            return query(*args, **kwargs)
        finally:
            if connection.in_transaction:
                connection.execute('ROLLBACK')

    async def _until_done(self, running: asyncio.Future[T]) -> None:
        """Wait for a read, but not much past the deadline; wait once more if the whole process was frozen."""
        deadline = time.monotonic() + self._deadline_s
        await asyncio.wait({running}, timeout=self._deadline_s)
        if not running.done() and time.monotonic() > deadline + STANDSTILL_S:
            await asyncio.wait({running}, timeout=self._deadline_s)

    def close(self) -> None:
        """Wait for running reads, close the connections and end the threads."""
        self._in_each(self.close_connection)
        self._threads.shutdown()

    def _in_each(self, work: Callable[[], None]) -> None:
        """Run `work` exactly once in every thread: a barrier keeps a thread from running it twice."""
        all_here = threading.Barrier(self._size)

        def with_the_others() -> None:
            all_here.wait()
            work()

        for done in [self._threads.submit(with_the_others) for _ in range(self._size)]:
            done.result()

    def _open(self) -> None:
        self._database.connect(reuse_if_open=True)
        self._database.pragma('query_only', 1)
        self._database.execute_sql('SELECT count(*) FROM sqlite_master').fetchone()  # makes SQLite open the file
        self._database.connection().set_progress_handler(_is_late, self._steps)

    def close_connection(self) -> None:
        """Close the connection of the thread that calls."""
        self._database.close()


def _paid(work: Callable[[], T]) -> T:
    payer = costs.payer.get()
    return work() if payer is None else costs.charge_for(payer, work)


def unless_too_large(error: Exception) -> Exception:
    """Return the error itself, or Malformed for a number too large for any row."""
    return Malformed() if isinstance(error, OverflowError) and 'SQLite INTEGER' in str(error) else error


def is_of_storage(error: Exception) -> bool:
    """Whether the disk or the file failed, not the query: a damaged file raises a bare DatabaseError."""
    failures = (OperationalError, sqlite3.OperationalError)
    return isinstance(error, failures) or type(error) in (DatabaseError, sqlite3.DatabaseError)


@contextmanager
def spending(seconds: float) -> Iterator[None]:
    """Inside a read: limit the CPU time of the block to `seconds`; SQLite then aborts it. Raises OutOfTime."""
    job: _Job = getattr(_current, 'job', None) or _Job()
    before, job.spent_s = job.spent_s, min(job.spent_s, time.thread_time() + seconds)
    try:
        yield
    except FAILURES as error:
        if time.thread_time() >= job.spent_s and time.monotonic() < job.deadline:
            raise OutOfTime from error
        raise
    finally:
        job.spent_s = before


def _is_late() -> bool:
    """Whether SQLite should abort what this thread runs."""
    job: _Job | None = getattr(_current, 'job', None)
    return job is not None and (time.monotonic() >= job.deadline or time.thread_time() >= job.spent_s)
