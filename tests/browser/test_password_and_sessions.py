"""A new password and ended sessions: anyone else logged in to this account is out within a second."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Arrive
from tests.browser.people import Person
from tests.factories import PASSWORD
from tests.live_server import LiveServer

AT_ONCE_MS = 2_000  # a second until the window is notified, another for the log-in page to load
NEW_PASSWORD = 'quite another one'


async def second_browser(live_server: LiveServer, visit: Arrive, person: Person) -> Person:
    """The same person, also logged in at another browser."""
    phone = await visit(live_server, 'phone')
    phone.name = person.name
    await phone.enter()
    await phone.goto('/rooms')
    return phone


async def change_password(person: Person, current: str, new: str) -> None:
    form = person.main.get_by_role('form', name='Password')
    await form.get_by_label('Current password').fill(current)
    await form.get_by_label('New password', exact=True).fill(new)
    await form.get_by_label('Repeat new password').fill(new)
    await form.get_by_role('button', name='Change password').click()


async def is_out(person: Person) -> None:
    await expect(person.page.get_by_role('button', name='Log in')).to_be_visible(timeout=AT_ONCE_MS)


@pytest.mark.expects_errors(
    *(r'422 .*/login', r'alert: Incorrect username or password'),
    *(r'alert: Incorrect password', r'alert: Use at least 8 characters'),
)
async def test_a_new_password_ends_the_other_sessions_at_once_and_a_refused_one_does_not(
    live_server: LiveServer, arrive: Arrive, visit: Arrive
) -> None:
    anna = await arrive(live_server, 'anna')
    phone = await second_browser(live_server, visit, anna)
    await phone.mark()
    await anna.goto('/profile')
    await _a_wrong_or_weak_password_changes_nothing(anna)
    assert await phone.is_marked()
    assert (await phone.context.request.get(f'{phone.url}/rooms', max_redirects=0)).ok
    await change_password(anna, PASSWORD, NEW_PASSWORD)
    await is_out(phone)
    await expect(anna.page.get_by_text('Your password has been changed.')).to_be_visible()
    await phone.log_in()
    await expect(phone.page.get_by_text('Incorrect username or password.')).to_be_visible()
    await phone.log_in(NEW_PASSWORD)
    await expect(phone.heading).to_have_text('Rooms')


async def _a_wrong_or_weak_password_changes_nothing(anna: Person) -> None:
    form = anna.main.get_by_role('form', name='Password')
    await change_password(anna, 'wrong', NEW_PASSWORD)
    await expect(form.get_by_text('Incorrect password.')).to_be_visible()
    await change_password(anna, PASSWORD, 'short')
    await expect(form.get_by_text('Use at least 8 characters')).to_be_visible()


async def test_sessions_are_listed_and_ended_one_by_one_or_at_once(
    live_server: LiveServer, arrive: Arrive, visit: Arrive
) -> None:
    anna = await arrive(live_server, 'anna')
    phone = await second_browser(live_server, visit, anna)
    await anna.goto('/profile')
    sessions = anna.page.get_by_role('list', name='Sessions').get_by_role('listitem')
    await expect(sessions).to_have_count(2)
    await sessions.get_by_role('button', name='End session').click()
    await is_out(phone)
    await expect(sessions).to_have_count(1)
    await expect(sessions).to_contain_text('This device')
    others = [await second_browser(live_server, visit, anna) for _ in range(2)]
    await anna.page.reload()
    await expect(sessions).to_have_count(3)
    await anna.main.get_by_role('button', name='End all other sessions').click()
    for other in others:
        await is_out(other)
    await expect(sessions).to_have_count(1)
    tab = await anna.new_tab('/users')
    await tab.page.get_by_role('button', name='Log out').click()
    await is_out(anna)  # in the other tab too
