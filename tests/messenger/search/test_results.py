"""Search: word forms, phrases, filters, permissions; and any input is valid."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messenger.database import engine
from messenger.index import word_forms, word_index
from messenger.messages import messages, pins
from messenger.models import Room, User
from messenger.rooms import directs, members, rooms
from messenger.search import conditions as search_conditions
from messenger.search import query as search_query
from messenger.search import results
from messenger.search.excerpts import excerpt
from messenger.search.query import parse
from tests.factories import make_room, make_user

pytestmark = pytest.mark.usefixtures('database')


async def say(user: User, room: int, *texts: str) -> list[int]:
    return [(await messages.send(user.id, room, f'{room}-{hash(text)}', text)).id for text in texts]


async def texts(user: User, query: str, **options: object) -> list[str]:
    page = await results.find(user.id, query, **options)  # type: ignore[arg-type] # as each test needs
    return [''.join(piece for piece, _ in hit.excerpt) for hit in page.hits]


@pytest.mark.parametrize(
    ('query', 'expected'),
    [
        ('комната', 'В комнатах темно'),
        ('ёлки', 'Елка стоит'),
        ('running', 'He runs fast'),
        ('cafe', 'The café is open'),
        ('сообщени', 'Новое сообщение'),
        ('"is open"', 'The café is open'),
        ('世界', '你好世界'),
        ('界', '你好世界'),
        ('ไทย', 'ภาษาไทย'),
        ('has:link', 'see https://example.org/x'),
        ('example.org', 'see https://example.org/x'),
        ('ТЕМНО', 'В комнатах темно'),
        ('42', 'number 42'),
    ],
)
async def test_a_message_is_found_by_its_words(query: str, expected: str) -> None:
    anna = await make_user('anna')
    room = await make_room(anna)
    bodies = [
        *('В комнатах темно', 'Елка стоит', 'He runs fast', 'The café is open', 'Новое сообщение', '你好世界'),
        *('ภาษาไทย', 'see https://example.org/x', 'number 42'),
    ]
    await say(anna, room, *bodies)
    assert await texts(anna, query) == [expected]


async def test_matches_are_highlighted() -> None:
    anna = await make_user('anna')
    room = await make_room(anna)
    await say(anna, room, 'x ' * 300 + 'В комнатах <b>темно</b>')
    (hit,) = (await results.find(anna.id, 'комната темно')).hits
    assert [piece for piece, marked in hit.excerpt if marked] == ['комнатах', 'темно']
    assert hit.excerpt[0][0] == '…'


async def test_only_readable_messages_are_found() -> None:
    anna, bob, carl = [await make_user(name) for name in ('anna', 'bob', 'carl')]
    closed, opened = await make_room(anna, bob), await make_room(anna, name='Open', kind='open')
    direct = await directs.open_with(anna.id, [bob.id])
    deleted = await make_room(anna, bob, name='Gone')
    for room in (closed, opened, direct, deleted):
        await say(anna, room, f'treasure in {room}')
    await rooms.delete(anna.id, deleted, 'Gone')
    assert await texts(anna, 'treasure') == [f'treasure in {room}' for room in (direct, opened, closed)]
    assert await texts(bob, 'treasure') == await texts(anna, 'treasure')
    assert await texts(carl, 'treasure') == [f'treasure in {opened}']
    admin = await make_user('admin', admin=True)
    assert await texts(admin, 'treasure') == [f'treasure in {opened}']
    await members.remove(anna.id, closed, bob.id)
    assert f'treasure in {closed}' not in await texts(bob, 'treasure')


async def test_the_index_follows_edits_deletions_and_restores() -> None:
    anna = await make_user('anna')
    room = await make_room(anna)
    (first,) = await say(anna, room, 'apples')
    await messages.edit(anna.id, first, 'pears')
    assert (await texts(anna, 'apples'), await texts(anna, 'pears')) == ([], ['pears'])
    await messages.delete(anna.id, first)
    assert await texts(anna, 'pears') == []
    await messages.undelete(anna.id, first)
    assert await texts(anna, 'pears') == ['pears']


async def test_filters_narrow_and_exclude() -> None:
    anna, olga = await make_user('anna'), await make_user('Olga Petrova')
    kitchen, garden = await make_room(anna, olga, name='Кухня'), await make_room(anna, olga, name='Garden')
    await say(anna, kitchen, 'soup from anna', 'https://soup.example.com')
    (pinned,) = await say(olga, kitchen, 'soup from olga')
    await say(olga, garden, 'garden soup')
    await pins.put(anna.id, pinned, on=True)
    assert await texts(anna, 'soup from:olga') == ['garden soup', 'soup from olga']
    assert await texts(anna, 'soup from:"Olga Petrova" in:кух') == ['soup from olga']
    assert await texts(anna, 'soup -from:me') == ['garden soup', 'soup from olga']
    assert await texts(anna, 'soup -in:garden -has:link') == ['soup from olga', 'soup from anna']
    assert await texts(anna, 'is:pinned') == await texts(anna, 'это:закреплено') == ['soup from olga']
    assert await texts(anna, 'has:link') == await texts(anna, 'есть:ссылка') != []
    assert await texts(anna, '«soup from»') == await texts(anna, '"soup from"') != []
    assert await texts(anna, 'soup -is:pinned -garden') == ['https://soup.example.com', 'soup from anna']
    assert await texts(anna, 'from:nobody soup') == []
    assert await texts(anna, 'in:nowhere soup') == []


@given(
    st.text(
        alphabet=st.one_of(st.characters(), st.sampled_from('":-*()^{}+ANDORNOT from:in:has:is:before:')), max_size=60
    )
)
def test_any_input_is_a_valid_query(text: str) -> None:
    meanings = [term.meaning for term in search_query.parse(text).terms]
    conditions = [meaning for meaning in meanings if isinstance(meaning, search_conditions.Condition)]
    if conditions:
        match = search_conditions.expression(conditions, conditions)
        engine.database.execute_sql('SELECT rowid FROM message_index WHERE message_index MATCH ? LIMIT 1', (match,))


async def test_words_are_found_as_in_a_simple_model() -> None:
    chance = random.Random(7)
    vocabulary = ['red', 'green', 'синий', 'дом', 'map', '42', 'ель', 'café']
    anna = await make_user('anna')
    room_ids = [await make_room(anna, name=f'Room {number}') for number in range(3)]
    words_sent: dict[int, list[str]] = {}
    for _ in range(120):
        chosen = chance.choices(vocabulary, k=chance.randint(1, 5))
        (message,) = await say(anna, chance.choice(room_ids), ' '.join(chosen) + f' n{len(words_sent)}x')
        words_sent[message] = chosen
    for _ in range(60):
        required, excluded = chance.sample(vocabulary, chance.randint(1, 2)), chance.sample(vocabulary, 1)
        query = ' '.join([*(f'-{word}' for word in excluded), *required]) + ' '
        expected = [
            message_id
            for message_id, words in words_sent.items()
            if {*required} <= {*words} and not {*excluded} & {*words}
        ]
        ids: list[int] = []
        following = None
        while True:
            page = await results.find(anna.id, query, start=following)
            ids += [hit.id for hit in page.hits]
            following = page.following
            if following is None:
                break
        assert ids == sorted(expected, reverse=True), query


async def test_best_first_prefers_words_that_are_close_together() -> None:
    anna = await make_user('anna')
    room = await make_room(anna)
    await say(anna, room, 'release party tonight', 'the release is late and there will be no party at all this week')
    assert (await texts(anna, 'release party', order=results.BEST))[0] == 'release party tonight'
    assert (await texts(anna, 'release party'))[0] != 'release party tonight'


async def test_an_old_database_is_indexed_in_the_background_and_stays_correct_meanwhile() -> None:
    anna = await make_user('anna')
    room = await make_room(anna)
    ids = await say(anna, room, *(f'old word{number}' for number in range(5)))

    def forget() -> None:
        engine.database.execute_sql("INSERT INTO message_index (message_index) VALUES ('delete-all')")

    await engine.write(forget)
    assert await texts(anna, 'old') == []
    await word_index.build()
    assert len(await texts(anna, 'old')) == len(ids)
    await messages.edit(anna.id, ids[0], 'new')
    assert len(await texts(anna, 'old')) == len(ids) - 1
    await word_index.build()
    assert len(await texts(anna, 'old')) == len(ids) - 1


async def test_rooms_removed_from_the_bin_leave_the_index() -> None:
    anna = await make_user('anna')
    room = await make_room(anna, name='Room')
    await say(anna, room, *(f'dust {number}' for number in range(5)))
    await rooms.delete(anna.id, room, 'Room')
    while await engine.write(rooms.empty_bin, -1):
        pass
    left = engine.database.execute_sql("SELECT COUNT(*) FROM message_index WHERE message_index MATCH 'dust'").fetchone()
    assert left == (0,)
    assert await engine.read(lambda: Room.select().count()) == 0


def test_stems_match_those_of_snowball() -> None:
    assert word_forms.tokens('Комнатами, rooms; Ёлка') == ['комнат', 'room', 'елк']


def test_a_character_that_folds_into_several_words_is_highlighted() -> None:
    assert ('½', True) in excerpt(parse('½ ').marks, 'took ½ an hour')
