"""Looking up names in a search is cheap however many there are, and names that were skipped are reported."""

import pytest

from messenger.accounts import accounts
from messenger.database.engine import write
from messenger.index import pieces
from messenger.search import names, results
from tests.factories import make_room, make_user
from tests.messenger.search.test_results import say

pytestmark = pytest.mark.usefixtures('database')


async def test_only_a_limited_number_of_names_is_looked_up() -> None:
    anna = await make_user('anna')
    room = await make_room(anna, name='Kitchen')
    await say(anna, room, 'soup')
    nobody = [f'zz{number}' for number in range(10)]
    page = await results.find(anna.id, ' '.join(f'from:{name}' for name in nobody))
    assert page.unknown == tuple(('from', name) for name in nobody[:8])
    assert page.skipped == tuple(nobody[8:])
    mixed = await results.find(anna.id, 'in:kitchen ' + ' '.join(f'-from:{name}' for name in nobody))
    assert [hit.room for hit in mixed.hits] == [room]
    assert mixed.skipped == tuple(nobody[7:])


async def test_a_name_given_twice_is_looked_up_once() -> None:
    anna = await make_user('anna')
    room = await make_room(anna)
    await say(anna, room, 'soup')
    page = await results.find(anna.id, 'from:anna ' * 12)
    assert (len(page.hits), page.skipped, page.unknown) == (1, (), ())


async def test_the_words_of_each_name_are_split_once_per_search(monkeypatch: pytest.MonkeyPatch) -> None:
    anna = await make_user('anna')
    await make_room(anna, name='Kitchen')
    await write(lambda: [accounts.create(f'person{number} of{number}', '') for number in range(50)])
    split: list[str] = []
    words = pieces.words

    def counted(text: str) -> list[str]:
        split.append(text)
        return words(text)

    monkeypatch.setattr(pieces, 'words', counted)
    page = await results.find(anna.id, ' '.join(f'from:"person zz{number}"' for number in range(8)))
    assert len(page.unknown) == 8
    assert len(split) <= 51 + 8 + 8


@pytest.mark.parametrize('query', ['from:anna', 'in:kitchen', '-from:anna', 'from:me -in:kitchen soup'])
async def test_when_time_is_up_the_skipped_names_are_reported(query: str, monkeypatch: pytest.MonkeyPatch) -> None:
    anna = await make_user('anna')
    await say(anna, await make_room(anna, name='Kitchen'), 'soup')
    monkeypatch.setattr(names, 'NAMES_S', -1)
    page = await results.find(anna.id, query)
    assert page.skipped
    assert page.unknown == ()


async def test_a_name_may_have_as_many_words_as_a_query() -> None:
    anna = await make_user('a b c d e f g')
    await say(anna, await make_room(anna), 'soup')
    page = await results.find(anna.id, 'from:"' + 'a b c d e f g ' * 30 + '"')
    assert len(page.hits) == 1
    assert (await results.find(anna.id, 'from:"a b c d e f g h"')).unknown == (('from', 'a b c d e f g h'),)


async def test_people_are_read_once_per_search(monkeypatch: pytest.MonkeyPatch) -> None:
    anna = await make_user('anna')
    reads: list[int] = []
    people = names.PEOPLE

    def counted() -> list[tuple[int, str, str]]:
        reads.append(1)
        return people()

    monkeypatch.setattr(names, 'PEOPLE', counted)
    await results.find(anna.id, 'from:a1 from:a2 -from:a3')
    assert reads == [1]


@pytest.mark.parametrize('name', ['olya', 'fyyf', 'anna', '"kim anna"', 'tomas', 'Olya'])
async def test_people_are_found_in_another_alphabet_spelling_or_keyboard_layout(name: str) -> None:
    nicks = {'olya': 'Оля', 'fyyf': 'Анна Ким', 'anna': 'Анна Ким', '"kim anna"': 'Анна Ким', 'tomas': 'Tomás Rey'}
    people = [await make_user(nick) for nick in ('Оля', 'Анна Ким', 'Tomás Rey')]
    room = await make_room(*people)
    for person in people:
        await say(person, room, 'soup')
    page = await results.find(people[0].id, f'from:{name} soup')
    assert [hit.author.nick for hit in page.hits] == [nicks[name.lower()]]
    assert not page.unknown
