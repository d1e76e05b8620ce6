"""Messages: send, read the newest, older and changed ones, delete."""

import asyncio
import re
from collections.abc import Iterable
from typing import Any

from peewee import ModelSelect

from messenger import markup, metrics
from messenger.broker import publish
from messenger.db import after_commit, read, write
from messenger.errors import Empty, Malformed, NotAllowed, NotFound, TooLong
from messenger.events import ActivityWithdrawn, MessageDeleted
from messenger.models import Message, User
from messenger.models.base import now
from messenger.models.message import BODY_LIMIT_CHARS, KEY_LIMIT_CHARS, TEXT, row_of
from messenger.models.prepared import Prepared, slot
from messenger.models.user import brief_of
from messenger.services import access, faces, limits, memberships, names, timelines, unreads
from messenger.services.access import Seat

PAGE = 30
PAGE_LIMIT = 100
CHANGES_LIMIT = 500
KEY = re.compile(rf'(?!notice:)[\w.:-]{{1,{KEY_LIMIT_CHARS}}}', re.ASCII)
BLANK = names.JOINERS
UNSPEAKABLE = re.compile('[\x00-\x08\x0b-\x1f\ud800-\udfff]')  # control characters and lone surrogates


_BY_KEY = Prepared(
    lambda: Message.select(*Message.columns()).where(Message.author == slot('user'), Message.key == slot('key'))
)
_NEWEST = Prepared(lambda: _rows().order_by(Message.seq.desc()).limit(slot('limit')))
_OLDER = Prepared(lambda: _rows().where(Message.seq < slot('seq')).order_by(Message.seq.desc()).limit(slot('limit')))
_NEWER = Prepared(lambda: _rows().where(Message.seq > slot('seq')).order_by(Message.seq).limit(slot('limit')))
_CHANGED = Prepared(
    lambda: _rows().where(Message.revision > slot('since')).order_by(Message.revision).limit(CHANGES_LIMIT)
)


def _rows() -> ModelSelect:
    return Message.select(*Message.columns()).where(Message.room == slot('room'))


async def send(user_id: int, room_id: int, key: str, body: str) -> dict[str, Any]:
    """Store what somebody says in a room and return its row; after the commit everyone in the room is told.

    `key` is the sender's own name for the message: a key seen before answers with the row stored then, whatever else
    is sent with it. Raises Empty, TooLong, Malformed, LimitReached, NotFound, NotAMember, SignedOut,
    StorageUnavailable.
    """
    text = _checked(key, body)
    limits.take('message', user_id)
    if len(text) > markup.INLINE_LIMIT_CHARS:
        html = await asyncio.to_thread(markup.render, text)
    else:
        html = markup.render(text)
    row = await write(_store, user_id, room_id, key, text, html)
    metrics.MESSAGES.inc()
    return row


def _checked(key: str, body: str) -> str:
    if not KEY.fullmatch(key):
        raise Malformed
    text = body.replace('\r\n', '\n').replace('\r', '\n')
    text = UNSPEAKABLE.sub('', text).strip('\n').rstrip()
    if not any(char not in BLANK and not char.isspace() and not names.is_invisible(char) for char in text):
        raise Empty
    if len(text) > BODY_LIMIT_CHARS:
        raise TooLong(limit=BODY_LIMIT_CHARS, length=len(text))
    return text


def _store(user_id: int, room_id: int, key: str, body: str, html: str) -> dict[str, Any]:
    for stored in _BY_KEY(user=user_id, key=key):
        return row_of(*stored)
    author = access.poster(user_id, room_id)
    row = timelines.append(room_id, author, key=key, body=body, html=html, html_version=markup.VERSION)
    unreads.advance(user_id, room_id, row['seq'])
    return row


async def opened(user_id: int, room_id: int, *, since: int | None = None, around: int | None = None) -> dict[str, Any]:
    """All that a window needs to show a room: its face, this person's part in it, and messages.

    `since` (a revision the window already has) gives what changed after it, at most CHANGES_LIMIT rows, with
    `complete` saying whether that is all; otherwise the newest PAGE rows, or those before and after seq `around`.
    """
    return await read(_opened, user_id, room_id, since, around)


