"""Drafts: unsent text, which follows a person to their other devices."""

from messenger import access, rate_limits
from messenger.database.engine import after_commit, write
from messenger.database.prepared import Prepared, slot
from messenger.errors import TooLong
from messenger.events import DraftChanged
from messenger.models import Draft
from messenger.models.base import now, tuples_of
from messenger.pubsub import publish

LIMIT_CHARS = 40_000

_BODY = Prepared(lambda: Draft.select(Draft.body).where(Draft.user == slot('user'), Draft.room == slot('room')))


async def keep(user_id: int, room_id: int, body: str, *, base: str | None = None) -> str:
    """Store the draft for a room, or delete it if empty, and notify the person's windows. Returns the stored draft.

    `base` is the draft that the device last knew: if another device has changed it since, it is not replaced but
    returned, so that the device can merge. Drafts can be deleted even for rooms that the person has lost.
    Raises TooLong, LimitReached, SignedOut, NotFound, NotAMember.
    """
    if len(body) > LIMIT_CHARS:
        raise TooLong(limit=LIMIT_CHARS, length=len(body))
    rate_limits.take('draft', user_id)
    return await write(_keep, user_id, room_id, body, base)


def _keep(user_id: int, room_id: int, body: str, base: str | None) -> str:
    if body:
        access.room_for(user_id, room_id, access.Permission.POST)
    else:
        access.user_for(user_id)
    before = draft_of(user_id, room_id)
    if before == body or (base is not None and before != base):
        return before
    if body:
        query = Draft.insert(user=user_id, room=room_id, body=body, changed_at=now())
        query.on_conflict(
            conflict_target=(Draft.user, Draft.room), update={Draft.body: body, Draft.changed_at: now()}
        ).execute()
    else:
        Draft.delete().where(Draft.user == user_id, Draft.room == room_id).execute()
    after_commit(publish, f'user:{user_id}', DraftChanged(room_id, body))
    return body


def draft_of(user_id: int, room_id: int) -> str:
    """From a read or write: the draft for a room, or an empty string."""
    return ''.join(body for (body,) in _BODY(user=user_id, room=room_id))


def rooms(user_id: int) -> list[int]:
    """From a read: the rooms with a draft."""
    return [room_id for (room_id,) in tuples_of(Draft.select(Draft.room).where(Draft.user == user_id))]
