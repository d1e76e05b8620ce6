"""Coming back: a window opens where the new messages begin, and they are unread until they have been visible."""

import re

from playwright.async_api import Locator, expect

from tests.browser.conftest import Arrive
from tests.browser.people import Person
from tests.browser.test_message_actions import act
from tests.browser.test_reading import all_is_read, badge, told_much
from tests.factories import PASSWORD
from tests.live_server import LiveServer
from tests.window import Window

MANY, MORE_THAN_SHOWN = 40, 1_050
# whether the corners of 44 × 44 px that end where the message ends are a button, left of which the text ends
HIT = """(one) => {
  const message = one.closest("article").getBoundingClientRect(), text = one.closest("article").querySelector(".body");
  const right = message.right - 1, bottom = message.bottom - 1;
  const corners = [[right, bottom], [right, bottom - 42], [right - 42, bottom], [right - 42, bottom - 42]];
  const range = document.createRange();
  range.selectNodeContents(text);
  const isClear = range.getBoundingClientRect().right <= right - 43;
  return corners.map(([x, y]) => isClear && document.elementFromPoint(x, y) === one);
}"""
UNLOOKED = 'window.isLooked = false; document.hasFocus = () => window.isLooked'
LOOKED = 'window.isLooked = true; dispatchEvent(new Event("focus"))'


def news(person: Person) -> Locator:
    return person.page.get_by_role('button', name=re.compile('new messages? ↓'))


def line(person: Person) -> Locator:
    return person.log.get_by_role('separator').filter(has_text='New')


async def say_much(author: Person, room: int, name: str, lines: int = MANY) -> None:
    async with await Window.log_in(author.url, author.name, PASSWORD) as pen:
        await pen.open()
        for number in range(lines):
            await pen.send(room, f'{name} {number}')


async def test_what_arrives_while_nobody_looks_is_new_until_it_has_been_visible(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, bob, room = await told_much(live_server, arrive, 30)
    await bob.goto(f'/rooms/{room}')
    await _an_unfocused_window_stops_at_the_first_new_message(anna, bob, room)
    await all_is_read(bob)
    await _the_line_is_before_what_arrived_during_the_last_absence(anna, bob, room)
    await _messages_after_a_mark_as_unread_are_counted_too(anna, bob, room)


async def _an_unfocused_window_stops_at_the_first_new_message(anna: Person, bob: Person, room: int) -> None:
    await bob.sees('line 29')
    await bob.log.evaluate('(log) => { log.scrollTop = log.scrollHeight; }')
    await expect(news(bob)).to_have_count(0)
    await all_is_read(bob)
    await bob.page.evaluate(UNLOOKED)
    await say_much(anna, room, 'absent')
    await expect(news(bob)).to_have_text(f'{MANY} new messages ↓')
    await expect(line(bob)).to_be_in_viewport()
    await expect(bob.message('absent 0')).to_be_in_viewport()
    await expect(badge(bob, anna)).to_have_attribute('aria-label', f'{MANY} unread')
    await bob.page.evaluate(LOOKED)
    await expect(news(bob), 'what is in sight is read').not_to_have_text(f'{MANY} new messages ↓')
    await expect(news(bob), 'and what is not, is not').to_have_text(re.compile(r'^\d\d new messages ↓'))
    await news(bob).click()
    await expect(bob.message(f'absent {MANY - 1}')).to_be_in_viewport()
    await expect(badge(bob, anna)).to_have_count(0)


async def _the_line_is_before_what_arrived_during_the_last_absence(anna: Person, bob: Person, room: int) -> None:
    for absence in ('first', 'second'):
        await bob.page.evaluate(UNLOOKED)
        for word in ('this', 'that'):
            await anna.post(room, f'{absence} {word}')
            await bob.sees(f'{absence} {word}')
        await expect(line(bob)).to_have_count(1)
        below = bob.log.locator('.fresh + article')
        await expect(below).to_contain_text(f'{absence} this')
        await bob.page.evaluate(LOOKED)
        await all_is_read(bob)


async def _messages_after_a_mark_as_unread_are_counted_too(anna: Person, bob: Person, room: int) -> None:
    await act(bob.message('first that'), 'Mark as unread')
    await expect(badge(bob, anna)).to_have_attribute('aria-label', '3 unread')
    await anna.post(room, 'one more')
    await bob.sees('one more')
    await expect(badge(bob, anna)).to_have_attribute('aria-label', '4 unread')
    assert await bob.page.evaluate('document.title.startsWith("• ")')


async def test_more_unread_than_can_be_shown_is_999_plus_and_any_message_has_an_address(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, bob, room = await told_much(live_server, arrive, MORE_THAN_SHOWN)
    await bob.goto(f'/rooms/{room}')
    await expect(news(bob)).to_have_text('999+ new messages ↓')
    await expect(badge(bob, anna)).to_have_attribute('aria-label', '999+ unread')
    await bob.log.focus()
    await bob.page.keyboard.press('End')
    await expect(bob.message(f'line {MORE_THAN_SHOWN - 1}')).to_be_in_viewport()
    await expect(badge(bob, anna)).to_have_count(0)

    await _the_address_names_a_message_until_the_reader_moves_on(bob, room)


async def _the_address_names_a_message_until_the_reader_moves_on(bob: Person, room: int) -> None:
    newest = f'line {MORE_THAN_SHOWN - 1}'
    await bob.goto(f'/rooms/{room}?message=5')
    await expect(bob.message('line 3')).to_be_in_viewport()
    await bob.message('line 12').scroll_into_view_if_needed()
    await bob.page.reload()
    await expect(bob.message('line 12'), 'a reload shows what was in sight').to_be_in_viewport()
    await bob.page.get_by_role('button', name='Newest ↓').click()
    await expect(bob.message(newest)).to_be_in_viewport()
    await expect(bob.page).to_have_url(f'{bob.url}/rooms/{room}')
    await bob.page.reload()
    await expect(bob.message(newest)).to_be_in_viewport()
    await bob.goto(f'/rooms/{room}?message=0')
    await expect(bob.message(newest), 'nothing is called 0').to_be_in_viewport()


async def test_a_tap_shows_the_readers_of_a_message(live_server: LiveServer, arrive: Arrive, visit: Arrive) -> None:
    anna, bob, room = await told_much(live_server, arrive, 2)
    phone = await visit(live_server, 'nobody', viewport={'width': 390, 'height': 844}, has_touch=True, is_mobile=True)
    phone.name = anna.name
    await phone.enter()
    await phone.goto(f'/rooms/{room}')
    async with await Window.log_in(live_server.url, bob.name, PASSWORD) as reader:
        await reader.open()
        shown = await reader.join(room)
        await reader.read(room, shown['messages'][-1]['seq'])
    seen = phone.message('line 1').get_by_role('button', name=f'Seen by {bob.name}')
    await expect(seen).to_be_visible()
    assert await seen.evaluate(HIT) == [True] * 4, 'a finger finds it, and it covers no text'
    await seen.tap()
    await expect(phone.page.locator('.toast')).to_have_css('animation-name', 'appear')
    await expect(phone.page.locator('.toast')).to_have_text(f'Seen by {bob.name}')
