"""Typing, presence and notification previews over the socket: who receives them, how often, and who does not."""

import asyncio
import json
from typing import Any
from uuid import uuid4

import pytest

from messenger import notifications
from messenger.live import presence_broadcast
from messenger.people import preferences
from messenger.rooms import directs, rooms
from tests.conftest import Clock
from tests.pages.conftest import SignUp, UserWindow
from tests.window import Refusal

QUIET_S = 0.4


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Updates that are normally sent a moment later are sent at once."""
    monkeypatch.setattr(presence_broadcast, 'SETTLE_S', 0.05)
    monkeypatch.setattr(presence_broadcast, 'GRACE_S', 0.1)


async def shown(room: int, *people: UserWindow) -> None:
    """Show the room in these people's windows."""
    for person in people:
        await person.open(f'/rooms/{room}')
        await person.ask('hello')
        await person.join(room)


def events_of(person: UserWindow, kind: str) -> list[dict[str, Any]]:
    return [event for event in person.events if event['type'] == kind]


async def test_other_people_in_the_room_receive_typing_but_not_ones_own_windows(sign_up: SignUp) -> None:
    anna, bob, cleo = await sign_up('anna'), await sign_up('bob'), await sign_up('cleo')
    room = await rooms.create(anna.user_id, uuid4().hex, [bob.user_id, cleo.user_id])
    await shown(room, anna, bob)
    tab = anna.another()
    await shown(room, tab)
    await cleo.open('/rooms')
    await cleo.ask('hello')
    await anna.ask('typing', {'room': room})
    event = await bob.receive('Typing')
    assert (event['room'], [person['id'] for person in event['people']]) == (room, [anna.user_id])
    await asyncio.sleep(QUIET_S)
    for window in (anna, tab, cleo):
        assert events_of(window, 'Typing') == []
    await tab.close()


async def test_a_window_gets_one_typing_frame_a_second_with_at_most_three_names(sign_up: SignUp) -> None:
    people = [await sign_up(f'p{number}') for number in range(5)]
    reader = await sign_up('reader')
    room = await rooms.create(reader.user_id, uuid4().hex, [person.user_id for person in people])
    await shown(room, reader, *people)
    for _ in range(3):
        await asyncio.gather(*(person.ask('typing', {'room': room}) for person in people))
    await asyncio.sleep(1.3)
    events = events_of(reader, 'Typing')
    assert len(events) == 2, 'the first at once, the others together'
    assert [len(event['people']) for event in events] == [1, 3]
    for person in people:
        for event in events_of(person, 'Typing'):
            assert person.user_id not in [person['id'] for person in event['people']]
            assert event['people']


async def test_typing_is_not_shown_for_someone_who_hides_their_presence(sign_up: SignUp) -> None:
    anna, bob = await sign_up('anna'), await sign_up('bob')
    room = await rooms.create(anna.user_id, uuid4().hex, [bob.user_id])
    await shown(room, anna, bob)
    await preferences.hide_presence(anna.user_id, hidden=True)
    await anna.ask('typing', {'room': room})
    await asyncio.sleep(QUIET_S)
    assert events_of(bob, 'Typing') == []


async def test_typing_too_often_is_refused(sign_up: SignUp, clock: Clock) -> None:
    anna = await sign_up('anna')
    room = await rooms.create(anna.user_id, uuid4().hex, [])
    await shown(room, anna)
    with pytest.raises(Refusal, match='limit'):
        await _type_often(anna, room)


