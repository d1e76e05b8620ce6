"""Permissions: domains get rows for a person from here, which checks each time what they may see and do.

Members see their rooms. Anyone may read an open room. Admins may see and do everything in open and closed rooms; direct
conversations are private to the people in them.
"""

from dataclasses import dataclass
from enum import IntEnum

from peewee import JOIN, Case, ModelSelect, fn

from messenger.block_errors import ConversationClosed, YouBlocked
from messenger.database.prepared import Prepared, row_of, slot, width
from messenger.errors import NotAllowed, NotAMember, NotFound, SignedOut
from messenger.models import Attachment, Membership, Message, PersonBlock, Room, User
from messenger.models.attachment import UNFINISHED
from messenger.models.membership import OWNER
from messenger.models.room import DIRECT, OPEN
from messenger.models.user import companion_of, user_summary
from messenger.payloads import UserSummary


class Permission(IntEnum):
    """What somebody is about to do in a room."""

    LOOK = 0
    POST = 1
    EDIT = 2
    WRITE = 3  # POST, plus showing something new to others: refused in a conversation of two if one blocks the other


@dataclass(frozen=True)
class Seat:
    """A person and a room: both current rows, and the membership, if there is one.

    `blocks` is for conversations of two, including groups with only two active people left: the sum of MINE and THEIRS,
    or 0 if neither has blocked the other.
    """

    user: User
    room: Room
    membership: Membership | None
    blocks: int = 0

    @property
    def has_blocked(self) -> bool:
        """Whether this is a conversation of two and the person has blocked the other."""
        return bool(self.blocks & MINE)

    @property
    def is_blocked(self) -> bool:
        """Whether this is a conversation of two where one has blocked the other, so that neither may write."""
        return bool(self.blocks)

    @property
    def is_member(self) -> bool:
        """Whether the person is a member of the room."""
        return self.membership is not None

    @property
    def is_owner(self) -> bool:
        """Whether the person owns the room."""
        return self.membership is not None and self.membership.role == OWNER

    @property
    def may_look(self) -> bool:
        """Whether the person may read here."""
        return self.is_member or self.room.kind == OPEN or (self.user.is_admin and self.room.kind != DIRECT)

    @property
    def may_edit(self) -> bool:
        """Whether the person may rename, change members and delete."""
        if self.room.kind == DIRECT:
            return False
        return bool(self.user.is_admin or (self.is_member and (self.is_owner or not self.room.owners_only)))

    @property
    def acts_as_admin(self) -> bool:
        """Whether the person may edit only because they are an admin; such actions are logged."""
        by_right = self.is_member and (self.is_owner or not self.room.owners_only)
        return bool(self.user.is_admin and not by_right)

    @property
    def may_govern(self) -> bool:
        """Whether the person may change roles and the rule on who may edit."""
        return self.room.kind != DIRECT and bool(self.user.is_admin or self.is_owner)


def user_for(user_id: int) -> User:
    """The person's current row. Raises SignedOut if they are blocked or missing."""
    user: User | None = User.active().where(User.id == user_id).first()
    if user is None:
        raise SignedOut
    return user


def admin_for(user_id: int) -> User:
    """The person, who must be an admin. Raises NotFound (so that nothing is revealed) or SignedOut."""
    user = user_for(user_id)
    if not user.is_admin:
        raise NotFound
    return user


MINE, THEIRS = 1, 2


def _key_of_two() -> Case:
    """For a query of a room: the `direct_key` of its people; for a group, the key of its first three active people."""
    seat, person = Membership.alias(), User.alias()
    active = seat.select(seat.user).join(person).where(seat.room == Room.id, person.blocked_at.is_null())
    first = active.order_by(seat.user).limit(3).alias('first')
    key = Membership.select(fn.GROUP_CONCAT(first.c.user_id)).from_(first)
    return Case(None, [(Room.is_group_key(), key)], Room.direct_key)


def _blocks() -> 'ModelSelect[PersonBlock]':
    """For a query of a room: `blocks` of a Seat; the index finds nothing for rooms of more or fewer than two people."""
    whose = Case(None, [(PersonBlock.blocker == slot('user'), MINE)], THEIRS)
    return PersonBlock.select(fn.TOTAL(whose)).where(PersonBlock.direct_key == _key_of_two())


