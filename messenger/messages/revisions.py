"""Earlier versions of edited messages, for people who may read them."""

from typing import Any

from messenger import access
from messenger.database.engine import read
from messenger.errors import NotFound
from messenger.models import Revision


async def list_versions(user_id: int, message_id: int) -> list[dict[str, Any]]:
    """The versions of a message, oldest first, the current one last: `html` and `at` (a datetime) each.

    Raises NotFound, also for a deleted message.
    """
    return await read(_list_versions, user_id, message_id)


def _list_versions(user_id: int, message_id: int) -> list[dict[str, Any]]:
    message, _ = access.message_for(user_id, message_id)
    if message.deleted_at is not None:
        raise NotFound
    before = Revision.select().where(Revision.message == message_id).order_by(Revision.id)
    wordings = [{'html': one.html, 'at': one.written_at} for one in before]
    return [*wordings, {'html': message.html, 'at': message.edited_at or message.created_at}]
