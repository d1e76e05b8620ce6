"""The same form open in two windows: each saves only what was changed in it."""

from playwright.async_api import expect

from tests.browser.conftest import Arrive
from tests.browser.people import Person
from tests.live_server import LiveServer

COUNT = 'import("messenger").then(({ on }) => { window.heard = 0; on("OwnSettingsChanged", () => window.heard++); })'


async def save(person: Person, form: str = '') -> None:
    """Press Save and wait until it is saved."""
    place = person.main.get_by_role('form', name=form) if form else person.main
    await place.get_by_role('button', name='Save', exact=True).click()
    await expect(person.page.get_by_text('Saved.').first).to_be_visible()


async def test_two_windows_change_different_settings_of_the_site(own_server: LiveServer, arrive: Arrive) -> None:
    admin = await arrive(own_server, 'admin')
    await admin.goto('/admin/settings')
    tab = await admin.new_tab('/admin/settings')
    await admin.main.get_by_role('textbox', name='Name of this messenger').fill('Lighthouse')
    await save(admin)
    await tab.main.get_by_role('radio', name='Admins only').click()
    await save(tab)
    await expect(tab.main.get_by_role('textbox', name='Name of this messenger')).to_have_value('Lighthouse')
    await admin.page.reload()
    await expect(admin.main.get_by_role('textbox', name='Name of this messenger')).to_have_value('Lighthouse')
    await expect(admin.main.get_by_role('radio', name='Admins only')).to_be_checked()


async def test_two_windows_change_different_parts_of_the_profile(live_server: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.goto('/profile')
    tab = await anna.new_tab('/profile')
    await a_choice_made_in_one_window_is_not_repeated_by_the_other(anna, tab)
    await anna.main.get_by_role('textbox', name='Nickname').fill(f'{anna.name} B.')
    await save(anna, 'Profile')
    await tab.main.get_by_role('textbox', name='About').fill('I sail.')
    await save(tab, 'Profile')
    await expect(tab.main.get_by_role('textbox', name='Nickname')).to_have_value(f'{anna.name} B.')
    await anna.page.reload()
    await expect(anna.main.get_by_role('textbox', name='About')).to_have_value('I sail.')
    await expect(anna.main.get_by_role('textbox', name='Nickname')).to_have_value(f'{anna.name} B.')


async def a_choice_made_in_one_window_is_not_repeated_by_the_other(anna: Person, tab: Person) -> None:
    """The other shows it."""
    await anna.page.evaluate(COUNT)
    await anna.main.get_by_role('radio', name='Nothing').click()
    await expect(tab.main.get_by_role('radio', name='Nothing')).to_be_checked()
    await anna.main.get_by_role('checkbox', name='Play a sound').click()
    await expect(tab.main.get_by_role('checkbox', name='Play a sound')).not_to_be_checked()
    await tab.main.get_by_role('radio', name='Mentions only').click()
    await expect(anna.main.get_by_role('radio', name='Mentions only')).to_be_checked()
    await anna.page.wait_for_function('window.heard >= 3')
    assert await anna.page.evaluate('window.heard') == 3


async def test_two_windows_change_different_parts_of_a_room(live_server: LiveServer, arrive: Arrive) -> None:
    """Its name is never treated as a pattern."""
    anna = await arrive(live_server, 'anna')
    title = f"$& {{room}} $' of {anna.name}"
    room = await anna.make_room(title)
    await expect(anna.composer).to_have_attribute('placeholder', f'Message {title}')
    await expect(anna.main.get_by_text(f'This is the beginning of {title}.')).to_be_visible()
    await _an_empty_room_says_what_to_do_next(anna)
    tab = await anna.new_tab(f'/rooms/{room}')
    for person in (anna, tab):
        await person.room_menu('Edit room')
        await expect(person.page.get_by_role('dialog').get_by_role('textbox', name='Topic')).to_be_visible()
    await anna.page.get_by_role('dialog').get_by_role('textbox', name='Room name').fill(f'Pier of {anna.name}')
    await anna.page.get_by_role('dialog').get_by_role('button', name='Save').click()
    await expect(tab.heading).to_have_text(f'Pier of {anna.name}')
    await tab.page.get_by_role('dialog').get_by_role('textbox', name='Topic').fill('Boats')
    await tab.page.get_by_role('dialog').get_by_role('button', name='Save').click()
    await expect(anna.main.locator('.titles')).to_contain_text('Boats')
    await expect(anna.heading).to_have_text(f'Pier of {anna.name}')


async def _an_empty_room_says_what_to_do_next(anna: Person) -> None:
    add = anna.log.get_by_role('button', name='Add people')
    await add.click()
    dialog = anna.page.get_by_role('dialog', name='Edit room')
    await expect(dialog.get_by_role('combobox', name='Members')).to_be_focused()
    await dialog.get_by_role('button', name='Cancel').click()
    await expect(dialog).to_have_count(0)
    await anna.say('somebody has written')
    await expect(add).to_have_count(0)
