"""Waiting for a condition instead of a fixed time."""

import asyncio
from collections.abc import Callable

WAIT_S = 60
LOOK_S = 0.005


async def until(is_so: Callable[[], bool]) -> None:
    """Return once `is_so()`; raises TimeoutError after WAIT_S."""
    async with asyncio.timeout(WAIT_S):
        while not is_so():  # noqa: ASYNC110 - the condition can be anything, not only an event
            await asyncio.sleep(LOOK_S)
