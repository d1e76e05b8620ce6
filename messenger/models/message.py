"""Messages."""

from datetime import datetime
from typing import Any

from peewee import CharField, Expression, IntegerField, ModelSelect, TextField

from messenger.models.base import Table, UtcField, now, reference
from messenger.models.room import Room
from messenger.models.user import User

TEXT, NOTICE = 'text', 'notice'
BODY_LIMIT_CHARS = 8_000
KEY_LIMIT_CHARS = 64


class Message(Table):
    """What someone said, or a notice of what someone did to the room (`kind`).

    `seq` is its place in the room, `revision` the room's revision when it last changed, `key` the sender's own name
    for it, by which a repeated send is recognised. A notice keeps its facts as JSON in `body`.
    """

    room = reference(Room, on_delete='CASCADE', index=False)
    seq = IntegerField()
    revision = IntegerField()
    author = reference(User, on_delete='CASCADE', index=False)
    key = CharField(KEY_LIMIT_CHARS)
    kind = CharField(8, default=TEXT)
    body = TextField()
    html = TextField(default='')
    html_version = IntegerField(default=0)
    created_at = UtcField(default=now)
    deleted_at = UtcField(null=True)

    class Meta:
        indexes = ((('room', 'seq'), True), (('author', 'key'), True), (('room', 'revision'), False))

    def row(self) -> dict[str, Any]:
        """The message as JSON-able data, as the chat element draws it; a deleted one keeps its place, not its words."""
        gone = self.deleted_at is not None
        return {
            'id': self.id,
            'seq': self.seq,
            'revision': self.revision,
            'author': self.author_id,
            'key': self.key,
            'kind': self.kind,
            'at': _iso(self.created_at),
            'deleted': gone,
            'body': '' if gone else self.body,
            'html': '' if gone else self.html,
        }

    @classmethod
    def in_room(cls, room_id: int) -> ModelSelect:
        """The messages of a room."""
        return cls.select().where(cls.room == room_id)

    @classmethod
    def counts_for(cls, user_id: int) -> Expression:
        """The condition that a message counts as unread for a person: another's words, not deleted."""
        return (cls.author != user_id) & (cls.kind == TEXT) & cls.deleted_at.is_null()


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec='milliseconds').replace('+00:00', 'Z')
