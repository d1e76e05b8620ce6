"""The conversation: live, in order, grouped, split by day, drafts, unread, switching rooms without a page load."""

import datetime
import re

import pytest
from playwright.async_api import ViewportSize, expect

from tests.browser.conftest import Arrive
from tests.browser.people import Person
from tests.live import LiveServer

MOMENT = """([at, style]) => {
  const made = document.createElement('local-time');
  made.setAttribute('datetime', at);
  made.dataset.style = style;
  document.body.append(made);
  return { text: made.textContent, title: made.title };
}"""
A_PIXEL = 1
BELOW_THE_EDGE_PX = 8
SIZES: list[ViewportSize] = [{'width': 1440, 'height': 900}, {'width': 390, 'height': 844}]
ZONES = (('tokyo', 'Asia/Tokyo'), ('lima', 'America/Lima'))


async def two_in_a_room(live_server: LiveServer, arrive: Arrive, **options: object) -> tuple[Person, Person]:
    anna, bob = await arrive(live_server, 'anna', **options), await arrive(live_server, 'bob')
    await anna.make_room(f'Deck of {anna.name}', bob)
    await bob.goto(anna.page.url.removeprefix(live_server.url))
    return anna, bob


@pytest.mark.journey
async def test_messages_appear_live_in_everyones_windows(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await two_in_a_room(live_server, arrive)
    tab = await bob.new_tab(anna.page.url.removeprefix(live_server.url))
    await expect(tab.main.locator('.titles')).to_contain_text('2 members · 2 online')
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


async def test_lines_links_and_markup_are_shown_correctly(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await two_in_a_room(live_server, arrive)
    await anna.composer.fill('first line')
    await anna.composer.press('Shift+Enter')
    await anna.composer.press_sequentially('https://example.org/a?b=1&c=2 <b>bold</b>')
    await anna.page.get_by_role('button', name='Send').click()
    link = bob.log.get_by_role('link', name='https://example.org/a?b=1&c=2')
    await expect(link).to_have_attribute('href', 'https://example.org/a?b=1&c=2')
    await expect(link).to_have_attribute('rel', re.compile('noopener'))
    await expect(bob.log.get_by_role('article')).to_contain_text('<b>bold</b>')
    await expect(bob.log.locator('article br')).to_have_count(1)


@pytest.mark.expects_errors(r'alert: 1 character too many')
async def test_blank_messages_are_not_sent_and_too_long_ones_keep_their_text(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, _ = await two_in_a_room(live_server, arrive)
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


async def test_consecutive_messages_by_one_person_are_grouped_under_one_name(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, bob = await two_in_a_room(live_server, arrive)
    for person, text in ((anna, 'one'), (anna, 'two'), (bob, 'three'), (anna, 'four')):
        await person.say(text)
        await anna.sees(text)
    for text, author, is_first in (
        ('one', anna, True),
        ('two', anna, False),
        ('three', bob, True),
        ('four', anna, True),
    ):
        box = await anna.message(text).get_by_text(author.name, exact=True).bounding_box()
        assert box is not None, 'a screen reader hears the author of each message'
        assert (box['height'] > A_PIXEL) == is_first, text


async def test_days_are_separated_and_named_in_the_readers_language(live_server: LiveServer, arrive: Arrive) -> None:
    anna, _ = await two_in_a_room(live_server, arrive)
    await anna.say('said today')
    await anna.sees('said today')
    days = anna.log.get_by_role('separator')
    await expect(days).to_have_text(['Today'])
    today = datetime.datetime.now(datetime.UTC)
    for passed, called in ((1, 'Yesterday'), (5, f'{today:%A}'), (400, f'{today:%Y}')):
        await anna.page.clock.set_fixed_time(today + datetime.timedelta(days=passed))
        await anna.page.reload()
        await expect(days).to_have_count(1)
        await expect(days).to_contain_text(called)


async def test_the_date_of_the_visible_messages_stays_in_sight(live_server: LiveServer, arrive: Arrive) -> None:
    anna, _ = await two_in_a_room(live_server, arrive)
    for number in range(40):
        await anna.say(f'line {number}')
    await anna.sees('line 39')
    day = anna.log.get_by_role('separator')
    await expect(anna.message('line 0')).not_to_be_in_viewport()
    await expect(day).to_have_text('Today')
    await expect(day).to_be_in_viewport(ratio=1)
    for size in SIZES:
        await anna.page.set_viewport_size(size)
        await expect(anna.message('line 39')).to_be_in_viewport()
        place, log = await day.bounding_box(), await anna.log.bounding_box()
        assert place is not None
        assert log is not None
        assert abs(place['y'] - log['y'] - BELOW_THE_EDGE_PX) <= A_PIXEL


async def test_times_are_shown_in_the_readers_time_zone(live_server: LiveServer, arrive: Arrive) -> None:
    tokyo, lima = [await arrive(live_server, name, timezone_id=zone) for name, zone in ZONES]
    room = await tokyo.make_room(f'Globe of {tokyo.name}', lima)
    await lima.goto(f'/rooms/{room}')
    await tokyo.say('what time is it')
    told = []
    for person in (tokyo, lima):
        await person.sees('what time is it')
        time = person.message('what time is it').locator('time').first
        told.append((await time.get_attribute('datetime'), await time.text_content()))
    (moment, in_tokyo), (same, in_lima) = told
    assert moment == same
    assert in_tokyo != in_lima


@pytest.mark.journey
async def test_switching_rooms_loads_no_page(live_server: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(live_server, 'anna')
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


async def test_unread_messages_are_counted_and_a_line_marks_where_they_begin(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, bob = await two_in_a_room(live_server, arrive)
    name = f'Deck of {anna.name}'
    await anna.say('read already')
    await bob.sees('read already')
    await bob.goto('/rooms')
    for text in ('new one', 'new two'):
        await anna.say(text)
    await expect(bob.in_sidebar(name).get_by_role('img', name='2 unread')).to_be_visible()
    mine = bob.main.get_by_role('list', name='My rooms').get_by_role('listitem').filter(has_text=name)
    await expect(mine.get_by_text(f'{anna.name}: new two')).to_be_visible()
    await expect(mine.get_by_role('img', name='2 unread')).to_be_visible()
    await mine.get_by_role('link').click()
    line = bob.log.get_by_role('separator').filter(has_text='New')
    await expect(line).to_be_visible()
    await expect(bob.in_sidebar(name).get_by_role('img')).to_have_count(0)
    await bob.page.reload()
    await bob.sees('new two')
    await expect(line).to_have_count(0)


async def test_messages_read_on_one_device_are_read_on_all(
    live_server: LiveServer, arrive: Arrive, visit: Arrive
) -> None:
    anna, bob = await two_in_a_room(live_server, arrive)
    room = anna.page.url.removeprefix(live_server.url)
    await bob.goto('/rooms')
    await anna.say('look here')
    badge = bob.in_sidebar(f'Deck of {anna.name}').get_by_role('img', name='1 unread')
    await expect(badge).to_be_visible()
    phone = await visit(live_server, 'phone')
    phone.name = bob.name
    await phone.page.goto(f'{live_server.url}/login?next={room}')
    await phone.log_in()
    await phone.sees('look here')
    await expect(badge).to_have_count(0)


async def test_relative_times_are_short_and_readable(live_server: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(live_server, 'anna', timezone_id='UTC')
    await anna.goto('/rooms')
    now = datetime.datetime(2026, 7, 15, 12, tzinfo=datetime.UTC)
    await anna.page.clock.set_fixed_time(now)
    for passed, style, told in (
        (datetime.timedelta(seconds=20), '', 'now'),
        (datetime.timedelta(minutes=5), '', '5 minutes ago'),
        (datetime.timedelta(days=3), '', '3 days ago'),
        (datetime.timedelta(days=30), '', '15 Jun, 12:00'),
        (datetime.timedelta(days=400), '', '10 Jun 2025'),
        (datetime.timedelta(days=400), 'moment', '10 Jun 2025, 12:00'),
        (datetime.timedelta(days=1), 'date', '14 Jul 2026'),
    ):
        found = await anna.page.evaluate(MOMENT, [(now - passed).isoformat(), style])
        assert found['text'] == told
        assert ' 2026, ' in found['title'] or ' 2025, ' in found['title'], 'whole'


async def test_spaces_that_indent_a_message_are_kept(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await two_in_a_room(live_server, arrive)
    await anna.say('\n   three\n     five  ')
    shown = await bob.log.get_by_text('three').text_content()
    assert (shown or '').replace('\xa0', ' ').rstrip() == '   three\n     five'
