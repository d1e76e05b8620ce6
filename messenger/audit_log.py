"""The audit log of admin actions, written in the transaction of the action itself."""

from peewee import JOIN

from messenger import access
from messenger.database.engine import in_write
from messenger.models import AdminEntry, User

PAGE = 50
TARGET_LIMIT_CHARS = DETAILS_LIMIT_CHARS = 200


@in_write
def note(admin: User, action: str, target: str = '', details: str = '') -> None:
    """Log that `admin` did `action` (a stable word) to `target`."""
    shortened = {'target': target[:TARGET_LIMIT_CHARS], 'details': details[:DETAILS_LIMIT_CHARS]}
    AdminEntry.create(admin=admin.id, action=action, **shortened)


def list_latest(admin_id: int, *, before: int | None = None, limit: int = PAGE) -> list[AdminEntry]:
    """From a read: entries older than the entry `before`, newest first, with `admin` loaded. Raises NotFound."""
    access.admin_for(admin_id)
    query = AdminEntry.select(AdminEntry, User).join(User, JOIN.LEFT_OUTER)
    if before is not None:
        query = query.where(AdminEntry.id < before)
    return list(query.order_by(AdminEntry.id.desc()).limit(limit))
