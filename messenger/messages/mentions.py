"""Mentions: whom a message names, and who may be mentioned where."""

from dataclasses import dataclass, field
from itertools import islice

from msgspec import UNSET
from peewee import JOIN, fn

from messenger import access, markup, name_rules
from messenger.access import Seat
from messenger.database.engine import in_write, read
from messenger.database.prepared import Prepared, any_of, encode_list, slot
from messenger.errors import NotFound
from messenger.models import Membership, Mention, Message, User
from messenger.models.room import DIRECT
from messenger.payloads import MessageRow, Unheard

NAMES_LIMIT = 300


@dataclass(frozen=True)
class MentionTargets:
    """`names`: ids of everyone named, by folded nick or user name; `people`: the room's members among them.

    `everyone`: `@all`.
    """

    names: dict[str, int] = field(default_factory=dict)
    people: frozenset[int] = frozenset()
    everyone: bool = False

    @property
    def is_nobody(self) -> bool:
        """Whether nobody is notified."""
        return not self.people and not self.everyone


NOBODY = MentionTargets()

_NAMED_USERS = Prepared(
    lambda: (
        User.select(User.nick_key, User.username_key, User.id, fn.COALESCE(Membership.id, 0))
        .join(
            Membership,
            JOIN.LEFT_OUTER,
            on=((Membership.user == User.id) & (Membership.room == slot('room'))),
        )
        .where(User.nick_key.in_(any_of('keys')) | User.username_key.in_(any_of('keys')), User.is_active())
    )
)
_INSERT = Prepared(
    lambda: Mention.insert(
        {
            Mention.message: slot('message'),
            Mention.room: slot('room'),
            Mention.seq: slot('seq'),
            Mention.user: slot('user'),
        }
    )
)


async def find(user_id: int, room_id: int, text: str) -> MentionTargets:
    """The people named in `text`, written by this person in this room. Only those who `may_call` can use `@all`.

    Raises NotFound.
    """
    return await read(find_in_read, user_id, room_id, text)


def find_in_read(user_id: int, room_id: int, text: str) -> MentionTargets:
    """The same, from a read."""
    possible = _possible(text)
    if not possible:
        return NOBODY
    seat = access.room_for(user_id, room_id)
    everyone = bool(possible & markup.EVERYONE) and may_call(seat)
    rows = _NAMED_USERS(room=room_id, keys=encode_list(possible))
    by_username = {username: user for _, username, user, _ in rows if username in possible}
    by_nick = {nick: user for nick, _, user, _ in rows if nick in possible}
    members = frozenset(user for _, _, user, membership in rows if membership)
    return MentionTargets(by_username | by_nick, members, everyone)


def may_call(seat: Seat) -> bool:
    """Whether this person may mention everyone in the room: owners may, and all members if the room allows it."""
    return seat.is_member and seat.room.kind != DIRECT and (seat.is_owner or seat.room.everyone_may_call)


def _possible(text: str) -> set[str]:
    """The folded forms of everything after an `@` that could be a nick."""
    return {name_rules.key(name) for name in islice(markup.possible_in(text), NAMES_LIMIT)}


def render(text: str, targets: MentionTargets) -> tuple[str, MentionTargets]:
    """The HTML of a message, and the people it mentions: the longest name counts, and names in code do not."""
    rendered = markup.render_with_mentions(
        text, lambda name: targets.names.get(name_rules.key(name)), everyone=targets.everyone
    )
    return rendered.html, MentionTargets(targets.names, targets.people & rendered.mentions, rendered.everyone)


@in_write
def note(message_id: int, room_id: int, seq: int, targets: MentionTargets) -> None:
    """Store the people that a message mentions."""
    for user_id in sorted(targets.people):
        _INSERT(message=message_id, room=room_id, seq=seq, user=user_id)
    if targets.everyone:
        _INSERT(message=message_id, room=room_id, seq=seq, user=None)


@in_write
def replace(message: Message, targets: MentionTargets) -> set[int]:
    """Replace a message's mentions; returns the people whose unread counts may have changed."""
    before = mentions_of_message(message.id)
    if before.people == targets.people and before.everyone == targets.everyone:
        return set()
    Mention.delete().where(Mention.message == message.id).execute()
    note(message.id, message.room_id, message.seq, targets)
    affected = set(before.people ^ targets.people)
    if before.everyone != targets.everyone:
        affected |= {
            row.user_id for row in Membership.select(Membership.user).where(Membership.room == message.room_id)
        }
    return affected - {message.author_id}


def mentions_of_message(message_id: int) -> MentionTargets:
    """From a read or write: the people a stored message mentions."""
    users = [row.user_id for row in Mention.select(Mention.user).where(Mention.message == message_id)]
    return MentionTargets(people=frozenset(user for user in users if user is not None), everyone=None in users)


async def room_of(message_id: int) -> int:
    """The room of a message. Raises NotFound."""

    def query() -> int:
        message = Message.get_or_none(Message.id == message_id)
        if message is None:
            raise NotFound
        return message.room_id

    return await read(query)


async def unheard(user_id: int, row: MessageRow, body: str) -> Unheard | None:
    """For the author of a message (its row), sent with `body`: the mentions in it that notify nobody; None if none."""
    called = '@' in body and bool(_possible(body) & markup.EVERYONE) and 'data-user="all"' not in row.html
    if not called and row.names is None:
        return None
    return await read(_unheard, user_id, row.id, [int(mentioned_id) for mentioned_id in row.names or ()], called)


def _unheard(user_id: int, message_id: int, user_ids: list[int], called: bool) -> Unheard | None:
    _, seat = access.message_for(user_id, message_id)
    members = Membership.select(Membership.user).where(Membership.room == seat.room.id, Membership.user.in_(user_ids))
    outsiders = [user.summary() for user in User.active().where(User.id.in_(user_ids), User.id.not_in(members))]
    uncalled = called and seat.room.kind != DIRECT and not may_call(seat)
    if not outsiders and not uncalled:
        return None
    return Unheard(outsiders or None, seat.may_edit if outsiders else UNSET, uncalled)
