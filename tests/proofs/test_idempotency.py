"""The same key again over the socket: in flight on two sockets, from a lost one, by others: one row, one answer."""

import asyncio
import sqlite3
import uuid
from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio

from tests.back_door import BackDoorServer
from tests.bench.window import LoadWindow

DAY_MS = 86_400_000


class Place:
    """Two people and two rooms; `windows` are two of Anna's and one of Bob's."""

    def __init__(self, live_server: BackDoorServer) -> None:
        self.live_server = live_server
        self.windows: list[LoadWindow] = []
        self.rooms: list[int] = []

    async def begin(self) -> None:
        mark = uuid.uuid4().hex[:8]
        anna, bob = [await self.live_server.call('make_person', f'{name} {mark}') for name in ('anna', 'bob')]
        self.windows = [await self.live_server.window(person['token']) for person in (anna, anna, bob)]
        for name in 'AB':
            self.rooms.append(await self.live_server.call('rooms.create', anna['id'], f'{name} {mark}', [bob['id']]))

    async def send(self, window: int, key: str, *, room: int = 0, body: str = 'hello') -> dict[str, Any]:
        answer: dict[str, Any] = await self.windows[window].ask(
            'send', {'room': self.rooms[room], 'key': key, 'body': body}
        )
        return answer

    def rows(self, key: str) -> list[tuple[int, int, str]]:
        with sqlite3.connect(self.live_server.data_dir / 'messenger.db') as base:
            rows = base.execute('SELECT id, author_id, body FROM message WHERE key = ?', [key]).fetchall()
        base.close()
        return rows

    def move_back(self, key: str) -> None:
        with sqlite3.connect(self.live_server.data_dir / 'messenger.db') as base:
            base.execute('UPDATE message SET created_at = created_at - ? WHERE key = ?', [DAY_MS, key])
        base.close()


@pytest_asyncio.fixture(scope='module', loop_scope='session')
async def live_server(tmp_path_factory: Any) -> AsyncIterator[BackDoorServer]:
    async with BackDoorServer(tmp_path_factory.mktemp('keys') / 'data') as live_server:
        yield live_server


@pytest_asyncio.fixture(loop_scope='session')
async def place(live_server: BackDoorServer) -> AsyncIterator[Place]:
    place = Place(live_server)
    await place.begin()
    yield place
    for window in place.windows:
        window.close()


async def test_a_key_in_flight_on_two_sockets_gives_one_row(place: Place) -> None:
    for number in range(20):
        rows = await asyncio.gather(*(place.send(turn % 2, f'k{number}') for turn in range(8)))
        assert all(row == rows[0] for row in rows)
        assert len(place.rows(f'k{number}')) == 1


async def test_the_same_key_a_day_later_gives_the_first_row_whatever_is_sent(place: Place) -> None:
    first = await place.send(0, 'later')
    place.move_back('later')
    for room, body in ((0, 'hello'), (0, 'another'), (1, 'hello'), (1, 'another')):
        row = await place.send(1, 'later', room=room, body=body)
        assert row['at'] < first['at']
        assert row | {'at': first['at']} == first
    assert len(place.rows('later')) == 1


async def test_another_person_may_use_the_same_key(place: Place) -> None:
    mine, theirs = await asyncio.gather(place.send(0, 'same', body='mine'), place.send(2, 'same', body='theirs'))
    assert (mine['body'], theirs['body']) == ('mine', 'theirs')
    assert {row[1] for row in place.rows('same')} == {mine['author'], theirs['author']}
    assert await place.send(2, 'same', body='again') == theirs


async def test_a_socket_cut_before_the_answer_finds_its_row_later(place: Place) -> None:
    window = await place.live_server.window(place.windows[0].headers['cookie'].partition('=')[2])
    for _ in range(3):
        window.begin('send', {'room': place.rooms[0], 'key': 'cut', 'body': 'hello'})
    await asyncio.sleep(0.001)
    window.close()
    rows = await asyncio.gather(*(place.send(number, 'cut', body='again') for number in (0, 1, 0)))
    assert len({row['id'] for row in rows}) == 1
    assert len(place.rows('cut')) == 1
