"""Search: a seeded mix of queries over a million messages in 200 rooms, Russian and English."""

import random
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from messenger.app import App
from messenger.database import engine
from messenger.index import word_index
from messenger.index.word_index import IndexEntry
from messenger.search import results
from messenger.settings import load
from tests.bench import datasets, figures

PEOPLE, ROOMS, VOCABULARY, QUERIES, MEMBER = 1_000, 200, 20_000, 1_000, 7
BATCH = 20_000
ENDINGS = ('', 'а', 'ы', 'ами', 'ов', 'ной', 'ную', 'ить', 'ил')
ENGLISH_ENDINGS = ('', 's', 'ed', 'ing', 'er')


async def first_page(messages: int) -> list[dict[str, Any]]:
    """The first page of a query, from the call to the excerpts; the person is in all rooms, which is the worst case."""
    words = vocabulary()
    with opened(messages, words) as built:
        took: dict[str, list[float]] = {}
        for kind, query in mix(words):
            at = time.perf_counter()
            await results.find(MEMBER, query)
            took.setdefault(kind, []).append((time.perf_counter() - at) * 1000)
    every = [duration for some in took.values() for duration in some]
    middle, slow = figures.percentile(every, 0.5), figures.percentile(every, 0.99)
    rows = [
        figures.row('search', f'{messages:,} messages, first page, p50', middle, 'ms', hold='≤ 5', is_met=middle <= 5),
        figures.row('search', f'{messages:,} messages, first page, p99', slow, 'ms', hold='≤ 50', is_met=slow <= 50),
        figures.row('search', 'building the index', built / messages * 1e6, 'µs a message'),
    ]
    return rows + [
        figures.row('search', f'p99, {kind}', figures.percentile(some, 0.99), 'ms') for kind, some in took.items()
    ]


@contextmanager
def opened(messages: int, words: list[str]) -> Iterator[float]:
    """An open database with this many messages; yields the seconds that indexing took."""
    with tempfile.TemporaryDirectory(prefix='messenger-bench-') as folder:
        datasets.make(Path(folder), people=PEOPLE, rooms=ROOMS, messages=messages, members=50, words=words)
        started = time.monotonic()
        index(Path(folder) / 'messenger.db')
        built = time.monotonic() - started
        settings = load({'DATA_DIR': folder, 'RATE_LIMITS': 'off'}, env_file=Path(folder) / 'none')
        engine.open_database(settings)
        App(settings)
        try:
            yield built
        finally:
            engine.close_database()


def vocabulary() -> list[str]:
    """Words of both languages in several forms, the most common first."""
    chance = random.Random(5)
    invented: list[str] = []
    while len(invented) < VOCABULARY:
        if chance.random() < 0.5:
            root = ''.join(chance.choice('бвгдклмнпрст') + chance.choice('аеиоу') for _ in range(chance.randint(1, 3)))
            invented.append(root + chance.choice('нмтвк') + chance.choice(ENDINGS))
        else:
            root = ''.join(chance.choice('bcdfglmnprst') + chance.choice('aeiou') for _ in range(chance.randint(1, 3)))
            invented.append(root + chance.choice('nmtdk') + chance.choice(ENGLISH_ENDINGS))
    return invented


def mix(words: list[str]) -> Iterator[tuple[str, str]]:
    """Queries as people type them: common and rare words, several, beginnings, phrases, filters."""
    chance = random.Random(9)
    for _ in range(QUERIES // 8):
        common, rare = words[chance.randrange(50)], words[chance.randrange(5_000, VOCABULARY)]
        middle = words[chance.randrange(50, 2_000)]
        room, person = chance.randint(1, ROOMS), chance.randint(1, PEOPLE)
        yield 'a common word', f'{common} '
        yield 'a rare word', f'{rare} '
        yield 'two words', f'{common} {middle} '
        yield 'the beginning of a word', middle[: chance.randint(2, 5)]
        yield 'a phrase', f'"{common} {words[chance.randrange(50)]}"'
        yield 'a common word in one room', f'{common} in:"Room {room}"'
        yield 'a common word from one person', f'{common} from:person{person} '
        yield 'one word without another, between dates', f'{middle} -{common} after:2025-10-20 before:2025-11-20 '


def index(path: Path) -> None:
    """Fill the index as the server would, but without its pauses."""
    with sqlite3.connect(path) as base:
        base.execute('PRAGMA synchronous=OFF')
        cursor = base.execute('SELECT id, room_id, author_id, created_at, body FROM message ORDER BY id')
        while rows := cursor.fetchmany(BATCH):
            columns = [(row[0], *word_index.columns(IndexEntry(*row))) for row in rows]
            base.executemany(word_index.INSERT, columns)
    base.close()
