"""The conversation: live, in order, older on scrolling up, drafts, unread, switching rooms without a page load."""

import re

from playwright.async_api import expect

from tests.browser.conftest import Arrive
from tests.browser.people import Person
from tests.live import LiveServer


async def two_in_a_room(town: LiveServer, arrive: Arrive) -> tuple[Person, Person]:
    anna, bob = await arrive(town, 'anna'), await arrive(town, 'bob')
    await anna.make_room(f'Deck of {anna.name}', bob)
    await bob.goto(anna.page.url.removeprefix(town.url))
    return anna, bob


async def test_messages_are_live_in_every_window_of_everyone(town: LiveServer, arrive: Arrive) -> None:
    anna, bob = await two_in_a_room(town, arrive)
    tab = await bob.new_tab(anna.page.url.removeprefix(town.url))
    await anna.say('one')
    await bob.say('two')
    await tab.say('three')
    for window in (anna, bob, tab):
        for text in ('one', 'two', 'three'):
            await window.sees(text)
        await expect(window.log.get_by_role('article').last.locator('time').first).to_have_attribute(
            'datetime', re.compile(r'^\d{4}-\d\d-\d\dT.*Z$')
        )
    assert (
        await anna.log.get_by_role('article').all_inner_texts()
        == await tab.log.get_by_role('article').all_inner_texts()
    )


async def test_lines_links_and_markup_are_shown_as_they_should(town: LiveServer, arrive: Arrive) -> None:
    anna, bob = await two_in_a_room(town, arrive)
    await anna.composer.fill('first line')
    await anna.composer.press('Shift+Enter')
    await anna.composer.press_sequentially('https://example.org/a?b=1&c=2 <b>bold</b>')
    await anna.page.get_by_role('button', name='Send').click()
    link = bob.log.get_by_role('link', name='https://example.org/a?b=1&c=2')
    await expect(link).to_have_attribute('href', 'https://example.org/a?b=1&c=2')
    await expect(link).to_have_attribute('rel', re.compile('noopener'))
    await expect(bob.log.get_by_role('article')).to_contain_text('<b>bold</b>')
    await expect(bob.log.locator('article br')).to_have_count(1)


async def test_blank_is_not_sent_and_too_long_keeps_its_text(town: LiveServer, arrive: Arrive) -> None:
    anna, _ = await two_in_a_room(town, arrive)
    await anna.say('   \n  ')
    await expect(anna.page.get_by_role('button', name='Send')).to_be_disabled()
    long = 'я' * 8_001
    await anna.composer.fill(long)
    await expect(anna.main.get_by_role('alert')).to_contain_text('1 character too many')
    await anna.composer.press('Enter')
    await expect(anna.composer).to_have_value(long)
    await expect(anna.log.get_by_role('article')).to_have_count(0)
    await anna.composer.fill(long[:-1])
    await expect(anna.main.get_by_text('0 characters left')).to_be_visible()
    await anna.composer.press('Enter')
    await anna.sees(long[:-1])


async def test_the_newest_are_shown_and_older_ones_come_without_a_jump(town: LiveServer, arrive: Arrive) -> None:
    anna, bob = await two_in_a_room(town, arrive)
    for number in range(100):
        await anna.say(f'line {number}')
    await bob.sees('line 99')
    await bob.page.reload()
    await bob.sees('line 99')
    assert await bob.log.get_by_role('article').count() <= 60
    await bob.page.evaluate(
        """() => {
          const log = document.querySelector('[role=log]');
          window.jumps = [];
          let seen = null, at = 0;
          const look = () => {
            if (seen?.isConnected) {
              const moved = seen.getBoundingClientRect().top + log.scrollTop - at;
              const now = seen.getBoundingClientRect().top;
              window.jumps.push([now, moved]);
            }
            requestAnimationFrame(look);
          };
          look();
        }"""
    )
    await bob.log.hover()
    for _ in range(60):
        shown = bob.log.get_by_role('article').filter(visible=True).first
        box = await shown.bounding_box()
        assert box is not None
        await bob.page.mouse.wheel(0, -400)
        await bob.page.wait_for_timeout(30)
        if await bob.message('line 0').count():
            break
    await bob.message('line 0').scroll_into_view_if_needed()
    await expect(bob.log.get_by_role('article').first).to_contain_text('line 0')
    anchor = bob.message('line 3')
    before = await anchor.bounding_box()
    await anna.say('meanwhile')
    await expect(bob.page.get_by_role('button', name='1 new message ↓')).to_be_visible()
    assert await anchor.bounding_box() == before
    await bob.page.get_by_role('button', name='1 new message ↓').click()
    await bob.sees('meanwhile')
    await expect(bob.message('meanwhile')).to_be_in_viewport()


async def test_rooms_switch_without_a_page_load(town: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(town, 'anna')
    first = f'First of {anna.name}'
    await anna.make_room(first)
    await anna.say('said in the first')
    await anna.sees('said in the first')
    await anna.make_room(f'Second of {anna.name}')
    await anna.composer.fill('draft of the second')
    await anna.mark()
    await anna.in_sidebar(first).click()
    await expect(anna.heading).to_have_text(first)
    await anna.sees('said in the first')
    await expect(anna.composer).to_have_value('')
    await anna.composer.fill('draft of the first')
    await expect(anna.in_sidebar(f'Second of {anna.name}')).to_contain_text('draft')
    await anna.page.go_back()
    await expect(anna.heading).to_have_text(f'Second of {anna.name}')
    await expect(anna.composer).to_have_value('draft of the second')
    await anna.page.go_forward()
    await expect(anna.heading).to_have_text(first)
    assert await anna.is_marked()
    await anna.page.reload()
    await expect(anna.heading).to_have_text(first)
    await expect(anna.composer).to_have_value('draft of the first')
    await expect(anna.page).to_have_title(re.compile(first))


async def test_unread_is_counted_and_marked_where_it_begins(town: LiveServer, arrive: Arrive) -> None:
    anna, bob = await two_in_a_room(town, arrive)
    name = f'Deck of {anna.name}'
    await anna.say('read already')
    await bob.sees('read already')
    await bob.goto('/rooms')
    for text in ('new one', 'new two'):
        await anna.say(text)
    await expect(bob.in_sidebar(name).get_by_role('img', name='2 unread')).to_be_visible()
    mine = bob.main.get_by_role('list', name='My rooms').get_by_role('listitem').filter(has_text=name)
    await expect(mine.get_by_role('img', name='2 unread')).to_be_visible()
    await mine.get_by_role('link').click()
    line = bob.log.get_by_role('separator').filter(has_text='New')
    await expect(line).to_be_visible()
    await expect(bob.in_sidebar(name).get_by_role('img')).to_have_count(0)
    await bob.page.reload()
    await bob.sees('new two')
    await expect(line).to_have_count(0)


async def test_read_on_one_device_is_read_on_all(town: LiveServer, arrive: Arrive, visit: Arrive) -> None:
    anna, bob = await two_in_a_room(town, arrive)
    room = anna.page.url.removeprefix(town.url)
    await bob.goto('/rooms')
    await anna.say('look here')
    badge = bob.in_sidebar(f'Deck of {anna.name}').get_by_role('img', name='1 unread')
    await expect(badge).to_be_visible()
    phone = await visit(town, 'phone')
    phone.name = bob.name
    await phone.page.goto(f'{town.url}/login?next={room}')
    await phone.log_in()
    await phone.sees('look here')
    await expect(badge).to_have_count(0)
