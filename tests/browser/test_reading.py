"""Reading: exact unread counts, opening at the first unread, bounded history, dates, receipts, drafts everywhere."""

import re

from playwright.async_api import Locator, expect

from tests.browser.conftest import Arrive
from tests.browser.people import PASSWORD, Person
from tests.browser.test_message_actions import act
from tests.live import LiveServer
from tests.window import Window

MANY, ROWS_LIMIT, POLL_MS = 400, 240, 60
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
    async with await Window.log_in(live_server.url, anna.name, PASSWORD) as pen:
        await pen.open()
        for number in range(lines):
            await pen.send(room, f'line {number}')
    return anna, bob, room


async def all_is_read(person: Person) -> None:
    """Wait until the server confirms it; the badge of a room that is being read disappears earlier."""
    await person.page.wait_for_function(ALL_READ, polling=POLL_MS)


def badge(person: Person, other: Person) -> Locator:
    return person.in_sidebar(f'Hall of {other.name}').get_by_role('img')


async def test_a_room_opens_at_the_first_unread_message_and_only_visible_ones_are_read(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, bob, room = await told_much(live_server, arrive, MANY)
    await bob.goto(f'/rooms/{room}')
    await expect(bob.log.get_by_role('separator').filter(has_text='New')).to_be_in_viewport()
    await expect(bob.message('line 0')).to_be_in_viewport()
    await expect(bob.page.get_by_role('button', name=re.compile('new messages ↓'))).to_be_visible()
    await expect(badge(bob, anna)).not_to_have_attribute('aria-label', f'{MANY} unread')
    await bob.goto('/rooms')
    left = bob.main.get_by_role('list', name='My rooms').get_by_role('img', name=re.compile('unread'))
    number = int(re.sub(r'\D', '', await left.inner_text()))
    assert MANY - 60 < number < MANY
    await bob.goto(f'/rooms/{room}')
    await bob.page.get_by_role('button', name=re.compile('new messages ↓')).click()
    await expect(bob.message(f'line {MANY - 1}')).to_be_in_viewport()
    await all_is_read(bob)
    await bob.goto('/rooms')
    await expect(left).to_have_count(0)


async def test_a_room_marked_unread_stays_unread_until_it_is_opened_again(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, bob, room = await told_much(live_server, arrive, 5)
    await bob.goto(f'/rooms/{room}')
    await bob.sees('line 4')
    await expect(badge(bob, anna)).to_have_count(0)
    tab = await bob.new_tab('/rooms')
    await act(bob.message('line 2'), 'Mark as unread')
    await expect(badge(tab, anna)).to_have_attribute('aria-label', '3 unread')
    await bob.page.mouse.move(5, 5)
    await expect(badge(tab, anna)).to_have_attribute('aria-label', '3 unread')
    await tab.page.close()
    await bob.page.reload()
    await bob.sees('line 4')
    await expect(bob.log.get_by_role('separator').filter(has_text='New')).to_be_visible()
    await expect(badge(bob, anna)).to_have_count(0)


async def test_the_new_line_is_above_the_message_marked_as_unread(live_server: LiveServer, arrive: Arrive) -> None:
    _, bob, room = await told_much(live_server, arrive, 60)
    await bob.goto(f'/rooms/{room}')
    await bob.page.get_by_role('button', name=re.compile('new messages ↓|Newest ↓')).click()
    await bob.sees('line 59')
    await all_is_read(bob)
    for number in (59, 57):
        await act(bob.message(f'line {number}'), 'Mark as unread')
        line = bob.log.get_by_role('separator').filter(has_text='New')
        await expect(line).to_have_count(1)
        following = line.locator('xpath=following-sibling::article[1]')
        await expect(following).to_contain_text(f'line {number}')
    await bob.message('line 30').scroll_into_view_if_needed()
    await expect(bob.page.get_by_role('button', name=re.compile('3 new messages ↓'))).to_be_visible()
    await bob.message('line 59').scroll_into_view_if_needed()
    await expect(bob.page.get_by_role('button', name=re.compile('new message'))).to_have_count(0)


async def test_no_button_claims_that_messages_marked_as_unread_are_below(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, bob, room = await told_much(live_server, arrive, 60)
    await bob.goto(f'/rooms/{room}')
    await bob.page.get_by_role('button', name=re.compile('new messages ↓|Newest ↓')).click()
    await bob.sees('line 59')
    await all_is_read(bob)
    await bob.message('line 40').scroll_into_view_if_needed()
    await act(bob.message('line 40'), 'Mark as unread')
    await expect(badge(bob, anna)).to_have_attribute('aria-label', '20 unread')
    await bob.message('line 59').scroll_into_view_if_needed()
    await bob.page.mouse.wheel(0, -150)
    await expect(bob.page.get_by_role('button', name=re.compile('20 new messages'))).to_have_count(0)


async def test_the_page_holds_a_bounded_number_of_rows_however_far_you_scroll(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, _, room = await told_much(live_server, arrive, MANY)
    await anna.goto(f'/rooms/{room}')
    await anna.sees(f'line {MANY - 1}')
    await anna.page.wait_for_function(SCROLLED_TO, arg=['line 0', 0], polling=POLL_MS)
    await expect(anna.message('line 0')).to_have_count(1)
    assert await anna.log.get_by_role('article').count() <= ROWS_LIMIT
    await anna.page.wait_for_function(SCROLLED_TO, arg=[f'line {MANY - 1}', 10**6], polling=POLL_MS)
    await expect(anna.message(f'line {MANY - 1}')).to_have_count(1)
    assert await anna.log.get_by_role('article').count() <= ROWS_LIMIT


async def test_people_can_jump_to_a_date(live_server: LiveServer, arrive: Arrive) -> None:
    anna, _, room = await told_much(live_server, arrive, 100)
    await anna.goto(f'/rooms/{room}')
    await anna.sees('line 99')
    await anna.room_menu('Jump to a date')
    dialog = anna.page.get_by_role('dialog', name='Jump to a date')
    await dialog.get_by_label('Date').fill('2020-02-02')
    await dialog.get_by_role('button', name='Jump to date').click()
    await expect(anna.message('line 0')).to_be_in_viewport()


async def test_readers_of_a_message_are_shown_until_they_hide_it(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob, room = await told_much(live_server, arrive, 2)
    await anna.goto(f'/rooms/{room}')
    await anna.sees('line 1')
    seen = anna.message('line 1').get_by_role('button', name=f'Seen by {bob.name}')
    await expect(seen).to_have_count(0)
    await bob.goto(f'/rooms/{room}')
    await expect(seen).to_be_visible()
    await anna.say('and this?')
    marks = anna.log.get_by_role('button', name=f'Seen by {bob.name}')
    await expect(anna.message('and this?').get_by_role('button', name=f'Seen by {bob.name}')).to_be_visible()
    await bob.say('yes')
    await anna.sees('yes')
    await expect(marks).to_have_count(0)  # a person who replies has seen it: nobody is shown under their own message
    await bob.goto('/profile')
    await bob.main.get_by_role('checkbox', name='Read receipts').click()
    await expect(bob.page.get_by_text('Saved.')).to_be_visible()
    await anna.say('and now?')
    await bob.goto(f'/rooms/{room}')
    await bob.sees('and now?')
    await expect(bob.in_sidebar(f'Hall of {anna.name}').get_by_role('img')).to_have_count(0)
    await expect(marks).to_have_count(0)


async def test_a_draft_follows_to_another_device_and_disappears_once_sent(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, _, room = await told_much(live_server, arrive, 1)
    await anna.goto(f'/rooms/{room}')
    other = await arrive_again(anna, live_server)
    await other.goto('/rooms')
    await anna.composer.press_sequentially('begun on the phone')
    await expect(other.in_sidebar(f'Hall of {anna.name}')).to_contain_text('draft')
    await other.goto(f'/rooms/{room}')
    await expect(other.composer).to_have_value('begun on the phone')
    await other.composer.press_sequentially(', ended at the desk')
    await expect(anna.composer).to_have_value('begun on the phone, ended at the desk')
    await anna.composer.press('Enter')
    await expect(other.composer).to_have_value('')
    await other.goto('/rooms')
    await expect(other.in_sidebar(f'Hall of {anna.name}')).not_to_contain_text('draft')
    await other.context.close()


async def arrive_again(person: Person, live_server: LiveServer) -> Person:
    """The same person at another browser."""
    browser = person.context.browser
    assert browser is not None
    context = await browser.new_context(locale='en-GB')
    other = Person(person.name, context, await context.new_page(), person.server)
    await other.enter()
    return other
