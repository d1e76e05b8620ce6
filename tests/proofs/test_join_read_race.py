"""What is said, deleted and read between joining and reading: neither missed nor counted twice."""

import asyncio
import random
import uuid
from pathlib import Path

import pytest

from tests.proofs.town import Town
from tests.proofs.watcher import Watcher

TIMES = [60, pytest.param(500, marks=pytest.mark.proof)]
AT_ONCE = 4


@pytest.mark.parametrize('times', TIMES)
async def test_what_is_heard_and_what_is_read_make_one_whole(tmp_path: Path, times: int) -> None:
    async with Town(tmp_path / 'data') as town:
        anna, bob = [await town.call('make_person', name) for name in ('anna', 'bob')]
        rooms = [await town.call('rooms.create', anna['id'], name, [bob['id']]) for name in ('A', 'B', 'C')]
        window = Watcher(town, bob['id'], bob['token'])
        await window.come()
        mirror = window.replica

        async def happen(number: int) -> None:
            await asyncio.sleep(random.random() * 0.004)
            row = await town.call('messages.send', anna['id'], rooms[number % 2], uuid.uuid4().hex, f'message {number}')
            if number % 3 == 0:
                await town.call('messages.delete', anna['id'], row['id'])
            if number % 5 == 0:
                await window.do('read', {'room': rooms[number % 2], 'seq': row['seq']}, mirror.on_room_read)

        for number in range(times):
            doings = [window.show(rooms[number % 3]), window.show(rooms[(number + 1) % 3])]
            doings += [happen(number + more) for more in range(AT_ONCE)]
            if number % 4 == 0:
                doings.append(window.greet())
            await asyncio.gather(*doings)
            if number % 5 == 0:
                await window.settle()
                held = [mirror.messages[seq] for seq in sorted(mirror.messages)]
                truth = await town.call('histories.opened', bob['id'], mirror.shown)
                assert not mirror.has_gap
                assert mirror.revision == truth['revision']
                assert held[-len(truth['messages']) :] == truth['messages']
                assert [row['seq'] for row in held] == list(range(held[0]['seq'], held[-1]['seq'] + 1))
                unread = {one['id']: one['unread'] for one in await town.call('memberships.entries', bob['id'])}
                assert {room: line['unread'] for room, line in mirror.rooms.items()} == unread
        window.close()


async def test_the_room_asked_for_last_is_the_one_that_is_heard(tmp_path: Path) -> None:
    async with Town(tmp_path / 'data') as town:
        anna = await town.call('make_person', 'anna')
        rooms = [await town.call('rooms.create', anna['id'], name, []) for name in ('A', 'B')]
        window = Watcher(town, anna['id'], anna['token'])
        await window.come()
        for number in range(40):
            last = rooms[number % 2]
            await asyncio.gather(*(window.show(room) for room in (rooms[(number + 1) % 2], last)))
            row = await town.call('messages.send', anna['id'], last, uuid.uuid4().hex, 'heard?')
            await window.settle()
            assert window.replica.messages[row['seq']] == row
        window.close()


async def test_what_changes_while_a_window_opens_is_not_missed(tmp_path: Path) -> None:
    async with Town(tmp_path / 'data') as town:
        anna = await town.call('make_person', 'anna', is_admin=True)
        for number in range(25):
            bob = await town.call('make_person', f'bob {number}')
            room = await town.call('rooms.create', anna['id'], f'A {number}', [bob['id']])
            window = Watcher(town, bob['id'], bob['token'])
            page = await window.load(town.http, '/rooms')
            await window.connect(page)

            async def happen(room: int = room, number: int = number) -> None:
                for turn in range(12):
                    await town.call('messages.send', anna['id'], room, uuid.uuid4().hex, 'counts')
                    facts = {'name': f'A {number} {turn}', 'topic': '', 'kind': 'open', 'owners_only': False}
                    members = [anna['id'], bob['id']]  # noqa: B023 - called before the next turn
                    await town.call('rooms.update', anna['id'], room, **facts, member_ids=members)

            async def look(window: Watcher = window, room: int = room) -> None:
                await asyncio.sleep(random.random() * 0.03)
                await window.greet()
                await window.show(room)

            await asyncio.gather(happen(), look())
            await window.settle()
            truth = (await town.call('memberships.entries', bob['id']))[0]
            for held in (window.replica.rooms[room], window.replica.face):
                assert held['name'] == truth['name']
            assert window.replica.rooms[room]['unread'] == truth['unread'] == 12
            window.close()
