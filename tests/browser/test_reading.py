"""Reading: exact unread counts, opening at the first unread, bounded history, dates, receipts, drafts everywhere."""

import asyncio
import re

from playwright.async_api import Locator, expect

from tests.browser.conftest import Arrive
from tests.browser.people import Person
from tests.browser.test_message_actions import act
from tests.live_server import LiveServer
from tests.patience import times_longer

MANY, ROWS_LIMIT, POLL_MS, WAIT_S = 400, 240, 60, 20
# scrolls as far as it goes until the message is shown
SCROLLED_TO = """([text, top]) => {
  const log = document.querySelector("[role=log]");
  if ([...log.querySelectorAll("article .body")].some((body) => body.textContent.trim() === text)) return true;
  log.scrollTop = top;
  return false;
}"""
ALL_READ = """async () => {
  const { ask } = await import("messenger");
  return (await ask("hello")).rooms.every((one) => !one.unread);
}"""


async def told_much(live_server: LiveServer, arrive: Arrive, lines: int) -> tuple[Person, Person, int]:
    """Anna has sent `lines` messages that Bob, a member, has not read; returns the room's number too."""
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    room = await anna.create_room(f'Hall of {anna.name}', bob)
    [number] = await anna.server.call('ids_of', [anna.name])
    await anna.server.call('say_lines', number, room, 'line', lines)
    return anna, bob, room


async def all_is_read(person: Person) -> None:
    """Wait until the server confirms it; the badge of a room that is being read disappears earlier."""
    async with asyncio.timeout(WAIT_S * times_longer()):
        while not await person.page.evaluate(ALL_READ):  # `wait_for_function` does not wait for a promise
            await person.page.wait_for_timeout(POLL_MS)


def badge(person: Person, other: Person) -> Locator:
    return person.in_sidebar(f'Hall of {other.name}').get_by_role('img')


def new_line(person: Person) -> Locator:
    return person.log.get_by_role('separator').filter(has_text='New')


def pill(person: Person, text: str) -> Locator:
    """The button below the messages that says what is further down."""
    return person.page.get_by_role('button', name=re.compile(text))


