"""The only place that adds a message to a room: the next seq, the row, and the events after the commit."""

import json
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct, to_builtins

from messenger.database.engine import after_commit, in_write
from messenger.database.prepared import Prepared, slot
from messenger.events import MessagePosted, RoomActivity
from messenger.files import attachments, waiting_texts
from messenger.index import word_index
from messenger.index.word_index import IndexedFile, IndexEntry
from messenger.messages import mentions
from messenger.messages import rows as message_rows
from messenger.models import Message, Room, User
from messenger.models.base import now
from messenger.models.message import StoredMessage
from messenger.models.message_kinds import KINDS, NOTICE, TEXT
from messenger.payloads import MessageRow, UserSummary
from messenger.pubsub import publish

NAMED = 10  # per notice, because its row is sent to every window that shows the room
NOTICE_KEY_BYTES = 15

_COUNT = Prepared(
    lambda: (
        Room.update(last_seq=Room.last_seq + 1, revision=Room.revision + 1, last_message_at=slot('moment'))
        .where(Room.id == slot('room'))
        .returning(Room.last_seq, Room.revision)
    )
)
_INSERT = Prepared(
    lambda: Message.insert(
        {
            Message.room: slot('room'),
            Message.seq: slot('seq'),
            Message.revision: slot('revision'),
            Message.author: slot('author'),
            Message.key: slot('key'),
            Message.kind: slot('kind'),
            Message.body: slot('body'),
            Message.html: slot('html'),
            Message.html_version: slot('html_version'),
            Message.reply_seq: slot('reply'),
            Message.created_at: slot('moment'),
        }
    )
)


class NewMessage(Struct, frozen=True):
    """A message to add to a room.

    `created_at` is for messages written earlier; the default is now. `reply` is the seq of the message it answers,
    `targets` the people it mentions, `files` the ids of its attachments.
    """

    room_id: int
    key: str
    body: str
    html: str = ''
    html_version: int = 0
    kind: str = TEXT
    created_at: datetime | None = None
    reply: int | None = None
    targets: mentions.MentionTargets = mentions.NOBODY
    files: Sequence[int] = ()


@in_write
def append(author: UserSummary, new: NewMessage) -> MessageRow:
    """Add a message to the end of its room, publish it after the commit, and return its row.

    Raises FileGone.
    """
    stored = _insert(author.id, new)
    room_id = new.room_id
    if new.files:
        attachments.claim(stored.id, author.id, room_id, new.files)
        waiting_texts.add(stored.id)
    if not new.targets.is_nobody:
        mentions.note(stored.id, room_id, stored.seq, new.targets)
    has_more = stored.reply_seq is not None or new.targets.names or new.files
    row = message_rows.build_rows(room_id, [stored])[0] if has_more else message_rows.build_row(stored)
    _index(room_id, stored, row)
    _publish_posted(room_id, row, author, new.targets)
    return row


def _insert(author_id: int, new: NewMessage) -> StoredMessage:
    moment = round((new.created_at or now()).timestamp() * 1000)
    ((seq, revision),) = _COUNT(room=new.room_id, moment=moment)
    reply = new.reply if new.reply is not None and 0 < new.reply < seq else None  # only earlier ones can be answered
    message_id = _INSERT.insert(
        room=new.room_id,
        seq=seq,
        revision=revision,
        author=author_id,
        key=new.key,
        kind=new.kind,
        body=new.body,
        html=new.html,
        html_version=new.html_version,
        reply=reply,
        moment=moment,
    )
    return StoredMessage(
        *(message_id, seq, revision, author_id, new.key, new.kind, moment, None, new.body, new.html, reply, None)
    )


def _index(room_id: int, stored: StoredMessage, row: MessageRow) -> None:
    words = KINDS[stored.kind].words
    if words is not None:
        files = [IndexedFile(file.name, file.kind) for file in row.files or ()]
        text = words(stored.body)
        word_index.add(IndexEntry(stored.id, room_id, stored.author, stored.created_ms, text, files))


def _publish_posted(room_id: int, row: MessageRow, author: UserSummary, targets: mentions.MentionTargets) -> None:
    """After the commit: send the row to windows that show the room, and only the activity to the others."""
    after_commit(publish, f'room:{room_id}', MessagePosted(room_id, row, author))
    counts, people = KINDS[row.kind].counts, sorted(targets.people)
    activity = RoomActivity(room_id, row.seq, author.id, counts, row.revision, people, everyone=targets.everyone)
    after_commit(publish, f'room:{room_id}:activity', activity)


@in_write
def append_notice(
    room_id: int, actor: User, action: str, *, created_at: datetime | None = None, **details: Any
) -> MessageRow:
    """Add a notice about what somebody did to the room.

    `action`: created, renamed, opened, closed, joined, joined_as_admin, left, left_conversation, added, removed,
    made_owner, made_member, restored, topic. Details are small; people in them are summaries as plain data.
    """
    body = json.dumps({'what': action, **details}, ensure_ascii=False)
    key = f'notice:{secrets.token_urlsafe(NOTICE_KEY_BYTES)}'
    return append(actor.summary(), NewMessage(room_id, key, body, kind=NOTICE, created_at=created_at))


@in_write
def next_revision(room_id: int) -> int:
    """Take the next revision number of the room."""
    counted = Room.update(revision=Room.revision + 1).where(Room.id == room_id).returning(Room.revision)
    return int(counted.execute()[0].revision)


def name_people(user_ids: Sequence[int]) -> dict[str, Any]:
    """The people in a notice: summaries of the first NAMED of them, and the number of `others`, if any."""
    named_users = User.select().where(User.id.in_(user_ids)).order_by(User.id).limit(NAMED)
    others = {'others': len(user_ids) - NAMED} if len(user_ids) > NAMED else {}
    return {'people': [to_builtins(user.summary()) for user in named_users], **others}
