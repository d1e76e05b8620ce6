"""However much there is to scan, a search reads a limited part, says so, and continues from there when asked."""

import itertools
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from messenger.database import engine
from messenger.index import word_index
from messenger.index.word_index import IndexEntry
from messenger.messages import messages, pins
from messenger.messages.append import NewMessage, append
from messenger.models import User
from messenger.search import plan, results, walk
from tests.factories import make_room, make_user, upload

pytestmark = pytest.mark.usefixtures('database')

MANY = 50_000
WORDS = ('alpha', 'beta', 'gamma', 'дельта', 'deploys', 'deployed', '世界人', '42')
FILTERS = (
    *(
        'from:me',
        'from:bob',
        '-from:me',
        'in:one',
        '-in:one',
        'has:file',
        'has:link',
        '-has:link',
        'is:pinned',
        '-is:pinned',
    ),
    *('on:2026-03-03', '-on:2026-03-03', 'after:2026-03-04', '-before:2026-03-02', '-after:2026-03-05', 'from:b'),
)
ZONES = (UTC, ZoneInfo('Asia/Tokyo'))


async def everything(user: User, query: str, **options: Any) -> list[int]:
    """All ids that a query finds, page after page, however many pages stop early."""
    ids: list[int] = []
    start: int | None = None
    for _ in range(2_000):
        page = await results.find(user.id, query, start=start, **options)
        ids += [hit.id for hit in page.hits]
        start = page.following
        if start is None:
            assert page.since is None, 'a search that stopped early can go on'
            return ids
    raise AssertionError(f'{query} never ends')


@pytest.fixture
async def anna() -> User:
    return await make_user('anna')


