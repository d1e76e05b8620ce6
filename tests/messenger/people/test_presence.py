"""Online, away, offline and hidden."""

import pytest

from messenger import history
from messenger.database.engine import read
from messenger.models import User
from messenger.models.base import milliseconds
from messenger.people import blocking, preferences, presence
from messenger.rooms import directs, rooms
from tests.factories import make_user

ANNA, BOB = 901, 902


@pytest.fixture(autouse=True)
def nobody() -> None:
    presence.presence.set(presence.Presence())


def test_a_person_is_online_while_one_window_is_active_and_away_when_all_are_idle() -> None:
    assert presence.status(ANNA) == 'offline'
    assert presence.arrive(ANNA)
    assert not presence.arrive(ANNA)
    presence.set_idle(ANNA, is_idle=True)
    assert presence.status(ANNA) == 'online'
    presence.set_idle(ANNA, is_idle=True)
    assert presence.status(ANNA) == 'away'
    presence.set_idle(ANNA, is_idle=False)
    assert presence.status(ANNA) == 'online'
    assert not presence.depart(ANNA)
    assert presence.status(ANNA) == 'away'
    assert presence.depart(ANNA, is_idle=True)
    assert presence.status(ANNA) == 'offline'
    assert presence.arrive(ANNA)
    assert presence.status(ANNA) == 'online', 'nothing of the windows before is left'


def test_a_person_who_hides_their_presence_cannot_see_others_either() -> None:
    presence.arrive(ANNA)
    presence.arrive(BOB)
    presence.set_idle(BOB, is_idle=True)
    assert presence.known_to(ANNA) == {ANNA: 'online', BOB: 'away'}
    presence.hide(ANNA, hidden=True)
    assert presence.known_to(ANNA) == {}
    assert presence.known_to(BOB) == {BOB: 'away'}
    assert presence.status(ANNA) == 'offline'
    presence.hide(ANNA, hidden=False)
    assert presence.known_to(BOB) == {ANNA: 'online', BOB: 'away'}


@pytest.mark.usefixtures('database')
async def test_last_seen_is_hidden_in_both_directions_and_after_a_restart() -> None:
    anna, bob = await make_user('anna'), await make_user('bob')
    await presence.remember(bob.id)
    seen: User = await read(lambda: User.get_by_id(bob.id))
    assert presence.last_seen(anna.id, seen) == seen.last_seen_at is not None
    await preferences.hide_presence(bob.id, hidden=True)
    presence.hide(bob.id, hidden=False)
    await read(presence.load)
    assert presence.last_seen(anna.id, seen) is None
    await preferences.hide_presence(bob.id, hidden=False)
    await preferences.hide_presence(anna.id, hidden=True)
    assert presence.last_seen(anna.id, seen) is None


@pytest.mark.usefixtures('database')
async def test_a_direct_conversation_shows_when_the_other_was_last_seen() -> None:
    anna, bob, cleo = [await make_user(name) for name in ('anna', 'bob', 'cleo')]
    two, three = [await directs.open_with(anna.id, ids) for ids in ([bob.id], [bob.id, cleo.id])]
    await presence.remember(bob.id)
    seen = (await read(lambda: User.get_by_id(bob.id))).last_seen_at
    assert (await history.open_room(anna.id, two)).last_seen == milliseconds(seen)
    assert (await history.open_room(bob.id, two)).last_seen is None, 'never here'
    assert (await history.open_room(anna.id, three)).last_seen is None
    await preferences.hide_presence(bob.id, hidden=True)
    assert (await history.open_room(anna.id, two)).last_seen is None


@pytest.mark.usefixtures('database')
async def test_a_room_counts_its_members_who_are_online_for_those_who_may_know() -> None:
    anna, bob, cleo, dan = [await make_user(name) for name in ('anna', 'bob', 'cleo', 'dan')]
    room = await rooms.create(anna.id, 'Deck', [bob.id, cleo.id])
    two = await directs.open_with(anna.id, [bob.id])
    for person in (anna, bob, cleo, dan):
        presence.arrive(person.id)
    assert (await history.open_room(anna.id, room)).online == 3
    assert (await history.open_room(anna.id, two)).online == 0
    await blocking.block(bob.id, cleo.id)
    assert [(await history.open_room(person.id, room)).online for person in (anna, bob)] == [3, 2]
    await preferences.hide_presence(cleo.id, hidden=True)
    assert [(await history.open_room(person.id, room)).online for person in (anna, cleo)] == [2, 0]
    presence.depart(bob.id)
    assert (await history.open_room(anna.id, room)).online == 1
