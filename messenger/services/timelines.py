"""The one place where a message enters a room: the next seq, the row, the events that follow the commit."""

import json
from datetime import datetime
from typing import Any

from messenger.broker import publish
from messenger.db import after_commit
from messenger.events import MessagePosted, RoomActivity
from messenger.models import Message, Room, User
from messenger.models.base import now
from messenger.models.message import NOTICE, TEXT
from messenger.services import tokens


def append(
    room_id: int,
    author: User,
    *,
    key: str,
    body: str,
    html: str = '',
    created_at: datetime | None = None,
    **columns: Any,
) -> Message:
    """From inside a write: put a message at the end of the room and tell everyone in it after the commit.

    `created_at` is for messages that were said earlier; now, unless given.
    """
    moment = created_at or now()
    counted = Room.update(last_seq=Room.last_seq + 1, revision=Room.revision + 1, last_message_at=moment)
    room = counted.where(Room.id == room_id).returning(Room.last_seq, Room.revision).execute()[0]
    message = Message.create(
        room=room_id,
        seq=room.last_seq,
        revision=room.revision,
        author=author.id,
        key=key,
        body=body,
        html=html,
        created_at=moment,
        **columns,
    )
    activity = RoomActivity(room_id, message.seq, author.id, counts=message.kind == TEXT)
    after_commit(publish, f'room:{room_id}', MessagePosted(room_id, message.row(), author.brief()))
    after_commit(publish, f'room:{room_id}:activity', activity)
    return message  # type: ignore[no-any-return] # peewee has no types


def note(room_id: int, actor: User, what: str, *, created_at: datetime | None = None, **facts: Any) -> Message:
    """From inside a write: tell the room what somebody did to it.

    `what`: created, renamed, opened, closed, joined, joined_as_admin, left, added, removed, made_owner, made_member,
    restored, topic. Facts are JSON-able; people in them are briefs.
    """
    body = json.dumps({'what': what, **facts}, ensure_ascii=False)
    return append(room_id, actor, key=f'notice:{tokens.make()[:20]}', body=body, kind=NOTICE, created_at=created_at)


def next_revision(room_id: int) -> int:
    """From inside a write: count one more change of the room; returns its number."""
    counted = Room.update(revision=Room.revision + 1).where(Room.id == room_id).returning(Room.revision)
    return int(counted.execute()[0].revision)
