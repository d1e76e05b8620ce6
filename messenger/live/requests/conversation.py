"""What a window may do in a conversation: say, change, react, pin, read, begin to write."""

from datetime import UTC, datetime
from typing import Any

from messenger import history, rate_limits
from messenger.errors import Malformed
from messenger.files import attachments
from messenger.live.connection import Connection
from messenger.live.fields import Fields
from messenger.messages import mentions, messages, pins, reactions
from messenger.reading import drafts, unread

MOMENT_MAX_MS = 250_000_000_000_000  # the year 9892


async def send(window: Connection, fields: Fields) -> dict[str, Any]:
    """Say something: `room`, `key`, `body`, the seq it is a `reply` to, and `files` (ids of one's own uploads).

    It is answered with the row after the commit.

    Beside the row the answer says whom the message calls in vain: see mentions.unheard.
    """
    room_id, body = fields.number('room'), fields.text('body')
    reply = fields.optional_number('reply')
    files = fields.numbers('files', attachments.PER_MESSAGE)
    row = await messages.send(window.user_id, room_id, fields.text('key'), body, reply=reply, files=files)
    return row | await mentions.unheard(window.user_id, row, body)


async def edit(window: Connection, fields: Fields) -> dict[str, Any]:
    """Say one's own `message` (id) in other words: `body`; answered as `send` is."""
    body = fields.text('body')
    row = await messages.edit(window.user_id, fields.number('message'), body)
    return row | await mentions.unheard(window.user_id, row, body)


async def delete(window: Connection, fields: Fields) -> dict[str, Any]:
    """Delete `message` (id)."""
    return await messages.delete(window.user_id, fields.number('message'))


async def undelete(window: Connection, fields: Fields) -> dict[str, Any]:
    """Take back the deletion of `message` (id) of a moment ago."""
    return await messages.undelete(window.user_id, fields.number('message'))


async def react(window: Connection, fields: Fields) -> dict[str, Any]:
    """Put `emoji` under `message` (id), or take it away: `on`."""
    return await reactions.put(window.user_id, fields.number('message'), fields.text('emoji'), on=fields.truth('on'))


async def pin(window: Connection, fields: Fields) -> dict[str, Any]:
    """Pin `message` (id), or take the pin out: `on`."""
    return await pins.put(window.user_id, fields.number('message'), on=fields.truth('on'))


async def read_history(window: Connection, fields: Fields) -> dict[str, Any]:
    """A page of messages of `room`: those `before` a seq, or `after` it."""
    rate_limits.take('history', window.user_id)
    room_id, limit = fields.number('room'), fields.optional_number('limit') or history.PAGE
    before, after = fields.optional_number('before'), fields.optional_number('after')
    if before is not None:
        return await history.before(window.user_id, room_id, before, limit)
    if after is not None:
        return await history.after(window.user_id, room_id, after, limit)
    raise Malformed(field='before')


async def at_date(window: Connection, fields: Fields) -> dict[str, Any]:
    """The seq of the first message in `room` since `moment` (milliseconds since 1970)."""
    rate_limits.take('date', window.user_id)
    milliseconds = min(fields.number('moment'), MOMENT_MAX_MS)
    moment = datetime.fromtimestamp(milliseconds / 1000, UTC)
    return {'seq': await history.seq_since(window.user_id, fields.number('room'), moment)}


async def mark_read(window: Connection, fields: Fields) -> dict[str, Any]:
    """This person has read `room` up to `seq`; answers with the number that is left."""
    event = await unread.mark_read(window.user_id, fields.number('room'), fields.number('seq'))
    return event.payload()


async def mark_unread(window: Connection, fields: Fields) -> dict[str, Any]:
    """Everything in `room` from `seq` on is unread again."""
    event = await unread.mark_unread(window.user_id, fields.number('room'), fields.number('seq'))
    return event.payload()


async def mark_all_read(window: Connection, _fields: Fields) -> dict[str, Any]:
    """Everything is read."""
    return {'rooms': [event.payload() for event in await unread.mark_all_read(window.user_id)]}


async def keep_draft(window: Connection, fields: Fields) -> dict[str, Any]:
    """Keep what was begun to be written in `room`: `body`, in place of `base`; answers with what stands there."""
    base = fields.optional_text('base')
    return {'body': await drafts.keep(window.user_id, fields.number('room'), fields.text('body'), base=base)}


async def mentionable(window: Connection, fields: Fields) -> dict[str, Any]:
    """Whom one could mean in `room` with what is `begun` behind an `@`."""
    rate_limits.take('mentionable', window.user_id)
    return await mentions.choices(window.user_id, fields.number('room'), fields.text('begun'))
