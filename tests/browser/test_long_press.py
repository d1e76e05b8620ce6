"""On a phone a long press shows the actions of a message; they cover the page, and Back closes them."""

import re
from typing import Any

from playwright.async_api import Locator, expect

from tests.browser.attaching import attach, loaded, photo
from tests.browser.conftest import Arrive
from tests.browser.people import ANSWERED, Person
from tests.browser.test_conversation import two_in_a_room
from tests.browser.test_message_actions import PUT, number_of
from tests.live_server import LiveServer

PHONE: dict[str, Any] = {'viewport': {'width': 390, 'height': 844}, 'has_touch': True, 'is_mobile': True}
HOLD_MS = 700
FINGER_PX = 44
TABLETS = (820, 1180), (844, 390)
BOTTOM = '(log) => { log.scrollTop = log.scrollHeight; }'
HIT_AT = """(one, far) => {
  const { left, top, width, height } = one.getBoundingClientRect();
  return [-far, far].every((by) => one.contains(document.elementFromPoint(left + width / 2, top + height / 2 + by)));
}"""


async def hold(person: Person, place: Locator) -> None:
    """Long-press with a finger and let go."""
    await place.scroll_into_view_if_needed()  # it may still be moving
    box = await place.bounding_box()
    assert box is not None
    point = {'x': round(box['x'] + box['width'] / 2), 'y': round(box['y'] + box['height'] / 2)}
    session = await person.context.new_cdp_session(person.page)
    touch = {'duration': HOLD_MS, 'gestureSourceType': 'touch'}
    await session.send('Input.synthesizeTapGesture', point | touch)


