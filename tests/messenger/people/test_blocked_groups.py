"""One person has blocked the other, and only they remain in a group: others left it, or their accounts were closed."""

from collections.abc import Awaitable, Callable

import pytest

from messenger import history, notifications
from messenger.admin import floods, moderation
from messenger.block_errors import ConversationClosed, YouBlocked
from messenger.database import engine
from messenger.messages import messages
from messenger.models import User
from messenger.people import blocking, presence
from messenger.rooms import directs, members
from messenger.rooms.titles import title_for
from tests.factories import make_room, make_user
from tests.messenger.people.test_blocking import new_in, refused

pytestmark = pytest.mark.usefixtures('database')
Leaving = Callable[[User, User, int], Awaitable[object]]


async def closed(boss: User, user: User, _room: int) -> None:
    await moderation.block(boss.id, user.id)


async def stopped(boss: User, user: User, _room: int) -> None:
    await floods.stop(boss.id, user.id)


async def left(_boss: User, user: User, room: int) -> None:
    await members.leave(user.id, room)


async def group(*others: str) -> tuple[User, User, list[User], int]:
    """Anna, Bob, the others, and the conversation of all of them."""
    anna, bob = await make_user('anna'), await make_user('bob')
    people = [await make_user(name) for name in others]
    return anna, bob, people, await directs.open_with(anna.id, [bob.id, *(person.id for person in people)])


@pytest.mark.parametrize('last', [closed, stopped, left])
@pytest.mark.parametrize('first', [closed, left])
async def test_neither_can_write_when_the_others_are_gone(first: Leaving, last: Leaving) -> None:
    boss = await make_user('boss', admin=True)
    anna, bob, (carl, dora), room = await group('carl', 'dora')
    message_ids = {user.id: (await messages.send(user.id, room, 'old', 'old')).id for user in (anna, bob)}
    await blocking.block(anna.id, bob.id)
    await first(boss, carl, room)
    await messages.send(bob.id, room, 'three', 'dora hears it, too')
    await last(boss, dora, room)
    for user, kind in ((anna, YouBlocked), (bob, ConversationClosed)):
        refusals = {name: await refused(asked) for name, asked in new_in(user, room, message_ids[user.id]).items()}
        assert refusals == dict.fromkeys(refusals, kind), user.nick
    with pytest.raises(YouBlocked, match=r'^You blocked bob\.'):
        await messages.send(anna.id, room, 'named', 'whom?')
    shown = [(await history.open_room(user.id, room)).room.has_blocked for user in (anna, bob)]
    assert shown == [True, False]


async def test_the_group_continues_when_the_account_is_reopened() -> None:
    boss = await make_user('boss', admin=True)
    _anna, bob, (carl,), room = await group('carl')
    await blocking.block(_anna.id, bob.id)
    await moderation.block(boss.id, carl.id)
    assert await refused(messages.send(bob.id, room, 'a', 'hello')) is ConversationClosed
    await moderation.unblock(boss.id, carl.id)
    assert await refused(messages.send(bob.id, room, 'b', 'hello')) is None


async def test_in_a_direct_conversation_with_a_closed_account_a_person_may_still_write_and_block() -> None:
    boss = await make_user('boss', admin=True)
    anna, bob = await make_user('anna'), await make_user('bob')
    room = await directs.open_with(anna.id, [bob.id])
    await moderation.block(boss.id, bob.id)
    assert await refused(messages.send(anna.id, room, 'a', 'for later')) is None
    await blocking.block(anna.id, bob.id)
    with pytest.raises(YouBlocked, match='bob'):
        await messages.send(anna.id, room, 'b', 'hello')


async def test_a_group_of_others_is_not_affected() -> None:
    boss = await make_user('boss', admin=True)
    anna, bob, (carl, dora), room = await group('carl', 'dora')
    await blocking.block(carl.id, bob.id)
    await moderation.block(boss.id, carl.id)
    await moderation.block(boss.id, dora.id)
    assert await refused(messages.send(bob.id, room, 'a', 'anna and I')) is None
    assert not (await history.open_room(anna.id, room)).room.has_blocked


async def test_a_room_of_two_is_shared_and_continues() -> None:
    """A room has a name and an owner, others may join it, and anyone can leave it."""
    boss = await make_user('boss', admin=True)
    anna, bob, carl = [await make_user(name) for name in ('anna', 'bob', 'carl')]
    room = await make_room(carl, anna, bob)
    await blocking.block(anna.id, bob.id)
    await moderation.block(boss.id, carl.id)
    assert await refused(messages.send(bob.id, room, 'a', 'to the room')) is None
    await members.leave(anna.id, room)


async def test_the_room_summary_says_whose_account_is_closed() -> None:
    boss = await make_user('boss', admin=True)
    anna, bob, (carl,), room = await group('carl')
    await moderation.block(boss.id, carl.id)
    shown = (await engine.read(members.entry, anna.id, room)).people
    assert [person.nick for person in shown if person.is_account_blocked] == ['carl']
    assert title_for(await engine.read(members.entry, bob.id, room), bob.id) == 'anna, carl'


async def test_the_group_notifies_nobody_and_shows_no_last_seen_time() -> None:
    boss = await make_user('boss', admin=True)
    anna, bob, (carl,), room = await group('carl')
    seq = (await messages.send(bob.id, room, 'old', 'said to three')).seq
    await presence.remember(bob.id)
    assert await notifications.preview(anna.id, room, seq) is not None
    await moderation.block(boss.id, carl.id)
    assert (await history.open_room(anna.id, room)).last_seen is not None
    await blocking.block(anna.id, bob.id)
    assert await notifications.preview(anna.id, room, seq) is None
    shown = await history.open_room(anna.id, room)
    assert (shown.seen, shown.last_seen) == ([], None)
