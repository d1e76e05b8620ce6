"""Signing up, logging in and out, with and without JavaScript."""

import re
from urllib.parse import quote

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Arrive
from tests.factories import PASSWORD
from tests.live_server import LiveServer

RULE = 'Use at least 8 characters, and do not use the username.'


@pytest.mark.journey
async def test_signing_up_logs_in_and_the_button_logs_out(live_server: LiveServer, visit: Arrive) -> None:
    anna = await visit(live_server, 'anna')
    await anna.sign_up()
    await expect(anna.page.get_by_role('button', name=f'Logged in as {anna.name}')).to_be_visible()
    await anna.page.get_by_role('button', name='Log out').click()
    await expect(anna.page.get_by_role('button', name='Log in')).to_be_visible()
    await anna.page.goto(f'{live_server.url}/users')
    await anna.log_in()
    await expect(anna.heading).to_have_text('Users')


@pytest.mark.expects_errors(r'405 .*/logout')
async def test_a_plain_link_cannot_log_anyone_out(live_server: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.page.goto(f'{live_server.url}/logout')
    await anna.goto('/rooms')
    await expect(anna.heading).to_have_text('Rooms')


async def test_people_who_are_logged_in_are_redirected(live_server: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(live_server, 'anna')
    for path in ('/login', '/register', '/'):
        await anna.goto(path)
        await expect(anna.heading).to_have_text('Rooms')


@pytest.mark.expects_errors(r'422 .*/register')
async def test_without_javascript_a_refused_form_keeps_what_was_typed(live_server: LiveServer, visit: Arrive) -> None:
    anna = await visit(live_server, 'anna', java_script_enabled=False)
    await anna.page.goto(f'{live_server.url}/register')
    username = anna.page.get_by_role('textbox', name='Username')
    password = anna.page.get_by_role('textbox', name='Password', exact=True)
    await expect(password).to_have_accessible_description(RULE)
    await username.fill('!')
    await password.fill('short')
    await anna.page.get_by_role('textbox', name='Repeat password').fill('another')
    await anna.page.get_by_role('button', name='Sign up').click()
    await expect(username).to_have_accessible_description(re.compile('^Use 1 to 32 letters'))
    await expect(password).to_have_accessible_description(RULE)
    await expect(password).to_have_attribute('aria-invalid', 'true')
    await username.fill(anna.name)
    await password.fill(PASSWORD)
    await anna.page.get_by_role('textbox', name='Repeat password').fill('another')
    await anna.page.get_by_role('button', name='Sign up').click()
    repeat = anna.page.get_by_role('textbox', name='Repeat password')
    await expect(repeat).to_have_accessible_description('The passwords do not match.')
    await expect(repeat).to_have_value('')
    await expect(anna.page.get_by_role('textbox', name='Password', exact=True)).to_have_value('')
    await expect(anna.page.get_by_role('textbox', name='Username')).to_have_value(anna.name)


@pytest.mark.expects_errors(r'422 .*/login')
async def test_without_javascript_a_refused_log_in_keeps_the_name(live_server: LiveServer, visit: Arrive) -> None:
    anna = await visit(live_server, 'anna', java_script_enabled=False)
    await anna.page.goto(f'{live_server.url}/login?next=/users')
    await anna.log_in('not the password')
    await expect(anna.page.get_by_role('alert')).to_have_text('Incorrect username or password.')
    await expect(anna.page.get_by_role('textbox', name='Username')).to_have_value(anna.name)
    await expect(anna.page.get_by_role('textbox', name='Password')).to_have_value('')


async def test_people_can_sign_up_without_javascript(live_server: LiveServer, visit: Arrive) -> None:
    anna = await visit(live_server, 'anna', java_script_enabled=False)
    await anna.page.goto(f'{live_server.url}/login?next=/users')
    await anna.page.get_by_role('link', name='Sign up').click()
    await anna.fill_in_sign_up()
    await expect(anna.page).to_have_url(f'{live_server.url}/users')


@pytest.mark.expects_errors(r'422 .*/login', r'alert: Incorrect username or password')
async def test_the_form_stays_in_place_when_it_is_refused_and_a_password_can_be_read(
    live_server: LiveServer, visit: Arrive
) -> None:
    anna = await visit(live_server, 'anna')
    await anna.page.goto(f'{live_server.url}/login')
    username = anna.page.get_by_role('textbox', name='Username')
    before = await username.bounding_box()
    password = anna.page.get_by_label('Password')
    await password.fill('not the password')
    await anna.page.get_by_role('button', name='Show').click()
    await expect(password).to_have_attribute('type', 'text')
    await expect(password).to_be_focused()
    await username.fill(anna.name)
    await anna.page.get_by_role('button', name='Log in').click()
    await expect(anna.page.get_by_role('alert')).to_be_visible()
    await expect(password).to_have_attribute('type', 'password')
    assert await username.bounding_box() == before
    frame = await anna.page.locator('.door-art .frame').bounding_box()
    assert frame is not None
    assert frame['width'] > 0


@pytest.mark.expects_errors(r'422 .*/register', r'alert: This name is already taken')
async def test_a_taken_name_in_different_letters_is_refused_beside_the_field(
    live_server: LiveServer, visit: Arrive
) -> None:
    anna, other = await visit(live_server, 'anna'), await visit(live_server, 'other')
    await anna.sign_up()
    other.name = anna.name.upper()
    await other.page.goto(f'{live_server.url}/register')
    await other.fill_in_sign_up()
    username = other.page.get_by_role('textbox', name='Username')
    await expect(username).to_have_accessible_description('This name is already taken.')
    await expect(username).to_have_value(other.name)


async def test_next_is_honoured_for_local_addresses_only(live_server: LiveServer, visit: Arrive) -> None:
    anna = await visit(live_server, 'anna')
    await anna.sign_up()
    await anna.page.get_by_role('button', name='Log out').click()
    await expect(anna.page.get_by_role('button', name='Log in')).to_be_visible()
    await anna.page.goto(f'{live_server.url}/users?q=a')
    await anna.log_in()
    await expect(anna.page).to_have_url(f'{live_server.url}/users?q=a')
    for foreign in ('https://example.org/', '//example.org/', '/\\example.org/', 'javascript:alert(1)'):
        await anna.context.clear_cookies()
        await anna.page.goto(f'{live_server.url}/login?next={quote(foreign, safe="")}')
        await anna.log_in()
        await expect(anna.page).to_have_url(f'{live_server.url}/rooms')
