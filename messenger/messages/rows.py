"""Message rows as windows draw them: a message with its quote, reactions, pin, files and the nicks it mentions."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from peewee import SQL, ModelSelect, fn

from messenger import markup
from messenger.database.prepared import Prepared, any_of, encode_list, slot
from messenger.files import attachments
from messenger.models import Message, Pin, Reaction, User
from messenger.models.message import StoredMessage, moment
from messenger.models.message_kinds import KINDS, QUOTED
from messenger.models.user import user_summary
from messenger.payloads import FileRow, MessageRow, Quote, ReactionRow

QUOTE_LIMIT_CHARS = 160
NAMES_LIMIT = 20

_REACTIONS = Prepared(
    lambda: (
        Reaction.select(Reaction.message, Reaction.emoji, User.id, User.nick)
        .join(User)
        .where(Reaction.message.in_(any_of('messages')))
        .order_by(Reaction.id)
    )
)
_PINNED = Prepared(lambda: Pin.select(Pin.message).where(Pin.message.in_(any_of('messages'))))


def _select_quoted() -> 'ModelSelect[Message]':
    columns = (Message.id, Message.seq, User.id, User.nick, User.avatar, Message.kind, Message.html, Message.deleted_at)
    query = Message.select(*columns).join(User, on=(Message.author == User.id))
    return query.where(Message.room == slot('room'), Message.seq.in_(any_of('seqs')), Message.kind.in_(QUOTED))


def _select_answered() -> 'ModelSelect[Message]':
    reply = Message.alias()
    replies = reply.select(SQL('1')).where(reply.room == Message.room, reply.reply_seq == Message.seq)
    return _select_quoted().where(fn.EXISTS(replies))


_QUOTES, _ANSWERED = Prepared(_select_quoted), Prepared(_select_answered)
_NICKS = Prepared(lambda: User.select(User.id, User.nick).where(User.id.in_(any_of('users'))))
_BY_ID = Prepared(lambda: Message.select(Message.room, *Message.columns()).where(Message.id == slot('message')))


def build_rows(room_id: int, stored: Sequence[StoredMessage]) -> list[MessageRow]:
    """From a read or write: the rows of these messages of one room; at most six queries for any number of them."""
    living = {message.id: message for message in stored if message.deleted_ms is None}
    if not living:
        return [build_row(message) for message in stored]
    ids = encode_list(living)
    reactions = _reactions(ids)
    pinned = {message_id for (message_id,) in _PINNED(messages=ids)}
    files = attachments.files_of_messages(living)
    quotes = _quotes_for(room_id, {message.reply_seq for message in living.values() if message.reply_seq is not None})
    names = _names({message.id: message.html for message in living.values() if 'class="mention"' in message.html})
    return [
        build_row(
            message,
            reply=quotes.get(message.reply_seq or 0),
            reactions=reactions.get(message.id),
            pinned=message.id in pinned,
            files=files.get(message.id),
            names=names.get(message.id),
        )
        for message in stored
    ]


def build_row(
    stored: StoredMessage,
    *,
    reply: Quote | None = None,
    reactions: list[ReactionRow] | None = None,
    pinned: bool = False,
    files: list[FileRow] | None = None,
    names: dict[str, str] | None = None,
) -> MessageRow:
    """The row of one message, with what other tables hold about it; a deleted message keeps nothing but its place."""
    is_gone = stored.deleted_ms is not None
    edited = None if is_gone or stored.edited_ms is None else moment(stored.edited_ms)
    return MessageRow(
        stored.id,
        stored.seq,
        stored.revision,
        stored.author,
        stored.key,
        stored.kind,
        moment(stored.created_ms),
        is_gone,
        '' if is_gone else stored.body,
        '' if is_gone else stored.html,
        edited,
        None if is_gone else reply,
        reactions,
        pinned,
        files,
        names,
    )


def row_of_message(message_id: int) -> tuple[int, MessageRow]:
    """From a read or write: the room id and the row of an existing message."""
    room_id, *columns = _BY_ID(message=message_id)[0]
    return room_id, build_rows(room_id, [StoredMessage(*columns)])[0]


def _reactions(ids: str) -> dict[int, list[ReactionRow]]:
    reactions: dict[int, dict[str, ReactionRow]] = {}
    for message_id, emoji, user_id, nick in _REACTIONS(messages=ids):
        by_emoji = reactions.setdefault(message_id, {})
        reaction = by_emoji.get(emoji)
        if reaction is None:
            reaction = by_emoji[emoji] = ReactionRow(emoji, [], [])
        reaction.users.append(user_id)
        if len(reaction.names) < NAMES_LIMIT:
            reaction.names.append(nick)
    return {message_id: list(by_emoji.values()) for message_id, by_emoji in reactions.items()}


def quotes(room_id: int, seqs: Iterable[int]) -> dict[int, str]:
    """From a read or write: the current quote text, by seq, of those of these messages that have replies."""
    quotes_by_seq = _quotes(_ANSWERED(room=room_id, seqs=encode_list(seqs)))
    return {seq: quote.text for seq, quote in quotes_by_seq.items()}


def _quotes_for(room_id: int, seqs: Collection[int]) -> dict[int, Quote]:
    return _quotes(_QUOTES(room=room_id, seqs=encode_list(seqs))) if seqs else {}


def _quotes(rows: list[tuple[Any, ...]]) -> dict[int, Quote]:
    wordless = attachments.files_of_messages(
        message_id for message_id, *_, html, deleted in rows if not html and deleted is None
    )
    quotes_by_seq = {}
    for message_id, seq, user_id, nick, avatar, kind, html, deleted_at in rows:
        text = '' if deleted_at is not None else excerpt(kind, html, wordless.get(message_id, ()), QUOTE_LIMIT_CHARS)
        quotes_by_seq[seq] = Quote(seq, user_summary(user_id, nick, avatar), text)
    return quotes_by_seq


def excerpt(kind: str, html: str, files: Iterable[FileRow], limit_chars: int) -> str:
    """The text of a message for quotes and notifications."""
    of_kind = KINDS[kind].excerpt
    return of_kind(html, [file.name for file in files], limit_chars) if of_kind else ''


def _names(htmls: dict[int, str]) -> dict[int, dict[str, str]]:
    if not htmls:
        return {}
    ids_by_message = {message_id: set(markup.find_mentioned(html)[0].values()) for message_id, html in htmls.items()}
    nicks = nicks_of(set().union(*ids_by_message.values()))
    return {
        message_id: {str(user_id): nicks[user_id] for user_id in user_ids if user_id in nicks}
        for message_id, user_ids in ids_by_message.items()
    }


def nicks_of(ids: Iterable[int]) -> dict[int, str]:
    """From a read or write: the current nicks of people by id."""
    return dict(_NICKS(users=encode_list(ids)))
