"""Mentions: who is meant, who is notified, and who may mention everyone."""

import pytest

from messenger.accounts import accounts
from messenger.database import engine
from messenger.database.engine import write
from messenger.errors import NameTaken, NotFound
from messenger.messages import mention_suggestions, mentions, messages
from messenger.models import Room
from messenger.payloads import RoomEntry, Unheard
from messenger.people import profiles
from messenger.rooms import directs, members, rooms
from tests.factories import make_room, make_user

pytestmark = pytest.mark.usefixtures('database')


async def test_the_longest_name_after_an_at_sign_is_meant() -> None:
    anna, olga, petrova = [await make_user(name) for name in ('anna', 'Olga', 'Olga Petrova')]
    room = await make_room(anna, olga, petrova)
    targets = await mentions.find(anna.id, room, 'hi @OLGA PETROVA, look')
    assert petrova.id in targets.people
    assert targets.names['olga petrova'] == petrova.id
    for text in ('mail x@olga.de', '@', '@@', 'no one', '@nobody here'):
        assert (await mentions.find(anna.id, room, text)).is_nobody, text


async def test_only_members_are_notified_and_the_author_learns_about_the_others() -> None:
    anna, bob, carl = [await make_user(name) for name in ('anna', 'bob', 'carl')]
    room = await make_room(anna, bob)
    targets = await mentions.find(anna.id, room, '@bob @carl')
    assert targets.people == {bob.id}
    row = await messages.send(anna.id, room, 'k', '@bob @carl')
    assert await mentions.unheard(anna.id, row, '@bob @carl') == Unheard([carl.summary()], may_add=True)
    await members.add(anna.id, room, [carl.id])
    assert await mentions.unheard(anna.id, row, '@bob @carl') is None


async def test_the_author_learns_when_a_mention_notifies_nobody() -> None:
    anna, bob, carl = [await make_user(name) for name in ('anna', 'bob', 'carl')]
    room = await make_room(anna, bob)
    await write(lambda: Room.update(owners_only=True).where(Room.id == room).execute())

    async def unheard(speaker: int, place: int, text: str) -> Unheard | None:
        row = await messages.send(speaker, place, f'k{len(text)}', text)
        return await mentions.unheard(speaker, row, text)

    assert await unheard(bob.id, room, 'come, @all') == Unheard(uncalled=True)
    assert await unheard(anna.id, room, 'come @all') is None
    assert await unheard(bob.id, room, 'a@all.org') is None
    assert await unheard(bob.id, room, '@carl?') == Unheard([carl.summary()], may_add=False)
    direct = await directs.open_with(anna.id, [bob.id])
    assert await unheard(bob.id, direct, '@all') is None


async def test_everyone_is_mentioned_by_owners_or_if_the_room_lets_all() -> None:
    anna, bob = await make_user('anna'), await make_user('bob')
    room = await make_room(anna, bob)
    assert (await mentions.find(anna.id, room, '@all!')).everyone
    assert (await mentions.find(anna.id, room, 'ну @все же')).everyone
    assert not (await mentions.find(bob.id, room, '@all!')).everyone
    await rooms.update(
        *(anna.id, room),
        name='Room',
        topic='',
        kind='closed',
        owners_only=False,
        member_ids=[anna.id, bob.id],
        everyone_may_call=True,
    )
    assert (await mentions.find(bob.id, room, '@all!')).everyone
    direct = await directs.open_with(anna.id, [bob.id])
    assert not (await mentions.find(anna.id, direct, '@all!')).everyone


async def test_suggestions_show_members_first_and_match_any_part_of_a_name() -> None:
    anna, bob, zoe, other = [await make_user(name) for name in ('anna', 'Bob Marsh', 'zoe marsh', 'Marsha')]
    room = await make_room(anna, bob, zoe)
    choices = await mention_suggestions.choices(anna.id, room, 'mar')
    assert [(person.nick, person.is_member) for person in choices.people] == [
        ('Bob Marsh', True),
        ('zoe marsh', True),
        ('Marsha', False),
    ]
    assert not choices.everyone
    assert (await mention_suggestions.choices(anna.id, room, 'al')).everyone
    assert len((await mention_suggestions.choices(anna.id, room, '')).people) == 3
    direct = await directs.open_with(anna.id, [bob.id])
    assert [person.nick for person in (await mention_suggestions.choices(anna.id, direct, 'mar')).people] == [
        'Bob Marsh'
    ]
    with pytest.raises(NotFound):
        await mention_suggestions.choices(other.id, room, 'a')
    assert await _nothing_odd(anna.id, room)


async def _nothing_odd(user_id: int, room: int) -> bool:
    """Check that characters with a meaning in LIKE are ordinary letters here."""
    suggested = [(await mention_suggestions.choices(user_id, room, sign)).people for sign in ('%', '_', "'", '\\')]
    return not any(suggested)


async def test_an_edit_changes_who_is_notified() -> None:
    anna, bob, carl = [await make_user(name) for name in ('anna', 'bob', 'carl')]
    room = await make_room(anna, bob, carl)
    row = await messages.send(anna.id, room, 'k', '@bob @all')

    async def mention_counts() -> list[int]:
        return [(await one_entry(person.id, room)).mentions for person in (anna, bob, carl)]

    assert await mention_counts() == [0, 1, 1]
    await messages.edit(anna.id, row.id, '@carl')
    assert await mention_counts() == [0, 0, 1]
    await messages.delete(anna.id, row.id)
    assert await mention_counts() == [0, 0, 0]
    await messages.undelete(anna.id, row.id)
    assert await mention_counts() == [0, 0, 1]


