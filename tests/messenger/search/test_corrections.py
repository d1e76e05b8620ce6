"""A query that finds nothing is corrected, and says so; never with words that the reader may not see."""

import time
from typing import Any

import pytest

from messenger.messages import messages
from messenger.search import corrections, results, typos
from tests.factories import make_room, make_user, upload
from tests.messenger.search.test_results import say, texts

pytestmark = pytest.mark.usefixtures('database')


@pytest.mark.parametrize(
    ('typed', 'body', 'instead'),
    [
        *(('rilease', 'the release is late', 'release'), ('relaese ', 'the release is late', 'release ')),
        *(('rilease', 'Releases are late', 'releases'), ('kitchne', 'in the kitchen', 'kitchen')),
        *(('meetng', 'a meeting', 'meeting'), ('deployemnt', 'deployment failed', 'deployment')),
        *(('comunication', 'communication', 'communication'), ('recieved', 'we received it', 'received')),
        *(('дедлаин', 'дедлайн завтра', 'дедлайн'), ('привте', 'всем привет', 'привет')),
        ('програма', 'программа', 'программа'),
        *(('ghbdtn', 'всем привет', 'привет'), ('кудуфыу', 'the release', 'release'), ('rj;f', 'это кожа', 'кожа')),
        *(('late rilease', 'the release is late', 'late release'), ('-soon rilease', 'the release', '-soon release')),
        *(
            ('rilease meetng', 'release meeting', 'release meeting'),
            ('teh', 'the end', 'the'),
            ('naïev', 'naïve', 'naïve'),
        ),
    ],
)
async def test_a_misspelled_word_finds_the_word_that_was_meant(typed: str, body: str, instead: str) -> None:
    anna = await make_user('anna')
    await say(anna, await make_room(anna), body, 'nothing of it')
    page = await results.find(anna.id, typed)
    assert (len(page.hits), page.instead) == (1, instead)
    assert any(marked for _, marked in page.hits[0].excerpt)
    assert (await results.find(anna.id, typed, order=results.BEST)).instead == instead


async def test_a_misspelled_file_is_found() -> None:
    anna = await make_user('anna')
    room = await make_room(anna)
    await messages.send(anna.id, room, 'k', 'look', files=[await upload(anna, room, name='Quarterly-budget.txt')])
    page = await results.find(anna.id, 'bugdet')
    assert (len(page.hits), page.instead) == (1, 'budget')


@pytest.mark.parametrize(
    ('typed', 'instead'),
    [
        *(
            ('in:kitchne', 'in:kitchen'),
            ('in:"Kitchne tlak" soup', 'in:"kitchen talk" soup'),
            ('from:olag', 'from:olga'),
        ),
        *(('soup from:olag in:kitchne ', 'soup from:olga in:kitchen '), ('from: @olag', 'from:olga')),
        *(('soop from:olag', 'soup from:olga'), ('from:olga.breg', 'from:"olga berg"')),
    ],
)
async def test_a_misspelled_name_finds_the_name_that_was_meant(typed: str, instead: str) -> None:
    anna, olga = await make_user('anna'), await make_user('Olga Berg')
    await say(olga, await make_room(anna, olga, name='Kitchen talk'), 'soup')
    page = await results.find(anna.id, typed)
    assert (len(page.hits), page.instead) == (1, instead)


async def test_nothing_is_corrected_when_something_matches() -> None:
    anna = await make_user('anna')
    await say(anna, await make_room(anna), 'the rilease', 'the release', 'soup')
    assert (await results.find(anna.id, 'rilease')).instead == ''
    for typed in ('rilease soup', '"rilaese"', '-rilaese release soup', 'xyzzyx', 'is:pinned rilaese', 'has:file'):
        page = await results.find(anna.id, typed)
        assert (page.hits, page.instead) == ([], ''), typed
    assert (await results.find(anna.id, 'release from:bbb')).unknown == (('from', 'bbb'),)


async def test_filters_still_hold_for_a_corrected_word() -> None:
    anna, bob = await make_user('anna'), await make_user('bob')
    kitchen, garden = await make_room(anna, bob, name='Kitchen'), await make_room(anna, bob, name='Garden')
    await say(anna, kitchen, 'release of anna')
    await say(bob, garden, 'release of bob', 'rilease')
    assert await texts(anna, 'relaese in:kitchen') == ['release of anna']
    assert await texts(anna, 'rilease in:kitchen') == [], 'it is a word of the garden'
    assert await texts(anna, 'rilease in:garden') == ['rilease']
    assert await texts(anna, 'rilaese from:bob') == ['rilease']
    assert await texts(anna, 'relaese on:today in:kitchen -from:me') == []


async def test_no_correction_reveals_a_word_of_a_room_that_the_reader_may_not_see() -> None:
    anna, bob = await make_user('anna'), await make_user('bob')
    await say(bob, await make_room(bob, name='Secret'), 'release')
    await say(anna, await make_room(anna), 'soup')
    assert (await results.find(anna.id, 'rilease')).instead == ''
    assert (await results.find(anna.id, 'in:secert')).instead == ''


async def test_a_person_without_a_room_finds_nothing() -> None:
    anna = await make_user('anna')
    for typed in ('rilease', 'rilease in:kitchen', 'from:anna rilease', '🎉'):
        assert (await results.find(anna.id, typed)).hits == []


async def test_the_commonest_word_is_meant() -> None:
    anna = await make_user('anna')
    await say(anna, await make_room(anna), 'one cost', 'one coat', 'two coats', 'three coats')
    page = await results.find(anna.id, 'cpat')
    assert page.instead == 'coat'
    assert (await results.find(anna.id, 'cowt')).instead in ('coat', 'coats')


async def test_correcting_ends_when_its_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    anna = await make_user('anna')
    await say(anna, await make_room(anna), 'release')
    monkeypatch.setattr(corrections, 'CORRECTING_S', -1)
    assert (await results.find(anna.id, 'rilease')).hits == []


async def test_pages_after_the_first_show_the_corrected_query() -> None:
    anna = await make_user('anna')
    await say(anna, await make_room(anna), *(f'release {number}' for number in range(results.PAGE + 5)))
    first = await results.find(anna.id, 'rilease ')
    second = await results.find(anna.id, first.instead, start=first.following)
    assert (len(first.hits), len(second.hits), second.following) == (results.PAGE, 5, None)


def test_there_are_few_corrections_of_any_word() -> None:
    assert len(typos.corrections('x' * 24)) < 2_000
    assert (
        typos.corrections('') == typos.corrections('ab') == typos.corrections('v2') == typos.corrections('x' * 25) == []
    )


async def test_many_misspelled_words_take_no_longer_than_a_few(monkeypatch: pytest.MonkeyPatch) -> None:
    anna = await make_user('anna')
    await say(anna, await make_room(anna), 'release')
    corrected = corrections.correct
    spent: list[float] = []

    def timed(*args: Any) -> str:
        started = time.thread_time()
        text = corrected(*args)
        spent.append(time.thread_time() - started)
        return text

    monkeypatch.setattr(results, 'correct', timed)
    await results.find(anna.id, ' '.join(f'zqjxkvzqjxkv{letter}' for letter in 'abcdefghijklmnopqrst'))
    assert max(spent) < corrections.CORRECTING_S + 0.3, 'one more word, on a slow machine'
