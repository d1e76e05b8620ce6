"""The server's process is paused for a while (a laptop's lid, a busy host) while people type, and then resumes."""

import asyncio
import signal

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Arrive
from tests.browser.page_errors import cuts_the_line
from tests.browser.talking import RECOVERED_S, agreed, talk
from tests.live_server import LiveServer

BEFORE_S = 1.5


@cuts_the_line
@pytest.mark.parametrize('paused_s', [7, pytest.param(20, marks=pytest.mark.proof)])
async def test_all_windows_agree_soon_after_the_server_resumes(
    own_server: LiveServer, arrive: Arrive, paused_s: float
) -> None:
    people = anna, bob = await arrive(own_server, 'anna'), await arrive(own_server, 'bob')
    room = await anna.create_room('Pause', bob)
    for person in people:
        await person.goto(f'/rooms/{room}')
        await person.mark()
    stop = asyncio.Event()
    talking = [asyncio.create_task(talk(person, stop)) for person in people]
    await asyncio.sleep(BEFORE_S)
    assert own_server.process is not None
    own_server.process.send_signal(signal.SIGSTOP)
    try:
        await asyncio.sleep(paused_s)
        await expect(anna.status).not_to_have_text('Online')
    finally:
        own_server.process.send_signal(signal.SIGCONT)
    stop.set()
    texts = [text for task in talking for text in await task]
    truth, took_s = await agreed(own_server, room, people, texts, RECOVERED_S)
    print(f'Paused for {paused_s} s: {len(texts)} messages, the same everywhere after {took_s:.1f} s')
    for person in people:
        await person.online()
        await expect(person.log.locator('article:is([data-state=sending], [data-state=failed])')).to_have_count(0)
        assert await person.is_marked(), 'the page was not loaded again'
        mine = [text for text in texts if text.startswith(f'{person.name} ')]
        assert [text for text in truth if text.startswith(f'{person.name} ')] == mine
