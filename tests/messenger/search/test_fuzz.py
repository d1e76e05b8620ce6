"""Any search input gives an answer in time, with only what the reader may see, and never an error."""

import asyncio
import os
import time
from dataclasses import dataclass
from datetime import UTC, timedelta, timezone, tzinfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from messenger.search import plan, results, suggestions
from tests.factories import make_room, make_user
from tests.messenger.search.test_results import say

pytestmark = pytest.mark.usefixtures('database')

FUZZ_MINUTES = float(os.environ.get('FUZZ_MINUTES', '10'))
EXAMPLES, ANSWER_S = 150, 10
WORDS = (
    *('soup', 'kitchen', 'супы', 'ёлка', '世界人', 'ไทย', '½', 'v2.3.1', 'ﬁre', 'İstanbul', 'x' * 300, 'NEAR', 'AND'),
    *('Wi-Fi', '№1542', '🎉', '👩‍🚀', 'हिन्दी', 'Пу́шкин', '--force', 'kitchne', 'шт\u00adаб', 'ـــ', 'ª', 'a.b-c_d'),
)
KEYS = (
    'from',
    'in',
    'has',
    'is',
    'before',
    'after',
    'on',
    'от',
    'в',
    'есть',
    'это',
    'до',
    'после',
    'за',
    'FROM',
    'rowid',
)
VALUES = (
    *('me', 'anna', 'bob', 'room', 'pinned', 'file', 'image', 'link', 'today', 'вчера', '2026', '2026-02-30', '1.1'),
    *('2000', '2100', '0000-00-00', '9999-12-31', '1999', '31.12.2099', '', '*', '"', '@', '#', '-', 'a' * 90),
)
values = st.one_of(st.sampled_from(VALUES), st.text(max_size=8))
odd = st.text(st.characters(categories=['Mn', 'Zs', 'Cf', 'So']))
words = st.one_of(st.sampled_from(WORDS), st.text(max_size=12), odd)
filters = st.builds('{}:{}'.format, st.sampled_from(KEYS), values)
several = st.lists(words, max_size=4).map(' '.join)
quoted = st.builds('{}{}{}'.format, st.sampled_from('"«“„'), several, st.sampled_from('"»” '))
parts = st.builds('{}{}'.format, st.sampled_from(['', '', '-', '--', '- ']), st.one_of(words, filters, quoted))
texts = st.one_of(st.lists(parts, max_size=25).map(' '.join), st.text(max_size=600))
zones = st.builds(timezone, st.integers(-1_439, 1_439).map(lambda minutes: timedelta(minutes=minutes))) | st.just(UTC)


@dataclass
class Reader:
    """Someone who searches, the event loop to do it in, and the messages this person may read."""

    user_id: int
    loop: asyncio.AbstractEventLoop
    allowed: set[int]


@pytest.fixture
async def reader() -> Reader:
    """A member of one of two rooms that contain something of everything."""
    anna, bob = await make_user('anna'), await make_user('bob')
    room, closed = await make_room(anna, bob), await make_room(bob, name='Secret')
    allowed = set()
    for number, word in enumerate(WORDS):
        allowed |= set(await say(anna, room, f'{word} {WORDS[number - 1]} https://example.org'))
        await say(bob, closed, f'{word} secret')
    return Reader(anna.id, asyncio.get_running_loop(), allowed)


async def ask(reader: Reader, text: str, zone: tzinfo, order: str, *, is_quick: bool) -> None:
    with pytest.MonkeyPatch.context() as patch:
        if not is_quick:
            patch.setattr(plan, 'quick_plans', lambda _criteria: [])
        page = await asyncio.wait_for(results.find(reader.user_id, text, order=order, zone=zone), ANSWER_S)
    ids = [hit.id for hit in page.hits]
    assert reader.allowed.issuperset(ids)
    assert len(ids) == len(set(ids))
    assert len(await suggestions.suggest(reader.user_id, text)) <= suggestions.LIMIT


def fuzz(reader: Reader, examples: int) -> None:
    def story(text: str, zone: tzinfo, order: str, is_quick: bool) -> None:
        reader.loop.run_until_complete(ask(reader, text, zone, order, is_quick=is_quick))

    settings(max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.too_slow])(
        given(text=texts, zone=zones, order=st.sampled_from([results.NEWEST, results.BEST]), is_quick=st.booleans())(
            story
        )
    )()


def test_any_search_is_answered(reader: Reader) -> None:
    fuzz(reader, EXAMPLES)


@pytest.mark.proof
def test_any_search_is_answered_for_minutes(reader: Reader) -> None:
    end = time.monotonic() + FUZZ_MINUTES * 60
    while time.monotonic() < end:
        fuzz(reader, 10 * EXAMPLES)
