"""What a window may do in a conversation: send, edit, react, pin, read, save drafts."""

from datetime import UTC, datetime
from typing import Any

from msgspec.structs import asdict

from messenger import history, rate_limits
from messenger.errors import Malformed
from messenger.files import attachments
from messenger.live.connection import Connection
from messenger.live.fields import Fields
from messenger.messages import mentions, messages, pins, reactions
from messenger.payloads import HistoryPage, Mentionables, MessageRow, SentRow
from messenger.reading import drafts, unread

MOMENT_MAX_MS = 250_000_000_000_000  # the year 9892


async def send(window: Connection, fields: Fields) -> MessageRow:
    """Send a message: `room`, `key`, `body`, the seq it is a `reply` to, and `files` (ids of one's own uploads).

    The answer follows the commit. It is the row, plus the mentions that reach nobody.
    """
    room_id, body = fields.number('room'), fields.text('body')
    reply = fields.optional_number('reply')
    files = fields.numbers('files', attachments.PER_MESSAGE)
    row = await messages.send(window.user_id, room_id, fields.text('key'), body, reply=reply, files=files)
    return await _with_unheard(window.user_id, row, body)


async def edit(window: Connection, fields: Fields) -> MessageRow:
    """Edit one's own `message` (id) to `body`; the answer is like that of `send`."""
    body = fields.text('body')
    row = await messages.edit(window.user_id, fields.number('message'), body)
    return await _with_unheard(window.user_id, row, body)


async def _with_unheard(user_id: int, row: MessageRow, body: str) -> MessageRow:
    unheard = await mentions.unheard(user_id, row, body)
    return row if unheard is None else SentRow(**asdict(row), **asdict(unheard))


async def delete(window: Connection, fields: Fields) -> MessageRow:
    """Delete `message` (id)."""
    return await messages.delete(window.user_id, fields.number('message'))


async def undelete(window: Connection, fields: Fields) -> MessageRow:
    """Undo a recent deletion of `message` (id)."""
    return await messages.undelete(window.user_id, fields.number('message'))


async def react(window: Connection, fields: Fields) -> MessageRow:
    """Add `emoji` to `message` (id) as a reaction, or remove it: `on`."""
    return await reactions.put(window.user_id, fields.number('message'), fields.text('emoji'), on=fields.truth('on'))


async def pin(window: Connection, fields: Fields) -> MessageRow:
    """Pin or unpin `message` (id): `on`."""
    return await pins.put(window.user_id, fields.number('message'), on=fields.truth('on'))


async def read_history(window: Connection, fields: Fields) -> HistoryPage:
    """Return a page of messages of `room`: those `before` a seq, or `after` it."""
    rate_limits.take('history', window.user_id)
    room_id, limit = fields.number('room'), fields.optional_number('limit') or history.PAGE
    before, after = fields.optional_number('before'), fields.optional_number('after')
    if before is not None:
        return await history.before(window.user_id, room_id, before, limit)
    if after is not None:
        return await history.after(window.user_id, room_id, after, limit)
    raise Malformed(field='before')


async def at_date(window: Connection, fields: Fields) -> dict[str, Any]:
    """Return the seq of the first message in `room` since `moment` (milliseconds since 1970)."""
    rate_limits.take('date', window.user_id)
    milliseconds = min(fields.number('moment'), MOMENT_MAX_MS)
    moment = datetime.fromtimestamp(milliseconds / 1000, UTC)
    return {'seq': await history.seq_since(window.user_id, fields.number('room'), moment)}


async def mark_read(window: Connection, fields: Fields) -> dict[str, Any]:
    """Mark `room` as read up to `seq`; the answer has the number still unread."""
    event = await unread.mark_read(window.user_id, fields.number('room'), fields.number('seq'))
    return event.payload()


async def mark_unread(window: Connection, fields: Fields) -> dict[str, Any]:
    """Mark everything in `room` from `seq` on as unread."""
    event = await unread.mark_unread(window.user_id, fields.number('room'), fields.number('seq'))
    return event.payload()


async def mark_all_read(window: Connection, _fields: Fields) -> dict[str, Any]:
    """Mark everything as read."""
    return {'rooms': [event.payload() for event in await unread.mark_all_read(window.user_id)]}


async def keep_draft(window: Connection, fields: Fields) -> dict[str, Any]:
    """Save the draft for `room`: `body`, replacing `base`; the answer is the draft that is stored now."""
    base = fields.optional_text('base')
    return {'body': await drafts.keep(window.user_id, fields.number('room'), fields.text('body'), base=base)}


async def mentionable(window: Connection, fields: Fields) -> Mentionables:
    """List whom the user could mention in `room`; `begun` is what they have typed after the `@`."""
    rate_limits.take('mentionable', window.user_id)
    return await mentions.choices(window.user_id, fields.number('room'), fields.text('begun'))
