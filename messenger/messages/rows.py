"""Completes message rows with data from other tables: quote, reactions, pin, files, nicks of mentioned people."""

from collections.abc import Iterable
from typing import Any

from peewee import SQL, ModelSelect, fn

from messenger import markup
from messenger.database.prepared import Prepared, any_of, listed, slot
from messenger.files import attachments
from messenger.models import Message, Pin, Reaction, User
from messenger.models.message import TEXT, row_of
from messenger.models.user import brief_of

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


def _quoted() -> 'ModelSelect[Message]':
    columns = (Message.id, Message.seq, User.id, User.nick, User.avatar, Message.html, Message.deleted_at)
    query = Message.select(*columns).join(User, on=(Message.author == User.id))
    return query.where(Message.room == slot('room'), Message.seq.in_(any_of('seqs')), Message.kind == TEXT)


def _answered() -> 'ModelSelect[Message]':
    reply = Message.alias()
    replies = reply.select(SQL('1')).where(reply.room == Message.room, reply.reply_seq == Message.seq)
    return _quoted().where(fn.EXISTS(replies))


_QUOTES, _ANSWERED = Prepared(_quoted), Prepared(_answered)
_NICKS = Prepared(lambda: User.select(User.id, User.nick).where(User.id.in_(any_of('users'))))
_ONE = Prepared(lambda: Message.select(Message.room, *Message.columns()).where(Message.id == slot('message')))


def complete(room_id: int, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """From a read or write: add to rows of one room the data from other tables; returns the same list.

    `reply` {seq, author (brief), text}, `reactions` [{emoji, users (ids), names}], `pinned`, `files` (see attachments),
    `names` {id: nick}; each only if there is something. At most six queries for any number of rows.
    """
    living = {row['id']: row for row in rows if not row['deleted']}
    if not living:
        return rows
    ids = listed(living)
    for message_id, emoji, user_id, nick in _REACTIONS(messages=ids):
        _count(living[message_id].setdefault('reactions', []), emoji, user_id, nick)
    for (message_id,) in _PINNED(messages=ids):
        living[message_id]['pinned'] = True
    for message_id, files in attachments.of(living).items():
        living[message_id]['files'] = files
    _quote(room_id, [row for row in living.values() if 'reply' in row])
    _name([row for row in living.values() if 'class="mention"' in row['html']])
    return rows


def of(message_id: int) -> tuple[int, dict[str, Any]]:
    """From a read or write: the room id and the complete row of an existing message."""
    room_id, *columns = _ONE(message=message_id)[0]
    return room_id, complete(room_id, [row_of(*columns)])[0]


def _count(reactions: list[dict[str, Any]], emoji: str, user_id: int, nick: str) -> None:
    for one in reactions:
        if one['emoji'] == emoji:
            break
    else:
        one = {'emoji': emoji, 'users': [], 'names': []}
        reactions.append(one)
    one['users'].append(user_id)
    if len(one['names']) < NAMES_LIMIT:
        one['names'].append(nick)


def quotes(room_id: int, seqs: Iterable[int]) -> dict[int, str]:
    """From a read or write: the current quote text, by seq, of those of these messages that have replies."""
    found = _quotes(_ANSWERED(room=room_id, seqs=listed(seqs)))
    return {seq: quote['text'] for seq, quote in found.items()}


def _quote(room_id: int, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    known = _quotes(_QUOTES(room=room_id, seqs=listed(row['reply'] for row in rows)))
    for row in rows:
        quote = known.get(row['reply'])
        if quote is None:
            del row['reply']
        else:
            row['reply'] = quote


def _quotes(found: list[tuple[Any, ...]]) -> dict[int, dict[str, Any]]:
    wordless = attachments.of(message_id for message_id, *_, html, deleted in found if not html and deleted is None)
    known = {}
    for message_id, seq, user_id, nick, avatar, html, deleted_at in found:
        said = markup.plain(html, QUOTE_LIMIT_CHARS) or names_of(wordless.get(message_id, ()))
        text = '' if deleted_at is not None else said
        known[seq] = {'seq': seq, 'author': brief_of(user_id, nick, avatar), 'text': text}
    return known


def names_of(files: Iterable[dict[str, Any]]) -> str:
    """The quote text of a message without words: the names of its files."""
    return ', '.join(file['name'] for file in files)[:QUOTE_LIMIT_CHARS]


def _name(rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    named = {row['id']: set(markup.found_in(row['html'])[0].values()) for row in rows}
    nicks = dict(_NICKS(users=listed(set().union(*named.values()))))
    for row in rows:
        row['names'] = {str(user_id): nicks[user_id] for user_id in named[row['id']] if user_id in nicks}


def nicks_of(ids: Iterable[int]) -> dict[int, str]:
    """From a read or write: the current nicks of people by id."""
    return dict(_NICKS(users=listed(ids)))
