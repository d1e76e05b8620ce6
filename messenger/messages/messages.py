"""Messages: send, edit, delete and undelete."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from messenger import access, audit_log, markup, metrics, name_rules, rate_limits
from messenger.database.engine import after_commit, in_write, write
from messenger.database.prepared import Prepared, slot
from messenger.errors import Empty, Malformed, NotAllowed, NotFound, TooLong
from messenger.events import ActivityRestored, ActivityWithdrawn, MessageChanged, MessageDeleted
from messenger.files import attachments
from messenger.index import long_texts, word_index
from messenger.messages import mentions
from messenger.messages import rows as message_rows
from messenger.messages.append import NewMessage, append, next_revision
from messenger.models import Message, Pin, Revision, User
from messenger.models.base import now
from messenger.models.message import BODY_LIMIT_CHARS, KEY_LIMIT_CHARS, StoredMessage
from messenger.payloads import MessageRow
from messenger.pubsub import publish
from messenger.reading import unread

UNDO_S = 15
WIPED_AFTER = timedelta(hours=1)
KEY = re.compile(rf'(?!notice:)[\w.:-]{{1,{KEY_LIMIT_CHARS}}}', re.ASCII)
UNSPEAKABLE = re.compile('[\x00-\x08\x0b-\x1f\ud800-\udfff]')  # control characters and lone surrogates


_BY_KEY = Prepared(
    lambda: Message.select(Message.room, *Message.columns()).where(
        Message.author == slot('user'), Message.key == slot('key')
    )
)


async def send(
    user_id: int, room_id: int, key: str, body: str, *, reply: int | None = None, files: Sequence[int] = ()
) -> MessageRow:
    """Store a message in a room and return its row; after the commit everyone in the room gets it.

    The sender chooses `key` to identify the message: for a known key the answer is the row stored then, whatever else
    is sent with it. `reply` is the seq of the message it answers, `files` are the ids of the sender's own uploads; with
    files, `body` may be empty. Raises Empty, TooLong, Malformed, LimitReached, FileGone, NotFound, NotAMember,
    SignedOut, StorageUnavailable.
    """
    if not KEY.fullmatch(key):
        raise Malformed
    text = _check_body(body, may_be_empty=bool(files))
    rate_limits.take('message', user_id, long_texts.cost(text))
    html, targets = await _render(user_id, room_id, text)
    new = NewMessage(room_id, key, text, html, markup.VERSION, reply=reply, targets=targets, files=files)
    row = await write(_store, user_id, new)
    metrics.MESSAGES.inc()
    return row


async def _render(user_id: int, room_id: int, text: str) -> tuple[str, mentions.MentionTargets]:
    targets = await mentions.find(user_id, room_id, text) if '@' in text else mentions.NOBODY
    if targets.everyone:
        rate_limits.take('call', user_id)
    if markup.is_quick(text):
        return mentions.render(text, targets)
    return await long_texts.run(user_id, lambda: mentions.render(text, targets), text)


def _check_body(body: str, *, may_be_empty: bool = False) -> str:
    text = body.replace('\r\n', '\n').replace('\r', '\n')
    text = UNSPEAKABLE.sub('', text).strip('\n').rstrip()
    if all(name_rules.is_blank(char) for char in text):
        if may_be_empty:
            return ''
        raise Empty
    if len(text) > BODY_LIMIT_CHARS:
        raise TooLong(limit=BODY_LIMIT_CHARS, length=len(text))
    return text


def _store(user_id: int, new: NewMessage) -> MessageRow:
    for stored_room, *stored in _BY_KEY(user=user_id, key=new.key):
        return _find_stored(user_id, stored_room, StoredMessage(*stored))
    row = append(access.poster(user_id, new.room_id), new)
    unread.follow(user_id, new.room_id, row.seq)
    return row


def _find_stored(user_id: int, room_id: int, stored: StoredMessage) -> MessageRow:
    """The row of a message sent before. Someone who lost access must not see what others have changed since."""
    try:
        access.room_for(user_id, room_id)
    except NotFound:
        return message_rows.build_row(stored)
    return message_rows.build_rows(room_id, [stored])[0]


async def edit(user_id: int, message_id: int, body: str) -> MessageRow:
    """Edit one's own message and keep the previous version. Returns the row.

    Raises Empty (no text and no files; only the author can learn that), TooLong, LimitReached, NotFound, NotAMember,
    NotAllowed.
    """
    text = _check_body(body, may_be_empty=True)
    rate_limits.take('edit', user_id, long_texts.cost(text))
    await long_texts.prepare_message(user_id, message_id)
    room_id = await mentions.room_of(message_id)
    html, targets = await _render(user_id, room_id, text)
    return await write(_edit, user_id, message_id, text, html, targets)


def _edit(user_id: int, message_id: int, body: str, html: str, targets: mentions.MentionTargets) -> MessageRow:
    message, seat = access.message_for(user_id, message_id, access.Permission.WRITE)
    if message.deleted_at is not None:
        raise NotFound
    if message.author_id != user_id or not message.rules.may_edit:
        raise NotAllowed
    if not body and not attachments.files_of_messages([message_id]):
        raise Empty
    if message.body == body:
        return message_rows.row_of_message(message_id)[1]
    written_at = message.edited_at or message.created_at
    Revision.create(message=message_id, body=message.body, html=message.html, written_at=written_at)
    word_index.remove_message(message)
    message.body, message.html, message.html_version = body, html, markup.VERSION
    message.edited_at = now()
    word_index.add_message(message)
    affected = mentions.replace(message, targets)
    row = _save_change(message)
    for person in affected:
        unread.publish_read(person, seat.room.id)
    return row


@in_write
def _save_change(message: Message) -> MessageRow:
    """Save the changed text of a message and send its new row to the room."""
    revise(message)
    room_id, row = message_rows.row_of_message(message.id)
    after_commit(publish, f'room:{room_id}', MessageChanged(room_id, row, _quote_of(message)))
    return row


@in_write
def revise(message: Message) -> int:
    """Save a message under the room's next revision, and return the revision."""
    message.revision = next_revision(message.room_id)
    message.save()
    return message.revision


