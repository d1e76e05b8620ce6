"""What somebody has begun to write in a room from which they are removed is shown, until they discard it."""

from playwright.async_api import Locator, expect

from tests.back_door import BackDoorServer
from tests.browser.conftest import Arrive
from tests.browser.people import ANSWERED, Person

SENT_MS = 3_000  # a draft is on the server


def card(person: Person) -> Locator:
    """The unsent texts of lost rooms."""
    return person.page.get_by_role('region', name='Not sent: you no longer have access to this room')


async def remove_while_writing(live_server: BackDoorServer, arrive: Arrive) -> tuple[Person, int, list[int]]:
    """Bob, a room from which he was removed while he wrote, and the ids of its owner and of Bob."""
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    room = await anna.create_room(f'Pier of {anna.name}', bob)
    ids = await live_server.call('ids_of', [anna.name, bob.name])
    await bob.control_time()
    await bob.goto(f'/rooms/{room}')
    await bob.composer.fill('begun at the pier')
    await bob.wait(SENT_MS)
    await live_server.call('members.remove', ids[0], room, ids[1])
    await bob.page.wait_for_url(f'{live_server.url}/rooms')
    await bob.online()
    return bob, room, ids


async def test_a_discarded_text_does_not_come_back_with_the_room(live_server: BackDoorServer, arrive: Arrive) -> None:
    bob, room, (anna_id, bob_id) = await remove_while_writing(live_server, arrive)
    tab = await bob.new_tab('/rooms')
    await expect(card(tab)).to_be_visible()
    await card(bob).get_by_role('button', name='Discard').click()
    for window in (bob, tab):
        await expect(card(window)).to_have_count(0)
        await window.page.evaluate(ANSWERED)
    await live_server.call('members.add', anna_id, room, [bob_id])
    for window in (bob, tab):
        await window.goto(f'/rooms/{room}')
        await window.page.evaluate(ANSWERED)
        await expect(window.composer).to_have_value('')


async def test_no_toast_covers_the_text_that_was_not_sent(live_server: BackDoorServer, arrive: Arrive) -> None:
    bob, _room, _ids = await remove_while_writing(live_server, arrive)
    toast = bob.page.get_by_role('status').filter(has_text='You are no longer a member of')
    await expect(toast).to_be_visible()
    for width in (1440, 1000, 390):
        await bob.page.set_viewport_size({'width': width, 'height': 800})
        above, below = await toast.bounding_box(), await card(bob).bounding_box()
        assert above is not None
        assert below is not None
        assert above['y'] + above['height'] <= below['y']


async def test_the_text_that_was_not_sent_names_its_room(live_server: BackDoorServer, arrive: Arrive) -> None:
    bob, _room, _ids = await remove_while_writing(live_server, arrive)
    name = card(bob).get_by_role('heading', level=3)
    await expect(name).to_contain_text('Pier of anna')
    await bob.page.reload()
    await expect(name).to_contain_text('Pier of anna')
