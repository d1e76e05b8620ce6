"""Running the workspace from the browser."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Arrive
from tests.browser.people import Person
from tests.factories import PASSWORD
from tests.live_server import LiveServer

FRESH = 'a fresh password'


async def act_on(admin: Person, name: str, action: str) -> None:
    """Find a person on the admin page and choose an action."""
    if admin.page.url != f'{admin.url}/admin':
        await admin.goto('/admin')
    await admin.main.get_by_role('textbox', name='Search people').fill(name)
    await expect(admin.main.get_by_role('row')).to_have_count(2)
    await admin.main.get_by_role('button', name=f'Actions for {name}').click()
    await admin.page.get_by_role('menuitem', name=action).click()


@pytest.mark.expects_errors(
    r'422 .*/login', r'alert: Incorrect username or password', r'alert: This name is already taken', r'404 .*/admin'
)
async def test_an_admin_renames_promotes_and_blocks_people(
    live_server: LiveServer, arrive: Arrive, visit: Arrive
) -> None:
    admin, bob = await arrive(live_server, 'admin'), await arrive(live_server, 'bob')
    await bob.goto('/rooms')
    nick = f'Robert {bob.name}'
    await _a_new_nick_shows_at_once(admin, bob, nick)
    await _an_admin_can_make_another(admin, bob, nick)
    await _an_account_cannot_get_a_taken_name(admin, bob.name)
    phone = await visit(live_server, 'phone')
    await _a_reset_link_sets_a_new_password_once(admin, bob, phone, nick)
    await _a_blocked_person_is_logged_out_within_a_second(admin, phone, nick)


async def _a_new_nick_shows_at_once(admin: Person, bob: Person, nick: str) -> None:
    await act_on(admin, bob.name, 'Rename')
    dialog = admin.page.get_by_role('dialog', name=f'Rename {bob.name}')
    await dialog.get_by_role('textbox', name='Nickname').fill(nick)
    await dialog.get_by_role('button', name='Rename').click()
    await expect(bob.page.get_by_role('button', name=f'Logged in as {nick}')).to_be_visible()


async def _an_admin_can_make_another(admin: Person, bob: Person, nick: str) -> None:
    """Somebody who is not an admin, or no longer one, finds no admin pages."""
    answer = await bob.context.request.get(f'{bob.url}/admin')
    assert answer.status == 404
    await act_on(admin, nick, 'Make admin')
    await bob.page.get_by_role('navigation', name='Main').get_by_role('link', name='Admin').click()
    await expect(bob.heading).to_have_text('People')
    await bob.online()
    await act_on(admin, nick, 'Remove admin rights')
    await expect(bob.main).to_contain_text('Page not found')


async def _an_account_cannot_get_a_taken_name(admin: Person, name: str) -> None:
    await admin.main.get_by_role('button', name='Create account').click()
    dialog = admin.page.get_by_role('dialog', name='Create account')
    await dialog.get_by_role('textbox', name='Username').fill(name)
    await dialog.get_by_role('button', name='Create', exact=True).click()
    await expect(dialog.get_by_text('This name is already taken')).to_be_visible()
    await dialog.get_by_role('button', name='Cancel').click()
    await expect(dialog).to_have_count(0)


async def _a_reset_link_sets_a_new_password_once(admin: Person, bob: Person, phone: Person, nick: str) -> None:
    """Whoever is logged in with the old one is out; the link works once."""
    await bob.goto('/rooms')
    await act_on(admin, nick, 'Create a reset link')
    dialog = admin.page.get_by_role('dialog', name='Reset link')
    link = await dialog.get_by_role('textbox', name='Link').input_value()
    phone.name = bob.name
    await phone.page.goto(link)
    await phone.page.get_by_role('textbox', name='Password', exact=True).fill(FRESH)
    await phone.page.get_by_role('textbox', name='Repeat password').fill(FRESH)
    await phone.page.get_by_role('button', name='Set password').click()
    await phone.online()
    await expect(bob.page.get_by_role('button', name='Log in')).to_be_visible(timeout=3_000)
    answer = await phone.context.request.get(link)
    assert answer.status == 404
    assert 'This link has been used or has expired' in await answer.text()
    await admin.page.keyboard.press('Escape')
    await expect(dialog).to_have_count(0)


async def _a_blocked_person_is_logged_out_within_a_second(admin: Person, bob: Person, nick: str) -> None:
    await act_on(admin, nick, 'Block')
    await admin.page.get_by_role('dialog').get_by_role('button', name='Block').click()
    await expect(bob.page.get_by_role('button', name='Log in')).to_be_visible(timeout=3_000)
    await bob.log_in(FRESH)
    await expect(bob.page.get_by_text('Incorrect username or password.')).to_be_visible()
    await act_on(admin, nick, 'Unblock')
    await expect(admin.page.get_by_text(f'{nick} can log in again.')).to_be_visible()
    await bob.log_in(FRESH)
    await bob.online()


async def test_an_admin_deletes_messages_and_rooms_and_restores_rooms(live_server: LiveServer, arrive: Arrive) -> None:
    admin, anna = await arrive(live_server, 'admin'), await arrive(live_server, 'anna')
    name, words = f'Vault of {anna.name}', f'Грубое слово {anna.name}'
    await anna.make_room(name)
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


@pytest.mark.expects_errors(r'alert: The messenger name must have 1 to 40')
async def test_the_first_person_decides_who_may_sign_up(own_server: LiveServer, arrive: Arrive, visit: Arrive) -> None:
    admin, bob = await arrive(own_server, 'admin'), await arrive(own_server, 'bob')
    await admin.goto('/rooms?welcome=admin')
    await expect(admin.main.get_by_role('status')).to_contain_text('This is the first account, so you are the admin.')
    await expect(admin.page.get_by_role('navigation', name='Main').get_by_role('link', name='Admin')).to_be_visible()
    await _actions_that_would_be_refused_are_not_offered(admin, bob)
    await admin.goto('/admin/settings')
    link = await _the_messenger_gets_a_name_and_an_invite_link(admin)
    await _with_the_link_a_guest_can_sign_up(await visit(own_server, 'guest'), link)
    await admin.goto('/admin/log')
    await expect(admin.main.get_by_role('row').nth(1)).to_contain_text('Created a new invite link')
    await expect(admin.main.get_by_role('row').nth(2)).to_contain_text('Changed the settings')
    await admin.goto('/admin/settings')
    link = await _every_window_shows_the_current_invite_link(admin)
    await admin.main.get_by_role('radio', name='Nobody').click()
    await admin.main.get_by_role('button', name='Save').click()
    await expect(admin.page.get_by_text('Saved.')).to_be_visible()
    late = await visit(own_server, 'late')
    await late.page.goto(link)
    await expect(late.page.get_by_role('heading', name='Sign-up is closed')).to_be_visible()
    await expect(late.page.get_by_role('button', name='Sign up')).to_have_count(0)
    await admin.goto('/admin')
    await _an_admin_creates_an_account_and_hands_over_a_link(admin, await visit(own_server, 'Новичок'))


async def _actions_that_would_be_refused_are_not_offered(admin: Person, bob: Person) -> None:
    """The only admin cannot be blocked or lose their rights; one of two can."""
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


async def _the_messenger_gets_a_name_and_an_invite_link(admin: Person) -> str:
    name = admin.main.get_by_role('textbox', name='Name of this messenger')
    await name.fill(' ')
    await admin.main.get_by_role('button', name='Save').click()
    await expect(admin.page.get_by_text('The messenger name must have 1 to 40 visible characters.')).to_be_visible()
    await name.fill('Lighthouse')
    await admin.main.get_by_role('radio', name='People with the invite link').click()
    await admin.main.get_by_role('radio', name='Admins only').click()
    await admin.main.get_by_role('button', name='Save').click()
    await expect(admin.page.get_by_text('Saved.')).to_be_visible()
    await admin.main.get_by_role('button', name='Create a new link').click()
    await expect(admin.page.get_by_text('New link created.')).to_be_visible()
    return await admin.main.get_by_role('textbox', name='Link').input_value()


async def _with_the_link_a_guest_can_sign_up(guest: Person, link: str) -> None:
    """Without it, not; and the guest may not make rooms."""
    await guest.page.goto(f'{guest.url}/register')
    await expect(guest.page.get_by_role('heading', name='By invitation')).to_be_visible()
    await guest.page.goto(link)
    await guest.fill_in_sign_up()
    await guest.online()
    await expect(guest.page).to_have_title('Rooms · Lighthouse')
    await expect(guest.main.get_by_role('button', name='New room')).to_have_count(0)


async def _every_window_shows_the_current_invite_link(admin: Person) -> str:
    link = admin.main.get_by_role('textbox', name='Link')
    before = await link.input_value()
    other = await admin.new_tab('/admin/settings')
    await other.main.get_by_role('button', name='Create a new link').click()
    await expect(link).not_to_have_value(before)
    after = await link.input_value()
    await expect(other.main.get_by_role('textbox', name='Link')).to_have_value(after)
    await other.page.close()
    return after


async def _an_admin_creates_an_account_and_hands_over_a_link(admin: Person, newcomer: Person) -> None:
    """Although nobody may sign up."""
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