def check_open(user_id: int, room_id: int, blocks: int) -> None:
    """From a read or write: raise YouBlocked or ConversationClosed if one of the two has blocked the other."""
    if blocks & MINE:
        others = User.select().join(Membership).where(Membership.room == room_id, User.id != user_id)
        companion = companion_of(list(others))
        raise YouBlocked(people=companion.nick if companion else '')
    if blocks:
        raise ConversationClosed


_POSTER = Prepared(
    lambda: (
        Room.select(
            *(Room.kind, User.nick, User.avatar, User.is_admin, User.blocked_at, Membership.id, _blocks()),
        )
        .join(User, on=(User.id == slot('user')))
        .switch(Room)
        .join(Membership, JOIN.LEFT_OUTER, on=((Membership.room == Room.id) & (Membership.user == User.id)))
        .where(Room.id == slot('room'), Room.is_living())
    )
)


def poster(user_id: int, room_id: int) -> UserSummary:
    """The summary of a person who may post in a room: a fast `room_for` with Permission.WRITE, used for every message.

    Raises NotFound, NotAMember, SignedOut, YouBlocked, ConversationClosed.
    """
    rows = _POSTER(user=user_id, room=room_id)
    if not rows:
        raise NotFound
    kind, nick, avatar, is_admin, blocked_at, membership_id, blocks = rows[0]
    if blocked_at is not None:
        raise SignedOut
    if membership_id is None:
        raise NotAMember if kind == OPEN or (is_admin and kind != DIRECT) else NotFound
    if blocks:
        check_open(user_id, room_id, int(blocks))
    return user_summary(user_id, nick, avatar)


_SEAT = Prepared(
    lambda: (
        Room.select(Room, User, Membership, _blocks())
        .join(User, on=(User.id == slot('user')))
        .switch(Room)
        .join(Membership, JOIN.LEFT_OUTER, on=((Membership.room == Room.id) & (Membership.user == User.id)))
        .where(Room.id == slot('room'), Room.is_living())
    )
)
_USER, _MEMBERSHIP = width(Room), width(Room) + width(User)


def room_for(user_id: int, room_id: int, need: Permission = Permission.LOOK) -> Seat:
    """The room with this person's membership; one query.

    Raises NotFound if it is missing, in the bin or not visible to them, NotAMember and NotAllowed if they see it but
    may not do what `need` says, YouBlocked and ConversationClosed for Permission.WRITE, SignedOut for blocked accounts.
    """
    rows = _SEAT(user=user_id, room=room_id)
    if not rows:
        raise NotFound
    room, user, membership = rows[0][:_USER], rows[0][_USER:_MEMBERSHIP], rows[0][_MEMBERSHIP:-1]
    is_member = membership[0] is not None
    member_row = row_of(Membership, membership) if is_member else None
    seat = Seat(row_of(User, user), row_of(Room, room), member_row, int(rows[0][-1]))
    if seat.user.blocked_at is not None:
        raise SignedOut
    if not seat.may_look:
        raise NotFound
    if need in (Permission.POST, Permission.WRITE) and not seat.is_member:
        raise NotAMember
    if need == Permission.WRITE:
        check_open(user_id, room_id, seat.blocks)
    if need == Permission.EDIT and not seat.may_edit:
        raise NotAllowed
    return seat


def message_for(user_id: int, message_id: int, need: Permission = Permission.LOOK) -> tuple[Message, Seat]:
    """A message with this person's Seat in its room; includes deleted messages and notices.

    Raises what `room_for` raises, and NotFound.
    """
    message: Message | None = Message.get_or_none(Message.id == message_id)
    if message is None:
        raise NotFound
    return message, room_for(user_id, message.room_id, need)


def attachment_for(user_id: int, attachment_id: int) -> Attachment:
    """An uploaded file: either in a message this person may read, which is not deleted, or their own and not sent yet.

    Raises NotFound, SignedOut.
    """
    attachment: Attachment | None = Attachment.get_or_none(
        Attachment.id == attachment_id, Attachment.kind != UNFINISHED
    )
    if attachment is None:
        raise NotFound
    if attachment.message_id is None:
        if user_for(user_id).id != attachment.user_id:
            raise NotFound
    elif message_for(user_id, attachment.message_id)[0].deleted_at is not None:
        raise NotFound
    return attachment