def _quote_of(message: Message) -> str | None:
    return message_rows.quotes(message.room_id, [message.seq]).get(message.seq)


async def delete(actor_id: int, message_id: int) -> MessageRow:
    """Delete a message and leave a placeholder, which is returned. Its author, the room's owners and admins may do so.

    Notices cannot be deleted; deleting twice is no error. Raises LimitReached, NotFound, NotAllowed.
    """

    def work() -> MessageRow:
        remove(actor_id, message_id)
        return message_rows.row_of_message(message_id)[1]

    rate_limits.take('delete', actor_id)
    await long_texts.prepare_removal(actor_id, message_id)
    return await write(work)


@in_write
def remove(actor_id: int, message_id: int) -> Message:
    """Delete a message as `delete` does, and log it if only an admin's right allows it; returns the message."""
    message, seat = access.message_for(actor_id, message_id)
    if not message.rules.may_delete:
        raise NotFound
    by_right = message.author_id == actor_id or seat.is_owner
    if not by_right and not seat.user.is_admin:
        raise NotAllowed
    if message.deleted_at is None:
        erase(message, actor_id, now())
        if not by_right:
            audit_log.note(seat.user, 'deleted_message', seat.room.name, User.get_by_id(message.author_id).nick)
    return message


@in_write
def erase(message: Message, actor_id: int, moment: datetime) -> None:
    """Delete a message without checking permissions."""
    word_index.remove_message(message)
    message.deleted_at, message.deleted_by_id = moment, actor_id
    revise(message)
    Pin.delete().where(Pin.message == message.id).execute()
    room_id, row = message_rows.row_of_message(message.id)
    after_commit(publish, f'room:{room_id}', MessageDeleted(room_id, row, _quote_of(message)))
    _publish_activity(message, ActivityWithdrawn)


async def undelete(actor_id: int, message_id: int) -> MessageRow:
    """Undo one's own deletion within UNDO_S seconds; somebody else's is refused. Returns the row.

    Raises LimitReached, NotFound, NotAllowed.
    """
    rate_limits.take('undelete', actor_id)
    await long_texts.prepare_removal(actor_id, message_id)
    return await write(_undelete, actor_id, message_id)


def _undelete(actor_id: int, message_id: int) -> MessageRow:
    message, seat = access.message_for(actor_id, message_id)
    access.check_open(actor_id, message.room_id, seat.blocks)
    if message.deleted_at is None:
        return message_rows.row_of_message(message_id)[1]
    if message.deleted_by_id != actor_id or message.deleted_at < now() - timedelta(seconds=UNDO_S):
        raise NotAllowed
    return bring_back(message)


@in_write
def bring_back(message: Message) -> MessageRow:
    """Restore a deleted message. Returns the row."""
    message.deleted_at = message.deleted_by = None
    word_index.add_message(message)
    row = _save_change(message)
    _publish_activity(message, ActivityRestored)
    return row


def _publish_activity(message: Message, kind: type[ActivityWithdrawn | ActivityRestored]) -> None:
    targets = mentions.mentions_of_message(message.id)
    message_fields = message.room_id, message.seq, message.author_id, message.revision
    event = kind(*message_fields, sorted(targets.people), targets.everyone)
    for topic in (f'room:{message.room_id}', f'room:{message.room_id}:activity'):
        after_commit(publish, topic, event)
