"""Coming back: a window opens where the new messages begin, and they are unread until they have been visible."""

import re

from playwright.async_api import Locator, expect

from tests.browser.conftest import Arrive
from tests.browser.people import PASSWORD, Person
from tests.browser.test_message_actions import act
from tests.browser.test_reading import all_is_read, badge, told_much
from tests.live import LiveServer
from tests.window import Window

MANY, MORE_THAN_SHOWN = 40, 1_050
UNLOOKED = 'window.isLooked = false; document.hasFocus = () => window.isLooked'
LOOKED = 'window.isLooked = true; dispatchEvent(new Event("focus"))'


def news(person: Person) -> Locator:
    return person.page.get_by_role('button', name=re.compile('new messages? ↓'))


def line(person: Person) -> Locator:
    return person.log.get_by_role('separator').filter(has_text='New')


async def say_much(live_server: LiveServer, author: Person, room: int, name: str, lines: int = MANY) -> None:
    async with await Window.log_in(live_server.url, author.name, PASSWORD) as pen:
        await pen.open()
        for number in range(lines):
            await pen.send(room, f'{name} {number}')


async def test_an_unfocused_window_stops_at_the_first_new_message(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob, room = await told_much(live_server, arrive, 30)
    await bob.goto(f'/rooms/{room}')
    await bob.sees('line 29')
    await bob.log.evaluate('(log) => { log.scrollTop = log.scrollHeight; }')
    await expect(news(bob)).to_have_count(0)
    await all_is_read(bob)
    await bob.page.evaluate(UNLOOKED)
    await say_much(live_server, anna, room, 'absent')
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


async def test_the_line_is_before_what_arrived_during_the_last_absence(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob, room = await told_much(live_server, arrive, 3)
    await anna.goto(f'/rooms/{room}')
    await bob.goto(f'/rooms/{room}')
    await all_is_read(bob)
    for absence in ('first', 'second'):
        await bob.page.evaluate(UNLOOKED)
        for word in ('this', 'that'):
            await anna.say(f'{absence} {word}')
            await bob.sees(f'{absence} {word}')
        await expect(line(bob)).to_have_count(1)
        below = bob.log.locator('.fresh + article')
        await expect(below).to_contain_text(f'{absence} this')
        await bob.page.evaluate(LOOKED)
        await all_is_read(bob)


async def test_messages_after_a_mark_as_unread_are_counted_too(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob, room = await told_much(live_server, arrive, 5)
    await anna.goto(f'/rooms/{room}')
    await bob.goto(f'/rooms/{room}')
    await all_is_read(bob)
    await act(bob.message('line 2'), 'Mark as unread')
    await expect(badge(bob, anna)).to_have_attribute('aria-label', '3 unread')
    await anna.say('one more')
    await bob.sees('one more')
    await expect(badge(bob, anna)).to_have_attribute('aria-label', '4 unread')
    assert await bob.page.evaluate('document.title.startsWith("• ")')


async def test_more_unread_than_can_be_shown_is_999_plus(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob, room = await told_much(live_server, arrive, MORE_THAN_SHOWN)
    await bob.goto(f'/rooms/{room}')
    await expect(news(bob)).to_have_text('999+ new messages ↓')
    await expect(badge(bob, anna)).to_have_attribute('aria-label', '999+ unread')
    await bob.log.focus()
    await bob.page.keyboard.press('End')
    await expect(bob.message(f'line {MORE_THAN_SHOWN - 1}')).to_be_in_viewport()
    await expect(badge(bob, anna)).to_have_count(0)


async def test_the_address_names_a_message_until_the_reader_moves_on(live_server: LiveServer, arrive: Arrive) -> None:
    anna, _, room = await told_much(live_server, arrive, 100)
    await anna.goto(f'/rooms/{room}?message=5')
    await expect(anna.message('line 3')).to_be_in_viewport()
    await anna.message('line 12').scroll_into_view_if_needed()
    await anna.page.reload()
    await expect(anna.message('line 12'), 'a reload shows what was in sight').to_be_in_viewport()
    await anna.page.get_by_role('button', name='Newest ↓').click()
    await expect(anna.message('line 99')).to_be_in_viewport()
    await expect(anna.page).to_have_url(f'{live_server.url}/rooms/{room}')
    await anna.page.reload()
    await expect(anna.message('line 99')).to_be_in_viewport()
    await anna.goto(f'/rooms/{room}?message=0')
    await expect(anna.message('line 99'), 'nothing is called 0').to_be_in_viewport()


async def test_a_tap_shows_the_readers_of_a_message(live_server: LiveServer, arrive: Arrive, visit: Arrive) -> None:
    anna, bob, room = await told_much(live_server, arrive, 2)
    await anna.goto(f'/rooms/{room}')
    phone = await visit(live_server, 'nobody', viewport={'width': 390, 'height': 844}, has_touch=True, is_mobile=True)
    phone.name = anna.name
    await phone.page.goto(f'{live_server.url}/login?next=/rooms/{room}')
    await phone.log_in()
    await bob.goto(f'/rooms/{room}')
    await phone.message('line 1').get_by_role('button', name=f'Seen by {bob.name}').tap()
    await expect(phone.page.locator('.toast')).to_have_css('animation-name', 'appear')
    await expect(phone.page.locator('.toast')).to_have_text(f'Seen by {bob.name}')
