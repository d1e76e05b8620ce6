"""Rooms: made, renamed, left, lost and deleted, shown at once to everyone concerned, without a reload."""

import pytest
from playwright.async_api import Locator, expect

from tests.browser.conftest import Arrive
from tests.browser.people import Person
from tests.live_server import LiveServer

ODD_NAMES = ('create', 'a/b?c#d%20', 'Кухня и сад', '🦩 pink', 'many words here', "it's")
A_FINGER_MS = 120  # how long a key is held down
A_MOMENT_MS = 400  # longer than a dialog takes to close


def removal(person: Person, other: Person) -> Locator:
    """The question before `other` is removed."""
    return person.page.get_by_role('dialog', name=f'Remove {other.name} from this room?')


@pytest.mark.expects_errors(r'404 .*/rooms/')
async def test_a_new_room_appears_at_once_to_its_members_only(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob, eve = [await arrive(live_server, name) for name in ('anna', 'bob', 'eve')]
    await _a_missing_room_shows_an_error_page(anna, eve)
    await bob.goto('/rooms')
    await bob.mark()
    name = f'"Garden" & <b> of {anna.name}'
    room = await anna.make_room_by_dialog(name, bob)
    await expect(bob.in_sidebar(name)).to_be_visible()
    assert await bob.is_marked()
    await expect(eve.in_sidebar(name)).to_have_count(0)
    await bob.enter_room(name)
    await anna.say('welcome')
    await bob.sees('welcome')
    await _a_room_can_have_almost_any_name(anna, bob)
    await bob.page.reload()
    await expect(bob.heading).to_have_text(ODD_NAMES[-1])
    await expect(eve.page.locator(f'aside a[href="/rooms/{room}"]')).to_have_count(0)


async def _a_missing_room_shows_an_error_page(anna: Person, eve: Person) -> None:
    """Whether it has never existed or is not Eve's; she goes back to her conversations."""
    hers = await anna.create_room(f'Safe of {anna.name}')
    for missing in ('999999999', '0', '-1', 'create', f'{10**30}'):
        answered = await eve.context.request.get(f'{eve.url}/rooms/{missing}')
        assert answered.status == 404, missing
        assert 'Page not found' in await answered.text(), missing
    answer = await eve.page.goto(f'{eve.url}/rooms/{hers}')
    assert answer is not None
    assert answer.status == 404
    await expect(eve.heading).to_have_text('Page not found')
    await eve.main.get_by_role('link', name='Back to conversations').click()
    await expect(eve.heading).to_have_text('Rooms')
    await eve.online()


async def _a_room_can_have_almost_any_name(anna: Person, bob: Person) -> None:
    """Bob finds it in his sidebar and reads it."""
    for name in ODD_NAMES:
        room = await anna.create_room(name, bob)
        await bob.enter_room(name)
        await anna.post(room, 'it works')
        await bob.sees('it works')


@pytest.mark.expects_errors(
    r'alert: A room name must have 1 to 80 visible characters', r'alert: This name is already taken'
)
async def test_the_dialog_for_a_new_room_stays_open_until_it_can_be_made(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.create_room(f'Taken {anna.name}')
    await anna.control_time()
    await anna.goto('/rooms')
    await anna.main.get_by_role('button', name='New room').click()
    dialog = anna.page.get_by_role('dialog', name='New room')
    await _escape_closes_the_listbox_and_keeps_the_dialog_open(anna, dialog)
    await dialog.get_by_role('button', name='Create').click()
    await expect(dialog.get_by_text('A room name must have 1 to 80 visible characters.')).to_be_visible()
    await dialog.get_by_role('textbox', name='Room name').fill(f'TAKEN {anna.name.upper()}')
    await dialog.get_by_role('button', name='Create').click()
    await expect(dialog.get_by_text('This name is already taken.')).to_be_visible()
    await expect(dialog.get_by_role('textbox', name='Room name')).to_have_value(f'TAKEN {anna.name.upper()}')


async def _escape_closes_the_listbox_and_keeps_the_dialog_open(anna: Person, dialog: Locator) -> None:
    """Also when it is pressed twice, while the list may still be redrawn."""
    members = dialog.get_by_role('combobox', name='Members')
    await members.click()
    await members.press_sequentially('a')
    await expect(anna.page.get_by_role('listbox')).to_be_visible()
    await anna.stop_time()
    await members.press('Escape')
    await anna.wait(A_FINGER_MS)
    await expect(anna.page.get_by_role('listbox')).to_have_count(0)
    await members.press('Escape')
    await anna.wait(A_MOMENT_MS)
    await expect(dialog).to_be_visible()
    await anna.page.clock.resume()


@pytest.mark.expects_errors(r'alert: .*is the last owner of this room')
async def test_members_are_removed_brought_back_and_leave_before_everyones_eyes(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    name = f'New {anna.name}'
    room = await anna.make_room(f'Old {anna.name}', bob)
    await bob.goto(f'/rooms/{room}')
    await _a_new_name_is_shown_to_all_members_at_once(anna, bob)
    await _a_member_who_removes_the_last_owner_is_told_who_that_is(anna, bob)
    await _removing_somebody_asks_first_and_can_be_undone(anna, bob, name)
    await _saving_a_room_without_somebody_asks_and_can_be_undone(anna, bob, name)
    await bob.enter_room(name)
    await _removing_oneself_asks_first(bob)
    await anna.server.call('members.add', *await anna.server.call('ids_of', [anna.name]), room, await ids(bob))
    await bob.enter_room(name)
    await bob.room_menu('Leave room')
    await bob.page.get_by_role('dialog').get_by_role('button', name='Leave room').click()
    await expect(bob.heading).to_have_text('Rooms')
    await expect(bob.in_sidebar(name)).to_have_count(0)
    await expect(anna.log.get_by_role('note').last).to_contain_text(f'{bob.name} left')


async def ids(*people: Person) -> list[int]:
    user_ids: list[int] = await people[0].server.call('ids_of', [person.name for person in people])
    return user_ids


async def _a_new_name_is_shown_to_all_members_at_once(anna: Person, bob: Person) -> None:
    await anna.room_menu('Edit room')
    dialog = anna.page.get_by_role('dialog', name='Edit room')
    await dialog.get_by_role('textbox', name='Room name').fill(f'New {anna.name}')
    await dialog.get_by_role('button', name='Save').click()
    for person in (anna, bob):
        await expect(person.heading).to_have_text(f'New {anna.name}')
        await expect(person.in_sidebar(f'New {anna.name}')).to_be_visible()
    await expect(bob.log.get_by_role('note').last).to_contain_text(f'renamed the room from “Old {anna.name}”')


async def _a_member_who_removes_the_last_owner_is_told_who_that_is(anna: Person, bob: Person) -> None:
    await bob.room_menu('Members')
    await bob.choose_for_member(anna.name, 'Remove from this room')
    await removal(bob, anna).get_by_role('button', name='Remove', exact=True).click()
    await expect(bob.page.get_by_text(f'{anna.name} is the last owner of this room.')).to_be_visible()


async def _removing_somebody_asks_first_and_can_be_undone(anna: Person, bob: Person, name: str) -> None:
    """Who is removed leaves the room's page within a second."""
    await anna.room_menu('Members')
    actions = anna.page.get_by_role('button', name=f'Actions for {bob.name}')
    await anna.choose_for_member(bob.name, 'Remove from this room')
    await removal(anna, bob).get_by_role('button', name='Cancel').click()
    await expect(removal(anna, bob)).to_have_count(0)
    await expect(bob.in_sidebar(name)).to_be_visible()
    await anna.choose_for_member(bob.name, 'Remove from this room')
    await removal(anna, bob).get_by_role('button', name='Remove', exact=True).click()
    await expect(bob.heading).to_have_text('Rooms', timeout=2_000)
    lost = bob.page.get_by_role('status').filter(has_text=f'You are no longer a member of “{name}”.')
    await expect(lost).to_be_visible()
    await expect(bob.in_sidebar(name)).to_have_count(0)
    answer = await bob.context.request.get(anna.page.url)
    assert answer.status == 404
    assert 'Page not found' in await answer.text()
    await expect(actions).to_have_count(0)
    await anna.page.get_by_role('status').filter(has_text='removed').get_by_role('button', name='Undo').click()
    await expect(bob.in_sidebar(name)).to_be_visible()
    await expect(actions).to_be_visible()
    await anna.page.get_by_role('button', name='Done').click()
    await expect(anna.page.get_by_role('dialog')).to_have_count(0)


async def _saving_a_room_without_somebody_asks_and_can_be_undone(anna: Person, bob: Person, name: str) -> None:
    await anna.room_menu('Edit room')
    dialog = anna.page.get_by_role('dialog', name='Edit room')
    await dialog.get_by_role('combobox', name='Members').press('Backspace')
    await dialog.get_by_role('button', name='Save').click()
    await removal(anna, bob).get_by_role('button', name='Remove', exact=True).click()
    await expect(bob.in_sidebar(name)).to_have_count(0)
    await anna.page.get_by_role('button', name='Undo').click()
    await expect(bob.in_sidebar(name)).to_be_visible()


async def _removing_oneself_asks_first(bob: Person) -> None:
    await bob.room_menu('Edit room')
    dialog = bob.page.get_by_role('dialog', name='Edit room')
    await dialog.get_by_role('combobox', name='Members').press('Backspace')
    await dialog.get_by_role('button', name='Save').click()
    question = bob.page.get_by_role('dialog', name='Leave this room?')
    await expect(question).to_contain_text('You will lose access to this room')
    await question.get_by_role('button', name='Save and leave').click()
    await expect(bob.heading).to_have_text('Rooms')
    await bob.online()


@pytest.mark.expects_errors(r'alert: .*You are the last owner', r'alert: Type the exact name of the room')
async def test_an_owner_deletes_a_room_and_hands_another_over(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    tower, barn, square = (f'{building} of {anna.name}' for building in ('Tower', 'Barn', 'Square'))
    await anna.create_room(tower, bob)
    await anna.create_room(square, everyone=True)
    await bob.goto(f'/rooms/{await anna.make_room(barn, bob)}')
    await _deleting_a_room_asks_for_its_name_and_removes_it_for_everyone(anna, bob, barn)
    await anna.enter_room(tower)
    await _the_last_owner_must_hand_over_ownership_first(anna, bob)
    await expect(bob.in_sidebar(tower)).to_be_visible()
    await anna.enter_room(square)
    await bob.main.get_by_role('list', name='Open rooms').get_by_role('button', name=f'Join {square}').click()
    await expect(bob.heading).to_have_text(square)
    await bob.say('hello all')
    await anna.sees('hello all')


async def _deleting_a_room_asks_for_its_name_and_removes_it_for_everyone(anna: Person, bob: Person, name: str) -> None:
    await anna.room_menu('Delete room')
    dialog = anna.page.get_by_role('dialog', name='Delete room')
    await dialog.get_by_role('textbox', name='Room name').fill('another')
    await dialog.get_by_role('button', name='Delete room').click()
    await expect(dialog.get_by_text('Type the exact name of the room to delete it.')).to_be_visible()
    await dialog.get_by_role('textbox', name='Room name').fill(name)
    await dialog.get_by_role('button', name='Delete room').click()
    for person in (anna, bob):
        await expect(person.heading).to_have_text('Rooms')
        await expect(person.in_sidebar(name)).to_have_count(0)
        await person.online()


async def _the_last_owner_must_hand_over_ownership_first(anna: Person, bob: Person) -> None:
    await anna.room_menu('Leave room')
    await anna.page.get_by_role('dialog').get_by_role('button', name='Leave room').click()
    await expect(anna.page.get_by_text('You are the last owner.')).to_be_visible()
    await anna.room_menu('Members')
    await anna.choose_for_member(bob.name, 'Make owner')
    await expect(anna.page.get_by_role('listitem').filter(has_text=bob.name).get_by_text('Owner')).to_be_visible()
    await anna.page.get_by_role('button', name='Done').click()
    await anna.room_menu('Leave room')
    await anna.page.get_by_role('dialog').get_by_role('button', name='Leave room').click()
    await expect(anna.heading).to_have_text('Rooms')
    await anna.online()
