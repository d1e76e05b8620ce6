"""A direct conversation in which one has blocked the other: each socket event, and what windows receive."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import uuid4

import pytest

from messenger.admin import moderation
from messenger.live.requests import table
from messenger.messages import messages
from messenger.people import blocking
from messenger.rooms import directs, members, rooms
from tests.pages.conftest import SignUp, UserWindow
from tests.pages.test_listener_matrix import make_admin
from tests.pages.test_matrix import ROOMLESS
from tests.window import Refusal

QUIET_S = 1.5
CLOSED = table.MUTATIONS - {'delete'}  # refused; the other events are answered, but nobody receives `typing`
Meeting = Callable[[SignUp], Awaitable[tuple[UserWindow, UserWindow, int]]]
CODES = ('you_blocked', 'conversation_closed')


async def pair(sign_up: SignUp) -> tuple[UserWindow, UserWindow, int]:
    anna, bob = await sign_up('anna'), await sign_up('bob')
    return anna, bob, await directs.open_with(anna.user_id, [bob.user_id])


async def left_alone(sign_up: SignUp) -> tuple[UserWindow, UserWindow, int]:
    """Anna and Bob in a conversation that Carl has left."""
    anna, bob, carl = [await sign_up(name) for name in ('anna', 'bob', 'carl')]
    room = await directs.open_with(carl.user_id, [anna.user_id, bob.user_id])
    await members.leave(carl.user_id, room)
    return anna, bob, room


async def left_by_admin(sign_up: SignUp) -> tuple[UserWindow, UserWindow, int]:
    """Anna and Bob in a conversation with Carl, whose account was closed."""
    anna, bob, carl = [await sign_up(name) for name in ('anna', 'bob', 'carl')]
    room = await directs.open_with(carl.user_id, [anna.user_id, bob.user_id])
    await close_account(sign_up, carl)
    return anna, bob, room


async def close_account(sign_up: SignUp, person: UserWindow) -> UserWindow:
    """Close the account; returns the admin who did it."""
    boss = await sign_up('boss')
    await make_admin(boss)
    await moderation.block(boss.user_id, person.user_id)
    return boss


MEETINGS = (pair, left_alone, left_by_admin)


def facts_of(room: int, message: int) -> dict[str, object]:
    data = {'room': room, 'key': uuid4().hex, 'body': uuid4().hex, 'before': 5, 'seq': 1, 'message': message}
    return data | {'emoji': '👍', 'on': True, 'typed': 'm', 'moment': 0}


@pytest.mark.parametrize('batched', [False, True])
@pytest.mark.parametrize('meeting', MEETINGS)
async def test_each_event_is_answered_as_the_table_says(sign_up: SignUp, meeting: Meeting, batched: bool) -> None:
    anna, bob, room = await meeting(sign_up)
    old_ids = {person: (await messages.send(person.user_id, room, uuid4().hex, 'old')).id for person in (anna, bob)}
    await blocking.block(anna.user_id, bob.user_id)
    for window, code in zip((anna, bob), CODES, strict=True):
        await window.open()
        events = table.MUTATIONS if batched else {*table.EVENTS} - {*ROOMLESS}
        for event in sorted(events, key=lambda name: name == 'delete'):
            data = facts_of(room, old_ids[window])
            expected = code if event in CLOSED else None
            assert await outcome(window, event, data, batched=batched) == expected, event
        if meeting is pair:
            assert (await window.ask('direct', {'user': ({anna, bob} - {window}).pop().user_id}))['room'] == room


async def outcome(window: UserWindow, event: str, data: dict[str, object], *, batched: bool) -> str | None:
    """The error code if it is refused."""
    if batched:
        answers = (await window.ask('batch', {'changes': [[event, data]]}))['answers']
        return answers[0].get('error', {}).get('code')  # type: ignore[no-any-return] # the server's answer
    try:
        await window.ask(event, data)
    except Refusal as refusal:
        return refusal.code
    return None


@pytest.mark.parametrize('meeting', MEETINGS)
async def test_a_file_is_refused_with_the_same_message(sign_up: SignUp, meeting: Meeting) -> None:
    anna, bob, room = await meeting(sign_up)
    await blocking.block(anna.user_id, bob.user_id)
    for person, code in zip((anna, bob), CODES, strict=True):
        answer = await person.http.post(f'/files/{uuid4().hex}?room={room}&name=a.txt&size=3')
        assert (answer.status_code, answer.json()['code']) == (422, code)


async def test_the_switcher_starts_no_new_conversation(sign_up: SignUp) -> None:
    anna, bob = await sign_up('anna'), await sign_up('bob')
    await blocking.block(anna.user_id, bob.user_id)
    for window, other, code in ((anna, bob, 'you_blocked'), (bob, anna, 'cannot_start')):
        await window.open()
        with pytest.raises(Refusal, match=code):
            await window.ask('direct', {'user': other.user_id})


async def test_only_the_blocker_is_notified_and_both_lose_sight_of_each_other(sign_up: SignUp) -> None:
    anna, bob, _ = await pair(sign_up)
    tab = anna.another()
    for window in (anna, tab, bob):
        await window.open()
    await anna.receive('PresenceChanged')
    await bob.receive('PresenceChanged')
    await blocking.block(anna.user_id, bob.user_id)
    for window, seen in ((anna, bob), (tab, bob), (bob, anna)):
        gone = await window.receive('PresenceChanged', lambda event: bool(event['status'] == 'offline'))
        assert gone['user'] == seen.user_id
    for window in (anna, tab):
        assert (await window.receive('BlocklistChanged'))['people'] == [bob.user_id]
    assert (await anna.ask('hello'))['blocked'] == [bob.user_id]
    greeting = await bob.ask('hello')
    assert (greeting['blocked'], str(anna.user_id) in greeting['presence']) == ([], False)
    for window in (anna, bob):
        window.events.clear()
        await window.ask('idle', {'idle': True})
    await asyncio.sleep(QUIET_S * 2)
    assert [event for window in (anna, bob) for event in window.events if event['type'] == 'PresenceChanged'] == []
    assert [event for event in bob.events if event['type'] == 'BlocklistChanged'] == []
    page = await bob.http.get(f'/users/{anna.user_id}')
    assert 'class=\\"dot' not in page.text
    await blocking.unblock(anna.user_id, bob.user_id)
    for window, seen, status in ((anna, bob, 'away'), (bob, anna, 'online')):
        again = await window.receive('PresenceChanged')
        assert (again['user'], again['status']) == (seen.user_id, status)


@pytest.mark.parametrize('meeting', MEETINGS)
async def test_typing_is_shown_in_shared_rooms_only(sign_up: SignUp, meeting: Meeting) -> None:
    anna, bob, direct = await meeting(sign_up)
    shared = await rooms.create(anna.user_id, uuid4().hex, [bob.user_id])
    await blocking.block(anna.user_id, bob.user_id)
    for window in (anna, bob):
        await window.open()
        await window.join(direct)
    await bob.ask('typing', {'room': direct})
    for window in (anna, bob):
        await window.join(shared)
    await bob.ask('typing', {'room': shared})
    assert (await anna.receive('Typing'))['room'] == shared


async def test_mention_counts_follow_the_block_in_every_window(sign_up: SignUp) -> None:
    anna, bob, _ = await pair(sign_up)
    room = await rooms.create(bob.user_id, uuid4().hex, [anna.user_id], everyone_may_call=True)
    await anna.open('/users')
    await messages.send(bob.user_id, room, uuid4().hex, '@all')
    await blocking.block(anna.user_id, bob.user_id)
    assert (await anna.receive('RoomRead'))['mentions'] == 0
    await blocking.unblock(anna.user_id, bob.user_id)
    assert (await anna.receive('RoomRead'))['mentions'] == 1


async def test_windows_learn_that_an_account_was_closed_and_reopened(sign_up: SignUp) -> None:
    anna, bob, carl = [await sign_up(name) for name in ('anna', 'bob', 'carl')]
    room = await directs.open_with(carl.user_id, [anna.user_id, bob.user_id])
    await blocking.block(anna.user_id, bob.user_id)
    for window in (anna, bob):
        await window.open()
    await anna.join(room)
    boss = await close_account(sign_up, carl)
    for is_blocked in (True, False):
        for window in (anna, bob):  # one shows the conversation, the other lists it
            user = (await window.receive('UserChanged'))['user']
            assert (user['id'], user['is_account_blocked']) == (carl.user_id, is_blocked)
        shown = (await anna.join(room))['room']
        assert [person['id'] for person in shown['people'] if person['is_account_blocked']] == [carl.user_id][
            :is_blocked
        ]
        assert shown['has_blocked'] is is_blocked
        if is_blocked:
            await moderation.unblock(boss.user_id, carl.user_id)
