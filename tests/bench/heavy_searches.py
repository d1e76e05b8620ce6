"""Heavy searches: the worst case of every filter, negated and combined, and how 30 of them affect other people."""

import asyncio
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from messenger import history
from messenger.errors import TookTooLong
from messenger.search import results
from tests.bench import figures, searching

SEARCHERS, READER, PAUSE_S = 30, 49, 0.02
HOLD_MS, HISTORY_HOLD_MS = 250, 100


def heavy(words: list[str]) -> dict[str, list[str]]:
    """Searches that scan as much as possible, by what makes them heavy; the words are as common as possible."""
    a, b, c, d, *_ = words
    return {
        'dates, negated': ['-after:2000 -before:2100', '-on:2025', '-on:2025-10', '-before:2025-10-09', 'before:2001'],
        'people, negated': ['-from:me', '-from:p', '-from:person1 -from:person2', 'from:p -from:person'],
        'rooms, negated': ['-in:"Room 1"', '-in:room', 'in:"Room 1" -from:p', 'in:"Room 200" -has:link'],
        'files and pins': ['has:link', '-has:link -has:file -from:p', 'is:pinned', '-is:pinned -from:p', 'has:file'],
        'words, negated': [f'-{a}', f'-{a} -{b} -{c} -{d}', f'{a} -{a}', ' '.join(f'-{word}' for word in words[:20])],
        'phrases': [f'"{a} {b} {a} {c}"', f'"{a} {a} {a} {a}"', f'-"{a} {b}" -{a} -{b}', f'"{a} {b} {c[:3]}'],
        'many common words': [' '.join(words[:20]) + ' ', ' '.join(words[:7]) + ' ', f'{a} {words[-1]} '],
        'beginnings': [a[:2], a[:4], f'{a[:4]} -{a} ', f'"{a} {b[:4]}', f'{a[:3]} from:person40'],
        'nothing but signs': ['... --- !!!', 'а', 'я и', '世', '- - -', '"" ""', f'{"x " * 240}'],
    }


async def worst(messages: int, seconds: float) -> list[dict[str, Any]]:
    """The slowest search of each kind, in both orders; then a member's history while SEARCHERS search like that."""
    words = searching.vocabulary()
    with searching.opened(messages, words):
        rows = [await _slowest(kind, some) for kind, some in heavy(words).items()]
        quiet = await _history(seconds / 2)
        async with _searchers([query for some in heavy(words).values() for query in some]):
            beside = await _history(seconds)
    slow = figures.percentile(beside, 0.99)
    name = f'p99 of history beside {SEARCHERS} such searches'
    return [
        *rows,
        figures.row('heavy_searches', 'p99 of history, quiet', figures.percentile(quiet, 0.99), 'ms'),
        figures.row('heavy_searches', name, slow, 'ms', hold=f'≤ {HISTORY_HOLD_MS}', is_met=slow <= HISTORY_HOLD_MS),
    ]


async def _slowest(kind: str, queries: list[str]) -> dict[str, Any]:
    took = []
    for query in queries:
        for order in (results.NEWEST, results.BEST):
            started = time.perf_counter()
            await results.find(searching.MEMBER, query, order=order)
            took.append((time.perf_counter() - started) * 1000)
    hold, is_met = f'≤ {HOLD_MS}', max(took) <= HOLD_MS
    return figures.row('heavy_searches', f'slowest, {kind}', max(took), 'ms', hold=hold, is_met=is_met)


@asynccontextmanager
async def _searchers(queries: list[str]) -> AsyncIterator[None]:
    """SEARCHERS people search without a pause."""

    async def search_on(person: int) -> None:
        chance = random.Random(person)
        while True:
            try:
                await results.find(person, chance.choice(queries))
            except TookTooLong:
                await asyncio.sleep(PAUSE_S)

    tasks = [asyncio.create_task(search_on(person)) for person in range(1, SEARCHERS + 1)]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _history(seconds: float) -> list[float]:
    """How long each page of older messages took, in milliseconds."""
    chance, took, end = random.Random(1), [], time.monotonic() + seconds
    while time.monotonic() < end:
        started = time.perf_counter()
        await history.before(READER, chance.randint(1, 5), chance.randint(100, 1_000))
        took.append((time.perf_counter() - started) * 1000)
        await asyncio.sleep(PAUSE_S)
    return took