async def test_people_with_a_direct_conversation_see_presence_changes(sign_up: SignUp) -> None:
    anna, bob, cleo = await sign_up('anna'), await sign_up('bob'), await sign_up('cleo')
    await directs.open_with(anna.user_id, [bob.user_id])
    for person in (anna, cleo):
        await person.open('/rooms')
        await person.ask('hello')
    await bob.open('/rooms')
    await bob.ask('hello')
    assert (await anna.receive('PresenceChanged'))['status'] == 'online'
    assert (await bob.ask('hello'))['presence'] == {str(anna.user_id): 'online', str(bob.user_id): 'online'}
    await bob.ask('idle', {'idle': True})
    assert (await anna.receive('PresenceChanged'))['status'] == 'away'
    await bob.ask('idle', {'idle': False})
    assert (await anna.receive('PresenceChanged'))['status'] == 'online'
    await bob.close()
    left = await anna.receive('PresenceChanged')
    assert left == {'type': 'PresenceChanged', 'user': bob.user_id, 'status': 'offline'}
    assert events_of(cleo, 'PresenceChanged') == []


async def test_the_window_showing_the_conversation_receives_presence_too(sign_up: SignUp) -> None:
    anna, bob = await sign_up('anna'), await sign_up('bob')
    room = await directs.open_with(anna.user_id, [bob.user_id])
    await shown(room, anna)
    await shown(room, bob)
    assert (await anna.receive('PresenceChanged'))['user'] == bob.user_id


async def test_reloading_a_page_sends_no_presence_change(sign_up: SignUp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence_broadcast, 'GRACE_S', 1.0)
    anna, bob = await sign_up('anna'), await sign_up('bob')
    room = await directs.open_with(anna.user_id, [bob.user_id])
    await shown(room, anna)
    await shown(room, bob)
    await anna.receive('PresenceChanged')
    await bob.close()
    await asyncio.sleep(0.2)
    await shown(room, bob)
    await asyncio.sleep(2.2)
    assert events_of(anna, 'PresenceChanged') == []


