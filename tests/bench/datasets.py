"""Data to measure with, made from a seed: people with sessions, rooms of very different sizes, messages."""

import random
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from messenger import markup
from messenger.accounts import tokens
from messenger.database import engine
from messenger.index import word_forms
from messenger.settings import load

WORDS = """
the room map route bike north rain team note plan work late free test page look file name word list time
комната карта маршрут дождь команда план работа тест страница файл имя слово список время дом город река
""".split()  # noqa: SIM905 - a string is easier to read and extend
START_MS, STEP_MS = 1_760_000_000_000, 3_000
BATCH = 20_000


@dataclass(frozen=True)
class Place:
    """A filled data folder. Everyone is in every room of `rooms`, ids from 1."""

    folder: Path
    people: int
    rooms: int

    def token(self, user_id: int) -> str:
        """The token of a person's session."""
        return f'bench-token-{user_id}'


def make(
    folder: Path,
    *,
    people: int,
    rooms: int,
    messages: int,
    members: int | None = None,
    words: Sequence[str] = WORDS,
    seed: int = 1,
) -> Place:
    """Fill `folder`: the first `members` people (all by default) are in every room, and say `words`.

    Room sizes follow Zipf's law: the first is the largest. So do words, if there are more than a few.
    """
    engine.open_database(load({'DATA_DIR': str(folder)}, env_file=folder / 'none'))
    engine.close_database()
    chance = random.Random(seed)
    sizes = _sizes(rooms, messages)
    with sqlite3.connect(folder / 'messenger.db') as base:
        base.execute('PRAGMA synchronous=OFF')
        _mark_indexed(base)
        _people(base, people)
        _rooms(base, sizes, min(people, members or people))
        for room_id, size in enumerate(sizes, 1):
            _messages(base, room_id, size, min(people, members or people), chance, words)
    base.close()
    return Place(folder, people, rooms)


def _mark_indexed(base: sqlite3.Connection) -> None:
    """Keep the server from indexing a million messages during a measurement."""
    rows = [('search_version', str(word_forms.VERSION)), ('search_next', '0'), ('html_version', str(markup.VERSION))]
    base.executemany('INSERT INTO setting (name, value) VALUES (?, ?)', rows)


def _sizes(rooms: int, messages: int) -> list[int]:
    weights = [1 / rank for rank in range(1, rooms + 1)]
    return [int(messages * weight / sum(weights)) for weight in weights]


def _people(base: sqlite3.Connection, people: int) -> None:
    insert = (
        'INSERT INTO user'
        ' (id, username, username_key, nick, nick_key, about, avatar, password_hash, is_admin, created_at)'
        " VALUES (?, ?, ?, ?, ?, '', '', 'none', ?, ?)"
    )
    names = [(number, f'person{number}') for number in range(1, people + 1)]
    base.executemany(insert, [(number, *(4 * [name]), number == 1, START_MS) for number, name in names])
    session = (
        'INSERT INTO session (user_id, token_hash, created_at, last_used_at, expires_at, address, device)'
        " VALUES (?, ?, ?, ?, ?, '', '')"
    )
    far = START_MS * 2
    rows = [(number, tokens.digest(f'bench-token-{number}'), START_MS, far, far) for number, _ in names]
    base.executemany(session, rows)


def _rooms(base: sqlite3.Connection, sizes: list[int], members: int) -> None:
    insert = (
        'INSERT INTO room (id, kind, name, name_key, topic, owners_only, last_seq, revision, created_by_id, created_at)'
        " VALUES (?, 'closed', ?, ?, '', 0, ?, ?, 1, ?)"
    )
    rows = [(number, f'Room {number}', f'room {number}', size, size, START_MS) for number, size in enumerate(sizes, 1)]
    base.executemany(insert, rows)
    seat = (
        'INSERT INTO membership (room_id, user_id, role, level, last_read_seq, joined_at)'
        " VALUES (?, ?, ?, 'everything', ?, ?)"
    )
    for room_id, size in enumerate(sizes, 1):
        people = range(1, members + 1)
        base.executemany(
            seat, [(room_id, person, 'owner' if person == 1 else 'member', size, START_MS) for person in people]
        )


def _messages(
    base: sqlite3.Connection, room_id: int, size: int, members: int, chance: random.Random, words: Sequence[str]
) -> None:
    insert = (
        'INSERT INTO message (room_id, seq, revision, author_id, key, kind, body, html, html_version, created_at)'
        " VALUES (?, ?, ?, ?, ?, 'text', ?, ?, ?, ?)"
    )
    weights = list(accumulate(1 / rank for rank in range(1, len(words) + 1))) if words is not WORDS else None
    for first in range(1, size + 1, BATCH):
        rows = []
        for seq in range(first, min(first + BATCH, size + 1)):
            body = ' '.join(chance.choices(words, cum_weights=weights, k=chance.randint(2, 20)))
            author = chance.randint(1, members)
            moment = START_MS + seq * STEP_MS
            rows.append((room_id, seq, seq, author, f'{room_id}-{seq}', body, f'<p>{body}</p>', markup.VERSION, moment))
        base.executemany(insert, rows)
