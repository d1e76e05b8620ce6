"""Gathers what follows each other quickly, so that windows get it as one frame."""

import asyncio
from collections.abc import Callable
from typing import Generic, TypeVar

GATHER_S = 0.02

T = TypeVar('T')


class Batcher(Generic[T]):
    """Hands the items on to `send` as a list.

    After a quiet time that is in the loop's next turn. By then all events of one commit have arrived, and an answer to
    the same window goes out in the same write. Otherwise it is GATHER_S after the last list.
    """

    def __init__(self, send: Callable[[list[T]], None]) -> None:
        self._send = send
        self._items: list[T] = []
        self._flushing: asyncio.Handle | None = None
        self._flushed_at = 0.0

    def add(self, item: T) -> None:
        """Send an item soon."""
        self._items.append(item)
        if self._flushing is None:
            loop = asyncio.get_running_loop()
            wait = self._flushed_at + GATHER_S - loop.time()
            self._flushing = loop.call_later(wait, self.flush) if wait > 0 else loop.call_soon(self.flush)

    def flush(self) -> None:
        """Send the gathered items now."""
        self.close()
        if self._items:
            self._flushed_at = asyncio.get_running_loop().time()
            items, self._items = self._items, []
            self._send(items)

    def close(self) -> None:
        """Do not send what is gathered by itself."""
        if self._flushing is not None:
            self._flushing.cancel()
            self._flushing = None
