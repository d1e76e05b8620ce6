"""Files that people send."""

from peewee import BigIntegerField, CharField, IntegerField

from messenger.models.base import Table, UtcField, now, reference
from messenger.models.message import Message
from messenger.models.room import Room
from messenger.models.user import User

PICTURE, AUDIO, VIDEO, OTHER = 'picture', 'audio', 'video', 'file'
UNFINISHED = 'part'
NAME_LIMIT_CHARS = 200


class Attachment(Table):
    """An uploaded file; `message` is null until the message that carries it is sent.

    While its bytes still arrive its kind is UNFINISHED and `size_bytes` what was announced.

    `key` is the sender's own name for the upload, by which a repeated one is recognised; `stored` is its name in the
    uploads folder. Its id is never another file's, also after it is gone (migration 0006). `width` and `height`
    (pixels) are of pictures as they are shown, 0 for all else. A plain file with a picture's media type would cost too
    much to show.
    """

    user = reference(User, on_delete='CASCADE', index=False)
    key = CharField(64)
    room = reference(Room, on_delete='CASCADE')
    message = reference(Message, on_delete='CASCADE', null=True, backref='attachments')
    name = CharField(NAME_LIMIT_CHARS)
    kind = CharField(8, default=OTHER)
    media_type = CharField(100)
    size_bytes = BigIntegerField()
    width = IntegerField(default=0)
    height = IntegerField(default=0)
    stored = CharField(64, unique=True)
    created_at = UtcField(default=now)

    class Meta:
        indexes = ((('user', 'key'), True),)
