"""Notifications: levels, muting, “do not disturb”, and the preview of a new message."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from peewee import JOIN

from messenger import access, markup, rate_limits
from messenger.access import Permission, Seat
from messenger.database.engine import after_commit, read, write
from messenger.errors import Malformed
from messenger.events import RoomLevelChanged
from messenger.files import attachments
from messenger.messages import rows as message_rows
from messenger.models import Membership, Mention, Message, User
from messenger.models.base import milliseconds, now
from messenger.models.membership import INHERIT
from messenger.models.room import DIRECT
from messenger.models.user import EVERYTHING, NOTHING
from messenger.payloads import RoomEntry, RoomSummary, UserSummary
from messenger.people import blocklists, preferences
from messenger.pubsub import publish
from messenger.rooms import summaries

HALF_HOUR, HOUR, TOMORROW, LASTING = 'half_hour', 'hour', 'tomorrow', 'lasting'
LONG = {HALF_HOUR: timedelta(minutes=30), HOUR: timedelta(hours=1)}
FOR_EVER = datetime(9000, 1, 1, tzinfo=UTC)
TOMORROW_LIMIT = timedelta(days=2)
TEXT_LIMIT_CHARS = 160
LOOKED_THROUGH = 50


@dataclass(frozen=True)
class NotificationPreview:
    """A notification preview: the newest message to notify of, its author and room; `count` are new."""

    seq: int
    author: UserSummary
    room: RoomSummary
    text: str
    count: int
    plays_sound: bool


def end_of(span: str, seconds: int = 0) -> datetime:
    """When a pause of this name ends if it begins now; `seconds` is the time until the reader's tomorrow.

    Raises Malformed.
    """
    if span in LONG:
        return now() + LONG[span]
    if span == TOMORROW:
        return now() + min(timedelta(seconds=max(60, seconds)), TOMORROW_LIMIT)
    if span == LASTING:
        return FOR_EVER
    raise Malformed(field='span')


async def choose_level(user_id: int, room_id: int, level: str) -> None:
    """Set the notification level for one room; INHERIT follows the person's general level.

    Raises Malformed, LimitReached, NotFound, NotAMember.
    """
    rate_limits.take('settings', user_id)
    if level not in (*preferences.LEVELS, INHERIT):
        raise Malformed(field='level')
    await write(_change_seat, user_id, room_id, {'level': level})


async def mute(user_id: int, room_id: int, until: datetime | None) -> None:
    """Mute a room for this person until a moment; None unmutes it. Raises LimitReached, NotFound, NotAMember."""
    rate_limits.take('settings', user_id)
    await write(_change_seat, user_id, room_id, {'muted_until': until})


def _change_seat(user_id: int, room_id: int, choices: dict[str, Any]) -> None:
    seat = access.room_for(user_id, room_id, Permission.POST)
    membership = seat.membership
    if membership is None:
        return
    Membership.update(**choices).where(Membership.id == membership.id).execute()
    for name, value in choices.items():
        setattr(membership, name, value)
    event = RoomLevelChanged(room_id, _level_of(seat, membership), milliseconds(membership.muted_until))
    after_commit(publish, f'user:{user_id}', event)


def _level_of(seat: Seat, membership: Membership) -> str:
    return preferences.hears(seat.room.kind, membership.level, seat.user.level)


def is_muted(until: datetime | None) -> bool:
    """Whether a pause that ends at `until` is still active."""
    return until is not None and until > now()


def count_shown(entries: Iterable[RoomEntry]) -> dict[int, int]:
    """The number that a list shows for each of these rooms, by id.

    This is the unread count; for muted rooms and those with level NOTHING, only the count of mentions.
    """
    moment = milliseconds(now()) or 0

    def is_quiet(entry: RoomEntry) -> bool:
        return (entry.muted_until or 0) > moment or entry.hears == NOTHING

    return {entry.id: entry.mentions if is_quiet(entry) else entry.unread for entry in entries}


def wants(user_id: int, room_id: int, message: Message) -> bool:
    """From a read or write: whether to notify this person of a message in the room now.

    Never of their own messages, notices, deleted messages, rooms they are not a member of, or conversations of two
    where one has blocked the other. From people they have blocked, only of room messages that do not mention them.
    Raises NotFound, SignedOut.
    """
    seat = access.room_for(user_id, room_id)
    return bool(_messages_to_notify(seat, [message]))


def _messages_to_notify(seat: Seat, messages: list[Message]) -> list[Message]:
    membership, user = seat.membership, seat.user
    if membership is None or seat.is_blocked or is_muted(user.quiet_until) or is_muted(membership.muted_until):
        return []
    level = _level_of(seat, membership)
    if level == NOTHING:
        return []
    candidates = [
        message
        for message in messages
        if message.author_id != user.id and message.rules.counts and message.deleted_at is None
    ]
    blocked, is_direct = blocklists.blocked_by(user.id), seat.room.kind == DIRECT
    hears_all = level == EVERYTHING
    if hears_all and not blocked:
        return candidates
    mentions = Mention.select(Mention.message).where(
        Mention.message.in_([message.id for message in candidates]), Mention.is_of(user.id)
    )
    mentioning_ids = {row.message_id for row in mentions}

    def is_notified(message: Message) -> bool:
        if message.author_id in blocked:
            return hears_all and not is_direct and message.id not in mentioning_ids
        return hears_all or message.id in mentioning_ids

    return [message for message in candidates if is_notified(message)]


async def preview(user_id: int, room_id: int, seq: int) -> NotificationPreview | None:
    """The notification preview for a person: the newest unread message from `seq` on that they want to know of.

    None if there is no such message. Raises NotFound, NotAMember, SignedOut.
    """
    return await read(_preview, user_id, room_id, seq)


def _preview(user_id: int, room_id: int, seq: int) -> NotificationPreview | None:
    seat = access.room_for(user_id, room_id, Permission.POST)
    after = max(seq - 1, seat.membership.last_read_seq if seat.membership else 0)
    fresh = (
        Message.select(Message, User)
        .join(User, JOIN.INNER, on=Message.author)
        .where(Message.room == room_id, Message.seq > after, Message.counts_for(user_id))
        .order_by(Message.seq.desc())
        .limit(LOOKED_THROUGH)
    )
    messages = _messages_to_notify(seat, list(fresh))
    if not messages:
        return None
    newest = messages[0]
    ids = markup.find_mentioned(newest.html)[0].values()
    html = markup.with_names(newest.html, message_rows.nicks_of(ids))
    files = attachments.files_of_messages([newest.id]).get(newest.id, ())
    text = message_rows.excerpt(newest.kind, html, files, TEXT_LIMIT_CHARS)
    author, room = newest.author.summary(), summaries.summary_of_room(seat.room)
    return NotificationPreview(newest.seq, author, room, text, len(messages), bool(seat.user.plays_sound))
