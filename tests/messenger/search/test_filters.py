"""Search filters as people write them: partial names in any case, dates in the reader's time zone, files."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from messenger.database import engine
from messenger.index import word_index
from messenger.messages import messages, pins
from messenger.messages.append import NewMessage, append
from messenger.models import User
from messenger.models.base import now
from messenger.rooms import directs
from messenger.search import dates, results
from messenger.search import query as search_query
from tests.factories import make_room, make_user, upload
from tests.messenger.search.test_results import say, texts

pytestmark = pytest.mark.usefixtures('database')
MOSCOW = ZoneInfo('Europe/Moscow')


@pytest.mark.parametrize(
    'query',
    [
        *('from:Ольга', 'от:ольги', 'от: ольги', 'FROM:@петрова', 'from:"Ольга Петрова"', 'from:петровой'),
        *('from:ольга from:nobody', 'from:ольга from:bob', '-from:me', 'in:столовая', 'в:столовой', 'in:#кухня'),
        *('in:"кухня и столовая"', 'in:кухня in:garden', '-in:garden -in:me', 'in:', 'from:', '-from:'),
    ],
)
async def test_names_are_found_by_any_of_their_words_in_any_case(query: str) -> None:
    anna, olga, bob = [await make_user(name) for name in ('anna', 'Ольга Петрова', 'Bob')]
    kitchen = await make_room(anna, olga, bob, name='Кухня и столовая')
    garden = await make_room(anna, olga, name='Garden')
    await say(anna, garden, 'nothing here')
    await say(olga, kitchen, 'soup is ready')
    assert await texts(anna, f'soup {query}') == ['soup is ready']


async def test_a_complete_name_means_nobody_else() -> None:
    ann, anna = await make_user('Ann'), await make_user('Anna')
    room, longer = await make_room(ann, anna, name='Kitchen'), await make_room(ann, anna, name='Kitchen talk')
    await say(ann, room, 'soup of Ann')
    await say(anna, longer, 'soup of Anna')
    assert await texts(ann, 'from:ann') == await texts(ann, 'in:kitchen') == ['soup of Ann']
    assert await texts(ann, 'from:anna') == await texts(ann, 'in:"kitchen talk"') == ['soup of Anna']
    assert await texts(ann, 'in:kitch') == ['soup of Anna', 'soup of Ann']


async def test_conversations_are_named_after_their_members() -> None:
    anna, bob = await make_user('anna'), await make_user('Bob Marsh')
    await say(anna, await directs.open_with(anna.id, [bob.id]), 'soup for Bob')
    await say(anna, await directs.open_with(anna.id, []), 'soup for myself')
    for query in ('in:bob', 'in:@marsh', 'in:"Bob Marsh"'):
        assert await texts(anna, query) == ['soup for Bob'], query
    for query in ('in:me', 'in:notes', 'в:себе', 'в:заметках'):
        assert await texts(anna, query) == ['soup for myself'], query


async def test_kinds_of_messages_have_many_names() -> None:
    anna = await make_user('anna')
    room = await make_room(anna)
    await say(anna, room, 'see https://example.org/x')
    (pinned,) = await say(anna, room, 'kept')
    await pins.put(anna.id, pinned, on=True)
    for query in ('has:links', 'HAS:LINK', 'есть:ссылки', 'has: link', 'has:url'):
        assert await texts(anna, query) == ['see https://example.org/x'], query
    for query in ('is:pinned', 'has:pin', 'это:закреплённое', 'есть:закреп', '-has:link'):
        assert await texts(anna, query) == ['kept'], query


async def test_a_file_is_found_by_its_name_and_the_name_is_highlighted() -> None:
    anna = await make_user('anna')
    room = await make_room(anna)
    await _say_with_file(anna, room, '', 'Отчёт_за_март.txt')
    await _say_with_file(anna, room, 'look', 'budget.final.txt')
    (hit,) = (await results.find(anna.id, 'отчет')).hits
    assert (hit.excerpt, hit.files) == ([], [[('Отчёт', True), ('_за_март.txt', False)]])
    (hit,) = (await results.find(anna.id, 'budget.fin')).hits
    assert hit.files == [[('budget.final', True), ('.txt', False)]]


async def _say_with_file(user: User, room: int, text: str, name: str) -> None:
    await messages.send(user.id, room, f'k{hash(name)}', text, files=[await upload(user, room, name=name)])


async def test_a_filter_that_matches_nothing_is_reported() -> None:
    anna = await make_user('anna')
    await say(anna, await make_room(anna), 'soup')
    page = await results.find(anna.id, 'soup has:wings before:2026-13-45 -from:nobody')
    assert page.unknown == (('has', 'wings'), ('before', '2026-13-45'), ('from', 'nobody'))
    assert len(page.hits) == 1
    nowhere = await results.find(anna.id, 'soup in:nowhere')
    assert (nowhere.hits, nowhere.unknown) == ([], (('in', 'nowhere'),))


async def test_dates_can_be_written_in_many_ways() -> None:
    anna = await make_user('anna')
    await say(anna, await make_room(anna), 'soup')
    day = now().astimezone(UTC)
    tomorrow = day + timedelta(days=1)
    for value in (
        'today',
        'сегодня',
        f'{day:%Y-%m-%d}',
        f'{day:%d.%m.%Y}',
        f'{day:%d.%m.%y}',
        f'{day:%d.%m}',
        f'{day:%Y/%m/%d}',
        f'{day:%Y-%m}',
        f'{day:%m.%Y}',
        f'{day:%Y}',
    ):
        for key in ('after', 'после', 'on', 'за'):
            assert await texts(anna, f'{key}:{value}') == ['soup'], f'{key}:{value}'
        assert await texts(anna, f'before:{value}') == await texts(anna, f'-on:{value}') == [], value
    assert await texts(anna, 'after:yesterday') == await texts(anna, '-on:вчера') == ['soup']
    assert await texts(anna, f'until:{tomorrow:%Y-%m-%d} до:{tomorrow:%Y-%m-%d}') == []
    assert await texts(anna, f'до:{tomorrow:%Y-%m-%d}') == await texts(anna, 'before:2090') == ['soup']
    assert await texts(anna, 'after:2090-02-03') == await texts(anna, 'on:2099') == []


async def test_a_day_begins_at_midnight_in_the_readers_time_zone() -> None:
    anna = await make_user('anna')
    room = await make_room(anna)
    for hour in (20, 22):  # in Moscow an hour before midnight, and an hour after it

        def say_at(hour: int = hour) -> None:
            moment = datetime(2026, 3, 14, hour, tzinfo=UTC)
            append(anna.summary(), NewMessage(room, f'{hour}', f'at {hour}', f'at {hour}', created_at=moment))

        await engine.write(say_at)
    assert await texts(anna, 'after:2026-03-15 at', zone=MOSCOW) == await texts(anna, 'on:15.3.2026', zone=MOSCOW)
    assert await texts(anna, 'after:2026-03-15', zone=MOSCOW) == ['at 22']
    assert await texts(anna, 'before:2026-03-15', zone=MOSCOW) == await texts(anna, 'on:14.3.2026', zone=MOSCOW)
    assert await texts(anna, 'on:14.03.2026 -on:15.03.2026', zone=MOSCOW) == ['at 20']
    assert await texts(anna, 'on:2026-03-14') == ['at 22', 'at 20']


def test_a_span_of_time_has_years_months_and_days() -> None:
    days = dates.days(date(2025, 11, 29), date(2028, 2, 2))
    assert days == ['d20251129', 'd20251130', 'm202512', 'y2026', 'y2027', 'm202801', 'd20280201']


async def test_a_word_is_found_before_its_last_letter_is_typed() -> None:
    anna = await make_user('anna')
    room = await make_room(anna)
    bodies = ['the deployment of v2.3.1 failed', 'возможности безграничны', 'суп из кухни', 'he was running']
    await say(anna, room, *bodies)
    for word in ('deployment', 'возможности', 'безграничны', '"суп из кухни', 'running', 'v2.3.1'):
        for length in range(3, len(word) + 1):
            assert len(await texts(anna, word[:length])) == 1, word[:length]
    assert await texts(anna, '"суп из кух"') == []


def test_an_unfinished_filter_is_ignored() -> None:
    for text in ('from:', '-in:', 'has: ', 'before:""', '-', '--', '"', 'в:@'):
        assert not search_query.parse(text).terms, text
    assert word_index.is_built()


async def test_pins_are_found_with_words_filters_and_dates() -> None:
    anna, bob = await make_user('anna'), await make_user('bob')
    room, other = await make_room(anna, bob), await make_room(anna, bob, name='Other')
    for author, place, text in ((anna, room, 'red soup'), (bob, room, 'green soup'), (bob, other, 'blue soup')):
        (message,) = await say(author, place, text)
        await pins.put(anna.id, message, on=True)
    await say(bob, room, 'soup that nobody pinned')
    assert await texts(anna, 'is:pinned') == ['blue soup', 'green soup', 'red soup']
    assert await texts(anna, 'is:pinned soup from:bob') == ['blue soup', 'green soup']
    assert await texts(anna, 'is:pinned -from:bob on:today') == ['red soup']
    assert await texts(anna, 'is:pinned in:other -on:today') == await texts(anna, 'is:pinned before:today') == []
    assert await texts(anna, 'is:pinned -green -in:other') == ['red soup']
    assert await texts(anna, '-is:pinned') == ['soup that nobody pinned']
