"""What admins do in rooms: it is in the audit log if only the right of an admin allowed it."""

import pytest

from messenger import audit_log
from messenger.database import engine
from messenger.messages import messages
from messenger.models import User
from messenger.models.membership import OWNER
from messenger.rooms import members, ownership, rooms
from tests.factories import make_room
from tests.messenger.admin.audit import logged

pytestmark = pytest.mark.usefixtures('database')


async def test_what_an_admins_right_allows_in_a_room_is_logged_once(boss: User, anna: User) -> None:
    room = await make_room(anna, name='Wall')
    await members.add(anna.id, room, [boss.id])
    row = await messages.send(anna.id, room, 'k', 'rude')
    await messages.delete(boss.id, row.id)
    await messages.delete(boss.id, row.id)
    entries = await engine.read(audit_log.list_latest, boss.id)
    assert [(entry.action, entry.target, entry.details) for entry in entries] == [('deleted_message', 'Wall', 'anna')]
    await rooms.update(boss.id, room, member_ids=[anna.id, boss.id], owners_only=True)
    assert (await logged(boss))[0] == ('edited_room', 'Wall')
    await ownership.set_role(boss.id, room, boss.id, OWNER)
    assert (await logged(boss))[0] == ('changed_members', 'Wall')
    assert len(await logged(boss)) == 3


async def test_what_an_owner_or_author_may_do_is_not_logged(boss: User, anna: User) -> None:
    room = await make_room(boss, name='Mine')
    await members.add(boss.id, room, [anna.id])
    for author in (anna, boss):
        row = await messages.send(author.id, room, 'k', 'text')
        await messages.delete(boss.id, row.id)
    await ownership.set_role(boss.id, room, anna.id, OWNER)
    await rooms.update(boss.id, room, member_ids=[anna.id, boss.id], owners_only=True)
    assert await logged(boss) == []
