"""Other ways in which a blocked person could try to reach the blocker, and what happens to each."""

import pytest

from messenger import notifications
from messenger.block_errors import CannotStart
from messenger.database import engine
from messenger.messages import mentions, messages, pins, reactions
from messenger.models import Mention, User
from messenger.models.user import MENTIONS
from messenger.people import blocking, preferences
from messenger.reading import drafts, unread
from messenger.rooms import directs, members
from tests.factories import make_room, make_user
from tests.messenger.people.test_blocking import refused

pytestmark = pytest.mark.usefixtures('database')


async def apart() -> tuple[User, User, User]:
    """Anna, who has blocked Bob and wants notifications of mentions only; Bob; Carl."""
    anna, bob, carl = [await make_user(name) for name in ('anna', 'bob', 'carl')]
    await preferences.settle(anna.id, level=MENTIONS)
    await blocking.block(anna.id, bob.id)
    return anna, bob, carl


async def mention_signs(user: User, room: int) -> tuple[int, bool]:
    """How many mentions are counted, and whether there is a notification."""
    number = (await engine.read(members.entry, user.id, room)).mentions
    return number, await notifications.preview(user.id, room, 1) is not None


async def test_replies_reactions_and_pins_notify_nobody() -> None:
    anna, bob, carl = await apart()
    room = await make_room(carl, anna, bob)
    mine = await messages.send(anna.id, room, 'mine', 'my words')
    await messages.send(bob.id, room, 'reply', 'an answer', reply=mine.seq)
    await reactions.put(bob.id, mine.id, '👍', on=True)
    await pins.put(bob.id, mine.id, on=True)
    assert await mention_signs(anna, room) == (0, False)


async def test_a_mention_added_by_an_edit_notifies_nobody() -> None:
    anna, bob, carl = await apart()
    room = await make_room(carl, anna, bob)
    message = await messages.send(bob.id, room, 'a', 'hello')
    await messages.edit(bob.id, message.id, 'hello @anna')
    assert await mention_signs(anna, room) == (0, False)
    await messages.delete(bob.id, message.id)
    await messages.undelete(bob.id, message.id)
    assert await mention_signs(anna, room) == (0, False)
    assert await engine.read(lambda: Mention.select().count()) == 1, 'it is there, for when the block is lifted'
    await messages.send(carl.id, room, 'b', 'hello @anna')
    assert await mention_signs(anna, room) == (1, True)


async def test_in_a_group_that_notifies_of_every_message_theirs_do_not() -> None:
    anna, bob, carl = await apart()
    room = await directs.open_with(carl.id, [anna.id, bob.id])
    for key, words in (('a', 'hello @anna'), ('b', 'hello all')):
        await messages.send(bob.id, room, key, words)
        assert await mention_signs(anna, room) == (0, False)
    assert (await engine.read(members.entry, anna.id, room)).unread == 2, 'the text is there'
    await messages.send(carl.id, room, 'c', 'from carl')
    await messages.send(bob.id, room, 'd', 'and again')
    preview = await notifications.preview(anna.id, room, 1)
    assert preview is not None
    assert (preview.text, preview.count) == ('from carl', 1)


async def test_a_mention_in_a_room_without_the_blocker_notifies_nobody() -> None:
    anna, bob, carl = await apart()
    room = await make_room(bob, carl)
    row = await messages.send(bob.id, room, 'a', 'hello @anna')
    unheard = await mentions.unheard(bob.id, row, 'hello @anna')
    assert unheard is not None
    assert [person.nick for person in unheard.outsiders or ()] == ['anna']
    assert await engine.read(members.entries, anna.id) == []


async def test_drafts_and_reading_marks_stay_private() -> None:
    anna, bob, carl = await apart()
    room = await directs.open_with(carl.id, [anna.id, bob.id])
    await members.leave(carl.id, room)
    before = await engine.read(members.entries, anna.id)
    await drafts.keep(bob.id, room, '@anna are you there?')
    await unread.mark_read(bob.id, room, 1)
    await unread.mark_unread(bob.id, room, 1)
    assert await engine.read(members.entries, anna.id) == before


async def test_a_third_person_may_bring_both_together_and_the_blocker_may_leave_for_good() -> None:
    """Someone who has not been blocked may invite; the blocked person cannot make the blocker come back."""
    anna, bob, carl = await apart()
    group, room = await directs.open_with(carl.id, [anna.id, bob.id]), await make_room(carl, bob)
    await members.add(carl.id, room, [anna.id])
    for place in (group, room):
        await members.leave(anna.id, place)
    assert await refused(directs.open_with(bob.id, [anna.id, carl.id])) is CannotStart
    assert await engine.read(members.entries, anna.id) == []
