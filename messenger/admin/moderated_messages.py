"""Moderated messages: admins find and delete messages in rooms; direct conversations stay private."""

import time
from datetime import datetime

from peewee import ModelSelect, fn, prefetch

from messenger import access, rate_limits
from messenger.database.engine import database, write
from messenger.database.prepared import encode_list
from messenger.index import long_texts
from messenger.messages import messages
from messenger.models import Attachment, Message, Room, User
from messenger.models.message_kinds import DELETABLE
from messenger.people.name_match import QUERY_LIMIT_CHARS

PAGE = 50
SCAN_MESSAGES, SCAN_AT_ONCE, SCAN_S = 20_000, 200, 0.2

# CROSS JOIN keeps SQLite from starting with the rooms
_HOLDING = """
SELECT message.id FROM message CROSS JOIN room ON room.id = message.room_id
WHERE message.id >= ? AND message.id < ? AND message.deleted_at IS NULL
AND message.kind IN (SELECT value FROM json_each(?)) AND room.kind != 'direct' AND (
  EXISTS (SELECT 1 FROM json_each(?) WHERE instr(lower(message.body), value))
  OR message.id IN (
    SELECT message_id FROM attachment
    WHERE message_id >= ? AND message_id < ? AND EXISTS (SELECT 1 FROM json_each(?) WHERE instr(lower(name), value))
  )
)
ORDER BY message.id DESC LIMIT ?
"""


def search(admin_id: int, query: str, before: int | None) -> tuple[list[Message], int | None]:
    """From a read: messages with `query` in their text or a file name, newest first, without direct ones.

    `author`, `room` and `attachments` are loaded.

    Looks through at most SCAN_MESSAGES rows, and for little longer than SCAN_S; the second value is the `before` of
    the next page, None at the end.
    """
    access.admin_for(admin_id)
    newest = Message.select(fn.MAX(Message.id)).scalar() or 0
    top = min(newest + 1, before or newest + 1)
    bottom, until = max(0, top - SCAN_MESSAGES), time.thread_time() + SCAN_S
    forms = encode_list(_forms(query.strip()[:QUERY_LIMIT_CHARS]))
    kinds, ids = encode_list(DELETABLE), list[int]()
    while top > bottom and len(ids) < PAGE:
        low = max(bottom, top - SCAN_AT_ONCE)
        cursor = database.execute_sql(_HOLDING, (low, top, kinds, forms, low, top, forms, PAGE - len(ids)))
        ids += [row[0] for row in cursor.fetchall()]
        top = low
        if time.thread_time() > until:
            break
    rows = prefetch(_select_with_rooms().where(Message.id.in_(ids)), Attachment.select()) if ids else []
    if len(ids) == PAGE:
        return rows, ids[-1]
    return rows, top if top > 1 else None


def time_of_message(message_id: int) -> datetime | None:
    """From a read: the time of the oldest message from this id on: how far back a search has looked. Or None."""
    first = Message.select(Message.created_at).where(Message.id >= message_id).order_by(Message.id).first()
    return first.created_at if first else None


def _select_with_rooms() -> 'ModelSelect[Message]':
    query = Message.select(Message, User, Room).join(User, on=Message.author).switch(Message)
    return query.join(Room, on=Message.room).order_by(Message.id.desc())


def _forms(words: str) -> list[str]:
    """The forms to search for in texts lowercased by SQLite, which only lowercases ASCII letters."""
    forms = {words, words.lower(), words.upper(), words.capitalize()}
    return sorted({''.join(char.lower() if char.isascii() else char for char in form) for form in forms})


async def delete_message(admin_id: int, message_id: int) -> None:
    """Delete somebody's message. Raises NotFound, NotAllowed, LimitReached."""
    rate_limits.take('admin', admin_id)
    await long_texts.prepare_message(admin_id, message_id)

    def work() -> None:
        access.admin_for(admin_id)
        messages.remove(admin_id, message_id)

    await write(work)
