"""Messages after sending: edited, deleted, restored, answered; and what happens to their text."""

from datetime import timedelta

import pytest

from messenger import history, housekeeping
from messenger.database import engine
from messenger.errors import Empty, NotAllowed, NotAMember, NotFound
from messenger.messages import messages, pins, revisions
from messenger.messages import rows as message_rows
from messenger.models import Membership, Message, Revision
from messenger.models.base import now
from messenger.models.membership import OWNER
from messenger.payloads import MessageRow, Quote
from messenger.rooms import members
from tests.factories import make_room, make_user

pytestmark = pytest.mark.usefixtures('database')


async def row_of(message_id: int) -> MessageRow:
    return (await engine.read(message_rows.row_of_message, message_id))[1]


async def test_only_the_author_edits_and_every_version_is_kept() -> None:
    anna, bob, carl = [await make_user(name) for name in ('anna', 'bob', 'carl')]
    room = await make_room(anna, bob)
    row = await messages.send(anna.id, room, 'k', 'one')
    for body in ('two', 'two', 'three'):
        edited = await messages.edit(anna.id, row.id, body)
    assert (edited.body, edited.seq, edited.edited is not None) == ('three', row.seq, True)
    assert edited.revision == row.revision + 2, 'the same words again are no change'
    with pytest.raises(NotAllowed):
        await messages.edit(bob.id, row.id, 'mine now')
    with pytest.raises(NotFound):
        await messages.edit(carl.id, row.id, 'hello?')
    with pytest.raises(Empty):
        await messages.edit(anna.id, row.id, '  ')
    versions = await revisions.list_versions(bob.id, row.id)
    assert [version.html for version in versions] == ['<p>one</p>', '<p>two</p>', '<p>three</p>']
    with pytest.raises(NotFound):
        await revisions.list_versions(carl.id, row.id)
    await members.remove(anna.id, room, bob.id)
    with pytest.raises(NotFound):
        await revisions.list_versions(bob.id, row.id)


async def test_someone_who_left_can_no_longer_edit() -> None:
    anna, bob = await make_user('anna'), await make_user('bob')
    room = await make_room(anna, bob, kind='open')
    row = await messages.send(bob.id, room, 'k', 'said')
    await members.leave(bob.id, room)
    with pytest.raises(NotAMember):
        await messages.edit(bob.id, row.id, 'unsaid')


async def test_owners_delete_but_only_the_person_who_deleted_can_restore_and_only_briefly() -> None:
    anna, bob, carl = [await make_user(name) for name in ('anna', 'bob', 'carl')]
    room = await make_room(anna, bob, carl)
    row = await messages.send(bob.id, room, 'k', 'rude')
    with pytest.raises(NotAllowed):
        await messages.delete(carl.id, row.id)
    trace = await messages.delete(anna.id, row.id)
    assert (trace.deleted, trace.body, trace.html) == (True, '', '')
    with pytest.raises(NotAllowed):
        await messages.undelete(bob.id, row.id)
    with pytest.raises(NotFound):
        await messages.edit(bob.id, row.id, 'nice')
    assert (await messages.undelete(anna.id, row.id)).body == 'rude'
    await messages.delete(bob.id, row.id)
    past = now() - timedelta(seconds=messages.UNDO_S + 1)
    await engine.write(lambda: Message.update(deleted_at=past).where(Message.id == row.id).execute())
    with pytest.raises(NotAllowed):
        await messages.undelete(bob.id, row.id)


