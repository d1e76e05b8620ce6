"""Windows between a phone and a desktop, and low windows: nothing is cut off, and every dialog can be answered."""

import pytest
from playwright.async_api import Locator, expect

from tests.browser.conftest import Arrive
from tests.browser.people import Person
from tests.browser.test_long_press import PHONE
from tests.live_server import LiveServer


async def resize(person: Person, width: int, height: int = 800) -> None:
    await person.page.set_viewport_size({'width': width, 'height': height})


async def test_the_buttons_of_a_dialog_stay_in_a_low_window(
    live_server: LiveServer, arrive: Arrive, subtests: pytest.Subtests
) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.goto('/rooms')
    for width, height in ((720, 450), (844, 390), (800, 600), (390, 500)):
        with subtests.test(f'{width} × {height}'):
            await resize(anna, width, height)
            await anna.main.get_by_role('button', name='New room').click()
            dialog = anna.page.get_by_role('dialog', name='New room')
            for name in ('Cancel', 'Create'):
                button = dialog.get_by_role('button', name=name)
                await expect(button).to_be_in_viewport(ratio=1)
                await button.click(trial=True)
            await dialog.get_by_role('checkbox').last.scroll_into_view_if_needed()
            await dialog.get_by_role('checkbox').last.click()
            await dialog.get_by_role('button', name='Cancel').click()
            await expect(dialog).to_have_count(0)


async def test_on_a_phone_the_switcher_can_be_closed_and_an_excerpt_shows_the_word_that_was_searched(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna = await arrive(live_server, 'anna', **PHONE)
    text = 'We talked about boats, ropes and the weather for a long time, ' * 3 + 'and then found a zanzibarite'
    await anna.post(await anna.create_room(f'Pier of {anna.name}'), text)
    await anna.goto('/search?q=zanzibarite')
    marked = anna.main.locator('.hits mark')
    await expect(marked).to_have_text('zanzibarite')
    sentence = await anna.main.locator('.hits .said').bounding_box()
    word = await marked.bounding_box()
    assert sentence is not None
    assert word is not None
    assert word['y'] + word['height'] <= sentence['y'] + sentence['height'] + 1
    assert (await anna.main.locator('.hits .said').inner_text()).startswith('…')
    await anna.page.get_by_role('button', name='Open menu').tap()
    await anna.page.get_by_role('button', name='Search or jump to…').tap()
    switcher = anna.page.get_by_role('dialog', name='Go to')
    await expect(switcher.get_by_role('combobox')).to_be_focused()
    await switcher.get_by_role('button', name='Close').tap()
    await expect(switcher).to_have_count(0)


async def with_details(live_server: LiveServer, arrive: Arrive) -> tuple[Person, Locator, Locator]:
    """Anna in a room of her own, the button that opens its details, and the panel that it opens."""
    anna = await arrive(live_server, 'anna')
    await anna.make_room(f'Pier of {anna.name}')
    opener = anna.page.get_by_role('button', name='Details', exact=True)
    return anna, opener, anna.page.get_by_role('complementary', name='Details')


async def test_the_details_never_lie_over_the_conversation_without_a_shade(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, opener, panel = await with_details(live_server, arrive)
    await anna.composer.fill('hello')
    await resize(anna, 1000)
    await opener.click()
    await expect(panel).to_be_visible()
    for control in (anna.composer, anna.main.get_by_role('button', name='Send'), opener):
        await control.click(trial=True)
    await resize(anna, 999)
    shade = anna.page.locator('.room-page')
    for width, way in ((999, 'shade'), (820, 'Escape'), (768, 'Back')):
        await resize(anna, width)
        if not await panel.is_visible():
            await opener.click()
        await expect(panel).to_be_visible()
        await expect(panel.get_by_role('button', name='Close details')).to_be_focused()
        if way == 'shade':
            await shade.click(position={'x': 40, 'y': 300})
        elif way == 'Escape':
            await anna.page.evaluate('document.activeElement.blur()')
            await anna.page.keyboard.press('Escape')
        else:
            await anna.page.go_back()
        await expect(panel).to_be_hidden()
    await expect(anna.composer).to_have_value('hello')


async def test_the_focus_stays_in_the_details_where_they_cover_the_conversation(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, opener, panel = await with_details(live_server, arrive)
    close = panel.get_by_role('button', name='Close details')
    for width in (999, 390):
        await resize(anna, width)
        await opener.click()
        await expect(close).to_be_focused()
        for _ in range(await panel.get_by_role('button').count() + await panel.get_by_role('link').count()):
            await anna.page.keyboard.press('Tab')
            assert not await anna.page.locator('.chat:focus-within, #open-menu:focus').count()
        await close.focus()
        await anna.page.keyboard.press('Shift+Tab')
        assert not await anna.page.locator('.chat:focus-within, #open-menu:focus').count()
        await close.focus()
        await anna.page.keyboard.press('Escape')
        await expect(panel).to_be_hidden()
        await expect(opener).to_be_focused()
    await resize(anna, 1000)
    await opener.click()
    await expect(close).to_be_focused()
    await anna.composer.click()
    await expect(anna.composer).to_be_focused()
    await resize(anna, 999)
    await expect(anna.composer).not_to_be_focused()
    await resize(anna, 1000)
    await anna.composer.click()
    await expect(anna.composer).to_be_focused()


async def test_a_room_opened_in_a_low_window_with_a_mouse_can_be_written_in_at_once(
    live_server: LiveServer, arrive: Arrive
) -> None:
    """As at 1440 × 900 with a zoom of 200 %."""
    anna = await arrive(live_server, 'anna', viewport={'width': 720, 'height': 450})
    pier, attic = f'Pier of {anna.name}', f'Attic of {anna.name}'
    await anna.create_room(attic)
    await anna.make_room(pier)
    await expect(anna.composer).to_be_focused()
    await anna.page.get_by_role('button', name='Open menu').click()
    await anna.enter_room(attic)
    await expect(anna.composer).to_be_focused()


async def test_a_touch_screen_of_any_width_opens_a_room_without_its_keyboard(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna = await arrive(live_server, 'anna', **PHONE | {'viewport': {'width': 1024, 'height': 768}})
    room = await anna.create_room(f'Pier of {anna.name}')
    await anna.post(room, 'hello')
    await anna.goto(f'/rooms/{room}')
    await anna.sees('hello')
    await expect(anna.composer).not_to_be_focused()
