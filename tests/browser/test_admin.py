"""Running the workspace from the browser."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Arrive
from tests.browser.people import PASSWORD, Person
from tests.live import LiveServer


async def act_on(admin: Person, name: str, action: str) -> None:
    """Find a person on the admin page and choose an action."""
    await admin.goto('/admin')
    await admin.main.get_by_role('textbox', name='Search people').fill(name)
    await expect(admin.main.get_by_role('row')).to_have_count(2)
    await admin.main.get_by_role('button', name=f'Actions for {name}').click()
    await admin.page.get_by_role('menuitem', name=action).click()


async def test_the_first_person_to_sign_up_learns_that_they_are_the_admin(
    own_server: LiveServer, visit: Arrive
) -> None:
    admin = await visit(own_server, 'admin')
    await admin.page.goto(f'{own_server.url}/login')
    await admin.log_in()
    await admin.goto('/rooms?welcome=admin')
    await expect(admin.main.get_by_role('status')).to_contain_text('This is the first account, so you are the admin.')
    await expect(admin.page.get_by_role('navigation', name='Main').get_by_role('link', name='Admin')).to_be_visible()


@pytest.mark.expects_errors(r'422 .*/login', r'alert: Incorrect username or password')
async def test_a_blocked_person_is_logged_out_within_a_second(live_server: LiveServer, arrive: Arrive) -> None:
    admin, bob = await arrive(live_server, 'admin'), await arrive(live_server, 'bob')
    await bob.goto('/rooms')
    await act_on(admin, bob.name, 'Block')
    await admin.page.get_by_role('dialog').get_by_role('button', name='Block').click()
    await expect(bob.page.get_by_role('button', name='Log in')).to_be_visible(timeout=3_000)
    await bob.log_in()
    await expect(bob.page.get_by_text('Incorrect username or password.')).to_be_visible()
    await act_on(admin, bob.name, 'Unblock')
    await expect(admin.page.get_by_text(f'{bob.name} can log in again.')).to_be_visible()
    await bob.log_in()
    await bob.online()


@pytest.mark.expects_errors(r'404 .*/reset/', r'alert: This link has been used or has expired')
async def test_a_reset_link_sets_a_new_password_once(live_server: LiveServer, arrive: Arrive, visit: Arrive) -> None:
    admin, bob = await arrive(live_server, 'admin'), await arrive(live_server, 'bob')
    await bob.goto('/rooms')
    await act_on(admin, bob.name, 'Create a reset link')
    link = await admin.page.get_by_role('dialog', name='Reset link').get_by_role('textbox', name='Link').input_value()
    phone = await visit(live_server, 'phone')
    phone.name = bob.name
    await phone.page.goto(link)
    await phone.page.get_by_role('textbox', name='Password', exact=True).fill('a fresh password')
    await phone.page.get_by_role('textbox', name='Repeat password').fill('a fresh password')
    await phone.page.get_by_role('button', name='Set password').click()
    await phone.online()
    await expect(bob.page.get_by_role('button', name='Log in')).to_be_visible(timeout=3_000)
    answer = await phone.page.goto(link)
    assert answer is not None
    assert answer.status == 404


@pytest.mark.expects_errors(r'404 .*/admin')
async def test_an_admin_can_rename_people_and_make_them_admins(live_server: LiveServer, arrive: Arrive) -> None:
    admin, bob = await arrive(live_server, 'admin'), await arrive(live_server, 'bob')
    await bob.goto('/rooms')
    await act_on(admin, bob.name, 'Rename')
    dialog = admin.page.get_by_role('dialog', name=f'Rename {bob.name}')
    await dialog.get_by_role('textbox', name='Nickname').fill(f'Robert {bob.name}')
    await dialog.get_by_role('button', name='Rename').click()
    await expect(bob.page.get_by_role('button', name=f'Logged in as Robert {bob.name}')).to_be_visible()
    answer = await bob.page.goto(f'{live_server.url}/admin')
    assert answer is not None
    assert answer.status == 404
    await bob.goto('/rooms')
    await act_on(admin, f'Robert {bob.name}', 'Make admin')
    await bob.page.get_by_role('navigation', name='Main').get_by_role('link', name='Admin').click()
    await expect(bob.heading).to_have_text('People')
    await act_on(admin, f'Robert {bob.name}', 'Remove admin rights')
    await expect(bob.main).to_contain_text('Page not found')


async def test_an_admin_can_find_join_delete_and_restore_rooms(live_server: LiveServer, arrive: Arrive) -> None:
    admin, anna = await arrive(live_server, 'admin'), await arrive(live_server, 'anna')
    name = f'Vault of {anna.name}'
    await anna.make_room(name)
    await admin.goto('/admin/rooms')
    await admin.main.get_by_role('textbox', name='Search rooms').fill(name.upper())
    await admin.main.get_by_role('button', name=f'Actions for {name}').click()
    await admin.page.get_by_role('menuitem', name='Join').click()
    await expect(admin.heading).to_have_text(name)
    await expect(anna.log.get_by_role('note').last).to_contain_text('joined as an admin')
    await admin.room_menu('Delete room')
    dialog = admin.page.get_by_role('dialog', name='Delete room')
    await dialog.get_by_role('textbox', name='Room name').fill(name)
    await dialog.get_by_role('button', name='Delete room').click()
    await expect(anna.heading).to_have_text('Rooms')
    await admin.goto('/admin/bin')
    await admin.main.get_by_role('button', name=f'Restore {name}').click()
    await expect(anna.in_sidebar(name)).to_be_visible()


async def test_an_admin_can_find_and_delete_messages(live_server: LiveServer, arrive: Arrive) -> None:
    admin, anna = await arrive(live_server, 'admin'), await arrive(live_server, 'anna')
    await anna.make_room(f'Wall of {anna.name}')
    words = f'Грубое слово {anna.name}'
    await anna.say(words.replace('Грубое', '**Грубое**'))
    await anna.sees(words)
    await admin.goto('/admin/messages')
    await admin.main.get_by_role('textbox', name='Search messages').fill(f'слово {anna.name}')
    await expect(admin.main.get_by_role('list', name='Messages').get_by_role('listitem')).to_have_count(1)
    await expect(admin.main.get_by_role('listitem').locator('strong'), 'as everyone sees it').to_have_text('Грубое')
    await expect(admin.main.get_by_text('earched back to')).to_have_count(0)
    await admin.main.get_by_role('button', name=f'Delete the message of {anna.name}').click()
    await admin.page.get_by_role('dialog').get_by_role('button', name='Delete message').click()
    await expect(anna.log.get_by_role('article')).to_contain_text('This message was deleted.')
    await expect(anna.message(words)).to_have_count(0)


@pytest.mark.expects_errors(r'alert: The messenger name must have 1 to 40')
async def test_an_admin_can_set_who_may_sign_up_and_the_log_shows_it(own_server: LiveServer, visit: Arrive) -> None:
    admin, guest, late = [await visit(own_server, name) for name in ('admin', 'guest', 'late')]
    await admin.page.goto(f'{own_server.url}/login')
    await admin.log_in()
    await admin.goto('/admin/settings')
    await admin.main.get_by_role('textbox', name='Name of this messenger').fill(' ')
    await admin.main.get_by_role('button', name='Save').click()
    await expect(admin.page.get_by_text('The messenger name must have 1 to 40 visible characters.')).to_be_visible()
    await admin.main.get_by_role('textbox', name='Name of this messenger').fill('Lighthouse')
    await admin.main.get_by_role('radio', name='People with the invite link').click()
    await admin.main.get_by_role('radio', name='Admins only').click()
    await admin.main.get_by_role('button', name='Save').click()
    await expect(admin.page.get_by_text('Saved.')).to_be_visible()
    await admin.main.get_by_role('button', name='Create a new link').click()
    await expect(admin.page.get_by_text('New link created.')).to_be_visible()
    link = await admin.main.get_by_role('textbox', name='Link').input_value()
    await guest.page.goto(f'{own_server.url}/register')
    await expect(guest.page.get_by_role('heading', name='By invitation')).to_be_visible()
    await guest.page.goto(link)
    await guest.page.get_by_role('textbox', name='Username').fill(guest.name)
    await guest.page.get_by_role('textbox', name='Password', exact=True).fill(PASSWORD)
    await guest.page.get_by_role('textbox', name='Repeat password').fill(PASSWORD)
    await guest.page.get_by_role('button', name='Sign up').click()
    await guest.online()
    await expect(guest.page).to_have_title('Rooms · Lighthouse')
    await expect(guest.main.get_by_role('button', name='New room')).to_have_count(0)
    await admin.goto('/admin/log')
    await expect(admin.main.get_by_role('row').nth(1)).to_contain_text('Created a new invite link')
    await expect(admin.main.get_by_role('row').nth(2)).to_contain_text('Changed the settings')
    await admin.goto('/admin/settings')
    await admin.main.get_by_role('radio', name='Nobody').click()
    await admin.main.get_by_role('button', name='Save').click()
    await expect(admin.page.get_by_text('Saved.')).to_be_visible()
    await late.page.goto(link)
    await expect(late.page.get_by_role('heading', name='Sign-up is closed')).to_be_visible()
    await expect(late.page.get_by_role('button', name='Sign up')).to_have_count(0)


async def test_actions_that_would_be_refused_are_not_offered(own_server: LiveServer, arrive: Arrive) -> None:
    admin, bob = await arrive(own_server, 'admin'), await arrive(own_server, 'bob')
    await admin.create_room('Harbour', everyone=True)
    await bob.create_room('Pier')
    await admin.goto('/admin/activity')
    await expect(admin.main.get_by_role('button', name=f'Actions for {bob.name}')).to_be_visible()
    await expect(admin.main.get_by_role('button', name='Actions for admin')).to_have_count(0)
    await admin.goto('/admin')
    for is_alone in (True, False):
        await admin.main.get_by_role('button', name='Actions for admin').click()
        await expect(admin.page.get_by_role('menuitem', name='Rename')).to_be_visible()
        for item in ('Block', 'Remove admin rights'):
            await expect(admin.page.get_by_role('menuitem', name=item)).to_have_count(0 if is_alone else 1)
        await expect(admin.page.get_by_role('menuitem', name='Make admin')).to_have_count(0)
        await admin.page.keyboard.press('Escape')
        if is_alone:
            await act_on(admin, bob.name, 'Make admin')
            await expect(admin.page.get_by_text(f'{bob.name} is an admin now.')).to_be_visible()
            await admin.goto('/admin')


async def test_every_window_shows_the_current_invite_link(own_server: LiveServer, arrive: Arrive) -> None:
    admin = await arrive(own_server, 'admin')
    await admin.goto('/admin/settings')
    await admin.main.get_by_role('button', name='Create a new link').click()
    link = admin.main.get_by_role('textbox', name='Link')
    before = await link.input_value()
    other = await admin.new_tab('/admin/settings')
    await other.main.get_by_role('button', name='Create a new link').click()
    await expect(link).not_to_have_value(before)
    await expect(other.main.get_by_role('textbox', name='Link')).to_have_value(await link.input_value())


async def test_an_admin_creates_an_account_and_hands_over_a_link(
    own_server: LiveServer, arrive: Arrive, visit: Arrive
) -> None:
    admin, newcomer = await arrive(own_server, 'admin'), await visit(own_server, 'Новичок')
    await admin.goto('/admin/settings')
    await admin.main.get_by_role('radio', name='Nobody').click()
    await admin.goto('/admin')
    await admin.main.get_by_role('button', name='Create account').click()
    dialog = admin.page.get_by_role('dialog', name='Create account')
    await dialog.get_by_role('textbox', name='Username').fill(newcomer.name)
    await dialog.get_by_role('button', name='Create', exact=True).click()
    link = admin.page.get_by_role('dialog', name='Account created').get_by_role('textbox', name='Link')
    await newcomer.page.goto(await link.input_value())
    await newcomer.page.get_by_role('textbox', name='Password', exact=True).fill(PASSWORD)
    await newcomer.page.get_by_role('textbox', name='Repeat password').fill(PASSWORD)
    await newcomer.page.get_by_role('button', name='Set password').click()
    await newcomer.online()
    await expect(admin.main.get_by_role('row').filter(has_text=newcomer.name)).to_be_visible()


@pytest.mark.expects_errors(r'alert: This name is already taken')
async def test_an_account_cannot_get_a_taken_name(live_server: LiveServer, arrive: Arrive) -> None:
    admin, anna = await arrive(live_server, 'admin'), await arrive(live_server, 'anna')
    await admin.goto('/admin')
    await admin.main.get_by_role('button', name='Create account').click()
    dialog = admin.page.get_by_role('dialog', name='Create account')
    await dialog.get_by_role('textbox', name='Username').fill(anna.name)
    await dialog.get_by_role('button', name='Create', exact=True).click()
    await expect(dialog.get_by_text('This name is already taken')).to_be_visible()
