"""Admins see who is flooding the workspace, stop them in one step, and can undo that."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from messenger import audit_log, rate_limits
from messenger.admin import floods, moderated_messages, moderation
from messenger.backup import backups, restores
from messenger.database.engine import read, write
from messenger.errors import LimitReached, NotAllowed, NotFound
from messenger.messages import messages, pins
from messenger.models import Message, Room, User
from messenger.models.base import now
from messenger.models.message_kinds import TEXT
from messenger.rooms import directs, members, rooms
from messenger.search import results
from messenger.settings import Settings
from tests.conftest import Clock
from tests.factories import make_room, make_user, upload

pytestmark = pytest.mark.usefixtures('database')


async def people() -> tuple[User, User, User]:
    return await make_user('root', admin=True), await make_user('flood'), await make_user('bob')


async def texts(room: int) -> list[str]:
    query = Message.select().where(Message.room == room, Message.kind == TEXT, Message.deleted_at.is_null())
    return await read(lambda: [message.body for message in query])


async def living(*ids: int) -> list[int]:
    return await read(lambda: [room.id for room in Room.living().where(Room.id.in_(ids)).order_by(Room.id)])


async def test_the_most_active_person_is_on_top_and_each_column_can_sort(clock: Clock) -> None:
    root, flood, bob = await people()
    room = await make_room(bob, flood)
    for number in range(5):
        await messages.send(flood.id, room, f'k{number}', 'spam')
    await directs.open_with(flood.id, [bob.id, root.id])
    await messages.send(bob.id, room, 'k', 'hm')
    await upload(bob, room)
    for _ in range(rate_limits.RATES['pin'].burst + 3):
        try:
            await pins.put(bob.id, 1, on=True)
        except (NotFound, LimitReached):
            continue
    first, second = await read(floods.activity, root.id, 'messages')
    assert (first.user.id, first.messages, first.conversations, first.directs) == (flood.id, 5, 1, 1)
    assert (second.user.id, second.messages, second.rooms, second.uploads, second.refused) == (bob.id, 1, 1, 1, 2)
    assert [activity.user.id for activity in await read(floods.activity, root.id, 'uploads')] == [bob.id]
    assert [activity.user.id for activity in await read(floods.activity, root.id, 'nonsense')] == [flood.id, bob.id]


async def test_activity_older_than_an_hour_is_not_counted() -> None:
    root, flood, bob = await people()
    room = await make_room(bob, flood)
    await messages.send(flood.id, room, 'k', 'old')
    past = now() - floods.LATELY - timedelta(minutes=1)
    await write(lambda: Message.update(created_at=past).execute())
    await write(lambda: Room.update(created_at=past).execute())
    assert await read(floods.activity, root.id) == []
    assert await read(floods.count_made, root.id, flood.id) == floods.Made(0, 0, 0)


async def test_stopping_removes_recent_content_but_keeps_what_others_use() -> None:
    root, flood, bob = await people()
    shared = await make_room(bob, flood)
    own = await rooms.create(flood.id, 'Spam', [bob.id])
    used = await rooms.create(flood.id, 'Used', [bob.id])
    group, answered = await directs.open_with(flood.id, [bob.id, root.id]), await directs.open_with(flood.id, [bob.id])
    for number, room in enumerate((shared, own, used, group, answered)):
        await messages.send(flood.id, room, f'k{number}', 'spam')
    for number, room in enumerate((shared, used, answered)):
        await messages.send(bob.id, room, f'b{number}', 'stays')
    assert await read(floods.count_made, root.id, flood.id) == floods.Made(messages=5, rooms=1, conversations=1)
    await floods.stop(root.id, flood.id)
    assert (await read(User.get_by_id, flood.id)).blocked_at is not None
    assert await living(shared, own, used, group, answered) == [shared, used, answered]
    for room in (shared, used, answered):
        assert await texts(room) == ['stays']
    assert {entry.id for entry in await read(members.entries, bob.id)} == {shared, used, answered}
    assert [room.id for room in await read(moderation.bin_of, root.id)] == [own]
    with pytest.raises(NotFound):
        await rooms.restore(root.id, group)
    entry = (await read(audit_log.list_latest, root.id))[0]
    assert (entry.action, entry.target, entry.details) == ('stopped', 'flood', '5, 1, 1')


async def test_removed_content_can_be_restored() -> None:
    root, flood, bob = await people()
    shared = await make_room(bob, flood)
    own = await rooms.create(flood.id, 'Not spam', [bob.id])
    group = await directs.open_with(flood.id, [bob.id, root.id])
    by_hand = await messages.send(flood.id, shared, 'h', 'removed by hand')
    for number, room in enumerate((shared, own, group)):
        await messages.send(flood.id, room, f'k{number}', 'honest words')
    await moderated_messages.delete_message(root.id, by_hand.id)
    await asyncio.sleep(0.002)  # so that the block gets a later millisecond
    await floods.stop(root.id, flood.id)
    assert await read(lambda: floods.can_bring_back(User.get_by_id(flood.id)))
    await floods.bring_back(root.id, flood.id)
    assert (await read(User.get_by_id, flood.id)).blocked_at is None
    for room in (shared, own, group):
        assert await texts(room) == ['honest words']
    assert await directs.open_with(bob.id, [flood.id, root.id]) == group
    assert len((await results.find(bob.id, 'honest')).hits) == 3
    assert not await read(lambda: floods.can_bring_back(User.get_by_id(flood.id)))


async def test_a_conversation_started_again_meanwhile_does_not_prevent_the_restore() -> None:
    root, flood, bob = await people()
    group = await directs.open_with(flood.id, [bob.id, root.id])
    await floods.stop(root.id, flood.id)
    await moderation.unblock(root.id, flood.id)
    fresh = await directs.open_with(bob.id, [flood.id, root.id])
    assert fresh != group
    stopped = (await read(Room.get_by_id, group)).deleted_at
    await write(lambda: User.update(blocked_at=stopped).where(User.id == flood.id).execute())
    await floods.bring_back(root.id, flood.id)
    assert await living(group, fresh) == [group, fresh]
    assert await directs.open_with(bob.id, [flood.id, root.id]) == fresh


async def test_only_admins_see_and_stop_floods_and_nobody_stops_themselves() -> None:
    root, flood, bob = await people()
    for asked in (read(floods.activity, bob.id), read(floods.count_made, bob.id, flood.id)):
        with pytest.raises(NotFound):
            await asked
    for change in (floods.stop(bob.id, flood.id), floods.bring_back(bob.id, flood.id)):
        with pytest.raises(NotFound):
            await change
    with pytest.raises(NotAllowed):
        await floods.stop(root.id, root.id)
    assert (await read(User.get_by_id, flood.id)).blocked_at is None


async def test_a_second_stop_is_refused_so_that_the_first_can_be_undone() -> None:
    root, flood, bob = await people()
    room = await make_room(bob, flood)
    await messages.send(flood.id, room, 'k', 'honest words')
    await floods.stop(root.id, flood.id)
    with pytest.raises(NotAllowed):
        await floods.stop(root.id, flood.id)
    await floods.bring_back(root.id, flood.id)
    assert await texts(room) == ['honest words']


async def test_a_restored_group_that_someone_left_is_not_a_direct_conversation() -> None:
    root, flood, bob = await people()
    group = await directs.open_with(flood.id, [bob.id, root.id])
    await members.leave(root.id, group)
    await floods.stop(root.id, flood.id)
    await floods.bring_back(root.id, flood.id)
    assert await living(group) == [group]
    assert await directs.open_with(flood.id, [bob.id]) != group


async def test_a_backup_made_after_a_stop_can_be_restored(settings: Settings, tmp_path: Path) -> None:
    root, flood, bob = await people()
    await directs.open_with(flood.id, [bob.id, root.id])
    await floods.stop(root.id, flood.id)
    await asyncio.to_thread(backups.make, settings, tmp_path / 'backup.tar.gz')
    (tmp_path / 'fresh').mkdir()
    fresh = Settings(data_dir=tmp_path / 'fresh')
    await asyncio.to_thread(restores.restore, fresh, tmp_path / 'backup.tar.gz')
    assert fresh.database_path.exists()
