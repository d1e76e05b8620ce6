"""Signing up, in and out, with and without JavaScript."""

from playwright.async_api import expect

from tests.browser.conftest import Arrive
from tests.browser.people import PASSWORD
from tests.live import LiveServer


async def test_signing_up_logs_in_and_the_button_logs_out(town: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(town, 'anna')
    await expect(anna.page.get_by_role('button', name=f'Logged in as {anna.name}')).to_be_visible()
    await anna.page.get_by_role('button', name='Log out').click()
    await expect(anna.page.get_by_role('button', name='Log in')).to_be_visible()
    await anna.page.goto(f'{town.url}/users')
    await anna.log_in()
    await expect(anna.heading).to_have_text('Users')


async def test_a_link_logs_nobody_out(town: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(town, 'anna')
    await anna.page.goto(f'{town.url}/logout')
    await anna.goto('/rooms')
    await expect(anna.heading).to_have_text('Rooms')


async def test_those_who_are_in_are_sent_on(town: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(town, 'anna')
    for path in ('/login', '/register', '/'):
        await anna.goto(path)
        await expect(anna.heading).to_have_text('Rooms')


async def test_without_javascript_a_refused_form_keeps_what_was_typed(town: LiveServer, visit: Arrive) -> None:
    anna = await visit(town, 'anna', java_script_enabled=False)
    await anna.page.goto(f'{town.url}/register')
    await anna.page.get_by_role('textbox', name='Username').fill(anna.name)
    await anna.page.get_by_role('textbox', name='Password', exact=True).fill(PASSWORD)
    await anna.page.get_by_role('textbox', name='Repeat password').fill('another')
    await anna.page.get_by_role('button', name='Sign up').click()
    repeat = anna.page.get_by_role('textbox', name='Repeat password')
    await expect(repeat).to_have_accessible_description('The two passwords are not the same.')
    await expect(repeat).to_have_value('')
    await expect(anna.page.get_by_role('textbox', name='Password', exact=True)).to_have_value('')
    await expect(anna.page.get_by_role('textbox', name='Username')).to_have_value(anna.name)


async def test_a_new_password_ends_the_other_sessions_at_once(town: LiveServer, arrive: Arrive, visit: Arrive) -> None:
    anna, phone = await arrive(town, 'anna'), await visit(town, 'anna')
    phone.name = anna.name
    await phone.page.goto(f'{town.url}/rooms')
    await phone.log_in()
    await phone.online()
    await anna.goto('/profile')
    form = anna.page.get_by_role('form', name='Password')
    await form.get_by_label('Current password').fill('wrong')
    await form.get_by_label('New password', exact=True).fill('quite another one')
    await form.get_by_label('Repeat new password').fill('quite another one')
    await form.get_by_role('button', name='Change password').click()
    await expect(form.get_by_text('The password is not right.')).to_be_visible()
    await form.get_by_label('Current password').fill(PASSWORD)
    await form.get_by_role('button', name='Change password').click()
    await expect(phone.page.get_by_role('button', name='Log in')).to_be_visible(timeout=3_000)
    await expect(anna.page.get_by_text('Your password is changed.')).to_be_visible()
    await phone.log_in('quite another one')
    await expect(phone.heading).to_have_text('Rooms')


async def test_ones_own_sessions_are_listed_and_ended(town: LiveServer, arrive: Arrive, visit: Arrive) -> None:
    anna, phone = await arrive(town, 'anna'), await visit(town, 'anna')
    phone.name = anna.name
    await phone.page.goto(f'{town.url}/rooms')
    await phone.log_in()
    await phone.online()
    await anna.goto('/profile')
    sessions = anna.page.get_by_role('list', name='Sessions').get_by_role('listitem')
    await expect(sessions).to_have_count(2)
    await sessions.get_by_role('button', name='End session').click()
    await expect(phone.page.get_by_role('button', name='Log in')).to_be_visible(timeout=3_000)
    await expect(sessions).to_have_count(1)
    await expect(sessions).to_contain_text('This device')