def _opened(user_id: int, room_id: int, since: int | None, around: int | None) -> dict[str, Any]:
    seat = access.room_for(user_id, room_id)
    revision, complete = seat.room.revision, True
    if since is not None:
        found = [row_of(*columns) for columns in _CHANGED(room=room_id, since=since)]
        if len(found) == CHANGES_LIMIT:
            revision, complete = found[-1]['revision'], False
    elif around is not None:
        found = _before(room_id, around + 1, PAGE) + _after(room_id, around, PAGE)
    else:
        found = _before(room_id, None, PAGE)
    return {
        'room': _face_for(seat),
        'messages': found,
        'people': _authors(found),
        'revision': revision,
        'complete': complete,
    }


def _face_for(seat: Seat) -> dict[str, Any]:
    face = memberships.entry(seat.user.id, seat.room.id) if seat.is_member else faces.one(seat.room)
    return face | {
        'is_member': seat.is_member,
        'may_edit': seat.may_edit,
        'may_govern': seat.may_govern,
        'last_seq': seat.room.last_seq,
    }


async def before(user_id: int, room_id: int, seq: int, limit: int = PAGE) -> dict[str, Any]:
    """Up to `limit` messages older than `seq`, in order, and their authors. Raises NotFound."""
    return await read(_page, user_id, room_id, _before, seq, limit)


async def after(user_id: int, room_id: int, seq: int, limit: int = PAGE) -> dict[str, Any]:
    """Up to `limit` messages newer than `seq`, in order, and their authors. Raises NotFound."""
    return await read(_page, user_id, room_id, _after, seq, limit)


def _page(user_id: int, room_id: int, side: Any, seq: int, limit: int) -> dict[str, Any]:
    access.room_for(user_id, room_id)
    found = side(room_id, seq, max(1, min(limit, PAGE_LIMIT)))
    return {'messages': found, 'people': _authors(found)}


def _before(room_id: int, seq: int | None, limit: int) -> list[dict[str, Any]]:
    found = _NEWEST(room=room_id, limit=limit) if seq is None else _OLDER(room=room_id, seq=seq, limit=limit)
    return [row_of(*columns) for columns in reversed(found)]


def _after(room_id: int, seq: int, limit: int) -> list[dict[str, Any]]:
    return [row_of(*columns) for columns in _NEWER(room=room_id, seq=seq, limit=limit)]


def _authors(found: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    spoke = User.select(User.id, User.nick, User.avatar).where(User.id.in_({row['author'] for row in found}))
    return [brief_of(*columns) for columns in spoke.tuples()]


async def briefs(user_id: int, room_id: int, ids: list[int]) -> list[dict[str, Any]]:
    """The present nick and picture of people whose messages a window shows. Raises NotFound."""

    def query() -> list[dict[str, Any]]:
        access.room_for(user_id, room_id)
        spoke = User.id.in_(Message.select(Message.author).where(Message.room == room_id, Message.author.in_(ids)))
        return [user.brief() for user in User.select().where(spoke)]

    return await read(query)


async def delete(actor_id: int, message_id: int) -> None:
    """Take a message's words away; its place stays. The author and admins may.

    A notice cannot be deleted. Raises NotFound, NotAllowed.
    """
    await write(remove, actor_id, message_id)


def remove(actor_id: int, message_id: int) -> Message:
    """From inside a write: the same, returning the trace."""
    said = (Message.kind == TEXT) & Message.deleted_at.is_null()
    message: Message | None = Message.get_or_none(Message.id == message_id, said)
    if message is None:
        raise NotFound
    seat = access.room_for(actor_id, message.room_id)
    if message.author_id != actor_id and not seat.user.is_admin:
        raise NotAllowed
    message.deleted_at = now()
    message.revision = timelines.next_revision(message.room_id)
    message.save()
    withdrawn = ActivityWithdrawn(message.room_id, message.seq, message.author_id, message.revision)
    after_commit(publish, f'room:{message.room_id}', MessageDeleted(message.room_id, message.row()))
    after_commit(publish, f'room:{message.room_id}:activity', withdrawn)
    return message
