"""The only place that adds a message to a room: the next seq, the row, and the events after the commit."""

import json
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from messenger.database.engine import after_commit, in_write
from messenger.database.prepared import Prepared, slot
from messenger.events import MessagePosted, RoomActivity
from messenger.files import attachments
from messenger.index import word_index
from messenger.messages import mentions
from messenger.messages import rows as message_rows
from messenger.models import Message, Room, User
from messenger.models.base import now
from messenger.models.message import NOTICE, TEXT, row_of
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


@in_write
def append(  # noqa: PLR0913 - the columns of a message
    room_id: int,
    author: dict[str, Any],
    *,
    key: str,
    body: str,
    html: str = '',
    html_version: int = 0,
    kind: str = TEXT,
    created_at: datetime | None = None,
    reply: int | None = None,
    named: mentions.Named = mentions.NOBODY,
    files: Sequence[int] = (),
) -> dict[str, Any]:
    """Add a message to the end of the room, publish it after the commit, and return its row.

    `author` is the brief of a person. `created_at` is for messages written earlier; the default is now. `reply` is the
    seq of the message it answers, `named` the people it mentions, `files` the ids of its attachments. Raises FileGone.
    """
    moment = round((created_at or now()).timestamp() * 1000)
    ((seq, revision),) = _COUNT(room=room_id, moment=moment)
    if reply is not None and not 0 < reply < seq:
        reply = None  # only earlier messages can be answered
    values = {'seq': seq, 'revision': revision, 'author': author['id'], 'key': key}
    values |= {'kind': kind, 'body': body, 'html': html}
    message_id = _INSERT.insert(room=room_id, html_version=html_version, moment=moment, reply=reply, **values)
    row = row_of(message_id, seq, revision, author['id'], key, kind, moment, None, body, html, reply)
    if files:
        attachments.claim(message_id, author['id'], room_id, files)
    if reply is not None or named.nicks or files:
        message_rows.complete(room_id, [row])
    if not named.is_nobody:
        mentions.note(message_id, room_id, seq, named)
    if kind == TEXT:
        names = [(file['name'], file['kind']) for file in row.get('files', ())]
        word_index.add(message_id, room_id, author['id'], moment, body, names)
    _tell(room_id, row, author, named)
    return row


def _tell(room_id: int, row: dict[str, Any], author: dict[str, Any], named: mentions.Named) -> None:
    """After the commit: send the row to windows that show the room, and only the activity to the others."""
    after_commit(publish, f'room:{room_id}', MessagePosted(room_id, row, author))
    counts, people = row['kind'] == TEXT, sorted(named.people)
    activity = RoomActivity(room_id, row['seq'], author['id'], counts, row['revision'], people, everyone=named.everyone)
    after_commit(publish, f'room:{room_id}:activity', activity)


@in_write
def append_notice(
    room_id: int, actor: User, what: str, *, created_at: datetime | None = None, **facts: Any
) -> dict[str, Any]:
    """Add a notice about what somebody did to the room.

    `what`: created, renamed, opened, closed, joined, joined_as_admin, left, left_conversation, added, removed,
    made_owner, made_member, restored, topic. Facts are small and JSON-able; people in them are briefs.
    """
    body = json.dumps({'what': what, **facts}, ensure_ascii=False)
    key = f'notice:{secrets.token_urlsafe(NOTICE_KEY_BYTES)}'
    return append(room_id, actor.brief(), key=key, body=body, kind=NOTICE, created_at=created_at)


@in_write
def next_revision(room_id: int) -> int:
    """Take the next revision number of the room."""
    counted = Room.update(revision=Room.revision + 1).where(Room.id == room_id).returning(Room.revision)
    return int(counted.execute()[0].revision)


def name_people(user_ids: Sequence[int]) -> dict[str, Any]:
    """The people in a notice: the first NAMED of them as briefs, and the number of `others`, if any."""
    shown = User.select().where(User.id.in_(user_ids)).order_by(User.id).limit(NAMED)
    others = {'others': len(user_ids) - NAMED} if len(user_ids) > NAMED else {}
    return {'people': [user.brief() for user in shown], **others}
