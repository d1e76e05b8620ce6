"""Earlier versions of edited messages, for people who may read them."""

from dataclasses import dataclass
from datetime import datetime

from messenger import access
from messenger.database.engine import read
from messenger.errors import NotFound
from messenger.models import Revision


@dataclass(frozen=True)
class Version:
    """What a message said since `at`."""

    html: str
    at: datetime


async def list_versions(user_id: int, message_id: int) -> list[Version]:
    """The versions of a message, oldest first, the current one last.

    Raises NotFound, also for a deleted message.
    """
    return await read(_list_versions, user_id, message_id)


def _list_versions(user_id: int, message_id: int) -> list[Version]:
    message, _ = access.message_for(user_id, message_id)
    if message.deleted_at is not None:
        raise NotFound
    revisions = Revision.select().where(Revision.message == message_id).order_by(Revision.id)
    versions = [Version(revision.html, revision.written_at) for revision in revisions]
    return [*versions, Version(message.html, message.edited_at or message.created_at)]
