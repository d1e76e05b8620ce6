"""A change on the page makes Chromium compute the styles of a few elements, not of the whole conversation.

Selectors with `:has()` or positions high up in the page can make each new message restyle everything: 0.25 s on a slow
computer with 200 messages.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from playwright.async_api import CDPSession, expect

from tests.browser.conftest import Arrive
from tests.browser.people import Person
from tests.live_server import LiveServer

MESSAGES = 40
RESTYLED_MAX = 120
TRACE = {'includedCategories': ['devtools.timeline'], 'recordMode': 'recordAsMuchAsPossible'}


async def restyled(session: CDPSession, act: Callable[[], Awaitable[None]]) -> int:
    """The most elements that were restyled at once while something was done."""
    entries: list[dict[str, Any]] = []
    ended = asyncio.Event()
    session.on('Tracing.dataCollected', lambda batch: entries.extend(batch['value']))
    session.on('Tracing.tracingComplete', lambda _: ended.set())
    await session.send('Tracing.start', {'transferMode': 'ReportEvents', 'traceConfig': TRACE})
    await act()
    await session.send('Tracing.end')
    await ended.wait()
    counts = [entry['args'].get('elementCount', 0) for entry in entries if entry['name'] == 'UpdateLayoutTree']
    assert counts, 'something was restyled'
    return int(max(counts))


async def test_typing_sending_and_receiving_restyle_only_what_changes(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    room = await anna.create_room('Quick', bob)
    await anna.post(room, *(f'message {number}' for number in range(MESSAGES)))
    await anna.goto(f'/rooms/{room}')
    await expect(anna.message(f'message {MESSAGES - 1}')).to_be_in_viewport()
    assert await anna.page.locator('*').count() > 4 * RESTYLED_MAX
    session = await anna.page.context.new_cdp_session(anna.page)

    async def type_a_word() -> None:
        await anna.composer.press_sequentially('hello')

    async def send() -> None:
        await anna.composer.press('Enter')
        await expect(anna.message('hello')).to_have_attribute('data-state', 'sent')

    async def receive() -> None:
        await bob.post(room, 'hello to you')
        await expect(anna.message('hello to you')).to_be_in_viewport()

    for act in (type_a_word, send, receive):
        assert await restyled(session, act) < RESTYLED_MAX, act.__name__
    await _hovering(anna, session)


async def _hovering(anna: Person, session: CDPSession) -> None:
    """The toolbar of a message appears, and nothing else is restyled."""

    async def hover() -> None:
        await anna.message('hello').hover()
        await expect(anna.message('hello').get_by_role('toolbar')).to_have_css('z-index', '3')

    assert await restyled(session, hover) < RESTYLED_MAX
