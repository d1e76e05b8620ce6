"""Suggestions for a filter being typed: only what the reader may see, likeliest first, and each one finds something."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messenger.rooms import directs
from messenger.search import query
from messenger.search.suggestions import LIMIT, suggest
from tests.factories import make_room, make_user
from tests.messenger.search.test_results import say, texts

pytestmark = pytest.mark.usefixtures('database')


async def offered(user_id: int, text: str) -> list[str]:
    return [suggestion.text for suggestion in await suggest(user_id, text)]


@pytest.mark.parametrize(
    ('typed', 'expected'),
    [
        ('from:', ['from:Bob ', 'from:anna ', 'from:Olga ', 'from:"Olga Berg" ']),
        ('soup from:ol', ['soup from:Olga ', 'soup from:"Olga Berg" ']),
        ('-from: BE', ['-from:"Olga Berg" ']),
        ('from:@lg', ['from:Olga ', 'from:"Olga Berg" ']),
        ('от:"olga b', ['от:"Olga Berg" ']),
        ('in:', ['in:Bob ', 'in:"Kitchen talk" ', 'in:Garden ']),
        ('in:talk', ['in:"Kitchen talk" ']),
        ('in:#gar', ['in:Garden ']),
        ('has:', ['has:file ', 'has:image ', 'has:link ']),
        *(
            (text, [])
            for text in ('has:file', 'HAS:File', 'is:pinned', 'on:today', 'from:bob', 'from:@Bob', 'in:garden')
        ),
        *((text, []) for text in ('-has:link', 'has:"file', 'in:"kitchen talk', 'from:"olga berg')),
        ('from:olga', ['from:"Olga Berg" ']),
        ('soup -has:l', ['soup -has:link ', 'soup -has:file ']),
        ('is:', ['is:pinned ']),
        ('before:yes', ['before:yesterday ']),
        ('on:', ['on:today ', 'on:yesterday ']),
        *((text, []) for text in ('', 'soup', 'from:ol ', 'from:"Olga Berg"', 'from:ol soup', 'from:nobody', 'fro')),
        ('in:secret', []),
    ],
)
async def test_the_last_filter_gets_suggestions(typed: str, expected: list[str]) -> None:
    bob, anna, olga, _berg = [await make_user(nick) for nick in ('Bob', 'anna', 'Olga', 'Olga Berg')]
    await say(anna, await make_room(anna, olga, name='Garden'), 'weeds')
    await say(anna, await make_room(anna, olga, name='Kitchen talk'), 'soup')
    await say(anna, await directs.open_with(anna.id, [bob.id]), 'hello')
    await make_room(bob, olga, name='Secret place')
    assert await offered(anna.id, typed) == expected


@pytest.mark.parametrize(
    ('typed', 'name'),
    [('wif', 'Wi-Fi'), ('пушк', 'Пу́шкин'), ('1542', 'Договор №1542'), ('🎉', 'The 🎉 room'), ('fire', 'Bon-Fire')],
)
async def test_a_room_is_suggested_however_its_name_is_spelled(typed: str, name: str) -> None:
    anna = await make_user('anna')
    await make_room(anna, name=name)
    assert [suggestion.label for suggestion in await suggest(anna.id, f'in:{typed}')] == [name]


async def test_there_are_never_many_suggestions() -> None:
    anna, *_ = [await make_user(f'anna {number}') for number in range(LIMIT + 3)]
    assert len(await offered(anna.id, 'from:a')) == LIMIT


@pytest.mark.parametrize('name', ['Say "hi"', '«Кухня»', 'a:b', '#one', 'two  blanks', '"'])
async def test_a_suggested_filter_finds_its_room(name: str) -> None:
    anna = await make_user('anna')
    room = await make_room(anna, name='Other')
    odd = await make_room(anna, name=name)
    await say(anna, room, 'soup elsewhere')
    await say(anna, odd, 'soup here')
    for suggestion in await suggest(anna.id, 'soup in:'):
        expected = 'soup elsewhere' if suggestion.label == 'Other' else 'soup here'
        assert await texts(anna, suggestion.text) == [expected], suggestion


@given(st.text(st.sampled_from('from:inhas"«» -abя\n'), max_size=30))
def test_suggestions_keep_the_text_before_the_filter(text: str) -> None:
    unfinished = query.open_filter(text)
    assert unfinished is None or text.startswith(unfinished.before)
