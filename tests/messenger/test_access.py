"""Access to a room: who sees it, posts, edits and governs, and what everyone else is told."""

from dataclasses import dataclass

import pytest

from messenger import access
from messenger.access import Permission
from messenger.database.engine import read, write
from messenger.errors import NotAllowed, NotAMember, NotFound, Refused, SignedOut
from messenger.models import Membership, Room, User
from messenger.models.base import now
from messenger.models.room import CLOSED, OPEN
from messenger.rooms import directs
from tests.factories import make_room, make_user

pytestmark = pytest.mark.usefixtures('database')

LOOK, POST, EDIT = Permission.LOOK, Permission.POST, Permission.EDIT


@dataclass
class Cast:
    """People in every possible relation to a room, by the part they play."""

    owner: User
    member: User
    stranger: User
    admin: User
    blocked: User

    def __getitem__(self, part: str) -> User:
        return getattr(self, part)  # type: ignore[no-any-return] # a field of this class


@pytest.fixture
async def cast(database: None) -> Cast:
    owner, member, stranger, blocked = [await make_user(part) for part in ('owner', 'member', 'stranger', 'blocked')]
    return Cast(owner, member, stranger, await make_user('admin', admin=True), blocked)


async def the_room(cast: Cast, state: str) -> int:
    """A room of that kind or in that state, with the owner, member and blocked person in it."""
    if state == 'direct':
        number = await directs.open_with(cast.owner.id, [cast.member.id, cast.blocked.id])
    else:
        kind = OPEN if state == 'open' else CLOSED
        number = await make_room(cast.owner, cast.member, cast.blocked, kind=kind)
    changes: dict[str, object] = {}
    if state == 'owners only':
        changes = {'owners_only': True}
    if state == 'deleted':
        changes = {'deleted_at': now()}
    if changes:
        await write(lambda: Room.update(**changes).where(Room.id == number).execute())
    await write(lambda: User.update(blocked_at=now()).where(User.id == cast.blocked.id).execute())
    return number


async def outcome(user: User, room: int, need: Permission) -> str:
    """`yes`, or the code of the refusal."""
    try:
        await read(access.room_for, user.id, room, need)
    except Refused as refusal:
        return refusal.code
    return 'yes'


YES, NONE, MEMBERS, NO, OUT = 'yes', NotFound.code, NotAMember.code, NotAllowed.code, SignedOut.code
TABLE = {
    # what each person may do: look, post, edit
    ('open', 'owner'): (YES, YES, YES),
    ('open', 'member'): (YES, YES, YES),
    ('open', 'stranger'): (YES, MEMBERS, NO),
    ('open', 'admin'): (YES, MEMBERS, YES),
    ('open', 'blocked'): (OUT, OUT, OUT),
    ('closed', 'owner'): (YES, YES, YES),
    ('closed', 'member'): (YES, YES, YES),
    ('closed', 'stranger'): (NONE, NONE, NONE),
    ('closed', 'admin'): (YES, MEMBERS, YES),
    ('closed', 'blocked'): (OUT, OUT, OUT),
    ('owners only', 'owner'): (YES, YES, YES),
    ('owners only', 'member'): (YES, YES, NO),
    ('owners only', 'stranger'): (NONE, NONE, NONE),
    ('owners only', 'admin'): (YES, MEMBERS, YES),
    ('owners only', 'blocked'): (OUT, OUT, OUT),
    ('direct', 'owner'): (YES, YES, NO),
    ('direct', 'member'): (YES, YES, NO),
    ('direct', 'stranger'): (NONE, NONE, NONE),
    ('direct', 'admin'): (NONE, NONE, NONE),
    ('direct', 'blocked'): (OUT, OUT, OUT),
    ('deleted', 'owner'): (NONE, NONE, NONE),
    ('deleted', 'member'): (NONE, NONE, NONE),
    ('deleted', 'stranger'): (NONE, NONE, NONE),
    ('deleted', 'admin'): (NONE, NONE, NONE),
    ('deleted', 'blocked'): (NONE, NONE, NONE),
}


@pytest.mark.parametrize('state', dict.fromkeys(state for state, _ in TABLE))
async def test_everyone_may_do_what_the_table_says(cast: Cast, state: str) -> None:
    room = await the_room(cast, state)
    outcomes = {}
    for part in ('owner', 'member', 'stranger', 'admin', 'blocked'):
        outcomes[state, part] = tuple([await outcome(cast[part], room, need) for need in (LOOK, POST, EDIT)])
    assert outcomes == {key: row for key, row in TABLE.items() if key[0] == state}


async def test_a_missing_room_looks_like_a_closed_one(cast: Cast) -> None:
    room = await the_room(cast, 'closed')
    for need in Permission:
        assert await outcome(cast.stranger, room + 1, need) == await outcome(cast.stranger, room, need) == NONE


async def test_only_owners_and_admins_may_govern(cast: Cast) -> None:
    room = await the_room(cast, 'closed')
    seats = {part: await read(access.room_for, cast[part].id, room) for part in ('owner', 'member', 'admin')}
    assert {part: seat.may_govern for part, seat in seats.items()} == {'owner': True, 'member': False, 'admin': True}
    assert {part: seat.acts_as_admin for part, seat in seats.items()} == {
        'owner': False,
        'member': False,
        'admin': True,
    }


async def test_nobody_may_govern_a_direct_conversation(cast: Cast) -> None:
    room = await the_room(cast, 'direct')
    seat = await read(access.room_for, cast.owner.id, room)
    assert (seat.may_govern, seat.may_edit) == (False, False)


async def test_access_is_checked_again_each_time(cast: Cast) -> None:
    room = await the_room(cast, 'closed')
    assert await outcome(cast.member, room, POST) == YES
    await write(lambda: Membership.delete().where(Membership.user == cast.member.id).execute())
    assert await outcome(cast.member, room, LOOK) == NONE


async def test_a_persons_rights_are_looked_up_each_time(cast: Cast) -> None:
    assert (await read(access.user_for, cast.owner.id)).nick == 'owner'
    assert (await read(access.admin_for, cast.admin.id)).nick == 'admin'
    await the_room(cast, 'closed')
    for ask, user, error in (
        (access.user_for, cast.blocked.id, SignedOut),
        (access.user_for, 999, SignedOut),
        (access.admin_for, cast.owner.id, NotFound),
        (access.admin_for, cast.blocked.id, SignedOut),
    ):
        with pytest.raises(error):
            await read(ask, user)
