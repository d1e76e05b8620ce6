"""Read and unread messages, receipts, and drafts that follow between devices."""

import random

import pytest

from messenger import history
from messenger.database import engine
from messenger.errors import NotAMember, NotFound, TooLong
from messenger.messages import messages
from messenger.models import User
from messenger.people import preferences
from messenger.reading import drafts, receipts, unread
from messenger.rooms import members
from tests.factories import make_room, make_user

pytestmark = pytest.mark.usefixtures('database')


async def say(user: User, room: int, count: int, start: int = 0) -> list[int]:
    return [(await messages.send(user.id, room, f'k{start + number}', f'm{number}')).seq for number in range(count)]


async def test_a_room_opens_at_the_first_unread_and_includes_the_newest_too() -> None:
    anna, bob = await make_user('anna'), await make_user('bob')
    room = await make_room(anna, bob)
    seqs = await say(anna, room, 60)
    await unread.mark_read(bob.id, room, seqs[9])
    shown = [row.seq for row in (await history.open_room(bob.id, room)).messages]
    assert shown == list(range(seqs[10] - history.CONTEXT, seqs[-1] + 1))
    await unread.mark_read(bob.id, room, seqs[35])
    shown = [row.seq for row in (await history.open_room(bob.id, room)).messages]
    assert shown == seqs[-history.PAGE :], 'the newest page holds the first unread one'


async def test_a_reader_far_behind_gets_a_page_at_the_first_unread() -> None:
    anna, bob = await make_user('anna'), await make_user('bob')
    room = await make_room(anna, bob)
    seqs = await say(anna, room, history.UNREAD_LIMIT + 10)
    shown = [row.seq for row in (await history.open_room(bob.id, room)).messages]
    assert (shown[-1], shown[-history.PAGE]) == (seqs[0] + history.PAGE - 1, seqs[0])


async def test_mark_unread_moves_back_and_read_all_moves_forward() -> None:
    anna, bob = await make_user('anna'), await make_user('bob')
    room, other = await make_room(anna, bob), await make_room(anna, bob, name='Other')
    seqs = await say(anna, room, 5)
    await say(anna, other, 2, start=10)
    await unread.mark_read(bob.id, room, seqs[-1])
    assert (await unread.mark_unread(bob.id, room, seqs[2])).unread == 3
    assert (await unread.mark_unread(bob.id, room, seqs[4])).unread == 3, 'it goes back only'
    assert (await unread.mark_unread(bob.id, room, 0)).unread == 5
    events = await unread.mark_all_read(bob.id)
    assert sorted((event.room, event.unread) for event in events) == [(room, 0), (other, 0)]
    assert await unread.mark_all_read(bob.id) == []


@pytest.mark.parametrize('seed', range(12))
async def test_unread_means_others_undeleted_messages_after_the_mark(seed: int) -> None:
    chance = random.Random(seed)
    kinds = ['anna', 'bob', 'read', 'unread', 'delete', 'undelete']
    changes = [(chance.choice(kinds), chance.randint(0, 30)) for _ in range(40)]
    anna, bob = await make_user('anna'), await make_user('bob')
    room = await make_room(anna, bob)
    sent: list[tuple[int, int, str]] = []
    deleted_ids: set[int] = set()
    mark = int((await engine.read(members.entry, bob.id, room)).last_seq)
    for change, value in changes:
        if change in ('anna', 'bob'):
            speaker = anna if change == 'anna' else bob
            row = await messages.send(speaker.id, room, f'k{len(sent)}', 'x')
            sent.append((row.seq, row.id, change))
            mark += change == 'bob' and mark == row.seq - 1
        elif change == 'read':
            last = sent[-1][0] if sent else mark
            mark = max(mark, min(value, last))
            await unread.mark_read(bob.id, room, value)
        elif change == 'unread' and value:
            mark = min(mark, value - 1)
            await unread.mark_unread(bob.id, room, value)
        elif sent and change != 'unread':
            seq, message, author = sent[value % len(sent)]
            actor = anna.id if author == 'anna' else bob.id
            await getattr(messages, change)(actor, message)
            deleted_ids = deleted_ids | {seq} if change == 'delete' else deleted_ids - {seq}
    entry = await engine.read(members.entry, bob.id, room)
    expected = [seq for seq, _, author in sent if author == 'anna' and seq > mark and seq not in deleted_ids]
    assert (entry.unread, entry.last_read_seq) == (len(expected), mark)


async def test_receipts_are_shown_in_small_rooms_to_people_who_show_theirs() -> None:
    anna, bob, carl = [await make_user(name) for name in ('anna', 'bob', 'carl')]
    room = await make_room(anna, bob, kind='open')
    seqs = await say(anna, room, 2)
    await unread.mark_read(bob.id, room, seqs[0])
    assert (await history.open_room(anna.id, room)).seen == [(bob.id, seqs[0])]
    assert (await history.open_room(carl.id, room)).seen is None, 'one who looks in sees none'
    await preferences.hide_receipts(bob.id, hidden=True)
    assert (await history.open_room(anna.id, room)).seen == []
    assert (await history.open_room(bob.id, room)).seen is None
    crowd = [await make_user(f'extra{number}') for number in range(receipts.MEMBERS_LIMIT - 1)]
    await members.add(anna.id, room, [user.id for user in crowd])
    assert (await history.open_room(anna.id, room)).seen is None


async def test_a_draft_is_private_and_is_removed_with_the_room() -> None:
    anna, bob = await make_user('anna'), await make_user('bob')
    room = await make_room(anna, bob)
    for body in ('b', 'be', 'begun'):
        await drafts.keep(anna.id, room, body)
    assert (await history.open_room(anna.id, room)).draft == 'begun'
    assert (await history.open_room(bob.id, room)).draft == ''
    assert await engine.read(drafts.rooms, anna.id) == [room]
    await drafts.keep(anna.id, room, '')
    assert await engine.read(drafts.rooms, anna.id) == []
    with pytest.raises(TooLong):
        await drafts.keep(anna.id, room, 'x' * (drafts.LIMIT_CHARS + 1))
    carl = await make_user('carl')
    opened = await make_room(anna, name='Open', kind='open')
    for place, refusal in ((room, NotFound), (opened, NotAMember)):
        with pytest.raises(refusal):
            await drafts.keep(carl.id, place, 'x')


async def test_a_removed_person_can_only_delete_the_draft() -> None:
    anna, bob = await make_user('anna'), await make_user('bob')
    room = await make_room(anna, bob)
    await drafts.keep(bob.id, room, 'begun')
    await members.remove(anna.id, room, bob.id)
    with pytest.raises(NotFound):
        await drafts.keep(bob.id, room, 'more', base='begun')
    assert await drafts.keep(bob.id, room, '', base='begun') == ''
    await members.add(anna.id, room, [bob.id])
    assert (await history.open_room(bob.id, room)).draft == ''


async def test_a_draft_replaces_only_what_its_device_knew() -> None:
    anna = await make_user('anna')
    room = await make_room(anna)
    assert await drafts.keep(anna.id, room, 'begun', base='') == 'begun'
    assert await drafts.keep(anna.id, room, 'apart', base='') == 'begun'
    assert await engine.read(drafts.draft_of, anna.id, room) == 'begun'
    assert await drafts.keep(anna.id, room, '', base='apart') == 'begun'
    assert await drafts.keep(anna.id, room, 'begun, apart', base='begun') == 'begun, apart'
    assert await drafts.keep(anna.id, room, '', base='begun, apart') == ''
