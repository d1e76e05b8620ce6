"""Blocking a person: what they can no longer do to the blocker, what nobody learns of it, and what stays the same."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from messenger import history
from messenger.block_errors import CannotAdd, CannotStart, ConversationClosed, TooManyBlocked, YouBlocked
from messenger.database import engine
from messenger.errors import NotAllowed, NotFound, Refused
from messenger.files import uploads
from messenger.messages import messages, pins, reactions
from messenger.models import Membership, PersonBlock, Room, User
from messenger.payloads import MessageRow
from messenger.people import blocking, blocklists
from messenger.reading import drafts, unread
from messenger.rooms import directs, members, rooms
from tests.factories import make_room, make_user

pytestmark = pytest.mark.usefixtures('database')
Meeting = Callable[[], Awaitable[tuple[User, User, int]]]


async def pair() -> tuple[User, User, int]:
    """Anna, Bob, and their conversation."""
    anna, bob = await make_user('anna'), await make_user('bob')
    return anna, bob, await directs.open_with(anna.id, [bob.id])


async def refused(asked: Awaitable[object]) -> type[Refused] | None:
    """The reason for the refusal, if there is one."""
    try:
        await asked
    except Refused as refusal:
        return type(refusal)
    return None


def new_in(user: User, room: int, message: int) -> dict[str, Awaitable[object]]:
    """Everything that shows the other person something new, or starts to send something."""
    return {
        'send': messages.send(user.id, room, f'{user.id}-new', 'hello'),
        'reply': messages.send(user.id, room, f'{user.id}-reply', 'hello', reply=1),
        'edit': messages.edit(user.id, message, 'hello @anna'),
        'undelete': messages.undelete(user.id, message),
        'react': reactions.put(user.id, message, '👍', on=True),
        'pin': pins.put(user.id, message, on=True),
        'upload': uploads.announce(user.id, room, f'{user.id}-file', 'a.txt', 3),
    }


async def left_alone() -> tuple[User, User, int]:
    """Anna and Bob in a conversation that Carl has left."""
    anna, bob, carl = [await make_user(name) for name in ('anna', 'bob', 'carl')]
    room = await directs.open_with(carl.id, [anna.id, bob.id])
    await members.leave(carl.id, room)
    return anna, bob, room


@pytest.mark.parametrize('meeting', [pair, left_alone])
async def test_neither_can_write_to_the_other_while_one_blocks(meeting: Meeting) -> None:
    anna, bob, room = await meeting()
    message_ids = {user.id: (await messages.send(user.id, room, 'old', 'old')).id for user in (anna, bob)}
    await blocking.block(anna.id, bob.id)
    for user, kind in ((anna, YouBlocked), (bob, ConversationClosed)):
        refusals = {name: await refused(asked) for name, asked in new_in(user, room, message_ids[user.id]).items()}
        assert refusals == dict.fromkeys(refusals, kind)
    await blocking.unblock(anna.id, bob.id)
    for user in (anna, bob):
        refusals = {name: await refused(asked) for name, asked in new_in(user, room, message_ids[user.id]).items()}
        assert refusals == dict.fromkeys(refusals), user.nick


async def test_both_keep_the_history_and_may_tidy_up() -> None:
    anna, bob, room = await pair()
    row = await messages.send(bob.id, room, 'old', 'old')
    await blocking.block(anna.id, bob.id)
    for user in (anna, bob):
        assert [message.body for message in (await history.open_room(user.id, room)).messages] == ['old']
        assert await drafts.keep(user.id, room, 'begun') == 'begun', 'no text is lost'
        await unread.mark_read(user.id, room, row.seq)
        assert await directs.open_with(user.id, [{anna.id, bob.id}.difference({user.id}).pop()]) == room
    assert await messages.send(bob.id, room, 'old', 'old') == row, 'what arrived before is answered again'
    assert (await messages.delete(bob.id, row.id)).deleted
    assert await refused(messages.undelete(bob.id, row.id)) is ConversationClosed


@pytest.mark.parametrize('meeting', [pair, left_alone])
async def test_only_the_blocker_learns_of_the_block_in_the_room(meeting: Meeting) -> None:
    anna, bob, room = await meeting()
    await blocking.block(anna.id, bob.id)
    faces = [(await history.open_room(user.id, room)).room for user in (anna, bob)]
    assert [face.has_blocked for face in faces] == [True, False]
    assert type(faces[0]) is type(faces[1])


async def test_a_blocked_person_cannot_start_a_conversation_and_learns_with_whom() -> None:
    anna, bob, carl = [await make_user(name) for name in ('anna', 'bob', 'carl')]
    await blocking.block(anna.id, bob.id)
    for others in ([anna.id], [anna.id, carl.id]):
        with pytest.raises(CannotStart, match='anna'):
            await directs.open_with(bob.id, others)
    with pytest.raises(YouBlocked, match='bob'):
        await directs.open_with(anna.id, [bob.id])
    assert await engine.read(lambda: Room.select().count()) == 0
    await directs.open_with(carl.id, [anna.id, bob.id])


async def test_a_blocked_person_cannot_add_the_blocker_to_any_room() -> None:
    anna, bob, carl = [await make_user(name) for name in ('anna', 'bob', 'carl')]
    await blocking.block(anna.id, bob.id)
    room = await make_room(bob, carl)
    fields: dict[str, Any] = {'name': 'Room', 'topic': '', 'kind': 'closed', 'owners_only': False}
    for asked in (
        rooms.create(bob.id, 'Other', [carl.id, anna.id]),
        members.add(bob.id, room, [anna.id, carl.id]),
        rooms.update(bob.id, room, member_ids=[bob.id, anna.id], **fields),
        rooms.update(bob.id, room, member_ids=[bob.id, anna.id], shown_ids=[bob.id], **fields),
    ):
        with pytest.raises(CannotAdd, match='anna'):
            await asked
    assert await engine.read(lambda: Membership.select().where(Membership.user == anna.id).count()) == 0
    assert await engine.read(lambda: Room.select().count()) == 1, 'nothing is half done'
    await members.add(carl.id, room, [anna.id])
    await rooms.create(anna.id, 'Third', [bob.id])


async def test_an_admin_may_still_administer() -> None:
    anna, boss = await make_user('anna'), await make_user('boss', admin=True)
    room, direct = await make_room(boss), await directs.open_with(boss.id, [anna.id])
    await blocking.block(anna.id, boss.id)
    await members.add(boss.id, room, [anna.id])
    assert await refused(messages.send(boss.id, direct, 'k', 'hello')) is ConversationClosed


async def test_shared_rooms_and_groups_continue() -> None:
    anna, bob, carl = [await make_user(name) for name in ('anna', 'bob', 'carl')]
    room, group = await make_room(anna, bob), await directs.open_with(bob.id, [anna.id, carl.id])
    await blocking.block(anna.id, bob.id)
    for place in (room, group):
        row = await messages.send(bob.id, place, f'{place}', 'to all')
        await reactions.put(anna.id, row.id, '👍', on=True)
        assert (await engine.read(members.entry, anna.id, place)).unread == 1
    assert await directs.open_with(bob.id, [anna.id, carl.id]) == group


async def test_a_group_is_closed_when_only_the_two_are_left_in_it() -> None:
    anna, bob, carl, dora = [await make_user(name) for name in ('anna', 'bob', 'carl', 'dora')]
    group = await directs.open_with(bob.id, [anna.id, carl.id, dora.id])
    await blocking.block(anna.id, bob.id)
    await members.leave(carl.id, group)
    await messages.send(bob.id, group, 'three', 'dora hears it, too')
    await members.leave(dora.id, group)
    assert await refused(messages.send(bob.id, group, 'two', 'hello')) is ConversationClosed
    assert await refused(messages.send(anna.id, group, 'two', 'hello')) is YouBlocked
    await members.leave(anna.id, group)
    await messages.send(bob.id, group, 'one', 'to myself')


async def test_two_people_who_block_each_other_must_both_unblock() -> None:
    anna, bob, room = await pair()
    await blocking.block(anna.id, bob.id)
    await blocking.block(bob.id, anna.id)
    await blocking.unblock(anna.id, bob.id)
    assert await refused(messages.send(anna.id, room, 'k', 'hello')) is ConversationClosed
    assert await refused(messages.send(bob.id, room, 'k', 'hello')) is YouBlocked
    await blocking.unblock(bob.id, anna.id)
    assert await refused(messages.send(bob.id, room, 'k', 'hello')) is None


async def test_a_message_at_the_same_moment_is_sent_before_the_block_or_not_at_all() -> None:
    anna, bob, room = await pair()
    outcomes = await asyncio.gather(
        *(messages.send(bob.id, room, f'b{number}', 'hello') for number in range(5)),
        blocking.block(anna.id, bob.id),
        *(messages.send(bob.id, room, f'a{number}', 'hello') for number in range(5)),
        *(directs.open_with(bob.id, [anna.id]) for _ in range(3)),
        return_exceptions=True,
    )
    assert [type(outcome) for outcome in outcomes] == [MessageRow] * 5 + [type(None)] + [ConversationClosed] * 5 + [
        int
    ] * 3
    assert len((await history.open_room(anna.id, room)).messages) == 5


async def test_blocking_handles_repeats_oneself_unknown_people_and_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    anna, bob, carl = [await make_user(name) for name in ('anna', 'bob', 'carl')]
    await asyncio.gather(*(blocking.block(anna.id, bob.id) for _ in range(5)))
    assert await engine.read(lambda: PersonBlock.select().count()) == 1
    assert [user.nick for user in await engine.read(blocklists.people_of, anna.id)] == ['bob']
    assert await refused(blocking.block(anna.id, anna.id)) is NotAllowed
    assert await refused(blocking.block(anna.id, 10**6)) is NotFound
    monkeypatch.setattr(blocking, 'LIMIT', 1)
    assert await refused(blocking.block(anna.id, carl.id)) is TooManyBlocked
    await blocking.unblock(anna.id, bob.id)
    await blocking.unblock(anna.id, bob.id)
    assert await engine.read(blocklists.people_of, anna.id) == []


async def test_blocks_survive_a_restart() -> None:
    anna, bob, _ = await pair()
    await blocking.block(anna.id, bob.id)
    blocklists.lists.set(blocklists.Blocklists())
    await engine.read(blocklists.load)
    assert blocklists.blocked_by(anna.id) == {bob.id}
    assert blocklists.blocked_by(bob.id) == frozenset()
    assert blocklists.are_apart(bob.id, anna.id)
