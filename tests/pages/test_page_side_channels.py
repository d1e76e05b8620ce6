"""Actions of pages and dialogs answer the same for hidden and missing things; only names are an exception."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import pytest

from messenger import notifications
from messenger.admin import moderation
from messenger.database.engine import read
from messenger.errors import NameTaken, Refused
from messenger.messages import pins, reactions, revisions
from messenger.models import Room
from messenger.rooms import directs, members, ownership, rooms
from messenger.search import results
from tests.pages import test_side_channels
from tests.pages.conftest import SignUp
from tests.pages.test_side_channels import MISSING, Hidden

hidden, closed = test_side_channels.hidden, test_side_channels.closed

Act = Callable[[int, int], Awaitable[Any]]
WITH_ROOMS: dict[str, Act] = {
    'edit room': lambda user, room: rooms.update(user, room, member_ids=[user], name=uuid4().hex),
    'edit room, a bad name': lambda user, room: rooms.update(user, room, member_ids=[user], name='\u200b'),
    'edit room, too long a topic': lambda user, room: rooms.update(user, room, member_ids=[user], topic='x' * 5_000),
    'edit room, invite': lambda user, room: rooms.update(user, room, member_ids=[user]),
    'delete room': lambda user, room: rooms.delete(user, room, 'x'),
    'restore room': rooms.restore,
    'join': members.join,
    'leave': members.leave,
    'invite people': lambda user, room: members.add(user, room, [user]),
    'invite a missing person': lambda user, room: members.add(user, room, [MISSING]),
    'remove a member': lambda user, room: members.remove(user, room, user),
    'make an owner': lambda user, room: ownership.set_role(user, room, user, 'owner'),
    'choose a level': lambda user, room: notifications.choose_level(user, room, 'nothing'),
    'mute': lambda user, room: notifications.mute(user, room, None),
    'list pins': pins.list_pinned,
}
WITH_MESSAGES: dict[str, Act] = {
    'pin': lambda user, message: pins.put(user, message, on=True),
    'unpin': lambda user, message: pins.put(user, message, on=False),
    'who reacted': reactions.list_reactors,
    'what it said before': revisions.list_versions,
}


async def answer(act: Act, user: int, target: int) -> tuple[str, Any]:
    """What a page would show about it."""
    try:
        return 'ok', await act(user, target)
    except Refused as refusal:
        return type(refusal).__name__, (str(refusal), refusal.field)


@pytest.mark.parametrize('name', WITH_ROOMS)
async def test_actions_on_hidden_rooms_answer_like_missing_ones(hidden: Hidden, closed: Hidden, name: str) -> None:
    for world in (hidden, closed):
        for window in world.lookers:
            if name == 'restore room' and window is hidden.lookers[-1]:
                continue  # admins see the bin
            expected = await answer(WITH_ROOMS[name], window.user_id, MISSING)
            assert expected[0] != 'ok'
            for state, room in world.rooms.items():
                assert await answer(WITH_ROOMS[name], window.user_id, room) == expected, state


@pytest.mark.parametrize('name', WITH_MESSAGES)
async def test_actions_on_hidden_messages_answer_like_missing_ones(hidden: Hidden, closed: Hidden, name: str) -> None:
    for world in (hidden, closed):
        for window in world.lookers:
            expected = await answer(WITH_MESSAGES[name], window.user_id, MISSING)
            assert expected[0] != 'ok'
            for state, message in world.messages.items():
                assert await answer(WITH_MESSAGES[name], window.user_id, message) == expected, state


async def test_people_with_closed_accounts_are_like_missing_ones(hidden: Hidden, sign_up: SignUp) -> None:
    stranger, gone = hidden.lookers[0].user_id, await sign_up('gone')
    await moderation.block(hidden.lookers[1].user_id, gone.user_id)

    async def invited(user: int, other: int) -> list[int]:
        room = await rooms.create(user, uuid4().hex, [other])
        return [seat.user_id for seat in await read(members.people, room)]

    for act in (lambda user, other: directs.open_with(user, [other]), invited):
        assert await answer(act, stranger, gone.user_id) == await answer(act, stranger, MISSING)


async def test_a_search_in_a_hidden_room_answers_like_one_in_a_missing_room(closed: Hidden) -> None:
    looker = closed.lookers[0].user_id
    secret = (await read(Room.get_by_id, closed.rooms['closed'])).name
    missing = uuid4().hex
    for text in ('in:{}', '-in:{}', 'x in:"{}"', 'in:{} has:file'):
        shown, nothing = [await results.find(looker, text.format(name)) for name in (secret, missing)]
        assert (shown.hits, shown.following, shown.since) == (nothing.hits, nothing.following, nothing.since)
        assert [key for key, _ in shown.unknown] == [key for key, _ in nothing.unknown]


async def test_names_in_use_are_the_only_exception_and_reveal_nothing_more(closed: Hidden) -> None:
    """docs/security.md says: the name of a room is free or taken in the whole workspace."""
    looker = closed.lookers[0].user_id
    room = await read(Room.get_by_id, closed.rooms['closed'])
    own = await rooms.create(looker, uuid4().hex, [])
    visible = await rooms.create(looker, uuid4().hex, [], kind='open')
    seen = (await read(Room.get_by_id, visible)).name
    for name in (room.name, f'  {room.name.upper()} '):
        for act in (
            lambda user, _, name=name: rooms.create(user, name, []),
            lambda user, target, name=name: rooms.update(user, target, member_ids=[user], name=name),
        ):
            assert await answer(act, looker, own) == (NameTaken.__name__, (str(NameTaken(field='name')), 'name'))
    refusal = await answer(lambda user, _: rooms.create(user, seen, []), looker, own)
    assert refusal == (NameTaken.__name__, (str(NameTaken(field='name')), 'name')), 'as for a room one sees'
    assert room.created_by_id is not None
    await rooms.delete(room.created_by_id, room.id, room.name)
    assert (await answer(lambda user, _: rooms.create(user, room.name, []), looker, own))[0] == 'ok', (
        'the bin keeps none'
    )