async def test_a_long_room_is_read_from_the_first_unread_message_to_the_last(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, bob, room = await told_much(live_server, arrive, MANY)
    tab = await bob.new_tab('/rooms')
    await bob.goto(f'/rooms/{room}')
    await _it_opens_there_and_only_visible_messages_are_read(anna, bob, tab)
    await _the_new_line_is_above_the_message_marked_as_unread(bob)
    await _no_button_claims_that_messages_marked_as_unread_are_below(anna, bob)
    await _the_page_holds_a_bounded_number_of_rows_however_far_you_scroll(bob)
    await bob.room_menu('Jump to a date')
    dialog = bob.page.get_by_role('dialog', name='Jump to a date')
    await dialog.get_by_label('Date').fill('2020-02-02')
    await dialog.get_by_role('button', name='Jump to date').click()
    await expect(bob.message('line 0')).to_be_in_viewport()


async def _it_opens_there_and_only_visible_messages_are_read(anna: Person, bob: Person, tab: Person) -> None:
    await expect(new_line(bob)).to_be_in_viewport()
    await expect(bob.message('line 0')).to_be_in_viewport()
    await expect(pill(bob, 'new messages ↓')).to_be_visible()
    await expect(badge(bob, anna)).not_to_have_attribute('aria-label', f'{MANY} unread')
    left = tab.main.get_by_role('list', name='My rooms').get_by_role('img', name=re.compile('unread'))
    await expect(left).not_to_have_text(str(MANY))
    assert MANY - 60 < int(re.sub(r'\D', '', await left.inner_text())) < MANY
    await pill(bob, 'new messages ↓').click()
    await expect(bob.message(f'line {MANY - 1}')).to_be_in_viewport()
    await all_is_read(bob)
    await expect(left).to_have_count(0)


async def _the_new_line_is_above_the_message_marked_as_unread(bob: Person) -> None:
    for number in (MANY - 1, MANY - 3):
        await act(bob.message(f'line {number}'), 'Mark as unread')
        await expect(new_line(bob)).to_have_count(1)
        following = new_line(bob).locator('xpath=following-sibling::article[1]')
        await expect(following).to_contain_text(f'line {number}')
    await bob.message(f'line {MANY - 30}').scroll_into_view_if_needed()
    await expect(pill(bob, '3 new messages ↓')).to_be_visible()
    await bob.message(f'line {MANY - 1}').scroll_into_view_if_needed()
    await expect(pill(bob, 'new message')).to_have_count(0)


async def _no_button_claims_that_messages_marked_as_unread_are_below(anna: Person, bob: Person) -> None:
    await bob.message(f'line {MANY - 20}').scroll_into_view_if_needed()
    await act(bob.message(f'line {MANY - 20}'), 'Mark as unread')
    await expect(badge(bob, anna)).to_have_attribute('aria-label', '20 unread')
    await bob.message(f'line {MANY - 1}').scroll_into_view_if_needed()
    await bob.page.mouse.wheel(0, -150)
    await expect(pill(bob, '20 new messages')).to_have_count(0)


async def _the_page_holds_a_bounded_number_of_rows_however_far_you_scroll(bob: Person) -> None:
    for text, top in (('line 0', 0), (f'line {MANY - 1}', 10**6)):
        await bob.page.wait_for_function(SCROLLED_TO, arg=[text, top], polling=POLL_MS)
        await expect(bob.message(text)).to_have_count(1)
        assert await bob.log.get_by_role('article').count() <= ROWS_LIMIT


async def test_both_sides_know_what_has_been_read_until_one_hides_it(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob, room = await told_much(live_server, arrive, 5)
    await anna.goto(f'/rooms/{room}')
    await anna.sees('line 4')
    seen = anna.message('line 4').get_by_role('button', name=f'Seen by {bob.name}')
    await expect(seen).to_have_count(0)
    await bob.goto(f'/rooms/{room}')
    await expect(seen).to_be_visible()
    tab = await bob.new_tab('/profile')
    await _a_room_marked_unread_stays_unread_until_it_is_opened_again(anna, bob, tab)
    await _readers_of_a_message_are_shown_until_they_hide_it(anna, bob, tab)
    await _a_draft_follows_to_another_device_and_disappears_once_sent(anna)


async def _a_room_marked_unread_stays_unread_until_it_is_opened_again(anna: Person, bob: Person, tab: Person) -> None:
    await bob.sees('line 4')
    await expect(badge(bob, anna)).to_have_count(0)
    await act(bob.message('line 2'), 'Mark as unread')
    await expect(badge(tab, anna)).to_have_attribute('aria-label', '3 unread')
    await bob.page.mouse.move(5, 5)
    await expect(badge(tab, anna)).to_have_attribute('aria-label', '3 unread')
    await bob.page.reload()
    await bob.sees('line 4')
    await expect(new_line(bob)).to_be_visible()
    await expect(badge(bob, anna)).to_have_count(0)


async def _readers_of_a_message_are_shown_until_they_hide_it(anna: Person, bob: Person, tab: Person) -> None:
    await anna.say('and this?')
    marks = anna.log.get_by_role('button', name=f'Seen by {bob.name}')
    await expect(anna.message('and this?').get_by_role('button', name=f'Seen by {bob.name}')).to_be_visible()
    await bob.say('yes')
    await anna.sees('yes')
    await expect(marks).to_have_count(0)  # a person who replies has seen it: nobody is shown under their own message
    await tab.main.get_by_role('checkbox', name='Read receipts').click()
    await expect(tab.page.get_by_text('Saved.')).to_be_visible()
    await anna.say('and now?')
    await bob.sees('and now?')
    await expect(badge(bob, anna)).to_have_count(0)
    await all_is_read(bob)
    await expect(marks).to_have_count(0)


async def _a_draft_follows_to_another_device_and_disappears_once_sent(anna: Person) -> None:
    home = f'Home of {anna.name}'
    await anna.create_room(home)
    other = await arrive_again(anna)
    await other.goto('/rooms')
    await anna.composer.press_sequentially('begun on the phone')
    await expect(other.in_sidebar(f'Hall of {anna.name}')).to_contain_text('draft')
    await other.enter_room(f'Hall of {anna.name}')
    await expect(other.composer).to_have_value('begun on the phone')
    await other.composer.press_sequentially(', ended at the desk')
    await expect(anna.composer).to_have_value('begun on the phone, ended at the desk')
    await anna.composer.press('Enter')
    await expect(other.composer).to_have_value('')
    await other.enter_room(home)
    await expect(other.in_sidebar(f'Hall of {anna.name}')).not_to_contain_text('draft')
    await other.context.close()


async def arrive_again(person: Person) -> Person:
    """The same person at another browser."""
    browser = person.context.browser
    assert browser is not None
    context = await browser.new_context(locale='en-GB', service_workers='block')
    other = Person(person.name, context, await context.new_page(), person.server)
    await other.enter()
    return other


async def test_the_floating_day_covers_messages_only_while_somebody_scrolls(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.control_time()
    room = await anna.create_room(f'Hall of {anna.name}')
    await anna.post(room, *(f'line {number}' + '\nmore' * 9 for number in range(12)))  # all of them are loaded at once
    await anna.goto(f'/rooms/{room}')
    await expect(anna.log.get_by_role('article')).to_have_count(12)
    await anna.stop_time()
    day = anna.log.get_by_role('separator').locator('span')
    await expect(day).to_be_in_viewport()
    await expect(day).to_have_css('opacity', '0')
    await anna.log.evaluate('(log) => log.scrollBy(0, -400)')
    await expect(day).to_have_css('opacity', '1')
    await anna.wait(900)
    await expect(day).to_have_css('opacity', '1')
    await anna.wait(200)
    await expect(day).to_have_css('opacity', '0')
    await anna.log.evaluate('(log) => log.scrollTo(0, 0)')
    await expect(anna.log.get_by_text('This is the beginning')).to_be_in_viewport()
    await anna.wait(1_100)
    await expect(day).to_have_css('opacity', '1')