async def talk(anna: User, number: int) -> None:
    """Two people in two rooms send all kinds of messages on some days; some are pinned, some deleted."""
    chance = random.Random(3)
    bob = await make_user('bob')
    rooms = [await make_room(anna, bob, name=name) for name in ('one', 'two')]

    def say() -> list[int]:
        ids = []
        for index in range(number):
            body = ' '.join(chance.choices(WORDS, k=chance.randint(1, 4))) + chance.choice(('', ' www.example.org'))
            moment = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=index * 9_000 // number)
            author = chance.choice((anna, bob)).summary()
            room = chance.choice(rooms)
            ids.append(append(author, NewMessage(room, f'{index}', body, body, created_at=moment)).id)
        return ids

    ids = await engine.write(say)
    for name in ('alpha deploys.txt', '42.txt'):
        sent = await messages.send(
            anna.id, rooms[0], f'file{len(name)}', 'beta', files=[await upload(anna, rooms[0], name=name)]
        )
        ids.append(int(sent.id))
    for message in chance.sample(ids, number // 5):
        await pins.put(anna.id, message, on=True)
    for message in chance.sample(ids, number // 10):
        await messages.delete(anna.id, message)


def queries(number: int) -> Iterator[str]:
    chance = random.Random(11)
    for _ in range(number):
        parts = chance.sample(FILTERS, chance.choice((0, 0, 1, 1, 2)))
        for _ in range(chance.randint(0, 2)):
            phrase = ' '.join(chance.choices(WORDS, k=2))
            parts.append(chance.choice(('', '-')) + chance.choice((chance.choice(WORDS), f'"{phrase}"')))
        parts.append(chance.choice(('', ' ', 'dep', 'deplo', '世', '-дельта', 'alpha de', '"alpha be')))
        yield ' '.join(parts)


async def test_each_search_strategy_finds_the_same(anna: User, monkeypatch: pytest.MonkeyPatch) -> None:
    await talk(anna, 200)
    cases = [(query, zone) for query in queries(60) for zone in ZONES]
    expected = [await everything(anna, query, zone=zone) for query, zone in cases]
    assert sum(map(bool, expected)) > 40
    assert all(ids == sorted(set(ids), reverse=True) for ids in expected)
    monkeypatch.setattr(plan, 'quick_plans', lambda _criteria: [])
    for (query, zone), ids in zip(cases, expected, strict=True):
        assert await everything(anna, query, zone=zone) == ids, query
    monkeypatch.setattr(walk, 'LIST_COST_ROWS', 0)
    monkeypatch.setattr(walk.Budget, '__init__', _little)
    for (query, zone), ids in list(zip(cases, expected, strict=True))[::5]:
        assert await everything(anna, query, zone=zone) == ids, query


def _little(budget: walk.Budget) -> None:
    budget.rows, budget.seconds = 250, 60
    budget.__post_init__()


async def test_dates_that_exclude_every_day_find_nothing(anna: User) -> None:
    await talk(anna, 20)
    for query in ('-after:2000 -before:2100', 'on:2026-03-02 on:2026-03-03', '-on:2026-03-02 on:2026-03-02', '42 -42 '):
        page = await results.find(anna.id, query)
        assert (page.hits, page.following, page.since) == ([], None, None)


async def crowd(anna: User) -> tuple[int, int]:
    """MANY messages: every other says alpha, the rest beta, and one both; a tenth is deleted. Also a small room."""
    bob = await make_user('bob')
    large, small = await make_room(anna, bob, name='large'), await make_room(anna, bob, name='small')

    def fill() -> None:
        columns = (
            'room_id',
            'seq',
            'revision',
            'author_id',
            'key',
            'kind',
            'body',
            'html',
            'html_version',
            'created_at',
        )
        sql = f'INSERT INTO message ({", ".join(columns)}, deleted_at) VALUES ({", ".join("?" * 11)})'
        for number in range(MANY):
            body = 'alpha beta' if number == 5 else ('alpha', 'beta')[number % 2]
            moment, deleted_at = 1_772_323_200_000 + number, 1 if number % 10 == 9 else None
            room, author = (small, anna.id) if number == 7 else (large, bob.id)
            row = engine.database.execute_sql(
                sql, (room, number + 100, 1, author, f'{number}', 'text', body, body, 0, moment, deleted_at)
            )
            if not deleted_at:
                word_index.add(IndexEntry(row.lastrowid, room, author, moment, body))

    await engine.write(fill)
    return large, small


HOSTILE = (
    *('"alpha beta"', 'alpha beta ', '-alpha -beta ', 'alpha -"alpha" ', '-"alpha beta" -alpha -beta', '-from:bob'),
    *(
        '-from:bob -from:anna',
        'from:me alpha ',
        'has:file',
        '-has:link -from:bob',
        '-in:large',
        'is:pinned',
        '-on:2026',
    ),
    *('before:2026-03-01T', 'before:2026-03-01', '-after:2026-03-01', 'alph -alpha', '"alpha bet', 'bet -from:bob'),
    *(' '.join(['alpha', 'beta'] * 10), ' '.join(['-alpha', '-beta'] * 10), 'а', '世', '... --- !!!', 'in:small -anna'),
)


async def test_no_search_reads_more_than_its_row_limit(
    anna: User, rows_read: list[int], monkeypatch: pytest.MonkeyPatch, subtests: pytest.Subtests
) -> None:
    await crowd(anna)
    quick_plans = plan.quick_plans
    for is_quick, order in itertools.product((True, False), (results.NEWEST, results.BEST)):
        monkeypatch.setattr(plan, 'quick_plans', quick_plans if is_quick else lambda _criteria: [])
        for query in HOSTILE:
            with subtests.test(f'{query}, quick: {is_quick}, {order}'):
                rows_read.clear()
                page = await results.find(anna.id, query, order=order, zone=ZONES[1])
                assert sum(rows_read) <= walk.ROWS_LIMIT + 1_000
                assert page.hits or page.since or page.following is None
    monkeypatch.setattr(plan, 'quick_plans', lambda _criteria: [])
    await old_messages_are_found_by_continuing(anna)


async def old_messages_are_found_by_continuing(anna: User) -> None:
    """Step by step, in the same crowd."""
    first = await results.find(anna.id, '"alpha beta"')
    assert (first.hits, first.since is not None) == ([], True)
    assert len(await everything(anna, '"alpha beta"')) == 1
    assert len(await everything(anna, '-from:bob')) == 1


async def test_the_index_gives_up_on_words_that_never_occur_together(
    anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite would read all messages with either word before returning anything."""
    await crowd(anna)
    monkeypatch.setattr(plan, 'QUICK_S', 0)
    walked: list[str] = []
    find = plan.StepByStep.find

    def noting(step_by_step: plan.StepByStep, before: int, limit: int) -> plan.Matches:
        walked.append(step_by_step.criteria.required[0].match())
        return find(step_by_step, before, limit)

    monkeypatch.setattr(plan.StepByStep, 'find', noting)
    assert (await results.find(anna.id, '"beta alpha"')).hits == []
    assert walked == ['{words} : "beta alpha"']


async def test_the_next_page_costs_as_much_as_the_first(anna: User, rows_read: list[int]) -> None:
    await crowd(anna)
    start, costs = None, []
    for _ in range(60):
        rows_read.clear()
        page = await results.find(anna.id, 'alpha ', start=start)
        costs.append(sum(rows_read))
        start = page.following
    assert start is not None
    assert max(costs) <= 2 * costs[0]


async def test_texts_that_take_too_long_are_shown_without_highlights(
    anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    await talk(anna, 40)
    monkeypatch.setattr(results, 'MARKING_S', -1)
    hits = (await results.find(anna.id, 'alpha ')).hits
    assert hits
    assert not any(marked for hit in hits for _, marked in hit.excerpt)
    monkeypatch.setattr(results, 'RANKING_S', -1)
    assert [hit.id for hit in (await results.find(anna.id, 'alpha ', order=results.BEST)).hits] == [
        hit.id for hit in hits
    ]
