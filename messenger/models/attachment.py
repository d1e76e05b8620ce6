"""Files that people send."""

from peewee import BigIntegerField, CharField, IntegerField

from messenger.models.base import Table, UtcField, now, reference
from messenger.models.message import Message
from messenger.models.room import Room
from messenger.models.user import User

PICTURE, AUDIO, VIDEO, TEXT_FILE, OTHER = 'picture', 'audio', 'video', 'text', 'file'
UNFINISHED = 'part'
NAME_LIMIT_CHARS = 200


class Attachment(Table):
    """An uploaded file; `message` is null until the message that carries it is sent.

    While the upload is incomplete, its kind is UNFINISHED and `size_bytes` is the announced size.

    `key` is chosen by the sender's client and identifies a repeated upload; `stored` is the file's name in the uploads
    folder. Ids are never reused, even after deletion (migration 0006). `width` and `height` are those of a picture as
    shown, in pixels, and 0 for everything else. `lines` is how many a text file has, and 0 for everything else. A plain
    file with a picture's media type would cost too much to show; it has a width and height if it has too many pixels.
    """

    user = reference(User, on_delete='CASCADE', index=False)
    user_id: int
    key = CharField(64)
    room = reference(Room, on_delete='CASCADE')
    room_id: int
    message = reference(Message, on_delete='CASCADE', null=True, backref='attachments')
    message_id: int | None
    name = CharField(NAME_LIMIT_CHARS)
    kind = CharField(8, default=OTHER)
    media_type = CharField(100)
    size_bytes = BigIntegerField()
    width = IntegerField(default=0)
    height = IntegerField(default=0)
    lines = IntegerField(default=0)
    stored = CharField(64, unique=True)
    created_at = UtcField(default=now)

    class Meta:
        indexes = ((('user', 'key'), True),)
