"""Background tasks that must keep running: a task that fails is logged once and restarted after a pause."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from messenger import metrics

logger = logging.getLogger(__name__)

T = TypeVar('T')

FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 60.0


@asynccontextmanager
async def running(**works: Callable[[], Awaitable[None]]) -> AsyncIterator[None]:
    """Keep all `works` (by name) running until the block ends."""
    tasks = [asyncio.create_task(_keep(name, work), name=name) for name, work in works.items()]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task


async def _keep(name: str, work: Callable[[], Awaitable[None]]) -> None:
    pause, logged = FIRST_PAUSE_S, ''
    while True:
        try:
            await work()
            return
        except Exception as error:
            metrics.BACKGROUND_FAILURES.labels(name).inc()
            if repr(error) != logged:
                logged = repr(error)
                logger.exception('%s failed and will be restarted', name)
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE_S)


async def unbroken(work: Awaitable[T], stop: Callable[[], None] = lambda: None) -> T:
    """Await `work`. If the caller is cancelled, call `stop` and wait for the work to end before passing that on."""
    future = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(future)
    except asyncio.CancelledError:
        stop()
        while not future.done():
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.wait([future])
        if not future.cancelled():
            future.exception()
        raise
