"""The conversation: live, in order, grouped, split by day, drafts, unread, switching rooms without a page load."""

import datetime
import re

import pytest
from playwright.async_api import ViewportSize, expect

from tests.browser.conftest import Arrive
from tests.browser.people import Person
from tests.live_server import LiveServer

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
async def test_messages_appear_live_and_switching_rooms_loads_no_page(live_server: LiveServer, arrive: Arrive) -> None:
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
    second = f'Second of {anna.name}'
    await anna.create_room(second)
    await anna.mark()
    await anna.enter_room(second)
    await _each_room_keeps_its_draft(anna, f'Deck of {anna.name}', second)


async def _each_room_keeps_its_draft(anna: Person, first: str, second: str) -> None:
    """Back and forward switch, too, and a reload stays in the room."""
    await anna.composer.fill('draft of the second')
    await anna.in_sidebar(first).click()
    await expect(anna.heading).to_have_text(first)
    await anna.sees('one')
    await expect(anna.composer).to_have_value('')
    await anna.composer.fill('draft of the first')
    await expect(anna.in_sidebar(second)).to_contain_text('draft')
    await anna.page.go_back()
    await expect(anna.heading).to_have_text(second)
    await expect(anna.composer).to_have_value('draft of the second')
    await anna.page.go_forward()
    await expect(anna.heading).to_have_text(first)
    assert await anna.is_marked()
    await anna.page.reload()
    await expect(anna.heading).to_have_text(first)
    await expect(anna.composer).to_have_value('draft of the first')
    await expect(anna.page).to_have_title(re.compile(first))


@pytest.mark.expects_errors(r'alert: 1 character too many')
async def test_a_conversation_reads_well_and_counts_what_is_unread(
    live_server: LiveServer, arrive: Arrive, visit: Arrive
) -> None:
    anna, bob = await two_in_a_room(live_server, arrive)
    await _blank_messages_are_not_sent_and_too_long_ones_keep_their_text(anna)
    await _lines_links_markup_and_spaces_are_shown_correctly(anna, bob)
    await bob.say('my turn')
    await anna.sees('my turn')
    await _consecutive_messages_by_one_person_are_grouped_under_one_name(anna, bob)
    room = int(anna.page.url.rsplit('/', 1)[1])
    await anna.post(room, *(f'line {number}' for number in range(40)))
    await anna.sees('line 39')
    await _the_date_of_the_visible_messages_stays_in_sight(anna)
    await bob.message('line 39').scroll_into_view_if_needed()
    await bob.goto('/rooms')
    phone = await visit(live_server, 'phone')
    phone.name = bob.name
    await phone.enter()
    await _messages_read_on_one_device_are_read_on_all(anna, bob, phone, room)
    await _unread_messages_are_counted_and_a_line_marks_where_they_begin(anna, bob, room)


async def _blank_messages_are_not_sent_and_too_long_ones_keep_their_text(anna: Person) -> None:
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


async def _lines_links_markup_and_spaces_are_shown_correctly(anna: Person, bob: Person) -> None:
    await anna.composer.fill('first line')
    await anna.composer.press('Shift+Enter')
    await anna.composer.press_sequentially('https://example.org/a?b=1&c=2 <b>bold</b>')
    await anna.page.get_by_role('button', name='Send').click()
    link = bob.log.get_by_role('link', name='https://example.org/a?b=1&c=2')
    await expect(link).to_have_attribute('href', 'https://example.org/a?b=1&c=2')
    await expect(link).to_have_attribute('rel', re.compile('noopener'))
    await expect(bob.log.get_by_role('article').last).to_contain_text('<b>bold</b>')
    await expect(bob.log.get_by_role('article').last.locator('br')).to_have_count(1)
    await anna.say('\n   deep\n     deeper  ')
    shown = await bob.log.get_by_text('deeper').text_content()
    assert (shown or '').replace('\xa0', ' ').rstrip() == '   deep\n     deeper'


async def _consecutive_messages_by_one_person_are_grouped_under_one_name(anna: Person, bob: Person) -> None:
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


async def _the_date_of_the_visible_messages_stays_in_sight(anna: Person) -> None:
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


