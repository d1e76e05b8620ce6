"""How far somebody has read goes only to the people that reading.receipts allows, on the wire too."""

from uuid import uuid4

from messenger.messages import messages
from messenger.people import preferences
from messenger.reading import unread
from messenger.rooms import rooms
from tests.pages.conftest import SignUp, UserWindow


async def event_types_of(window: UserWindow) -> list[str]:
    """The types of what was pushed so far."""
    await window.ask('history', {'room': window.events[0]['room'], 'before': 1})
    return [event['type'] for event in window.events]


async def test_onlookers_and_people_who_hide_theirs_receive_no_receipts(sign_up: SignUp) -> None:
    anna, bob, hider, looker = [await sign_up(name) for name in ('anna', 'bob', 'hider', 'looker')]
    room = await rooms.create(anna.user_id, uuid4().hex, [bob.user_id, hider.user_id], kind='open')
    await preferences.hide_receipts(hider.user_id, hidden=True)
    windows = (anna, hider, looker)
    for window in windows:
        await window.open(f'/rooms/{room}')
        await window.join(room)
    row = await messages.send(anna.user_id, room, uuid4().hex, 'seen by whom?')
    await unread.mark_read(bob.user_id, room, row.seq)
    await anna.receive('PersonRead')
    await messages.send(anna.user_id, room, uuid4().hex, 'and now?')
    for window in windows:
        await window.receive('MessagePosted', lambda event: 'now' in event['message']['body'])
    assert 'PersonRead' not in await event_types_of(hider)
    assert 'PersonRead' not in await event_types_of(looker)
