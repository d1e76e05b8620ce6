"""Who the work of the moment is done for, and what it costs: the processor's time, counted while it is spent."""

import time
from collections.abc import Callable, Coroutine, Generator
from contextvars import ContextVar
from typing import Any, Protocol, TypeVar

T = TypeVar('T')


class Payer(Protocol):
    """Whom the time is counted for."""

    def charge(self, seconds: float) -> None:
        """So much more was used; called from any thread."""


payer: ContextVar[Payer | None] = ContextVar('payer', default=None)


def counted(account: Payer, work: Callable[[], T]) -> T:
    """What `work` returns; the time that this thread spent on it is charged."""
    start = time.thread_time()
    try:
        return work()
    finally:
        account.charge(time.thread_time() - start)


class Counted:
    """An awaitable that runs a coroutine and charges the time of each of its steps."""

    def __init__(self, account: Payer, coroutine: Coroutine[Any, Any, Any]) -> None:
        self.account, self.coroutine = account, coroutine

    def __await__(self) -> Generator[Any, Any, Any]:
        """Go on as the coroutine does."""
        step: Callable[[Any], Any] = self.coroutine.send
        value: Any = None
        while True:
            start = time.thread_time()
            try:
                awaited = step(value)
            except StopIteration as stop:
                return stop.value
            finally:
                self.account.charge(time.thread_time() - start)
            try:
                value = yield awaited
                step = self.coroutine.send
            except BaseException as error:
                value, step = error, self.coroutine.throw