async def _messages_read_on_one_device_are_read_on_all(anna: Person, bob: Person, phone: Person, room: int) -> None:
    badge = bob.in_sidebar(f'Deck of {anna.name}').get_by_role('img', name=re.compile('unread'))
    await expect(badge).to_have_count(0)
    await anna.post(room, 'look here')
    await expect(badge).to_have_accessible_name('1 unread')
    await phone.goto(f'/rooms/{room}')
    await phone.sees('look here')
    await expect(badge).to_have_count(0)
    await phone.context.close()


async def _unread_messages_are_counted_and_a_line_marks_where_they_begin(anna: Person, bob: Person, room: int) -> None:
    name = f'Deck of {anna.name}'
    await anna.post(room, 'new one', 'new two')
    await expect(bob.in_sidebar(name).get_by_role('img', name='2 unread')).to_be_visible()
    mine = bob.main.get_by_role('list', name='My rooms').get_by_role('listitem').filter(has_text=name)
    await expect(mine.get_by_text(f'{anna.name}: new two')).to_be_visible()
    await expect(mine.get_by_role('img', name='2 unread')).to_be_visible()
    await mine.get_by_role('link').click()
    line = bob.log.get_by_role('separator').filter(has_text='New')
    await expect(line).to_be_visible()
    await expect(bob.in_sidebar(name).get_by_role('img')).to_have_count(0)
    tab = await bob.new_tab('/users')
    await expect(tab.in_sidebar(name)).to_be_visible()
    await expect(tab.in_sidebar(name).get_by_role('img'), 'what the server knows').to_have_count(0)
    await tab.page.close()
    await bob.page.reload()
    await bob.sees('new two')
    await expect(line).to_have_count(0)


async def test_days_and_past_moments_are_named_in_the_readers_language(live_server: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(live_server, 'anna', timezone_id='UTC')
    await anna.make_room(f'Deck of {anna.name}')
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
    await _relative_times_are_short_and_readable(anna)


async def _relative_times_are_short_and_readable(anna: Person) -> None:
    now = datetime.datetime(2026, 7, 15, 12, tzinfo=datetime.UTC)
    await anna.page.clock.set_fixed_time(now)
    for passed, style, expected in (
        (datetime.timedelta(seconds=20), '', 'just now'),
        (datetime.timedelta(minutes=5), '', '5 minutes ago'),
        (datetime.timedelta(days=3), '', '3 days ago'),
        (datetime.timedelta(days=30), '', '15 Jun, 12:00'),
        (datetime.timedelta(days=400), '', '10 Jun 2025'),
        (datetime.timedelta(days=400), 'moment', '10 Jun 2025, 12:00'),
        (datetime.timedelta(days=1), 'date', '14 Jul 2026'),
        (datetime.timedelta(minutes=5), 'short', '11:55'),
        (datetime.timedelta(days=1), 'short', 'yesterday'),
        (datetime.timedelta(days=3), 'short', 'Sun'),
        (datetime.timedelta(days=30), 'short', '15 Jun'),
        (datetime.timedelta(days=400), 'short', '10 Jun 2025'),
    ):
        drawn = await anna.page.evaluate(MOMENT, [(now - passed).isoformat(), style])
        assert drawn['text'] == expected
        assert ' 2026, ' in drawn['title'] or ' 2025, ' in drawn['title'], 'whole'


async def test_times_are_shown_in_the_readers_time_zone(live_server: LiveServer, arrive: Arrive) -> None:
    tokyo, lima = [await arrive(live_server, name, timezone_id=zone) for name, zone in ZONES]
    room = await tokyo.create_room(f'Globe of {tokyo.name}', lima)
    await tokyo.post(room, 'what time is it')
    times = []
    for person in (tokyo, lima):
        await person.goto(f'/rooms/{room}')
        await person.sees('what time is it')
        time = person.message('what time is it').locator('time').first
        times.append((await time.get_attribute('datetime'), await time.text_content()))
    (moment, in_tokyo), (same, in_lima) = times
    assert moment == same
    assert in_tokyo != in_lima
