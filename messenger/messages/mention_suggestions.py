"""Suggestions for mentions: people whose names fit the typed text, and people that an unknown name may mean."""

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from heapq import nsmallest

from msgspec.structs import asdict
from peewee import JOIN, fn

from messenger import access, markup, name_rules
from messenger.access import Seat
from messenger.database.engine import search
from messenger.database.prepared import Prepared, slot
from messenger.messages import mentions
from messenger.models import Membership, Message, User
from messenger.models.room import DIRECT
from messenger.payloads import Mentionable, Mentionables, UnmatchedName, UnmatchedNames
from messenger.people.directory import PEOPLE_LIMIT
from messenger.people.name_match import OTHER_LAYOUT, WHOLE, NamePattern, forms

CHOICES = 8
RECENT_MESSAGES = 100
UNMATCHED_SHOWN = 3
SIMILAR = 0.75  # of the letters, for a suggestion
MEANT_LIMIT = 50  # people compared with the words that follow the first
_WORD = re.compile(r'\S+')
_SENTENCE_END = re.compile(r'\.(?= |$)')

_NAMES = Prepared(
    lambda: (
        User.select(User.id, User.nick, User.username, fn.COALESCE(Membership.id, 0))
        .join(
            Membership,
            JOIN.LEFT_OUTER,
            on=((Membership.user == User.id) & (Membership.room == slot('room'))),
        )
        .where(User.is_active())
        .order_by(Membership.id.is_null(), User.id)
        .limit(PEOPLE_LIMIT)
    )
)
_LATEST = Prepared(
    lambda: (
        Message.select(Message.author)
        .where(Message.room == slot('room'))
        .order_by(Message.seq.desc())
        .limit(RECENT_MESSAGES)
    )
)


async def choices(user_id: int, room_id: int, typed: str) -> Mentionables:
    """Suggestions for a mention being typed, at most CHOICES. Raises NotFound.

    Members of the room come first; then those whose names fit best, and those who wrote last.
    """
    return await search(_choices, user_id, room_id, typed)


def _choices(user_id: int, room_id: int, typed: str) -> Mentionables:
    seat = access.room_for(user_id, room_id)
    key, pattern = name_rules.key(typed), NamePattern(typed)
    is_over = _length_of_name(typed) < len(typed)
    suggested = _suggest_people(user_id, seat, pattern, CHOICES, is_over=is_over)
    people = [_mentionable(user, is_member=is_member) for user, is_member in suggested]
    everyone = mentions.may_call(seat) and any(word.startswith(key) for word in markup.EVERYONE)
    return Mentionables(people, everyone)


def _length_of_name(typed: str) -> int:
    """How much of what follows an `@` can be a name: a sentence mark ends it, as in `anna, look` or `anna.`."""
    end = next(
        (index for index, char in enumerate(typed) if not name_rules.is_personal(char) and char != "'"), len(typed)
    )
    sentence = _SENTENCE_END.search(typed, 0, end)
    return sentence.start() if sentence else end


def _suggest_people(
    user_id: int, seat: Seat, pattern: NamePattern, limit: int, *, is_over: bool = False
) -> list[tuple[User, bool]]:
    """The people whose names fit a pattern, best first, with whether they are members of the room.

    `is_over`: signs show that the name has ended, unless they are letters of the other keyboard layout.
    """
    recent = {author: index for index, author in enumerate(_recent_authors(seat.room.id))}
    ranked = []
    for other_id, nick, username, is_member in _others(user_id, seat):
        rank = WHOLE if pattern.is_empty else pattern.rank(nick, username)
        if rank is not None and (rank == OTHER_LAYOUT or not is_over):
            order = (not is_member, rank, recent.get(other_id, len(recent)), name_rules.key(nick), other_id)
            ranked.append(order)
    ranked = nsmallest(limit, ranked)
    users = {user.id: user for user in User.select().where(User.id.in_([order[-1] for order in ranked]))}
    return [(users[other_id], not is_outside) for is_outside, *_, other_id in ranked]


async def find_unmatched(user_id: int, room_id: int, text: str) -> UnmatchedNames:
    """The mentions in a text being sent that name nobody, each with the person who was probably meant.

    Raises NotFound.
    """
    return await search(_find_unmatched, user_id, room_id, text)


def _find_unmatched(user_id: int, room_id: int, text: str) -> UnmatchedNames:
    seat = access.room_for(user_id, room_id)
    targets = mentions.find_in_read(user_id, room_id, text)
    rendered = markup.render_with_mentions(text, lambda name: targets.names.get(name_rules.key(name)), everyone=True)
    names = [_probably_meant(user_id, seat, run) for run in rendered.unmatched[:UNMATCHED_SHOWN]]
    return UnmatchedNames(list({unmatched.name: unmatched for unmatched in names}.values()))


def _probably_meant(user_id: int, seat: Seat, run: str) -> UnmatchedName:
    """What of the words after an `@` is a name, and the person whose name it probably is.

    It is the first word, and those after it that are words of the same person's name.
    """
    typed = run[: _length_of_name(run)]
    ends = [word.end() for word in _WORD.finditer(typed)]
    first, *following = typed.split()
    best, count = None, 0
    for user, is_member in _similar(user_id, seat, first.rstrip('.-')):
        more = max(_count_words(name, first, following) for name in (user.nick, user.username))
        if best is None or more > count:
            best, count = _mentionable(user, is_member=is_member), more
    return UnmatchedName(typed[: ends[count]].rstrip('.-'), best)


def _count_words(name: str, first: str, following: list[str]) -> int:
    """How many of the `following` words belong to a name that begins, in any order of its words, with `first`."""
    sounds, begun = list(forms(name).sound.words), forms(first).sound.joined
    sounds.remove(next((sound for sound in sounds if sound.startswith(begun)), sounds[0]))
    for count, word in enumerate(following):
        sound = forms(word.rstrip('.-')).sound.joined
        if sound not in sounds:
            return count
        sounds.remove(sound)
    return len(following)


def _similar(user_id: int, seat: Seat, name: str) -> list[tuple[User, bool]]:
    """The people whose names fit what was typed, or else look like it."""
    suggested = _suggest_people(user_id, seat, NamePattern(name), MEANT_LIMIT)
    if not suggested:
        words = _words((nick, username) for _, nick, username, _ in _others(user_id, seat))
        close = get_close_matches(forms(name).sound.joined, words, n=1, cutoff=SIMILAR)
        suggested = _suggest_people(user_id, seat, NamePattern(words[close[0]]), MEANT_LIMIT) if close else []
    return suggested


def _words(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """All words of these names, by how they sound."""
    words = {word for pair in names for name in pair for word in forms(name).as_written.words}
    return {forms(word).sound.joined: word for word in words}


def _mentionable(user: User, *, is_member: bool) -> Mentionable:
    return Mentionable(**asdict(user.summary()), username=user.username, is_member=is_member)


def _others(user_id: int, seat: Seat) -> Iterator[tuple[int, str, str, bool]]:
    """Those who can be mentioned, as (id, nick, user name, whether they are a member)."""
    for other_id, nick, username, membership in _NAMES(room=seat.room.id):
        if other_id != user_id and (membership or seat.room.kind != DIRECT):
            yield other_id, nick, username, bool(membership)


def _recent_authors(room_id: int) -> list[int]:
    """Those who wrote the last messages in a room, the latest first."""
    return list(dict.fromkeys(author for (author,) in _LATEST(room=room_id)))
