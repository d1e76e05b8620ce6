"""Reactions: each is one emoji by one person on one message."""

from peewee import fn

from messenger import access, rate_limits
from messenger.database.engine import after_commit, in_write, read, write
from messenger.errors import Malformed, NotAllowed, NotFound
from messenger.events import MessageReacted
from messenger.messages import messages
from messenger.messages import rows as message_rows
from messenger.models import Message, Reaction, User
from messenger.models.base import tuples_of
from messenger.payloads import MessageRow
from messenger.pubsub import publish

EMOJI_LIMIT_CHARS = 32
KINDS_LIMIT = 30


async def put(user_id: int, message_id: int, emoji: str, *, on: bool) -> MessageRow:
    """Add an emoji to a message, or remove one's own; repeating this changes nothing. Returns the row.

    Raises Malformed unless it is an emoji, NotAllowed beyond KINDS_LIMIT different ones, NotFound, NotAMember,
    LimitReached.
    """
    if not is_emoji(emoji):
        raise Malformed(field='emoji')
    rate_limits.take('react', user_id)
    return await write(_put, user_id, message_id, emoji, on)


def _put(user_id: int, message_id: int, emoji: str, on: bool) -> MessageRow:
    message, seat = access.message_for(user_id, message_id, access.Permission.WRITE)
    if not message.rules.may_mark or message.deleted_at is not None:
        raise NotFound
    mine = (Reaction.message == message_id) & (Reaction.user == user_id) & (Reaction.emoji == emoji)
    if Reaction.select().where(mine).exists() == on:
        return message_rows.row_of_message(message_id)[1]
    if not on:
        Reaction.delete().where(mine).execute()
        return _publish_reacted(message, seat.user, emoji, on)
    other_emoji = Reaction.select(fn.COUNT(fn.DISTINCT(Reaction.emoji)))
    if other_emoji.where(Reaction.message == message_id, Reaction.emoji != emoji).scalar() >= KINDS_LIMIT:
        raise NotAllowed
    Reaction.create(message=message_id, user=user_id, emoji=emoji)
    return _publish_reacted(message, seat.user, emoji, on)


@in_write
def _publish_reacted(message: Message, user: User, emoji: str, on: bool) -> MessageRow:
    """Publish this one reaction to the room after the commit; returns the whole row."""
    under = Reaction.select(Reaction.emoji).where(Reaction.message == message.id)
    order = [text for (text,) in tuples_of(under.group_by(Reaction.emoji).order_by(fn.MIN(Reaction.id)))]
    event_fields = message.room_id, message.seq, messages.revise(message), emoji, user.id, user.nick, on, order
    after_commit(publish, f'room:{message.room_id}', MessageReacted(*event_fields))
    return message_rows.row_of_message(message.id)[1]


async def list_reactors(user_id: int, message_id: int) -> list[tuple[str, list[User]]]:
    """The emoji on a message, oldest first, each with its people. Raises NotFound, also for a deleted message."""
    return await read(_list_reactors, user_id, message_id)


def _list_reactors(user_id: int, message_id: int) -> list[tuple[str, list[User]]]:
    message, _ = access.message_for(user_id, message_id)
    if message.deleted_at is not None:
        raise NotFound
    users_by_emoji: dict[str, list[User]] = {}
    rows = Reaction.select(Reaction, User).join(User).where(Reaction.message == message_id)
    for reaction in rows.order_by(Reaction.id):
        users_by_emoji.setdefault(reaction.emoji, []).append(reaction.user)
    return list(users_by_emoji.items())


def is_emoji(text: str) -> bool:
    """Whether `text` may be one emoji: pictures, joiners, flags and keycaps; no letters, no spaces."""
    if not 1 <= len(text) <= EMOJI_LIMIT_CHARS:
        return False
    pictures = [char for char in text if _is_picture(char)]
    return bool(pictures or '\u20e3' in text) and all(_is_picture(char) or _is_joint(char) for char in text)


def _is_picture(char: str) -> bool:
    """Emoji and symbols (Unicode blocks 2000–3300 and the Supplementary Multilingual Plane's pictures)."""
    return '\u203c' <= char <= '\u3299' or '\U0001f000' <= char <= '\U0001faff' or char in '©®'


def _is_joint(char: str) -> bool:
    """Zero-width joiner, variation selectors, keycap, its digits, tags of flags."""
    return char in '\u200d\ufe0e\ufe0f\u20e3#*0123456789' or '\U000e0020' <= char <= '\U000e007f'
