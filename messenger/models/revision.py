"""Earlier versions of edited messages."""

from peewee import TextField

from messenger.models.base import Table, UtcField, reference
from messenger.models.message import Message


class Revision(Table):
    """An earlier version of a message: `html` as it was shown, `written_at` when it was written."""

    message = reference(Message, on_delete='CASCADE', backref='revisions')
    message_id: int
    body = TextField()
    html = TextField()
    written_at = UtcField()