async def test_the_text_of_a_deleted_message_is_wiped_later_and_its_pin_at_once() -> None:
    anna = await make_user('anna')
    room = await make_room(anna)
    row = await messages.send(anna.id, room, 'k', 'secret')
    await messages.edit(anna.id, row.id, 'more secret')
    await pins.put(anna.id, row.id, on=True)
    await messages.delete(anna.id, row.id)
    assert await pins.list_pinned(anna.id, room) == []
    assert await engine.write(housekeeping.wipe_deleted) == 0
    past = now() - messages.WIPED_AFTER - timedelta(seconds=1)
    await engine.write(lambda: Message.update(deleted_at=past).where(Message.id == row.id).execute())
    assert await engine.write(housekeeping.wipe_deleted) == 1
    assert await engine.write(housekeeping.wipe_deleted) == 0
    stored = await engine.read(lambda: Message.get_by_id(row.id))
    assert (stored.body, stored.html) == ('', '')
    assert await engine.read(lambda: Revision.select().count()) == 0


async def test_a_reply_quotes_the_current_text_of_the_original() -> None:
    anna, bob = await make_user('anna'), await make_user('bob')
    room = await make_room(anna, bob)
    first = await messages.send(anna.id, room, 'k1', 'what time\nis it?')
    answer = await messages.send(bob.id, room, 'k2', 'noon', reply=first.seq)
    assert answer.reply == Quote(first.seq, anna.summary(), 'what time is it?')
    again = await messages.send(bob.id, room, 'k2', 'noon', reply=first.seq)
    assert again == answer
    await messages.edit(anna.id, first.id, 'what day is it?')
    assert (await row_of(answer.id)).reply == Quote(first.seq, anna.summary(), 'what day is it?')
    revision = (await history.open_room(bob.id, room)).revision
    await messages.delete(anna.id, first.id)
    changed = await history.open_room(bob.id, room, since=revision)
    assert [message.id for message in changed.messages] == [first.id]
    assert changed.quotes == {str(first.seq): ''}
    assert (await row_of(answer.id)).reply == Quote(first.seq, anna.summary(), '')


async def test_a_reply_to_nothing_or_to_a_notice_is_an_ordinary_message() -> None:
    anna = await make_user('anna')
    room = await make_room(anna)
    for number, seq in enumerate((1, 999)):
        assert (await messages.send(anna.id, room, f'k{number}', 'hm', reply=seq)).reply is None


async def test_a_message_cannot_reply_to_a_later_one() -> None:
    anna = await make_user('anna')
    room = await make_room(anna)
    early = await messages.send(anna.id, room, 'k1', 'hm', reply=5)
    for number in range(5):
        await messages.send(anna.id, room, f'l{number}', 'well')
    assert await row_of(early.id) == early


async def test_admins_count_as_owners_of_the_room() -> None:
    anna, bob = await make_user('anna'), await make_user('bob')
    room = await make_room(anna, bob)
    assert not (await history.open_room(bob.id, room)).room.may_moderate
    await engine.write(lambda: Membership.update(role=OWNER).where(Membership.user == bob.id).execute())
    assert (await history.open_room(bob.id, room)).room.may_moderate


async def test_replies_are_not_sent_again_when_the_message_they_quote_changes() -> None:
    anna = await make_user('anna')
    room = await make_room(anna)
    asked = await messages.send(anna.id, room, 'q', 'before')
    for number in range(5):
        await messages.send(anna.id, room, f'a{number}', 'so', reply=asked.seq)
    before = (await history.open_room(anna.id, room)).revision
    for change in (messages.delete(anna.id, asked.id), messages.undelete(anna.id, asked.id)):
        await change
    await messages.edit(anna.id, asked.id, 'after')
    caught_up = await history.open_room(anna.id, room, since=before)
    assert caught_up.revision == before + 3
    assert [row.seq for row in caught_up.messages] == [asked.seq]
    assert caught_up.quotes == {str(asked.seq): 'after'}
    shown = (await history.open_room(anna.id, room)).messages
    assert {row.reply.text for row in shown if row.reply} == {'after'}


async def test_a_message_without_replies_comes_without_a_quote() -> None:
    anna = await make_user('anna')
    room = await make_room(anna)
    before = (await history.open_room(anna.id, room)).revision
    await messages.send(anna.id, room, 'k', 'hm')
    assert (await history.open_room(anna.id, room, since=before)).quotes == {}
