"""Room history for a window: the room's summary, and its newest, older, newer and changed messages."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from msgspec.structs import asdict
from peewee import ModelSelect

from messenger import access
from messenger.access import Seat
from messenger.database.engine import read
from messenger.database.prepared import Prepared, any_of, encode_list, slot
from messenger.messages import rows as message_rows
from messenger.models import Message, User
from messenger.models.message import StoredMessage
from messenger.models.user import user_summary
from messenger.payloads import HistoryPage, JoinedRoom, OpenedRoom, UserSummary, VisitedRoom
from messenger.people import presence
from messenger.reading import drafts, receipts, unread
from messenger.rooms import last_room, members, summaries

PAGE = 30
PAGE_LIMIT = 100
CHANGES_LIMIT = 500
UNREAD_LIMIT = 120
ANSWER_LIMIT_CHARS = 300_000  # texts and HTML: several answers may be waiting for a window that does not read them
CONTEXT = 5

Stored = list[StoredMessage]

_NEWEST = Prepared(lambda: _rows().order_by(Message.seq.desc()).limit(slot('limit')))
_OLDER = Prepared(lambda: _rows().where(Message.seq < slot('seq')).order_by(Message.seq.desc()).limit(slot('limit')))
_NEWER = Prepared(lambda: _rows().where(Message.seq > slot('seq')).order_by(Message.seq).limit(slot('limit')))
_CHANGED = Prepared(
    lambda: _rows().where(Message.revision > slot('since')).order_by(Message.revision).limit(CHANGES_LIMIT)
)
_SUMMARIES = Prepared(lambda: User.select(User.id, User.nick, User.avatar).where(User.id.in_(any_of('users'))))
_SENT_AT = Prepared(
    lambda: (
        Message.select(Message.seq, Message.created_at)
        .where(Message.room == slot('room'), Message.seq >= slot('seq'))
        .order_by(Message.seq)
        .limit(1)
    )
)


def _rows() -> 'ModelSelect[Message]':
    return Message.select(*Message.columns()).where(Message.room == slot('room'))


async def open_room(user_id: int, room_id: int, *, since: int | None = None, around: int | None = None) -> OpenedRoom:
    """Everything a window needs to show a room: its summary, this person's rights and state in it, and messages.

    With `since` (a revision the window already has), the messages changed after it, at most CHANGES_LIMIT; `complete`
    says whether that is all, and `quotes` {seq: text} has the current quotes of those that have replies, because the
    rows of the replies have not changed. Otherwise PAGE messages before and after seq `around`, or without it those
    around the first unread one, or the newest if it is among them. `draft` is the person's own, `seen` how far others
    have read ([[user, seq], …], see reading.receipts), `last_seen` see presence.companion_seen. Without `since`, `/`
    returns to this room from now on. Raises NotFound.
    """
    seat, room = await read(_open_room, user_id, room_id, since, around)
    if seat.is_member and since is None:
        await last_room.remember(seat.user, room_id)
    return room


def _open_room(user_id: int, room_id: int, since: int | None, around: int | None) -> tuple[Seat, OpenedRoom]:
    seat = access.room_for(user_id, room_id)
    revision, complete = seat.room.revision, True
    if since is not None:
        changed = _CHANGED(room=room_id, since=since)
        messages = _take_what_fits(changed)
        if len(messages) < len(changed) or len(messages) == CHANGES_LIMIT:
            revision, complete = messages[-1].revision, False
    elif around is not None:
        messages = _before(room_id, around + 1, PAGE) + _after(room_id, around, PAGE)
    else:
        messages = _at_first_unread(seat) or _before(room_id, None, PAGE)
    seen = receipts.list_read_marks(seat)
    return seat, OpenedRoom(
        room=_room_for(seat),
        messages=message_rows.build_rows(room_id, messages),
        quotes=_quotes(room_id, messages) if since is not None else {},
        people=_authors(messages, [user_id for user_id, _ in seen or []]),
        revision=revision,
        complete=complete,
        draft=drafts.draft_of(user_id, room_id) if seat.is_member else '',
        seen=seen,
        last_seen=presence.companion_seen(seat),
        online=presence.count_in(seat),
    )


def _quotes(room_id: int, messages: Stored) -> dict[str, str]:
    return {str(seq): text for seq, text in message_rows.quotes(room_id, [message.seq for message in messages]).items()}


def _at_first_unread(seat: Seat) -> Stored:
    """Messages from shortly before the first unread one to the end, or only a page of them if more than UNREAD_LIMIT
    are left. Empty if the first unread one is on the newest page.
    """
    membership, room = seat.membership, seat.room
    if membership is None or room.last_seq - membership.last_read_seq <= PAGE:
        return []
    first = unread.first(seat.user.id, room.id, membership.last_read_seq)
    if first is None or room.last_seq - first < PAGE:
        return []
    behind = room.last_seq - first + 1
    return _before(room.id, first, CONTEXT) + _after(room.id, first - 1, behind if behind <= UNREAD_LIMIT else PAGE)


def _room_for(seat: Seat) -> JoinedRoom | VisitedRoom:
    rights: dict[str, Any] = {
        'is_member': seat.is_member,
        'has_blocked': seat.has_blocked,
        'may_edit': seat.may_edit,
        'may_govern': seat.may_govern,
        'may_moderate': seat.user.is_admin or seat.is_owner,
    }
    if seat.is_member:
        return JoinedRoom(**asdict(members.entry(seat.user.id, seat.room.id)), **rights)
    return VisitedRoom(**asdict(summaries.summary_of_room(seat.room)), **rights, last_seq=seat.room.last_seq)


async def before(user_id: int, room_id: int, seq: int, limit: int = PAGE) -> HistoryPage:
    """Up to `limit` messages older than `seq`, fewer if they are long, and their authors. Raises NotFound."""
    return await read(_page, user_id, room_id, _before, seq, limit)


async def after(user_id: int, room_id: int, seq: int, limit: int = PAGE) -> HistoryPage:
    """Up to `limit` messages newer than `seq`, fewer if they are long, and their authors. Raises NotFound."""
    return await read(_page, user_id, room_id, _after, seq, limit)


def _page(user_id: int, room_id: int, side: Callable[[int, int, int], Stored], seq: int, limit: int) -> HistoryPage:
    access.room_for(user_id, room_id)
    messages = side(room_id, seq, max(1, min(limit, PAGE_LIMIT)))
    return HistoryPage(message_rows.build_rows(room_id, messages), _authors(messages))


def _before(room_id: int, seq: int | None, limit: int) -> Stored:
    rows = _NEWEST(room=room_id, limit=limit) if seq is None else _OLDER(room=room_id, seq=seq, limit=limit)
    return _take_what_fits(rows)[::-1]


def _after(room_id: int, seq: int, limit: int) -> Stored:
    return _take_what_fits(_NEWER(room=room_id, seq=seq, limit=limit))


def _take_what_fits(rows: Iterable[tuple[Any, ...]]) -> Stored:
    """The first messages, as many as fit in one answer; at least one."""
    messages: Stored = []
    chars = 0
    for columns in rows:
        message = StoredMessage(*columns)
        if message.deleted_ms is None:
            chars += len(message.body) + len(message.html)
        if messages and chars > ANSWER_LIMIT_CHARS:
            break
        messages.append(message)
    return messages


def _authors(messages: Stored, others: Iterable[int] = ()) -> list[UserSummary]:
    return [
        user_summary(*columns)
        for columns in _SUMMARIES(users=encode_list({*(message.author for message in messages), *others}))
    ]


async def summaries_of_authors(user_id: int, room_id: int, ids: list[int]) -> list[UserSummary]:
    """The current nick and avatar of people whose messages a window shows. Raises NotFound."""

    def query() -> list[UserSummary]:
        access.room_for(user_id, room_id)
        spoke = User.id.in_(Message.select(Message.author).where(Message.room == room_id, Message.author.in_(ids)))
        return [user.summary() for user in User.select().where(spoke)]

    return await read(query)


async def seq_since(user_id: int, room_id: int, moment: datetime) -> int:
    """The seq of the first message sent at `moment` or later, otherwise of the last one. Raises NotFound."""

    def query() -> int:
        seat = access.room_for(user_id, room_id)
        return _seq_since(room_id, round(moment.timestamp() * 1000), seat.room.last_seq)

    return await read(query)


def _seq_since(room_id: int, moment_ms: int, last_seq: int) -> int:
    """The same, by binary search: times grow with the seq, and a room may have millions of messages."""
    low, high = 0, last_seq
    while low < high:
        middle = (low + high) // 2
        seq, at_ms = next(iter(_SENT_AT(room=room_id, seq=middle)), (last_seq, moment_ms))
        if at_ms < moment_ms:
            low = max(middle, seq) + 1
        else:
            high = middle
    return next((seq for seq, _ in _SENT_AT(room=room_id, seq=low)), last_seq)
