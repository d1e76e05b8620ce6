"""Messages."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from msgspec import Struct
from peewee import CharField, Expression, Field, IntegerField, ModelSelect, Node, TextField

from messenger.models.base import Table, UtcField, now, reference
from messenger.models.message_kinds import COUNTED, KINDS, TEXT, MessageKind
from messenger.models.room import Room
from messenger.models.user import User

if TYPE_CHECKING:
    from messenger.models.attachment import Attachment

BODY_LIMIT_CHARS = 8_000
KEY_LIMIT_CHARS = 64


class Message(Table):
    """A message from a person, or a notice about what someone did to the room (`kind`).

    `seq` is its position in the room, `revision` the room's revision when it last changed. `key` is chosen by the
    sender's client and identifies a repeated send. `reply_seq` is the message of the same room that it replies to.
    A notice keeps its data as JSON in `body`.
    """

    room = reference(Room, on_delete='CASCADE', index=False)
    room_id: int
    seq = IntegerField()
    revision = IntegerField()
    author = reference(User, on_delete='CASCADE', index=False)
    author_id: int
    key = CharField(KEY_LIMIT_CHARS)
    kind = CharField(8, default=TEXT)
    body = TextField()
    html = TextField(default='')
    html_version = IntegerField(default=0)
    reply_seq = IntegerField(null=True)
    created_at = UtcField(default=now)
    edited_at = UtcField(null=True)
    deleted_at = UtcField(null=True)
    deleted_by = reference(User, on_delete='SET NULL', null=True, index=False, backref='deleted_messages')
    deleted_by_id: int | None
    attachments: 'list[Attachment]'  # if they were loaded with the message

    class Meta:
        indexes = ((('room', 'seq'), True), (('author', 'key'), True), (('room', 'revision'), False))

    @property
    def rules(self) -> MessageKind:
        """What may be done with a message of this kind."""
        return KINDS[self.kind]

    @classmethod
    def in_room(cls, room_id: int) -> 'ModelSelect[Message]':
        """The messages of a room."""
        return cls.select().where(cls.room == room_id)

    @classmethod
    def counts_for(cls, user_id: int | Node) -> Expression:
        """The condition that a message counts as unread for a person: someone else's, of such a kind, not deleted."""
        return (cls.author != user_id) & cls.kind.in_(COUNTED) & cls.deleted_at.is_null()

    @classmethod
    def columns(cls) -> tuple[Field, ...]:
        """The columns of StoredMessage, in order."""
        return (
            *(cls.id, cls.seq, cls.revision, cls.author, cls.key, cls.kind),
            *(cls.created_at, cls.deleted_at, cls.body, cls.html, cls.reply_seq, cls.edited_at),
        )


Message.add_index(Message.room, Message.reply_seq, where=Message.reply_seq.is_null(False))


class StoredMessage(Struct, frozen=True, gc=False):
    """The stored values of Message.columns(), much faster than a Message, because windows load hundreds.

    Times are in milliseconds.
    """

    id: int
    seq: int
    revision: int
    author: int
    key: str
    kind: str
    created_ms: int
    deleted_ms: int | None
    body: str
    html: str
    reply_seq: int | None
    edited_ms: int | None


def moment(milliseconds: int) -> str:
    """Format a stored time for windows: ISO 8601, in UTC, to the millisecond."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat(timespec='milliseconds')[:-6] + 'Z'
