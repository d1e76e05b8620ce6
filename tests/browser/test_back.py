"""On a phone, Back closes whatever is open, topmost first, and leaves the page when nothing is open."""

from typing import Any

from playwright.async_api import Locator, expect

from tests.browser.conftest import Arrive
from tests.browser.people import Person
from tests.browser.test_phone import PHONE
from tests.live_server import LiveServer

PHONES_NAME = (
    'Mozilla/5.0 (Linux; Android 14; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 '
    'Mobile Safari/537.36'
)
POCKET: dict[str, Any] = PHONE | {'user_agent': PHONES_NAME}


async def in_a_room(live_server: LiveServer, arrive: Arrive) -> Person:
    anna = await arrive(live_server, 'anna', **POCKET)
    await anna.goto('/users')
    room = await anna.make_room(f'Pocket of {anna.name}')
    await anna.goto('/users')
    await anna.goto(f'/rooms/{room}')
    return anna


async def back(person: Person, shown: Locator, *, left: int = 0) -> None:
    """Press Back and check that `shown` disappears and the address stays."""
    await expect(shown).to_be_visible()
    address = person.page.url
    await person.page.go_back()
    await expect(shown).to_have_count(left) if left == 0 else await expect(shown).to_be_hidden()
    assert person.page.url == address


async def test_back_closes_menus_dialogs_and_lists(live_server: LiveServer, arrive: Arrive) -> None:
    anna = await in_a_room(live_server, arrive)
    menu, dialog = anna.page.get_by_role('menu'), anna.page.get_by_role('dialog')
    await anna.page.get_by_role('button', name='Room menu').tap()
    await back(anna, menu)
    await anna.page.get_by_role('button', name='Room menu').tap()
    await anna.page.get_by_role('menuitem', name='Edit room').tap()
    await dialog.get_by_role('combobox', name='Members').focus()
    await anna.page.keyboard.type('a')
    await back(anna, anna.page.get_by_role('listbox', name='Members'))
    await back(anna, dialog)
    await anna.page.get_by_role('button', name='Open menu').tap()
    await anna.page.get_by_role('button', name='Logged in as').tap()
    await back(anna, menu)
    await expect(anna.in_sidebar(anna.name)).to_be_visible()
    await anna.page.go_back()
    await expect(anna.in_sidebar(anna.name)).to_be_hidden()


async def test_back_closes_the_panel_the_picker_and_the_switcher(live_server: LiveServer, arrive: Arrive) -> None:
    anna = await in_a_room(live_server, arrive)
    await anna.page.get_by_role('button', name='Details', exact=True).tap()
    panel = anna.page.get_by_role('complementary', name='Details')
    await expect(panel).to_be_visible()
    await anna.page.go_back()
    await expect(panel).to_be_hidden()
    await anna.main.get_by_role('button', name='Emoji').tap()
    await back(anna, anna.page.get_by_role('dialog', name='Emoji'))
    await anna.page.get_by_role('button', name='Open menu').tap()
    await anna.page.get_by_role('button', name='Search or jump to…').tap()
    await back(anna, anna.page.get_by_role('dialog', name='Go to'))


async def test_something_closed_another_way_needs_no_extra_step_back(live_server: LiveServer, arrive: Arrive) -> None:
    anna = await in_a_room(live_server, arrive)
    await anna.page.get_by_role('button', name='Details', exact=True).tap()
    await anna.page.get_by_role('button', name='Close details').tap()
    await expect(anna.page.get_by_role('complementary', name='Details')).to_be_hidden()
    await anna.page.go_back()
    await expect(anna.page).to_have_url(f'{live_server.url}/users')


async def test_choosing_a_room_in_the_drawer_is_one_step_in_the_history(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna = await in_a_room(live_server, arrive)
    first, second = f'Pocket of {anna.name}', f'Second of {anna.name}'
    address = anna.page.url
    await anna.make_room(second)
    await anna.goto('/users')
    await anna.page.goto(address)
    await anna.online()
    await anna.page.get_by_role('button', name='Open menu').tap()
    await anna.in_sidebar(second).tap()
    await expect(anna.heading).to_have_text(second)
    await anna.page.go_back()
    await expect(anna.heading).to_have_text(first)
    await anna.page.go_back()
    await expect(anna.page).to_have_url(f'{live_server.url}/users')
