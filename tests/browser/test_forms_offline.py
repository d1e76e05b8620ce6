"""Forms without a connection: nothing is deleted, nothing typed is lost, and a message explains why."""

import pytest
from playwright.async_api import expect

from tests.browser.attaching import attach, payload
from tests.browser.conftest import Arrive
from tests.browser.page_errors import cuts_the_line, discards_files
from tests.browser.people import Person
from tests.browser.test_logging_out import (
    delete_and_come_back,
    draft_is_on_the_server,
    is_out,
    left_behind,
    log_out,
    question,
    with_a_draft,
)
from tests.factories import PASSWORD
from tests.live_server import LiveServer

STILL_IN = 'The server cannot be reached. You are still logged in, and nothing was deleted.'
NOT_SENT = 'The server cannot be reached, so nothing was sent. Try again in a moment.'
LOGOUT = '**/logout'


@cuts_the_line
@discards_files
@pytest.mark.expects_errors(r'alert: The server cannot be reached')
async def test_logging_out_and_in_without_a_connection_loses_nothing(live_server: LiveServer, arrive: Arrive) -> None:
    anna, room = await with_a_draft(live_server, arrive)
    await attach(anna, payload('list.txt', b'bread', 'text/plain'))
    await draft_is_on_the_server(anna)
    for way in ('Delete and log out', 'Keep and log out'):
        await logging_out_offline_deletes_nothing(anna, way)
    await anna.goto(room)
    await expect(anna.composer).to_have_value('half a th')
    await a_failed_log_out_sends_the_draft_to_the_server_again(anna)
    await anna.goto(room)
    await expect(anna.composer).to_have_value('half a th')
    await delete_and_come_back(anna, room)
    await logging_out_offline_with_nothing_unsent_shows_a_toast(anna)
    await logging_in_offline_keeps_what_was_typed(anna)


async def logging_out_offline_deletes_nothing(anna: Person, way: str) -> None:
    """The page stays as it was."""
    address = anna.page.url
    before = await left_behind(anna)
    await anna.context.set_offline(True)
    await log_out(anna).click()
    await question(anna).get_by_role('button', name=way).click()
    await expect(question(anna).get_by_role('alert')).to_have_text(STILL_IN)
    await question(anna).get_by_role('button', name='Cancel').click()
    assert anna.page.url == address
    assert (await left_behind(anna))[1] == before[1] == 1
    await expect(anna.composer).to_have_value('half a th')
    await anna.context.set_offline(False)
    await anna.online()


async def a_failed_log_out_sends_the_draft_to_the_server_again(anna: Person) -> None:
    """It had been deleted there already."""
    await anna.page.route(LOGOUT, lambda route: route.abort())
    await log_out(anna).click()
    await question(anna).get_by_role('button', name='Delete and log out').click()
    await expect(question(anna).get_by_role('alert')).to_have_text(STILL_IN)
    await draft_is_on_the_server(anna)
    await question(anna).get_by_role('button', name='Cancel').click()
    await anna.page.unroute(LOGOUT)


async def logging_out_offline_with_nothing_unsent_shows_a_toast(anna: Person) -> None:
    """With a connection, it succeeds."""
    await anna.context.set_offline(True)
    await log_out(anna).click()
    await expect(anna.page.get_by_role('alert').filter(has_text=STILL_IN)).to_be_visible()
    await anna.context.set_offline(False)
    await anna.online()
    await log_out(anna).click()
    await is_out(anna)


async def logging_in_offline_keeps_what_was_typed(anna: Person) -> None:
    """Changing the language is as impossible, and says so as well."""
    await anna.context.set_offline(True)
    await anna.log_in()
    await expect(anna.page.get_by_role('alert')).to_have_text(NOT_SENT)
    await expect(anna.page.get_by_role('textbox', name='Username')).to_have_value(anna.name)
    await expect(anna.page.get_by_role('textbox', name='Password')).to_have_value(PASSWORD)
    await anna.page.get_by_role('button', name='Русский').click()
    await expect(anna.page.get_by_role('alert')).to_have_count(2)
    await anna.context.set_offline(False)
    await anna.page.get_by_role('button', name='Log in').click()
    await anna.online()


@cuts_the_line
@pytest.mark.expects_errors(r'alert: The server cannot be reached')
async def test_signing_up_and_changing_the_language_offline(live_server: LiveServer, visit: Arrive) -> None:
    anna = await visit(live_server, 'anna')
    await signing_up_offline_keeps_what_was_typed(anna)
    await changing_the_profile_language_offline_keeps_the_page_open(anna)


async def signing_up_offline_keeps_what_was_typed(anna: Person) -> None:
    """It succeeds when the connection is back."""
    await anna.page.goto(f'{anna.url}/register')
    await anna.context.set_offline(True)
    await anna.fill_in_sign_up()
    await expect(anna.page.get_by_role('alert')).to_have_text(NOT_SENT)
    await anna.context.set_offline(False)
    await anna.page.get_by_role('button', name='Sign up').click()
    await anna.online()


async def changing_the_profile_language_offline_keeps_the_page_open(anna: Person) -> None:
    """What was saved offline is saved when the connection is back."""
    await anna.goto('/profile')
    about = anna.main.get_by_role('textbox', name='About')
    await about.fill('half a life')
    await anna.context.set_offline(True)
    await anna.main.get_by_role('button', name='Русский').click()
    await expect(anna.main.get_by_role('alert')).to_have_text(NOT_SENT)
    await anna.main.get_by_role('form', name='Profile').get_by_role('button', name='Save').click()
    await expect(about).to_have_value('half a life')
    await anna.context.set_offline(False)
    await anna.online()
    await expect(anna.page.get_by_text('Saved.')).to_be_visible()
    await anna.main.get_by_role('button', name='Русский').click()
    await expect(anna.page.locator('html')).to_have_attribute('lang', 'ru')