async def one_entry(user_id: int, room: int) -> RoomEntry:
    return await engine.read(members.entry, user_id, room)


async def test_a_typed_name_means_the_nick_or_else_the_user_name() -> None:
    anna, bob = await make_user('anna'), await make_user('bob')
    room = await make_room(anna, bob)
    bob.nick = 'Bobby'
    await profiles.save(bob)
    for text in ('hi @bob', 'hi @Bobby', 'hi @BOB!'):
        targets = await mentions.find(anna.id, room, text)
        html, mentioned = mentions.render(text, targets)
        assert (mentioned.people, f'data-user="{bob.id}"' in html) == (frozenset({bob.id}), True)


async def test_nobody_can_take_a_name_of_another_person() -> None:
    anna, bob = await make_user('anna'), await make_user('bob')
    bob.nick = 'Bobby'
    await profiles.save(bob)
    for name in ('bob', 'BOB', 'Bobby', 'bobby'):
        anna.nick = name
        with pytest.raises(NameTaken):
            await profiles.save(anna)
        with pytest.raises(NameTaken):
            await write(accounts.create, name, 'hash')
    bob.nick = 'bob'
    await profiles.save(bob)


async def test_those_who_wrote_last_are_suggested_first() -> None:
    people = [await make_user(nick) for nick in ('anna', 'Max A', 'Max B', 'Max C', 'Max D')]
    anna = people[0]
    room = await make_room(*people[:4])
    await messages.send(people[3].id, room, 'k', 'hello')
    suggested = await mention_suggestions.choices(anna.id, room, 'max')
    assert [person.nick for person in suggested.people] == ['Max C', 'Max A', 'Max B', 'Max D']
    assert [person.is_member for person in suggested.people] == [True, True, True, False]


async def test_people_are_suggested_by_user_name_and_in_other_alphabets() -> None:
    anna = await make_user('anna')
    kim = await make_user('annakim')
    kim.nick = 'Анна Ким'
    await profiles.save(kim)
    room = await make_room(anna, kim)
    for typed in ('an', 'anna', 'annak', 'анна', 'ким', 'fyyf', 'kim anna'):
        people = (await mention_suggestions.choices(anna.id, room, typed)).people
        assert [person.nick for person in people] == ['Анна Ким'], typed


async def test_mentions_of_nobody_are_reported_with_the_person_who_was_meant(subtests: pytest.Subtests) -> None:
    anna, tomas, olga = [await make_user(nick) for nick in ('anna', 'Tomás Rey', 'Ольга')]
    room = await make_room(anna, tomas)
    await make_room(anna, olga, name='Other')
    cases: dict[str, list[tuple[str, str | None]]] = {
        'hi @tomas, look': [('tomas', 'Tomás Rey')],
        'hi @tomass': [('tomass', 'Tomás Rey')],
        '@olga and @zzzz': [('olga', 'Ольга'), ('zzzz', None)],
        'hi @Tomás Rey and @all': [],
        'meet @5pm at anna@example.org, see @angular/core and src/@types': [],
        'use `@property` here\n```\n@decorator\n```': [],
        'price 5 @ b, @ and @': [],
        '(@tomsa)': [('tomsa', 'Tomás Rey')],
        'hi @tomas rey and @rey tomas': [('tomas rey', 'Tomás Rey'), ('rey tomas', 'Tomás Rey')],
        'hi @tomas… or @tomas. Rey said': [('tomas', 'Tomás Rey')],
        '@tomas tomas': [('tomas', 'Tomás Rey')],
        '@anna@example.org and src/@types': [],
        '```py\n@cache\n```\n~~~\n@zzzz\n~~~': [],
    }
    for text, expected in cases.items():
        with subtests.test(text):
            unmatched = await mention_suggestions.find_unmatched(anna.id, room, text)
            reported = [(name.name, name.suggestion and name.suggestion.nick) for name in unmatched.names]
            assert reported == expected
    direct = await directs.open_with(anna.id, [tomas.id])
    (unmatched_there,) = (await mention_suggestions.find_unmatched(anna.id, direct, '@olga')).names
    assert unmatched_there.suggestion is None, 'nobody else can be mentioned in a direct conversation'
    with pytest.raises(NotFound):
        await mention_suggestions.find_unmatched(olga.id, room, '@olga')


async def test_signs_after_a_name_end_the_suggestions() -> None:
    anna, gleb, jean = [await make_user(nick) for nick in ('anna', 'Глеб', 'jean.luc')]
    room = await make_room(anna, gleb, jean)
    cases = {
        'глеб': 1,
        'глеб,': 0,
        'глеб!': 0,
        'глеб, а': 0,
        'глеб.': 0,
        'ukt,': 1,
        'jean.l': 1,
        'jean. l': 0,
        'глеб ': 1,
    }
    for typed, count in cases.items():
        assert len((await mention_suggestions.choices(anna.id, room, typed)).people) == count, typed
    (person,) = (await mention_suggestions.choices(anna.id, room, 'глеб')).people
    assert (person.nick, person.username, person.is_member) == ('Глеб', 'Глеб', True)
