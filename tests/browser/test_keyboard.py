"""Without a mouse: menus, dialogs, panels and lists take the focus, keep it, and return it."""

import pytest
from playwright.async_api import Locator, expect

from tests.browser.conftest import Arrive
from tests.browser.people import Person
from tests.live_server import LiveServer

LOG_OF_ONE = 'message without neighbours'
STANDING_MS = 1_000


async def press(person: Person, control: Locator, key: str = 'Enter') -> None:
    await control.focus()
    await person.page.keyboard.press(key)


async def hold(person: Person, control: Locator, *, until: Locator) -> None:
    """Hold Enter until what it opens has the focus: neither the repetition of the key nor its release acts there."""
    await control.focus()
    await person.page.keyboard.down('Enter')
    await expect(until).to_be_focused()
    await person.page.keyboard.down('Enter')
    await person.page.keyboard.up('Enter')


async def test_the_first_tab_stop_skips_the_sidebar(live_server: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.goto('/rooms')
    await anna.page.keyboard.press('Tab')
    skip = anna.page.get_by_role('link', name='Skip to content')
    await expect(skip).to_be_focused()
    await expect(skip).to_be_in_viewport()
    address = anna.page.url
    await anna.page.keyboard.press('Enter')
    await anna.page.keyboard.press('Tab')
    await expect(anna.main.get_by_role('button', name='New room')).to_be_focused()
    assert anna.page.url == address


async def arrows_and_letters_move_through_a_menu(anna: Person) -> None:
    opener = anna.page.get_by_role('button', name='Room menu')
    item = anna.page.get_by_role('menuitem')
    await hold(anna, opener, until=item.first)
    for key, name in (
        ('ArrowDown', 'Members'),
        ('End', 'Delete room'),
        ('ArrowDown', 'Edit room'),
        ('ArrowUp', 'Delete room'),
        ('l', 'Leave room'),
        ('Home', 'Edit room'),
    ):
        await anna.page.keyboard.press(key)
        await expect(anna.page.get_by_role('menuitem', name=name)).to_be_focused()
    await anna.page.keyboard.press('Escape')
    await expect(item).to_have_count(0)
    await expect(opener).to_be_focused()


AT_ONCE = """(label) => {
  const ahead = () => {
    const line = [...document.querySelectorAll('[role=menuitem]')].find((one) => one.textContent.includes(label));
    line?.focus();
    if (document.activeElement !== line || !line) requestAnimationFrame(ahead);
  };
  ahead();
}"""


async def test_a_fast_user_keeps_their_menu_item_while_the_menu_opens(live_server: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.control_time()
    await anna.make_room(f'Desk of {anna.name}')
    await anna.page.evaluate(AT_ONCE, 'Leave room')
    await anna.page.evaluate("""() => document.addEventListener('focusin', ({ target }) =>
        target.matches('[role=menuitem]') && (window.visited ??= []).push(target.textContent.trim()))""")
    await press(anna, anna.page.get_by_role('button', name='Room menu'))
    await expect(anna.page.get_by_role('menuitem', name='Leave room')).to_be_focused()
    await anna.wait(STANDING_MS)
    assert await anna.page.evaluate('window.visited.at(-1)') == 'Leave room'


FOCUSED = {
    'Edit room': 'Room name',
    'Jump to a date': 'Date',
    'Leave room': 'Cancel',
    'Delete room': 'Room name',
    'Members': None,
    'Notifications': None,
}


async def a_dialog_takes_the_focus_and_returns_it(anna: Person) -> None:
    opener = anna.page.get_by_role('button', name='Room menu')
    for item, focused in FOCUSED.items():
        await press(anna, opener)
        await press(anna, anna.page.get_by_role('menuitem', name=item))
        dialog = anna.page.get_by_role('dialog')
        await expect(dialog).to_be_visible()
        if focused:
            await expect(dialog.locator(':focus')).to_have_accessible_name(focused)
        for _ in range(12):
            await anna.page.keyboard.press('Tab')
        await dialog.get_by_role('button').last.focus()
        await anna.page.keyboard.press('Escape')
        await expect(dialog).to_have_count(0)
        await expect(opener).to_be_focused()


async def the_details_panel_takes_the_focus_and_returns_it(anna: Person) -> None:
    details = anna.page.get_by_role('button', name='Details', exact=True)
    await expect(details).to_have_attribute('aria-expanded', 'false')
    await press(anna, details)
    panel = anna.page.get_by_role('complementary', name='Details')
    await expect(panel.get_by_role('button', name='Close details')).to_be_focused()
    await expect(details).to_have_attribute('aria-expanded', 'true')
    await anna.page.keyboard.press('Escape')
    await expect(panel).to_be_hidden()
    await expect(details).to_be_focused()


async def test_redrawing_a_list_keeps_the_focus(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob, carl = (
        await arrive(live_server, 'anna'),
        await arrive(live_server, 'bob'),
        await arrive(live_server, 'carl'),
    )
    await anna.make_room(f'Desk of {anna.name}', bob, carl)
    await anna.room_menu('Members')
    dialog = anna.page.get_by_role('dialog', name='Members')
    actions = dialog.get_by_role('button', name=f'Actions for {bob.name}')
    await press(anna, actions)
    await press(anna, anna.page.get_by_role('menuitem', name='Make owner'))
    await expect(dialog.get_by_role('listitem').filter(has_text=bob.name).get_by_text('Owner')).to_be_visible()
    await expect(actions).to_be_focused()
    await press(anna, actions)
    await expect(anna.page.get_by_role('menuitem', name='Make member')).to_be_focused()
    await press(anna, anna.page.get_by_role('menuitem', name='Remove from this room'))
    question = anna.page.get_by_role('dialog', name=f'Remove {bob.name} from this room?')
    await press(anna, question.get_by_role('button', name='Remove', exact=True))
    await expect(dialog.get_by_role('listitem')).to_have_count(2)
    await expect(dialog.get_by_role('button', name=f'Actions for {carl.name}')).to_have_count(1)
    await expect(dialog.locator(':focus')).to_have_count(1)


async def the_focus_stays_on_a_message_after_each_action(anna: Person) -> None:
    await anna.say(LOG_OF_ONE)
    await anna.sees(LOG_OF_ONE)
    await anna.log.focus()
    await anna.page.keyboard.press('ArrowUp')
    message = anna.log.get_by_role('article')
    await expect(message).to_be_focused()
    await press(anna, message.get_by_role('button', name='Pin'))
    await expect(message.get_by_role('button', name='Unpin')).to_be_focused()
    await press(anna, message.get_by_role('button', name='Delete'))
    await expect(message.get_by_role('button', name='Undo')).to_be_focused()
    await anna.page.keyboard.press('Enter')
    await anna.sees(LOG_OF_ONE)
    await expect(message.locator(':focus').or_(anna.page.locator('article:focus'))).to_have_count(1)


async def test_the_list_of_people_to_choose_from_has_a_name(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    await anna.goto('/rooms')
    await anna.main.get_by_role('button', name='New room').click()
    members = anna.page.get_by_role('combobox', name='Members')
    await members.focus()
    await anna.page.keyboard.type(bob.name)
    names = anna.page.get_by_role('listbox', name='Members')
    await expect(names.get_by_role('option', name=bob.name)).to_be_visible()


STEPS = (
    arrows_and_letters_move_through_a_menu,
    a_dialog_takes_the_focus_and_returns_it,
    the_details_panel_takes_the_focus_and_returns_it,
    the_focus_stays_on_a_message_after_each_action,
)


async def test_what_opens_in_a_room_takes_the_focus_and_returns_it(
    live_server: LiveServer, arrive: Arrive, subtests: pytest.Subtests
) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.make_room(f'Desk of {anna.name}')
    for step in STEPS:
        with subtests.test(step.__name__):
            await step(anna)
