"""What a window may do in a conversation: send, edit, react, pin, read, save drafts."""

from datetime import UTC, datetime
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import asdict

from messenger import history
from messenger.errors import Malformed
from messenger.events import RoomRead
from messenger.files import attachments
from messenger.live.connection import Connection
from messenger.live.fields import Number, Request, Text
from messenger.messages import mention_suggestions, mentions, messages, pins, reactions
from messenger.payloads import HistoryPage, Mentionables, MessageRow, SentRow, UnmatchedNames
from messenger.reading import drafts, unread

MOMENT_MAX_MS = 250_000_000_000_000  # the year 9892


class SendMessage(Request, frozen=True):
    """Send a message, which is stored once for each `key`. `reply` is a seq, `files` are ids of one's own uploads."""

    room: Number
    key: Text
    body: Text
    reply: Number | None = None
    files: Annotated[tuple[Number, ...], Meta(max_length=attachments.PER_MESSAGE)] = ()


async def send(window: Connection, request: SendMessage) -> MessageRow | SentRow:
    """Answer after the commit with the row, plus the mentions that reach nobody."""
    body = request.body
    row = await messages.send(window.user_id, request.room, request.key, body, reply=request.reply, files=request.files)
    return await _with_unheard(window.user_id, row, body)


class EditMessage(Request, frozen=True):
    """Edit one's own message."""

    message: Number
    body: Text


async def edit(window: Connection, request: EditMessage) -> MessageRow | SentRow:
    """Answer like `send`."""
    row = await messages.edit(window.user_id, request.message, request.body)
    return await _with_unheard(window.user_id, row, request.body)


async def _with_unheard(user_id: int, row: MessageRow, body: str) -> MessageRow | SentRow:
    unheard = await mentions.unheard(user_id, row, body)
    return row if unheard is None else SentRow(**asdict(row), **asdict(unheard))


class DeleteMessage(Request, frozen=True):
    """Delete a message."""

    message: Number


async def delete(window: Connection, request: DeleteMessage) -> MessageRow:
    """Answer with the row that is left."""
    return await messages.delete(window.user_id, request.message)


class UndeleteMessage(Request, frozen=True):
    """Undo a recent deletion."""

    message: Number


async def undelete(window: Connection, request: UndeleteMessage) -> MessageRow:
    """Answer with the row."""
    return await messages.undelete(window.user_id, request.message)


class React(Request, frozen=True):
    """Add an emoji to a message, or remove one's own."""

    message: Number
    emoji: Text
    on: bool


async def react(window: Connection, request: React) -> MessageRow:
    """Answer with the row."""
    return await reactions.put(window.user_id, request.message, request.emoji, on=request.on)


class PinMessage(Request, frozen=True):
    """Pin or unpin a message."""

    message: Number
    on: bool


async def pin(window: Connection, request: PinMessage) -> MessageRow:
    """Answer with the row."""
    return await pins.put(window.user_id, request.message, on=request.on)


class ReadHistory(Request, frozen=True):
    """Ask for up to `limit` messages of a room: those `before` a seq, or those `after` it."""

    room: Number
    before: Number | None = None
    after: Number | None = None
    limit: Number | None = None


async def read_history(window: Connection, request: ReadHistory) -> HistoryPage:
    """Answer with the messages and their authors."""
    limit = request.limit or history.PAGE
    if request.before is not None:
        return await history.before(window.user_id, request.room, request.before, limit)
    if request.after is not None:
        return await history.after(window.user_id, request.room, request.after, limit)
    raise Malformed(field='before')


class FindDate(Request, frozen=True):
    """Ask for the first message in a room since a moment, in milliseconds since 1970."""

    room: Number
    moment: Number


class FoundSeq(Struct, frozen=True):
    """Where to open the room."""

    seq: int


async def find_date(window: Connection, request: FindDate) -> FoundSeq:
    """Answer with the seq of that message, otherwise of the last one."""
    moment = datetime.fromtimestamp(min(request.moment, MOMENT_MAX_MS) / 1000, UTC)
    return FoundSeq(await history.seq_since(window.user_id, request.room, moment))


class MarkRead(Request, frozen=True):
    """Mark a room as read up to `seq`."""

    room: Number
    seq: Number


async def mark_read(window: Connection, request: MarkRead) -> RoomRead:
    """Answer with the number still unread."""
    return await unread.mark_read(window.user_id, request.room, request.seq)


class MarkUnread(Request, frozen=True):
    """Mark everything in a room from `seq` on as unread."""

    room: Number
    seq: Number


async def mark_unread(window: Connection, request: MarkUnread) -> RoomRead:
    """Answer with the number now unread."""
    return await unread.mark_unread(window.user_id, request.room, request.seq)


class MarkAllRead(Request, frozen=True):
    """Mark all rooms as read."""


class ReadRooms(Struct, frozen=True):
    """The rooms where this changed something."""

    rooms: list[RoomRead]


async def mark_all_read(window: Connection, _request: MarkAllRead) -> ReadRooms:
    """Answer with the changed rooms."""
    return ReadRooms(await unread.mark_all_read(window.user_id))


class KeepDraft(Request, frozen=True):
    """Save the draft for a room, unless another device has replaced `base`, the draft that this window knew last."""

    room: Number
    body: Text
    base: Text | None = None


class StoredDraft(Struct, frozen=True):
    """The draft that is stored now; it may be that of another device."""

    body: str


async def keep_draft(window: Connection, request: KeepDraft) -> StoredDraft:
    """Answer with the draft that is stored now."""
    return StoredDraft(await drafts.keep(window.user_id, request.room, request.body, base=request.base))


class CheckMentions(Request, frozen=True):
    """Ask which mentions in a text that is about to be sent name nobody."""

    room: Number
    body: Text


async def check_mentions(window: Connection, request: CheckMentions) -> UnmatchedNames:
    """Answer with the names, and whom they probably mean."""
    return await mention_suggestions.find_unmatched(window.user_id, request.room, request.body)


class SuggestMentions(Request, frozen=True):
    """Ask whom one could mention in a room; `typed` is the text after the `@`."""

    room: Number
    typed: Text


async def suggest_mentions(window: Connection, request: SuggestMentions) -> Mentionables:
    """Answer with people, and whether `@all` is among the suggestions."""
    return await mention_suggestions.choices(window.user_id, request.room, request.typed)
