"""People who type all the time, and whether all their windows end up with the same conversation."""

import asyncio
import sqlite3
import time
from collections.abc import Sequence

from playwright.async_api import Error

from tests.browser.people import Person
from tests.live import LiveServer
from tests.patience import times_longer

PAUSE_S = 0.35
RECOVERED_S = 5  # standards.md
PAGE, HELD = 30, 150  # a window lets go of rows far from what is in sight


async def talk(person: Person, stop: asyncio.Event) -> list[str]:
    """Say something every PAUSE_S until told to stop; what was said."""
    said: list[str] = []
    while not stop.is_set():
        said.append(f'{person.name} says {len(said)}')
        await person.say(said[-1])
        await asyncio.sleep(PAUSE_S)
    return said


async def shown(person: Person) -> list[str]:
    """The messages in the window that are on the server, in order; none while the page loads itself again."""
    sent = "[...document.querySelectorAll('[role=log] article[data-state=sent] .body')]"
    try:
        found: list[str] = await person.page.evaluate(f'{sent}.map((body) => body.textContent.trim())')
    except Error:
        return []
    return found


def stored(town: LiveServer, room: int) -> list[str]:
    """What the server holds of a room, in order."""
    with sqlite3.connect(town.data_dir / 'messenger.db') as base:
        query = "SELECT body FROM message WHERE room_id = ? AND kind = 'text' ORDER BY seq"
        found = [body for (body,) in base.execute(query, [room])]
    base.close()
    return found


async def agreed(
    town: LiveServer, room: int, people: Sequence[Person], said: Sequence[str], limit_s: float
) -> tuple[list[str], float]:
    """What the server holds once every window shows just that, and after how many seconds.

    Raises AssertionError when that is not so within `limit_s`, or more on a busy machine, or when it is not what was
    said, each message once.
    """
    begun = time.monotonic()
    while time.monotonic() < begun + limit_s * times_longer():
        windows = [await shown(person) for person in people]
        if all(len(texts) == len(said) or (len(said) > HELD and len(texts) >= PAGE) for texts in windows):
            truth = stored(town, room)
            if len(truth) == len(said) and all(texts == truth[-len(texts) :] for texts in windows):
                assert sorted(truth) == sorted(said)
                return truth, time.monotonic() - begun
        await asyncio.sleep(0.1)
    assert sorted(stored(town, room)) == sorted(said)
    raise AssertionError('The windows do not show what the server holds.')
