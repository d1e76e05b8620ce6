"""Charges CPU time to the person that the current work is done for."""

import time
from collections.abc import Callable, Coroutine, Generator
from contextvars import ContextVar
from typing import Any, Protocol, TypeVar

T = TypeVar('T')


class Payer(Protocol):
    """The account that is charged."""

    def charge(self, seconds: float) -> None:
        """Add used CPU time. Any thread may call this."""


payer: ContextVar[Payer | None] = ContextVar('payer', default=None)


def charge_for(account: Payer, work: Callable[[], T]) -> T:
    """Return what `work` returns, and charge the CPU time that this thread spent on it."""
    start = time.thread_time()
    try:
        return work()
    finally:
        account.charge(time.thread_time() - start)


class Counted:
    """An awaitable that runs a coroutine and charges the CPU time of each step."""

    def __init__(self, account: Payer, coroutine: Coroutine[Any, Any, Any]) -> None:
        self.account, self.coroutine = account, coroutine

    def __await__(self) -> Generator[Any, Any, Any]:
        """Run the coroutine step by step."""
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
