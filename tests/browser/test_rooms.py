"""Rooms: made, renamed, left, lost and deleted, shown at once to everyone concerned, without a reload."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Arrive
from tests.live import LiveServer

ODD_NAMES = ('create', 'a/b?c#d%20', '"quotes" & <b>', 'Кухня и сад', '🦩 pink', 'many words here', "it's")
A_FINGER_MS = 120  # how long a key is held down
A_MOMENT_MS = 400  # longer than a dialog takes to close


async def test_a_new_room_appears_in_everyones_sidebar_at_once(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob, eve = [await arrive(live_server, name) for name in ('anna', 'bob', 'eve')]
    name = f'Garden of {anna.name}'
    for person in (bob, eve):
        await person.goto('/rooms')
    await bob.mark()
    await anna.make_room_by_dialog(name, bob)
    await expect(bob.in_sidebar(name)).to_be_visible()
    assert await bob.is_marked()
    await expect(eve.in_sidebar(name)).to_have_count(0)
    await bob.in_sidebar(name).click()
    await expect(bob.heading).to_have_text(name)
    await anna.say('welcome')
    await bob.sees('welcome')


@pytest.mark.expects_errors(r'alert: A room name must have 1 to 80 visible characters')
async def test_escape_closes_the_listbox_and_keeps_the_dialog_open(live_server: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.control_time()
    await anna.goto('/rooms')
    await anna.main.get_by_role('button', name='New room').click()
    dialog = anna.page.get_by_role('dialog', name='New room')
    members = dialog.get_by_role('combobox', name='Members')
    await members.click()
    await members.press_sequentially('a')
    await expect(anna.page.get_by_role('listbox')).to_be_visible()
    await anna.stop_time()
    await members.press('Escape')
    await anna.wait(A_FINGER_MS)
    await expect(anna.page.get_by_role('listbox')).to_have_count(0)
    await members.press('Escape')  # while the list may still be redrawn
    await anna.wait(A_MOMENT_MS)
    await expect(dialog).to_be_visible()
    await anna.page.clock.resume()
    await dialog.get_by_role('button', name='Create').click()
    await expect(dialog.get_by_text('A room name must have 1 to 80 visible characters.')).to_be_visible()


async def test_a_room_can_have_almost_any_name(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    await bob.goto('/rooms')
    for name in ODD_NAMES:
        await anna.make_room_by_dialog(name, bob)
        await bob.in_sidebar(name).click()
        await expect(bob.heading).to_have_text(name)
        await bob.online()
        await anna.say('it works')
        await bob.sees('it works')
    await bob.page.reload()
    await expect(bob.heading).to_have_text(ODD_NAMES[-1])


@pytest.mark.expects_errors(r'404 .*/rooms/')
async def test_a_missing_room_shows_an_error_page(live_server: LiveServer, arrive: Arrive) -> None:
    anna, eve = await arrive(live_server, 'anna'), await arrive(live_server, 'eve')
    hers = await anna.make_room(f'Safe of {anna.name}')
    for missing in ('999999999', '0', '-1', 'create', f'{10**30}', str(hers)):
        answer = await eve.page.goto(f'{live_server.url}/rooms/{missing}')
        assert answer is not None
        assert answer.status == 404, missing
        await expect(eve.heading).to_have_text('Page not found')
    await eve.main.get_by_role('link', name='Back to conversations').click()
    await expect(eve.heading).to_have_text('Rooms')


async def test_when_a_member_leaves_the_others_are_notified(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    name = f'Hall of {anna.name}'
    room = await anna.make_room(name, bob)
    await bob.goto(f'/rooms/{room}')
    await bob.room_menu('Leave room')
    await bob.page.get_by_role('dialog').get_by_role('button', name='Leave room').click()
    await expect(bob.heading).to_have_text('Rooms')
    await expect(bob.in_sidebar(name)).to_have_count(0)
    await expect(anna.log.get_by_role('note').last).to_contain_text(f'{bob.name} left')


async def test_a_new_room_name_is_shown_to_all_members_at_once(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    await anna.make_room(f'Old {anna.name}', bob)
    await bob.page.goto(anna.page.url)
    await anna.room_menu('Edit room')
    dialog = anna.page.get_by_role('dialog', name='Edit room')
    await dialog.get_by_role('textbox', name='Room name').fill(f'New {anna.name}')
    await dialog.get_by_role('button', name='Save').click()
    for person in (anna, bob):
        await expect(person.heading).to_have_text(f'New {anna.name}')
        await expect(person.in_sidebar(f'New {anna.name}')).to_be_visible()
    await expect(bob.log.get_by_role('note').last).to_contain_text(f'renamed the room from “Old {anna.name}”')


@pytest.mark.expects_errors(r'alert: This name is already taken')
async def test_a_taken_name_is_refused_beside_the_field(live_server: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.create_room(f'Taken {anna.name}')
    await anna.goto('/rooms')
    await anna.main.get_by_role('button', name='New room').click()
    dialog = anna.page.get_by_role('dialog', name='New room')
    await dialog.get_by_role('textbox', name='Room name').fill(f'TAKEN {anna.name.upper()}')
    await dialog.get_by_role('button', name='Create').click()
    await expect(dialog.get_by_text('This name is already taken.')).to_be_visible()
    await expect(dialog.get_by_role('textbox', name='Room name')).to_have_value(f'TAKEN {anna.name.upper()}')


@pytest.mark.expects_errors(r'404 .*/rooms/')
async def test_a_removed_member_leaves_the_room_page_within_a_second(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    name = f'Cellar of {anna.name}'
    await anna.make_room(name, bob)
    await bob.goto(anna.page.url.removeprefix(live_server.url))
    await anna.room_menu('Members')
    await anna.choose_for_member(bob.name, 'Remove from this room')
    question = anna.page.get_by_role('dialog', name=f'Remove {bob.name} from this room?')
    await question.get_by_role('button', name='Remove', exact=True).click()
    await expect(bob.heading).to_have_text('Rooms', timeout=2_000)
    await expect(
        bob.page.get_by_role('status').filter(has_text=f'You are no longer a member of “{name}”.')
    ).to_be_visible()
    await expect(bob.in_sidebar(name)).to_have_count(0)
    answer = await bob.page.goto(anna.page.url)
    assert answer is not None
    assert answer.status == 404
    await expect(bob.main).to_contain_text('Page not found')


async def test_removing_oneself_asks_first(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    await anna.make_room(f'Loft of {anna.name}', bob)
    await bob.goto(anna.page.url.removeprefix(live_server.url))
    await bob.room_menu('Edit room')
    dialog = bob.page.get_by_role('dialog', name='Edit room')
    await dialog.get_by_role('combobox', name='Members').press('Backspace')
    await dialog.get_by_role('button', name='Save').click()
    question = bob.page.get_by_role('dialog', name='Leave this room?')
    await expect(question).to_contain_text('You will lose access to this room')
    await question.get_by_role('button', name='Save and leave').click()
    await expect(bob.heading).to_have_text('Rooms')


async def test_removing_somebody_asks_first_and_can_be_undone(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    name = f'Cabin of {anna.name}'
    await anna.make_room(name, bob)
    await bob.goto('/rooms')
    await expect(bob.in_sidebar(name)).to_be_visible()
    await anna.room_menu('Members')
    actions = anna.page.get_by_role('button', name=f'Actions for {bob.name}')
    question = anna.page.get_by_role('dialog', name=f'Remove {bob.name} from this room?')
    await anna.choose_for_member(bob.name, 'Remove from this room')
    await question.get_by_role('button', name='Cancel').click()
    await expect(question).to_have_count(0)
    await expect(bob.in_sidebar(name)).to_be_visible()
    await anna.choose_for_member(bob.name, 'Remove from this room')
    await question.get_by_role('button', name='Remove', exact=True).click()
    await expect(bob.in_sidebar(name)).to_have_count(0)
    await expect(actions).to_have_count(0)
    await anna.page.get_by_role('status').filter(has_text='removed').get_by_role('button', name='Undo').click()
    await expect(bob.in_sidebar(name)).to_be_visible()
    await expect(actions).to_be_visible()


async def test_saving_a_room_without_somebody_asks_and_can_be_undone(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    name = f'Attic of {anna.name}'
    await anna.make_room(name, bob)
    await bob.goto('/rooms')
    await anna.room_menu('Edit room')
    dialog = anna.page.get_by_role('dialog', name='Edit room')
    await dialog.get_by_role('combobox', name='Members').press('Backspace')
    await dialog.get_by_role('button', name='Save').click()
    question = anna.page.get_by_role('dialog', name=f'Remove {bob.name} from this room?')
    await question.get_by_role('button', name='Remove', exact=True).click()
    await expect(bob.in_sidebar(name)).to_have_count(0)
    await anna.page.get_by_role('button', name='Undo').click()
    await expect(bob.in_sidebar(name)).to_be_visible()


@pytest.mark.expects_errors(r'alert: .*is the last owner of this room')
async def test_a_member_who_removes_the_last_owner_is_told_who_that_is(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    await anna.make_room(f'Tower of {anna.name}', bob)
    await bob.goto(anna.page.url.removeprefix(live_server.url))
    await bob.room_menu('Members')
    await bob.choose_for_member(anna.name, 'Remove from this room')
    await bob.page.get_by_role('dialog').get_by_role('button', name='Remove', exact=True).click()
    await expect(bob.page.get_by_text(f'{anna.name} is the last owner of this room.')).to_be_visible()


@pytest.mark.expects_errors(r'alert: .*You are the last owner')
async def test_the_last_owner_must_hand_over_ownership_first(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    name = f'Tower of {anna.name}'
    await anna.make_room(name, bob)
    await bob.goto('/rooms')
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
    await expect(bob.in_sidebar(name)).to_be_visible()


@pytest.mark.expects_errors(r'alert: Type the exact name of the room')
async def test_deleting_a_room_asks_for_its_name_and_removes_it_for_everyone(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    name = f'Barn of {anna.name}'
    await anna.make_room(name, bob)
    await bob.goto(anna.page.url.removeprefix(live_server.url))
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


async def test_an_open_room_has_a_join_button(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    name = f'Square of {anna.name}'
    await anna.make_room_by_dialog(name, everyone=True)
    await bob.goto('/rooms')
    await bob.main.get_by_role('list', name='Open rooms').get_by_role('button', name=f'Join {name}').click()
    await expect(bob.heading).to_have_text(name)
    await bob.say('hello all')
    await anna.sees('hello all')
