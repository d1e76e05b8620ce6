"""The last message of each room, as lists of rooms show it."""

from collections.abc import Iterable
from typing import NamedTuple

from messenger.database.prepared import Prepared, any_of, encode_list
from messenger.models import Message, Room, User
from messenger.models.message_kinds import KINDS, QUOTED

EXCERPT_LIMIT_CHARS = 160


class Latest(NamedTuple):
    """Who wrote the last message, and its beginning; empty if it only has files."""

    author_id: int
    nick: str
    excerpt: str


_LATEST = Prepared(
    lambda: (
        Message.select(Message.room, Message.author, User.nick, Message.kind, Message.html)
        .join(Room)
        .switch(Message)
        .join(User, on=(Message.author == User.id))
        .where(Room.id.in_(any_of('rooms')), Message.seq == Room.last_seq)
        .where(Message.deleted_at.is_null(), Message.kind.in_(QUOTED))
    )
)


def of_rooms(ids: Iterable[int]) -> dict[int, Latest]:
    """From a read: the last message by room id; rooms are absent whose last one is deleted or a notice."""
    latest = {}
    for room_id, author_id, nick, kind, html in _LATEST(rooms=encode_list(ids)):
        excerpt_of = KINDS[kind].excerpt
        if excerpt_of:
            latest[room_id] = Latest(author_id, nick, excerpt_of(html, (), EXCERPT_LIMIT_CHARS))
    return latest
