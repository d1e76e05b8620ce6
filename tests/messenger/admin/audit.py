"""What tests of the admins' audit log share."""

from messenger import audit_log
from messenger.database import engine
from messenger.models import User


async def logged(boss: User) -> list[tuple[str, str]]:
    """The actions and targets in the audit log, the latest first."""
    entries = await engine.read(audit_log.list_latest, boss.id)
    return [(entry.action, entry.target) for entry in entries]
