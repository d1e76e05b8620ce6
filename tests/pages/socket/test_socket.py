"""The socket: who may connect, how requests are answered, and who stops receiving what."""

import asyncio
import time
from typing import Any
from uuid import uuid4

import pytest

from messenger.rooms import members, rooms
from tests.pages.conftest import SignUp, UserWindow
from tests.window import NotConnected, Refusal, Window

NONSENSE: list[Any] = [
    None,
    5,
    'x',
    [],
    {},
    {'room': 'x'},
    {'room': -1},
    {'room': 1.5},
    {'room': True},
    {'room': 10**30},
]


async def make_room(owner: UserWindow, *others: UserWindow, kind: str = 'closed') -> int:
    """A room of these people with a unique name."""
    return await rooms.create(owner.user_id, uuid4().hex, [other.user_id for other in others], kind=kind)


async def test_everyone_in_the_room_gets_a_message_once_and_in_order(sign_up: SignUp) -> None:
    anna, bob = await sign_up('anna'), await sign_up('bob')
    room = await make_room(anna, bob)
    tab = anna.another()
    for window in (anna, tab, bob):
        await window.open(f'/rooms/{room}')
        await window.join(room)
    await asyncio.gather(*(anna.send(room, f'message {number}') for number in range(50)))
    for window in (anna, tab, bob):
        seqs = [(await window.receive('MessagePosted'))['message']['seq'] for _ in range(50)]
        assert seqs == sorted(set(seqs))
    await tab.close()


@pytest.mark.parametrize('event', ['open', 'send', 'history', 'read'])
async def test_malformed_input_gets_an_error_and_the_socket_survives(sign_up: SignUp, event: str) -> None:
    anna = await sign_up('anna')
    await anna.open()
    for nonsense in NONSENSE:
        with pytest.raises(Refusal, match=r'malformed'):
            await anna.ask(event, nonsense)
    assert await anna.ask('hello')


async def test_nicegui_events_only_affect_the_sockets_own_client(sign_up: SignUp) -> None:
    anna, bob = await sign_up('anna'), await sign_up('bob')
    await anna.open()
    await bob.open()
    for event in ('handshake', 'event', 'javascript_response', 'ack', 'log'):
        for data in ({'client_id': anna.client_id}, {'client_id': bob.client_id}, {}, None, 7):
            assert await bob.emit(event, data) in ([False], [])
    assert await anna.ask('hello')


async def test_someone_who_may_not_connect_learns_why(sign_up: SignUp) -> None:
    anna, bob = await sign_up('anna'), await sign_up('bob')
    await anna.open()
    thief = Window(bob.http)
    thief.client_id = anna.client_id
    with pytest.raises(NotConnected, match='reload'):
        await thief.connect()
    with pytest.raises(NotConnected, match='signed out'):
        await thief.connect(cookie='')
    with pytest.raises(NotConnected, match='reload'):
        await anna.another().connect()
    for origin in ('http://evil.example', 'null', ''):
        with pytest.raises(NotConnected, match='403'):
            await thief.connect(origin=origin or 'http://127.0.0.1:1')


async def test_a_removed_member_receives_and_sends_nothing_more(sign_up: SignUp) -> None:
    anna, bob = await sign_up('anna'), await sign_up('bob')
    room = await make_room(anna, bob)
    await anna.open(f'/rooms/{room}')
    await bob.open(f'/rooms/{room}')
    await bob.join(room)
    await anna.send(room, 'you hear this')
    await bob.receive('MessagePosted')
    await members.remove(anna.user_id, room, bob.user_id)
    await bob.receive('RoomLost', timeout=1)
    await anna.send(room, 'you do not hear this')
    with pytest.raises(Refusal, match='not_found'):
        await bob.send(room, 'nor say this')
    with pytest.raises(Refusal, match='not_found'):
        await bob.join(room)
    await asyncio.sleep(0.3)
    assert [event['type'] for event in bob.events if event['type'] == 'MessagePosted'] == []


async def test_logging_out_elsewhere_silences_the_socket(sign_up: SignUp) -> None:
    anna, bob = await sign_up('anna'), await sign_up('bob')
    room = await make_room(anna, bob)
    for window in (anna, bob):
        await window.open(f'/rooms/{room}')
        await window.join(room)
    await bob.http.post('/logout')
    await bob.receive('SessionEnded', timeout=1)
    with pytest.raises((Refusal, NotConnected)):
        await bob.send(room, 'too late')
    await anna.send(room, 'not for bob')
    async with asyncio.timeout(5):
        await bob.closed.wait()
    assert [event for event in bob.events if event['type'] == 'MessagePosted'] == []


async def test_a_window_that_reconnects_gets_what_it_missed(sign_up: SignUp) -> None:
    anna, bob = await sign_up('anna'), await sign_up('bob')
    room = await make_room(anna, bob)
    await anna.open(f'/rooms/{room}')
    await bob.open(f'/rooms/{room}')
    shown = await bob.join(room)
    await bob.close()
    sent = [await anna.send(room, f'missed {number}') for number in range(40)]
    await bob.open(f'/rooms/{room}')
    answer = await bob.join(room, since=shown['revision'])
    assert [row['id'] for row in answer['messages']] == [row['id'] for row in sent]


async def test_unread_badges_update_for_rooms_that_are_not_shown(sign_up: SignUp) -> None:
    anna, bob = await sign_up('anna'), await sign_up('bob')
    room = await make_room(anna, bob)
    await anna.open(f'/rooms/{room}')
    await bob.open('/rooms')
    row = await anna.send(room, 'psst')
    event = await bob.receive('RoomActivity')
    assert (event['room'], event['seq'], event['counts']) == (room, row['seq'], True)
    assert await bob.read(room, row['seq']) == 0
    tab = bob.another()
    await tab.open('/rooms')
    await anna.send(room, 'again')
    assert await tab.read(room, row['seq'] + 1) == 0
    assert (await bob.receive('RoomRead', lambda event: event['last_read_seq'] == row['seq'] + 1))['unread'] == 0
    await tab.close()


async def test_history_pages_back_to_the_first_message(sign_up: SignUp) -> None:
    anna = await sign_up('anna')
    room = await make_room(anna)
    await anna.open(f'/rooms/{room}')
    for number in range(65):
        await anna.send(room, f'message {number}')
    shown = (await anna.join(room))['messages']
    while shown[0]['seq'] > 1:
        shown = await anna.history(room, before=shown[0]['seq']) + shown
    assert [row['seq'] for row in shown] == list(range(1, 67))


async def test_a_room_cannot_be_reached_by_someone_outside_it(sign_up: SignUp) -> None:
    anna, bob = await sign_up('anna'), await sign_up('bob')
    room = await make_room(anna)
    await bob.open()
    for ask in (bob.history(room, before=100), bob.read(room, 1), bob.send(room, 'x'), bob.join(room)):
        with pytest.raises(Refusal, match='not_found'):
            await ask


async def test_the_answer_comes_soon_after_the_commit(sign_up: SignUp) -> None:
    anna = await sign_up('anna')
    room = await make_room(anna)
    await anna.open(f'/rooms/{room}')
    start = time.monotonic()
    row = await anna.send(room, 'quick')
    assert (await anna.join(room))['messages'][-1]['id'] == row['id']
    assert time.monotonic() - start < 5
