"""Reactions and pins: members add and remove them, once each, whatever is requested twice."""

import asyncio

import pytest

from messenger.errors import Malformed, NotAllowed, NotAMember, NotFound
from messenger.messages import messages, pins, reactions
from messenger.payloads import ReactionRow
from messenger.rooms import members
from tests.factories import make_room, make_user

pytestmark = pytest.mark.usefixtures('database')

EMOJI = ('👍', '❤️', '🏳️‍🌈', '🇷🇸', '👩🏽‍🚒', '1️⃣', '☺', '©')
NONE = ('', 'a', '👍a', ' ', '1', '<b>', '👍 ', '👍' * 40, '\u200d', '#')


def test_an_emoji_is_accepted(subtests: pytest.Subtests) -> None:
    for text in EMOJI:
        with subtests.test(repr(text)):
            assert reactions.is_emoji(text)


def test_anything_else_is_not_an_emoji(subtests: pytest.Subtests) -> None:
    for text in NONE:
        with subtests.test(repr(text)):
            assert not reactions.is_emoji(text)


async def test_a_reaction_counts_once_per_person_and_names_who_reacted() -> None:
    anna, bob = await make_user('anna'), await make_user('bob')
    room = await make_room(anna, bob)
    row = await messages.send(anna.id, room, 'k', 'cake?')
    for person in (anna, bob, bob):
        shown = await reactions.put(person.id, row.id, '👍', on=True)
    assert shown.reactions == [ReactionRow('👍', [anna.id, bob.id], ['anna', 'bob'])]
    assert shown.revision == row.revision + 2
    for _ in range(2):
        shown = await reactions.put(anna.id, row.id, '👍', on=False)
    assert shown.reactions == [ReactionRow('👍', [bob.id], ['bob'])]
    assert (await reactions.put(bob.id, row.id, '👍', on=False)).reactions is None


async def test_people_who_may_read_can_see_who_reacted() -> None:
    anna, bob, carl = [await make_user(name) for name in ('anna', 'bob', 'carl')]
    room = await make_room(anna, bob)
    row = await messages.send(anna.id, room, 'k', 'cake?')
    for person, emoji in ((bob, '👍'), (anna, '🎉'), (anna, '👍')):
        await reactions.put(person.id, row.id, emoji, on=True)
    reactors = await reactions.list_reactors(anna.id, row.id)
    assert [(emoji, [reactor.nick for reactor in people]) for emoji, people in reactors] == [
        ('👍', ['bob', 'anna']),
        ('🎉', ['anna']),
    ]
    with pytest.raises(NotFound):
        await reactions.list_reactors(carl.id, row.id)
    await messages.delete(anna.id, row.id)
    with pytest.raises(NotFound):
        await reactions.list_reactors(anna.id, row.id)


async def test_the_same_reaction_sent_twice_at_once_counts_once() -> None:
    anna = await make_user('anna')
    row = await messages.send(anna.id, await make_room(anna), 'k', 'hm')
    shown = await asyncio.gather(*(reactions.put(anna.id, row.id, '🎉', on=True) for _ in range(10)))
    assert {len(reaction.users) for message in shown for reaction in message.reactions or ()} == {1}


async def test_someone_who_may_not_post_may_not_react_or_pin() -> None:
    anna, bob = await make_user('anna'), await make_user('bob')
    closed, opened = await make_room(anna), await make_room(anna, name='Open', kind='open')
    for room, refusal in ((closed, NotFound), (opened, NotAMember)):
        row = await messages.send(anna.id, room, f'k{room}', 'hm')
        with pytest.raises(refusal):
            await reactions.put(bob.id, row.id, '👍', on=True)
        with pytest.raises(refusal):
            await pins.put(bob.id, row.id, on=True)
    with pytest.raises(Malformed):
        await reactions.put(anna.id, row.id, 'x', on=True)
    await messages.delete(anna.id, row.id)
    for change in (reactions.put(anna.id, row.id, '👍', on=True), pins.put(anna.id, row.id, on=True)):
        with pytest.raises(NotFound):
            await change


async def test_a_message_accepts_a_limited_number_of_emoji() -> None:
    anna = await make_user('anna')
    row = await messages.send(anna.id, await make_room(anna), 'k', 'hm')
    kinds = [chr(0x1F600 + number) for number in range(reactions.KINDS_LIMIT + 1)]
    for emoji in kinds[:-1]:
        await reactions.put(anna.id, row.id, emoji, on=True)
    with pytest.raises(NotAllowed):
        await reactions.put(anna.id, row.id, kinds[-1], on=True)


async def test_pins_are_listed_newest_first_for_people_who_may_read() -> None:
    anna, bob = await make_user('anna'), await make_user('bob')
    room = await make_room(anna, bob)
    rows = [await messages.send(anna.id, room, f'k{number}', f'{number}') for number in range(3)]
    for row in (rows[2], rows[0], rows[0]):
        assert (await pins.put(bob.id, row.id, on=True)).pinned
    listed = await pins.list_pinned(anna.id, room)
    assert [(pin.seq, pin.by.nick) for pin in listed] == [(rows[0].seq, 'anna'), (rows[2].seq, 'anna')]
    assert not (await pins.put(anna.id, rows[0].id, on=False)).pinned
    await members.remove(anna.id, room, bob.id)
    with pytest.raises(NotFound):
        await pins.list_pinned(bob.id, room)
