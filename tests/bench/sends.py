"""Sends: how many a second are acknowledged, each of them on disk."""

import asyncio
import time
import uuid
from typing import Any

from tests.bench import figures, harness

SENDERS = 20


async def sends(seconds: float = 8) -> list[dict[str, Any]]:
    """20 senders in 20 rooms, each sending its next message as soon as the last one was acknowledged."""
    with harness.place(people=SENDERS, rooms=50, messages=5_000) as (server, place):
        async with harness.windows(server, place, SENDERS) as shown:
            late: list[float] = []
            end = time.monotonic() + seconds

            async def go_on(number: int) -> None:
                room = number + 1
                await shown[number].ask('open', {'room': room})
                while time.monotonic() < end:
                    start = time.monotonic()
                    await shown[number].ask(
                        'send', {'room': room, 'key': uuid.uuid4().hex, 'body': 'on disk, every one'}
                    )
                    late.append((time.monotonic() - start) * 1e3)

            start = time.monotonic()
            await asyncio.gather(*(go_on(number) for number in range(SENDERS)))
            rate = len(late) / (time.monotonic() - start)
    p99 = figures.percentile(late, 0.99)
    return [
        figures.row('sends', 'acknowledged sends/s by 20 senders', rate, '1/s', hold='≥ 3,000', is_met=rate >= 3_000),
        figures.row('sends', 'send to acknowledgement p99', p99, 'ms'),
    ]
