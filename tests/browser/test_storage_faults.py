"""The database cannot save for a while: senders see that messages are kept, none is acknowledged, all arrive later."""

import asyncio
import resource
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Arrive
from tests.browser.people import Person
from tests.live_server import LiveServer
from tests.patience import times_longer

PAUSE_S = 0.5
RECOVERED_S = 15
SAID_MEANWHILE = 4


@asynccontextmanager
async def locked(live_server: LiveServer) -> AsyncIterator[None]:
    """Another program holds the database's write lock."""
    base = sqlite3.connect(live_server.data_dir / 'messenger.db', isolation_level=None, timeout=10)
    base.execute('BEGIN IMMEDIATE')
    try:
        yield
    finally:
        base.execute('ROLLBACK')
        base.close()


@asynccontextmanager
async def full(live_server: LiveServer) -> AsyncIterator[None]:
    """No file of the server can grow, as on a full disk: its writes fail (RLIMIT_FSIZE of setrlimit(2))."""
    assert live_server.process is not None
    before = resource.prlimit(live_server.process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        resource.prlimit(live_server.process.pid, resource.RLIMIT_FSIZE, before)


Fault = Callable[[LiveServer], AbstractAsyncContextManager[None]]
Faults = tuple[tuple[Fault, float], ...]
SHORT: Faults = ((locked, 4), (full, 3))
FULL: list[Faults] = [((locked, 8),), ((full, 4),), ((full, 8),)]
FAULTS = [SHORT, *(pytest.param(fault, marks=pytest.mark.proof) for fault in FULL)]


def stored(live_server: LiveServer, room: int) -> list[str]:
    """The committed messages, in order."""
    with sqlite3.connect(f'file:{live_server.data_dir / "messenger.db"}?mode=ro', uri=True) as base:
        query = "SELECT body FROM message WHERE room_id = ? AND kind = 'text' ORDER BY seq"
        bodies = [body for (body,) in base.execute(query, [room])]
        assert base.execute('PRAGMA integrity_check').fetchall() == [('ok',)]
    base.close()
    return bodies


async def states(person: Person) -> list[str]:
    """The states shown under the messages that are on their way."""
    return await person.log.locator('article[data-state=sending] .state').all_inner_texts()


@pytest.mark.skipif(not hasattr(resource, 'prlimit'), reason='Linux lets one limit another process')
@pytest.mark.parametrize('faults', FAULTS)
async def test_messages_that_cannot_be_saved_are_kept_and_sent_once(
    own_server: LiveServer, arrive: Arrive, faults: Faults
) -> None:
    anna, bob = await arrive(own_server, 'anna'), await arrive(own_server, 'bob')
    room = await anna.make_room('Attic', bob)
    await bob.goto(f'/rooms/{room}')
    await anna.say('before')
    await bob.sees('before')
    shown = ['before']
    for number, (fault, seconds) in enumerate(faults):
        meanwhile = [f'meanwhile {number}.{index}' for index in range(SAID_MEANWHILE)]
        async with fault(own_server):
            started = time.monotonic()
            for text in meanwhile:
                await anna.say(text)
                await asyncio.sleep(PAUSE_S)
            await expect(anna.log.get_by_text('Kept, will be sent')).to_have_count(SAID_MEANWHILE)
            await anna.composer.fill('half a th')
            await asyncio.sleep(max(0, seconds - (time.monotonic() - started)))
            assert await states(anna) == ['Kept, will be sent'] * SAID_MEANWHILE
            assert stored(own_server, room) == shown
            await expect(bob.log.get_by_role('article')).to_have_count(len(shown))
        async with asyncio.timeout(RECOVERED_S * times_longer()):
            for person in (anna, bob):
                for text in meanwhile:
                    await person.sees(text)
        shown += meanwhile
        assert stored(own_server, room) == shown
        await expect(anna.composer).to_have_value('half a th')
    await bob.say('after')
    await anna.sees('after')
    await anna.online()
    for person in (anna, bob):
        texts = await person.log.locator('article .body').all_inner_texts()
        assert [text.strip() for text in texts] == [*shown, 'after']
    if faults is SHORT:
        async with locked(own_server):
            await a_room_can_be_opened(anna, room)


async def a_room_can_be_opened(anna: Person, room: int) -> None:
    """Although nothing can be saved."""
    await anna.goto('/rooms')
    await anna.goto(f'/rooms/{room}')
    await anna.sees('before')
    await expect(anna.composer).to_be_visible()
