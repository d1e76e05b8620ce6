"""Nothing is reported about somebody you have blocked: no mentions, no sound, no online status."""

import pytest

from messenger import history, notifications
from messenger.database import engine
from messenger.messages import messages
from messenger.models import User
from messenger.people import blocking, preferences, presence
from messenger.reading import unread
from messenger.rooms import directs, members
from tests.factories import make_room, make_user

pytestmark = pytest.mark.usefixtures('database')


async def mentions_of(user: User, room: int) -> int:
    return int((await engine.read(members.entry, user.id, room)).mentions)


@pytest.mark.parametrize('words', ['@anna', '@all', '@anna and @all'])
async def test_their_mentions_do_not_count_and_count_again_after_the_unblock(words: str) -> None:
    anna, bob, carl = [await make_user(name) for name in ('anna', 'bob', 'carl')]
    room = await make_room(bob, anna, carl)
    await messages.send(bob.id, room, 'before', words)
    assert await mentions_of(anna, room) == 1
    await blocking.block(anna.id, bob.id)
    assert await mentions_of(anna, room) == 0
    later = await messages.send(bob.id, room, 'after', 'nobody')
    await messages.edit(bob.id, later.id, words)
    assert await mentions_of(anna, room) == 0
    assert (await engine.read(members.entry, anna.id, room)).unread == 2, 'the text is there'
    assert await mentions_of(carl, room) == (2 if 'all' in words else 0)
    await messages.send(carl.id, room, 'carl', '@anna')
    assert await mentions_of(anna, room) == 1
    await blocking.unblock(anna.id, bob.id)
    assert await mentions_of(anna, room) == 3


@pytest.mark.parametrize('level', preferences.LEVELS[:2])
async def test_their_messages_cause_no_notification(level: str) -> None:
    anna, bob, carl = [await make_user(name) for name in ('anna', 'bob', 'carl')]
    room = await make_room(bob, anna, carl)
    await preferences.settle(anna.id, level=level)
    seq = (await messages.send(bob.id, room, 'k', '@anna')).seq
    assert await notifications.preview(anna.id, room, seq) is not None
    await blocking.block(anna.id, bob.id)
    assert await notifications.preview(anna.id, room, seq) is None
    await messages.send(carl.id, room, 'c', '@anna')
    preview = await notifications.preview(anna.id, room, seq)
    assert preview is not None
    assert (preview.author.id, preview.count) == (carl.id, 1)


async def test_neither_sees_the_others_presence_or_receipts() -> None:
    anna, bob = await make_user('anna'), await make_user('bob')
    room = await directs.open_with(anna.id, [bob.id])
    row = await messages.send(anna.id, room, 'k', 'read me')
    await presence.remember(anna.id)
    await unread.mark_read(bob.id, room, row.seq)
    for user in (anna, bob):
        presence.arrive(user.id)
    assert (await history.open_room(anna.id, room)).seen == [(bob.id, row.seq)]
    await blocking.block(anna.id, bob.id)
    assert presence.known_to(anna.id) == {anna.id: 'online'}
    assert presence.known_to(bob.id) == {bob.id: 'online'}
    for user in (anna, bob):
        shown = await history.open_room(user.id, room)
        assert (shown.seen, shown.last_seen) == ([], None)
    await blocking.unblock(anna.id, bob.id)
    assert set(presence.known_to(bob.id)) == {anna.id, bob.id}


async def test_what_they_say_in_a_shared_room_to_everybody_is_shown_as_before() -> None:
    anna, bob = await make_user('anna'), await make_user('bob')
    room = await make_room(bob, anna)
    await blocking.block(anna.id, bob.id)
    seq = (await messages.send(bob.id, room, 'k', 'lunch?')).seq
    preview = await notifications.preview(anna.id, room, seq)
    assert preview is not None
    assert preview.author.id == bob.id
