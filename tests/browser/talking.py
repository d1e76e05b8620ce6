"""People who type all the time, and a check that all their windows end up with the same conversation."""

import asyncio
import sqlite3
import time
from collections.abc import Sequence

from playwright.async_api import Error

from tests.browser.people import Person
from tests.live_server import LiveServer
from tests.patience import times_longer

PAUSE_S = 0.35
RECOVERED_S = 5  # after the connection is back
PAGE, HELD = 30, 150  # a window drops rows far from the visible ones


async def talk(person: Person, stop: asyncio.Event) -> list[str]:
    """Say something every PAUSE_S until `stop` is set; returns what was said."""
    texts: list[str] = []
    while not stop.is_set():
        texts.append(f'{person.name} says {len(texts)}')
        await person.say(texts[-1])
        await asyncio.sleep(PAUSE_S)
    return texts


async def shown(person: Person) -> list[str]:
    """The messages in the window that are on the server, in order; empty while the page reloads."""
    sent = "[...document.querySelectorAll('[role=log] article[data-state=sent] .body')]"
    try:
        texts: list[str] = await person.page.evaluate(f'{sent}.map((body) => body.textContent.trim())')
    except Error:
        return []
    return texts


def stored(live_server: LiveServer, room: int) -> list[str]:
    """The messages of a room on the server, in order."""
    with sqlite3.connect(live_server.data_dir / 'messenger.db') as base:
        query = "SELECT body FROM message WHERE room_id = ? AND kind = 'text' ORDER BY seq"
        bodies = [body for (body,) in base.execute(query, [room])]
    base.close()
    return bodies


async def agreed(
    live_server: LiveServer, room: int, people: Sequence[Person], sent: Sequence[str], limit_s: float
) -> tuple[list[str], float]:
    """Return the server's messages once every window shows exactly those, and the seconds that took.

    Raises AssertionError if that does not happen within `limit_s`, or longer on a busy machine, or if the messages are
    not what was said, each exactly once.
    """
    started = time.monotonic()
    while time.monotonic() < started + limit_s * times_longer():
        windows = [await shown(person) for person in people]
        if all(len(texts) == len(sent) or (len(sent) > HELD and len(texts) >= PAGE) for texts in windows):
            truth = stored(live_server, room)
            if len(truth) == len(sent) and all(texts == truth[-len(texts) :] for texts in windows):
                assert sorted(truth) == sorted(sent)
                return truth, time.monotonic() - started
        await asyncio.sleep(0.1)
    assert sorted(stored(live_server, room)) == sorted(sent)
    raise AssertionError('The windows do not show what the server holds.')