async def test_a_long_press_on_a_message_opens_its_actions_on_phones_and_tablets(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, bob = await two_in_a_room(live_server, arrive, **PHONE)
    await bob.say('Who takes the boat?')
    await anna.sees('Who takes the boat?')
    await _releasing_it_chooses_nothing_and_back_closes_the_sheet(anna)
    await _back_closes_the_picker_and_a_picture_too(anna, bob)
    await _who_reacted_is_shown_by_a_long_press_and_a_right_click(anna, bob)
    for width, height in TABLETS:
        await anna.page.set_viewport_size({'width': width, 'height': height})
        await _on_a_tablet_the_same_sheet_opens(anna, bob, height)
    await bob.post(int(bob.page.url.rsplit('/', 1)[1]), *(f'Message number {number}' for number in range(20)))
    await anna.sees('Message number 19')
    for width, height in (*TABLETS, (390, 844)):
        await anna.page.set_viewport_size({'width': width, 'height': height})
        await _the_sheet_never_covers_the_message_it_is_for(anna, anna.message('Message number 19'))
    await _the_text_of_a_message_can_be_copied(anna, bob)


async def _releasing_it_chooses_nothing_and_back_closes_the_sheet(anna: Person) -> None:
    where = anna.page.url
    await hold(anna, anna.message('Who takes the boat?').locator('.body'))
    await anna.page.evaluate(ANSWERED)
    reply = anna.log.get_by_role('toolbar', name='Message actions').get_by_role('button', name='Reply')
    await expect(reply).to_be_visible()
    await anna.page.go_back()
    await expect(reply).to_be_hidden()
    assert anna.page.url == where


async def _back_closes_the_picker_and_a_picture_too(anna: Person, bob: Person) -> None:
    where = anna.page.url
    await hold(anna, anna.message('Who takes the boat?').locator('.body'))
    await anna.log.get_by_role('toolbar', name='Message actions').get_by_role('button', name='React').tap()
    picker = anna.page.get_by_role('dialog', name='Emoji')
    await expect(picker).to_be_visible()
    await anna.page.go_back()
    await expect(picker).to_have_count(0)
    await attach(anna, photo('boat.jpg'))
    await anna.main.get_by_role('button', name='Send').tap()
    await loaded(anna.log.get_by_role('img', name='boat.jpg'))
    await anna.log.get_by_role('link', name='boat.jpg').tap()
    await expect(anna.page.get_by_role('dialog', name='boat.jpg')).to_be_visible()
    await anna.page.go_back()
    await expect(anna.page.get_by_role('dialog')).to_have_count(0)
    assert anna.page.url == where
    await expect(bob.log.get_by_role('img', name='boat.jpg')).to_be_visible()


async def _the_text_of_a_message_can_be_copied(anna: Person, bob: Person) -> None:
    await anna.context.grant_permissions(['clipboard-read', 'clipboard-write'], origin=anna.url)
    await bob.say('**Pier** 7')
    message = anna.log.get_by_role('article').filter(has_text='Pier 7')
    await hold(anna, message.locator('.body'))
    await anna.log.get_by_role('button', name='Copy text').tap()
    assert await anna.page.evaluate('navigator.clipboard.readText()') == 'Pier 7'
    await _a_toast_covers_no_message_and_no_touch(anna, message)


async def _a_toast_covers_no_message_and_no_touch(anna: Person, message: Locator) -> None:
    toast = anna.page.get_by_role('status').filter(has_text='Copied')
    await expect(toast).to_be_visible()
    under = (
        '(toast) => toast.getBoundingClientRect().bottom <= document.querySelector(".log").getBoundingClientRect().top'
    )
    assert await toast.evaluate(under)
    assert await toast.evaluate('(toast) => getComputedStyle(toast).pointerEvents') == 'none'
    await hold(anna, message.locator('.body'))
    await expect(anna.log.get_by_role('button', name='Copy text')).to_be_visible()
    await anna.page.go_back()


async def _who_reacted_is_shown_by_a_long_press_and_a_right_click(anna: Person, bob: Person) -> None:
    """Neither of them reacts."""
    chips = [
        person.message('Who takes the boat?').get_by_role('button', name=re.compile('🎉')) for person in (anna, bob)
    ]
    await bob.page.evaluate(PUT, [await number_of(bob.message('Who takes the boat?')), '🎉'])
    await expect(chips[0]).to_be_visible()
    await hold(anna, chips[0])
    who = anna.page.get_by_role('dialog', name='Reactions')
    await expect(who.get_by_role('link', name=bob.name)).to_be_visible()
    await who.get_by_role('button', name='Close').tap()
    await expect(chips[0]).to_have_attribute('aria-pressed', 'false')
    await chips[1].click(button='right')
    who = bob.page.get_by_role('dialog', name='Reactions')
    await expect(who.get_by_role('list', name='🎉').get_by_role('link', name=bob.name)).to_be_visible()
    await bob.page.keyboard.press('Escape')
    await expect(who).to_have_count(0)
    await expect(chips[1]).to_have_text('🎉 1')


async def colour(element: Locator) -> str:
    """The colour of its text."""
    shown: str = await element.evaluate('(one) => getComputedStyle(one).color')
    return shown


async def _on_a_tablet_the_same_sheet_opens(anna: Person, bob: Person, height: int) -> None:
    """Whether it is held upright or lies; every action is as large as a finger."""
    text = f'Who takes the boat on a screen of {height}?'
    await bob.say(text)
    await anna.sees(text)
    boat = anna.message(text)
    sheet = boat.get_by_role('toolbar', name='Message actions')
    await boat.locator('.body').tap()
    await expect(sheet).to_have_count(0)
    await hold(anna, boat.locator('.body'))
    await expect(sheet).to_be_visible()
    assert await colour(sheet.get_by_role('button', name='Reply')) == await colour(boat.locator('.body'))
    for button in await sheet.get_by_role('button').all():
        await button.scroll_into_view_if_needed()
        box = await button.bounding_box()
        assert box is not None
        assert box['height'] >= FINGER_PX
        assert 0 <= box['y'] <= box['y'] + box['height'] <= height
    await sheet.get_by_role('button', name='Cancel').tap()
    await expect(sheet).to_have_count(0)
    await hold(anna, boat.locator('.body'))
    await sheet.get_by_role('button', name='👍', exact=True).tap()
    await expect(sheet).to_have_count(0)
    await expect(bob.message(text).get_by_role('button', name='👍 1')).to_be_visible()
    chip = boat.get_by_role('button', name='👍 1')
    await chip.scroll_into_view_if_needed()
    assert await chip.evaluate(HIT_AT, FINGER_PX / 2 - 1)


async def _the_sheet_never_covers_the_message_it_is_for(anna: Person, last: Locator) -> None:
    await anna.log.evaluate(BOTTOM)
    await hold(anna, last.locator('.body'))
    sheet = last.get_by_role('toolbar', name='Message actions')
    await expect(sheet).to_be_visible()
    await anna.page.wait_for_function('document.querySelector(".msg.held").style.top !== "0px"')
    assert await gap_between(last.locator('.body'), sheet) > 0
    cancel = sheet.get_by_role('button', name='Cancel')
    await expect(cancel).to_be_in_viewport(ratio=1)
    await cancel.tap()
    await expect(sheet).to_have_count(0)


async def gap_between(above: Locator, below: Locator) -> float:
    """The pixels between two elements, below 0 if they overlap or the first is above the screen."""
    first, other = await above.bounding_box(), await below.bounding_box()
    assert first is not None
    assert other is not None
    return min(first['y'], other['y'] - first['y'] - first['height'])
