"""Anna uses Firefox, on her computer and as narrow as a phone; Bob uses Chromium."""

import pytest
from playwright.async_api import Locator, ViewportSize, expect

from tests.browser.conftest import Arrive
from tests.browser.firefox import find_firefox
from tests.live_server import LiveServer

pytestmark = pytest.mark.skipif(find_firefox() is None, reason='Firefox is not installed')
PHONE: ViewportSize = {'width': 390, 'height': 844}
IS_WIDER = 'document.documentElement.scrollWidth > innerWidth'


async def select_all_of(text: Locator) -> None:
    """Select a line with the mouse."""
    box, mouse = await text.bounding_box(), text.page.mouse
    assert box
    await mouse.move(box['x'], box['y'] + box['height'] / 2)
    await mouse.down()
    await mouse.move(box['x'] + box['width'], box['y'] + box['height'] / 2, steps=5)
    await mouse.up()


async def test_people_in_two_browsers_talk_and_copy_and_paste(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await arrive(live_server, 'anna', engine='firefox'), await arrive(live_server, 'bob')
    room = await anna.make_room(f'Inn of {anna.name}', bob)
    await bob.goto(f'/rooms/{room}')
    await anna.say('Lunch at **noon**?')
    await expect(bob.log.get_by_text('noon')).to_have_css('font-weight', '700')
    await bob.say('Да, с удовольствием 🙂')
    await select_all_of(anna.log.get_by_text('Да, с удовольствием 🙂'))
    await anna.page.keyboard.press('Control+c')
    await anna.composer.click()
    await anna.page.keyboard.press('Control+v')
    await expect(anna.composer).to_have_value('Да, с удовольствием 🙂')
    await anna.page.keyboard.press('Control+a')
    await anna.page.keyboard.press('Control+i')
    await expect(anna.composer).to_have_value('_Да, с удовольствием 🙂_')
    await anna.page.keyboard.press('Control+z')
    await anna.page.keyboard.press('Enter')
    await expect(bob.log.get_by_text('Да, с удовольствием 🙂')).to_have_count(2)

    await anna.page.set_viewport_size(PHONE)
    await expect(anna.in_sidebar(f'Inn of {anna.name}')).to_be_hidden()
    assert not await anna.page.evaluate(IS_WIDER)
    await anna.page.get_by_role('button', name='Open menu').click()
    await anna.in_sidebar(f'Inn of {anna.name}').click()
    await expect(anna.in_sidebar(f'Inn of {anna.name}')).to_be_hidden()
    await anna.composer.fill('on the way')
    await anna.page.get_by_role('button', name='Send').click()
    await bob.sees('on the way')
