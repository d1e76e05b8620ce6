"""Owners of a room: who is one, and that there always is one."""

from messenger import access, audit_log, rate_limits
from messenger.access import Permission
from messenger.database.engine import in_write, write
from messenger.errors import LastOwner, NotAllowed, NotFound, OtherLastOwner
from messenger.messages.append import append_notice, name_people
from messenger.models import Membership, User
from messenger.models.membership import MEMBER, OWNER
from messenger.rooms import summaries


async def set_role(actor_id: int, room_id: int, user_id: int, role: str) -> None:
    """Make a member an owner, or an owner a member. Raises NotAllowed, NotFound, LastOwner."""
    rate_limits.take('members', actor_id)
    await write(_set_role, actor_id, room_id, user_id, role)


def _set_role(actor_id: int, room_id: int, user_id: int, role: str) -> None:
    seat = access.room_for(actor_id, room_id, Permission.EDIT)
    if not seat.may_govern:
        raise NotAllowed
    chosen = Membership.update(role=OWNER if role == OWNER else MEMBER)
    if not chosen.where(Membership.room == room_id, Membership.user == user_id).execute():
        raise NotFound
    check_owned(room_id, seat.user.id, user_id)
    if not seat.is_owner:
        audit_log.note(seat.user, 'changed_members', seat.room.name)
    append_notice(room_id, seat.user, 'made_owner' if role == OWNER else 'made_member', **name_people([user_id]))
    summaries.publish_changed(room_id)


@in_write
def check_owned(room_id: int, actor_id: int, last_owner_id: int) -> None:
    """Raise LastOwner, with the sentence for this actor, unless the room still has an owner."""
    if Membership.select().where(Membership.room == room_id, Membership.role == OWNER).exists():
        return
    if last_owner_id == actor_id:
        raise LastOwner
    raise OtherLastOwner(nick=User.get_by_id(last_owner_id).nick)