async def test_a_person_who_reloads_a_page_is_online_for_those_who_ask_meanwhile(
    sign_up: SignUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, bob = await sign_up('anna'), await sign_up('bob')
    room = await directs.open_with(anna.user_id, [bob.user_id])
    await shown(room, anna)
    await shown(room, bob)
    await anna.receive('PresenceChanged')
    monkeypatch.setattr(presence_broadcast, 'GRACE_S', 60.0)
    await bob.close()
    assert (await anna.ask('hello'))['presence'][str(bob.user_id)] == 'online'
    await shown(room, bob)
    assert (await anna.join(room))['last_seen'] is None


async def test_a_short_visit_that_somebody_has_seen_ends_for_them(sign_up: SignUp) -> None:
    anna, bob = await sign_up('anna'), await sign_up('bob')
    room = await directs.open_with(anna.user_id, [bob.user_id])
    await shown(room, anna)
    with pytest.MonkeyPatch.context() as slow:
        slow.setattr(presence_broadcast, 'SETTLE_S', 60.0)
        await shown(room, bob)
        assert (await anna.ask('hello'))['presence'][str(bob.user_id)] == 'online'
        await bob.close()
    assert (await anna.receive('PresenceChanged'))['status'] == 'offline'


async def test_hidden_presence_works_in_both_directions(sign_up: SignUp) -> None:
    anna, bob = await sign_up('anna'), await sign_up('bob')
    await directs.open_with(anna.user_id, [bob.user_id])
    for person in (anna, bob):
        await person.open('/rooms')
        await person.ask('hello')
    await anna.receive('PresenceChanged', lambda event: bool(event['status'] == 'online'))
    await preferences.hide_presence(bob.user_id, hidden=True)
    await bob.receive('OwnSettingsChanged', lambda event: bool(event['settings']['hides_presence']))
    assert (await anna.receive('PresenceChanged'))['status'] == 'offline'
    assert (await bob.ask('hello'))['presence'] == {}
    bob.events.clear()
    assert str(bob.user_id) not in (await anna.ask('hello'))['presence']
    await anna.ask('idle', {'idle': True})
    for is_idle in (True, False):
        await bob.ask('idle', {'idle': is_idle})
    await asyncio.sleep(QUIET_S + 1)
    assert events_of(bob, 'PresenceChanged') == events_of(anna, 'PresenceChanged') == []
    page = await anna.http.get(f'/users/{bob.user_id}')
    assert 'class=\\"dot' not in page.text
    assert 'Last seen' not in page.text
    await preferences.hide_presence(bob.user_id, hidden=False)
    assert (await anna.receive('PresenceChanged'))['status'] == 'online'


async def test_a_new_direct_conversation_knows_presence_at_once(sign_up: SignUp) -> None:
    anna, bob = await sign_up('anna'), await sign_up('bob')
    for person in (anna, bob):
        await person.open('/rooms')
        await person.ask('hello')
    await directs.open_with(anna.user_id, [bob.user_id])
    assert (await anna.receive('PresenceChanged'))['user'] == bob.user_id
    assert (await bob.receive('PresenceChanged'))['user'] == anna.user_id


async def test_a_preview_is_turned_into_text(sign_up: SignUp) -> None:
    anna, bob = await sign_up('anna'), await sign_up('bob')
    name = uuid4().hex
    room = await rooms.create(anna.user_id, name, [bob.user_id])
    for person in (anna, bob):
        await person.open('/rooms')
        await person.ask('hello')
    first = await anna.send(room, '<b>bold</b>')
    preview = await bob.ask('preview', {'room': room, 'seq': first['seq']})
    nick = preview['title'].split(' · ')[0]
    assert preview['title'] == f'{nick} · {name}'
    assert (preview['text'], preview['seq'], preview['sound']) == ('<b>bold</b>', first['seq'], True)
    last = await anna.send(room, 'second')
    preview = await bob.ask('preview', {'room': room, 'seq': first['seq']})
    assert (preview['text'], preview['seq']) == ('second\nand 1 more message', last['seq'])
    direct = await directs.open_with(anna.user_id, [bob.user_id])
    row = await anna.send(direct, 'to you')
    assert (await bob.ask('preview', {'room': direct, 'seq': row['seq']}))['title'] == nick
    await notifications.mute(bob.user_id, direct, notifications.FOR_EVER)
    assert await bob.ask('preview', {'room': direct, 'seq': row['seq']}) == {}


async def test_levels_and_pauses_reach_every_window_of_that_person_only(sign_up: SignUp) -> None:
    anna, bob = await sign_up('anna'), await sign_up('bob')
    room = await rooms.create(anna.user_id, uuid4().hex, [bob.user_id])
    tab = bob.another()
    for window in (anna, bob, tab):
        await window.open('/rooms')
        await window.ask('hello')
    await notifications.mute(bob.user_id, room, notifications.FOR_EVER)
    await preferences.keep_quiet(bob.user_id, notifications.FOR_EVER)
    for window in (bob, tab):
        assert (await window.receive('RoomLevelChanged'))['muted_until'] > 0
        assert (await window.receive('OwnSettingsChanged'))['settings']['quiet_until'] > 0
    entry = next(row for row in (await tab.ask('hello'))['rooms'] if row['id'] == room)
    assert entry['muted_until'] == json.loads(json.dumps(entry['muted_until']))
    assert events_of(anna, 'RoomLevelChanged') == events_of(anna, 'OwnSettingsChanged') == []
    await tab.close()


@pytest.mark.parametrize('event', ['typing', 'preview', 'idle'])
async def test_invalid_data_is_answered_and_the_socket_survives(sign_up: SignUp, event: str) -> None:
    anna = await sign_up('anna')
    await anna.open()
    inputs: list[Any] = [None, 5, 'x', [], {}, {'room': 'x', 'idle': 1}, {'room': -1, 'idle': 'yes'}]
    for nonsense in inputs:
        with pytest.raises(Refusal, match='malformed'):
            await anna.ask(event, nonsense)
    assert await anna.ask('hello')


async def _type_often(person: UserWindow, room: int) -> None:
    for _ in range(30):
        await person.ask('typing', {'room': room})
