"""Leaving a group conversation, as windows see it: gone at once for the person who leaves, updated for the others."""

from uuid import uuid4

import pytest

from messenger.live.requests import table
from messenger.messages import messages
from messenger.rooms import directs, members
from tests.pages.conftest import SignUp, UserWindow, hub
from tests.pages.test_matrix import ROOMLESS
from tests.window import Refusal


async def three(sign_up: SignUp) -> tuple[UserWindow, UserWindow, UserWindow, int]:
    anna, bob, carl = await sign_up('anna'), await sign_up('bob'), await sign_up('carl')
    return anna, bob, carl, await directs.open_with(anna.user_id, [bob.user_id, carl.user_id])


async def test_all_windows_of_the_person_who_left_lose_it_at_once(sign_up: SignUp) -> None:
    anna, _, carl, room = await three(sign_up)
    tab = carl.another()
    message = await messages.send(carl.user_id, room, uuid4().hex, 'mine')
    await carl.open(f'/rooms/{room}')
    await carl.join(room)
    await tab.open('/users')
    await members.leave(carl.user_id, room)
    for window in (carl, tab):
        assert (await window.receive('RoomLost'))['reason'] == 'left'
        window.events.clear()
    assert carl.user_id not in {window.user_id for window in hub().windows_in(room)}
    await messages.send(anna.user_id, room, uuid4().hex, f'@{carl.user_id} gone?')
    data = {'room': room, 'key': uuid4().hex, 'body': 'b', 'before': 5, 'seq': 1, 'message': message.id}
    data |= {'emoji': '👍', 'on': True, 'typed': 'm', 'moment': 0}
    for event in set(table.EVENTS) - {*ROOMLESS}:
        with pytest.raises(Refusal, match='not_found'):
            await carl.ask(event, data)
    assert room not in {entry['id'] for entry in (await tab.ask('hello'))['rooms']}
    assert (await carl.http.get(f'/rooms/{room}')).status_code == 404
    assert [event for window in (carl, tab) for event in window.events if event.get('room') == room] == []


async def test_the_others_see_who_is_left_wherever_they_look(sign_up: SignUp) -> None:
    anna, bob, carl, room = await three(sign_up)
    await anna.open(f'/rooms/{room}')
    await anna.join(room)
    await bob.open('/users')
    await members.leave(carl.user_id, room)
    for window in (anna, bob):
        face = (await window.receive('RoomChanged'))['summary']
        assert [person['id'] for person in face['people']] == [anna.user_id, bob.user_id]
        assert (face['members'], face['is_group']) == (2, True)
    assert 'left_conversation' in (await anna.receive('MessagePosted'))['message']['body']
    assert (await bob.receive('RoomActivity'))['counts'] is False


async def test_a_conversation_left_while_the_list_was_loading_is_not_followed(
    sign_up: SignUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, _, carl, room = await three(sign_up)
    kinds = members.kinds
    await members.leave(carl.user_id, room)
    monkeypatch.setattr(members, 'kinds', lambda user_id: [*kinds(user_id), (room, 'direct')])
    await carl.open('/rooms')
    assert room not in hub().people[carl.user_id].followed
    assert room not in hub().people[carl.user_id].directs
