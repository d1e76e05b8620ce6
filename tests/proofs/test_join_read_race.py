"""Messages sent, deleted and read between joining and reading are neither missed nor counted twice."""

import asyncio
import os
import random
import uuid
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.back_door import BackDoorServer
from tests.client.page import ClientPage
from tests.proofs.screen import Screen
from tests.proofs.watcher import Watcher

TIMES = [30, pytest.param(500, marks=pytest.mark.proof)]
TURNS = [15, pytest.param(60, marks=pytest.mark.proof)]
WINDOWS = [8, pytest.param(40, marks=pytest.mark.proof)]
AT_ONCE = 4


@pytest_asyncio.fixture(scope='module', loop_scope='session')
async def live_server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[BackDoorServer]:
    """One server for all tests."""
    async with BackDoorServer(tmp_path_factory.mktemp('town') / 'data') as live_server:
        yield live_server


@pytest.mark.parametrize('times', TIMES)
async def test_pushed_events_and_loaded_messages_fit_together(
    live_server: BackDoorServer, client_page: ClientPage, times: int
) -> None:
    mark = os.urandom(4).hex()
    anna, bob = [await live_server.call('make_person', f'{name} {mark}') for name in ('anna', 'bob')]
    rooms = [
        await live_server.call('rooms.create', anna['id'], f'{name} {mark}', [bob['id']]) for name in ('A', 'B', 'C')
    ]
    window = Watcher(live_server, bob['id'], bob['token'], Screen(client_page, bob['id']))
    await window.come()

    async def happen(number: int) -> None:
        await asyncio.sleep(random.random() * 0.004)
        row = await live_server.call(
            'messages.send', anna['id'], rooms[number % 2], uuid.uuid4().hex, f'message {number}'
        )
        if number % 3 == 0:
            await live_server.call('messages.delete', anna['id'], row['id'])
        if number % 5 == 0:
            await window.read(rooms[number % 2], row['seq'])

    for number in range(times):
        doings = [window.show(rooms[number % 3]), window.show(rooms[(number + 1) % 3])]
        doings += [happen(number + more) for more in range(AT_ONCE)]
        if number % 4 == 0:
            doings.append(window.greet())
        await asyncio.gather(*doings)
        if number % 5 == 0:
            await window.settle()
            mirror = await window.look()
            held = list(mirror.messages.values())
            truth = await live_server.call('history.open_room', bob['id'], mirror.shown)
            assert not mirror.has_gap
            assert mirror.revision == truth['revision']
            assert held[-len(truth['messages']) :] == truth['messages']
            assert [row['seq'] for row in held] == list(range(held[0]['seq'], held[-1]['seq'] + 1))
            unread = {entry['id']: entry['unread'] for entry in await live_server.call('members.entries', bob['id'])}
            assert {room: line['unread'] for room, line in mirror.rooms.items()} == unread
    window.close()


@pytest.mark.parametrize('turns', TURNS)
async def test_the_last_of_two_rooms_opened_at_once_receives_the_events(
    live_server: BackDoorServer, client_page: ClientPage, turns: int
) -> None:
    mark = os.urandom(4).hex()
    anna = await live_server.call('make_person', f'anna {mark}')
    rooms = [await live_server.call('rooms.create', anna['id'], f'{name} {mark}', []) for name in ('A', 'B')]
    window = Watcher(live_server, anna['id'], anna['token'], Screen(client_page, anna['id']))
    await window.come()
    for number in range(turns):
        last = rooms[number % 2]
        await asyncio.gather(*(window.show(room) for room in (rooms[(number + 1) % 2], last)))
        row = await live_server.call('messages.send', anna['id'], last, uuid.uuid4().hex, 'heard?')
        await window.settle()
        assert (await window.look()).messages[row['seq']] == row
    window.close()


@pytest.mark.parametrize('windows', WINDOWS)
async def test_changes_while_a_window_opens_are_not_missed(
    live_server: BackDoorServer, client_page: ClientPage, windows: int
) -> None:
    mark = os.urandom(4).hex()
    anna = await live_server.call('make_person', f'anna {mark}', is_admin=True)
    for number in range(windows):
        bob = await live_server.call('make_person', f'bob {number} {mark}')
        room = await live_server.call('rooms.create', anna['id'], f'A {number} {mark}', [bob['id']])
        window = Watcher(live_server, bob['id'], bob['token'], Screen(client_page, bob['id']))
        page = await window.load(live_server.http, '/rooms')
        await window.connect(page)

        async def happen(room: int = room, number: int = number) -> None:
            for turn in range(12):
                await live_server.call('messages.send', anna['id'], room, uuid.uuid4().hex, 'counts')
                changes = {'name': f'A {number} {turn} {mark}', 'topic': '', 'kind': 'open', 'owners_only': False}
                members = [anna['id'], bob['id']]  # noqa: B023 - called before the next iteration
                await live_server.call('rooms.update', anna['id'], room, **changes, member_ids=members)

        async def look(window: Watcher = window, room: int = room) -> None:
            await asyncio.sleep(random.random() * 0.03)
            await window.greet()
            await window.show(room)

        await asyncio.gather(happen(), look())
        await window.settle()
        truth = (await live_server.call('members.entries', bob['id']))[0]
        seen = await window.look()
        for held in (seen.rooms[room], seen.face):
            assert held['name'] == truth['name']
        assert seen.rooms[room]['unread'] == truth['unread'] == 12
        window.close()
