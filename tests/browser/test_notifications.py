"""Notifications: one for all windows, levels and pauses, the count in the title, the test of the chain."""

import re
from typing import Any
from uuid import uuid4

from playwright.async_api import expect

from tests.browser.conftest import Arrive, lan_url
from tests.browser.page_errors import over_plain_http
from tests.browser.people import Person
from tests.factories import PASSWORD
from tests.live_server import LiveServer
from tests.window import Window

# record what the browser would show and play; the test decides whether a window is being looked at
RECORDER = """
window.notifications = []; window.played = 0; window.isLooked = true;
document.hasFocus = () => window.isLooked;
HTMLMediaElement.prototype.play = function () { window.played += 1; return Promise.resolve(); };
window.Notification = class {
  static permission = window.permission ?? "granted";
  static async requestPermission() { return this.permission; }
  constructor(title, options) {
    Object.assign(this, { title, ...options, isOpen: true });
    window.notifications.push(this);
    setTimeout(() => this.onshow?.(), 10);
  }
  close() { this.isOpen = false; this.onclose?.(); }
};
"""
NOTIFICATIONS = 'window.notifications.map(({ title, body, tag, isOpen }) => ({ title, body, tag, isOpen }))'
WAIT_MS = 4_500


async def bob_and_a_room(live_server: LiveServer, arrive: Arrive, **options: object) -> tuple[Person, Person, int]:
    """Two people in a room of Anna's, who only writes; Bob's browser records what it is asked to show."""
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob', **options)
    await bob.context.add_init_script(RECORDER)
    await bob.context.clock.install()
    return anna, bob, await anna.create_room(f'Deck of {anna.name}', bob)


async def bob_and_anna(live_server: LiveServer, arrive: Arrive, **options: object) -> tuple[Person, Person, int]:
    """The same with Anna looking at the room."""
    anna, bob, room = await bob_and_a_room(live_server, arrive, **options)
    await anna.goto(f'/rooms/{room}')
    return anna, bob, room


async def time_passes(*people: Person) -> None:
    """Let so much time pass in these windows that everything they have heard of has been shown."""
    for person in people:
        await person.wait(WAIT_MS)  # for all windows of the browser


async def look_away(person: Person) -> None:
    await person.page.evaluate('window.isLooked = false')


async def look_again(person: Person) -> None:
    await person.page.evaluate('window.isLooked = true; dispatchEvent(new Event("focus"))')


async def notifications(person: Person) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = await person.page.evaluate(NOTIFICATIONS)
    return shown


async def notified_in_time(person: Person, count: int) -> list[dict[str, Any]]:
    """What was shown, once it is this many."""
    await person.page.wait_for_function('(count) => window.notifications.length >= count', arg=count, timeout=20_000)
    return await notifications(person)


async def test_what_needs_attention_is_counted_and_one_window_notifies(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob, room = await bob_and_a_room(live_server, arrive)
    await bob.goto('/users')
    tab = await bob.new_tab('/rooms')
    await _the_title_and_icon_show_the_count(anna, bob, room)
    await _someone_looking_at_any_window_is_not_notified(anna, bob, tab, room)
    await _one_window_notifies_for_all_when_nobody_is_looking(anna, bob, tab, room)
    await bob.goto('/profile')
    await _do_not_disturb_applies_and_is_shown(anna, bob, tab, room)
    await tab.page.close()
    await _the_notification_test_finds_the_missing_link(bob)
    await bob.in_sidebar(f'Deck of {anna.name}').click()
    await bob.sees('some news')
    await expect(bob.page).to_have_title(re.compile('^Deck of'))
    plain = re.compile(r'^data:image/svg\+xml,(?!.*(circle|text))')
    await expect(bob.page.locator('link[rel~="icon"]')).to_have_attribute('href', plain)


async def _the_title_and_icon_show_the_count(anna: Person, bob: Person, room: int) -> None:
    await expect(bob.page).to_have_title(re.compile('^Users'))
    icon = bob.page.locator('link[rel~="icon"]')
    await anna.post(room, 'some news')
    await expect(bob.page).to_have_title(re.compile('^• Users'))
    await expect(icon).to_have_attribute('href', re.compile(r'^data:image/svg\+xml,.*circle'))
    await anna.post(room, f'@{bob.name} hey')
    await expect(bob.page).to_have_title(re.compile(r'^\(1\) Users'))
    await expect(icon).to_have_attribute('href', re.compile(r'^data:image/svg\+xml,.*%3E1%3C%2Ftext'))


async def _someone_looking_at_any_window_is_not_notified(anna: Person, bob: Person, tab: Person, room: int) -> None:
    await look_away(bob)
    await anna.post(room, 'you see this')
    await expect(tab.in_sidebar(f'Deck of {anna.name}').get_by_role('img', name='3 unread')).to_be_visible()
    await time_passes(bob, tab)
    assert await notifications(bob) == await notifications(tab) == []


async def _one_window_notifies_for_all_when_nobody_is_looking(
    anna: Person, bob: Person, tab: Person, room: int
) -> None:
    await look_away(tab)
    await anna.post(room, '<img src=x onerror=alert(1)> **now**')
    await tab.page.wait_for_function('window.notifications.length > 0')
    await time_passes(bob, tab)
    assert await notifications(bob) == []
    expected = {'title': f'{anna.name} · Deck of {anna.name}', 'tag': f'room:{room}', 'isOpen': True}
    assert await notifications(tab) == [expected | {'body': '<img src=x onerror=alert(1)> now'}]
    assert await tab.page.evaluate('window.played') == 1
    assert await bob.page.evaluate('window.played') == 0
    async with await Window.log_in(anna.url, anna.name, PASSWORD) as pen:
        await pen.open()
        again = [['send', {'room': room, 'key': uuid4().hex, 'body': f'again {number}'}] for number in range(3)]
        await pen.ask('batch', {'changes': again})
    assert (await notified_in_time(tab, 2))[1]['body'] == 'again 2\nand 2 more messages'


async def _do_not_disturb_applies_and_is_shown(anna: Person, bob: Person, tab: Person, room: int) -> None:
    before = await notifications(tab)
    group = bob.main.get_by_role('group', name='Do not disturb')
    await group.get_by_role('button', name='For 1 hour').click()
    await expect(bob.main.get_by_text('On until')).to_be_visible()
    me = tab.page.get_by_role('button', name=f'Logged in as {bob.name}')
    await expect(me).to_have_attribute('title', 'Do not disturb')
    for window in (bob, tab):
        await look_away(window)
    await anna.post(room, 'psst')
    await time_passes(bob, tab)
    assert await notifications(bob) == []
    assert await notifications(tab) == before
    await bob.main.get_by_role('button', name='Turn off').click()
    await expect(group).to_be_visible()
    await expect(me).not_to_have_attribute('title', 'Do not disturb')


async def _the_notification_test_finds_the_missing_link(bob: Person) -> None:
    await bob.page.evaluate('window.isLooked = true')
    chain = bob.main.get_by_role('list', name='Test results').get_by_role('listitem')
    button = bob.main.get_by_role('button', name='Test my notifications')
    await button.click()
    await expect(chain).to_have_count(8)
    await expect(bob.main.get_by_text('Notification shown: fine')).to_have_count(1)
    await expect(chain.filter(has_text='problem')).to_have_count(0)
    assert [notification['title'] for notification in await notifications(bob)] == ['It works']
    await bob.page.evaluate('Notification.permission = "denied"')
    await button.click()
    await expect(chain.filter(has_text='problem')).to_have_count(1)
    await expect(chain.filter(has_text='problem')).to_contain_text('You have blocked notifications')


async def test_a_notification_leads_to_its_message_unless_muted(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob, room = await bob_and_a_room(live_server, arrive)
    await bob.make_room(f'Home of {bob.name}')
    await _clicking_it_opens_the_message_and_reading_removes_it(anna, bob, room)
    tab = await bob.new_tab('/rooms')
    await look_away(tab)
    before = await notifications(bob)
    await _a_muted_room_tells_nothing_in_any_window(anna, bob, tab, room)
    assert (await notifications(bob), await notifications(tab)) == (before, [])
    await look_again(bob)
    await bob.enter_room(f'Deck of {anna.name}')
    await bob.room_menu('Notifications')
    dialog = bob.page.get_by_role('dialog', name='Notifications')
    await dialog.get_by_role('button', name='Unmute').click()
    await dialog.get_by_role('radio', name='Mentions only').click()
    await expect(tab.in_sidebar(f'Deck of {anna.name}').get_by_role('img', name='muted')).to_have_count(0)
    await dialog.get_by_role('button', name='Done').click()
    await bob.enter_room(f'Home of {bob.name}')
    await look_away(bob)
    await anna.post(room, 'still not for you', f'@{bob.name} for you')
    await notified_in_time(bob, len(before) + 1)
    assert [row['body'] for row in (await notifications(bob))[len(before) :]] == [f'@{bob.name} for you']


async def _clicking_it_opens_the_message_and_reading_removes_it(anna: Person, bob: Person, room: int) -> None:
    await bob.mark()
    await look_away(bob)
    await anna.post(room, 'come here')
    await notified_in_time(bob, 1)
    await bob.page.evaluate('window.isLooked = true; window.notifications[0].onclick()')
    await bob.sees('come here')
    await expect(bob.message('come here')).to_have_class(re.compile(r'\blit\b'))
    await expect(bob.page).to_have_url(f'{bob.url}/rooms/{room}')
    assert await bob.is_marked(), 'without loading a page'
    await look_away(bob)
    await anna.post(room, 'once more')
    await notified_in_time(bob, 2)
    assert (await notifications(bob))[1]['isOpen']
    await look_again(bob)
    await bob.page.wait_for_function('!window.notifications[1].isOpen')


async def _a_muted_room_tells_nothing_in_any_window(anna: Person, bob: Person, tab: Person, room: int) -> None:
    await bob.room_menu('Notifications')
    dialog = bob.page.get_by_role('dialog', name='Notifications')
    await dialog.get_by_role('button', name='Until tomorrow').click()
    await expect(dialog.get_by_role('status')).to_contain_text('Muted until')
    line = tab.in_sidebar(f'Deck of {anna.name}')
    await expect(line.get_by_role('img', name='muted')).to_be_visible()
    await dialog.get_by_role('button', name='Done').click()
    await bob.enter_room(f'Home of {bob.name}')
    await look_away(bob)
    await anna.post(room, 'not for you', f'@{bob.name} but this')
    await expect(line.get_by_role('img', name='1 unread')).to_be_visible()
    await expect(tab.main.get_by_role('img', name='1 unread')).to_be_visible()
    await expect(tab.page).to_have_title(re.compile(r'^\(1\) '))
    await time_passes(bob, tab)


async def test_if_pages_cannot_notify_the_service_worker_does(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob, room = await bob_and_a_room(live_server, arrive, service_workers='allow')
    await bob.context.add_init_script(
        'window.shown = [];'
        'Notification = class { static permission = "granted"; constructor() { throw TypeError(); } };'
        'ServiceWorkerRegistration.prototype.showNotification = async (...facts) => { window.shown.push(facts); };'
    )
    await bob.goto('/users')
    await bob.page.evaluate('navigator.serviceWorker.ready.then(() => null)')
    await look_away(bob)
    await anna.post(room, 'on a phone')
    await bob.page.wait_for_function('window.shown.length > 0')
    title, options = (await bob.page.evaluate('window.shown'))[0]
    assert (title, options['body']) == (f'{anna.name} · Deck of {anna.name}', 'on a phone')
    assert options['data']['room'] == room


@over_plain_http
async def test_over_plain_http_the_test_says_that_https_is_needed(lan_server: LiveServer, arrive: Arrive) -> None:
    bob = await arrive(lan_server, 'bob')
    bob.url = lan_url(lan_server)
    await bob.page.goto(f'{bob.url}/login?next=/profile')
    await bob.log_in()
    await bob.main.get_by_role('button', name='Test my notifications').click()
    missing = bob.main.get_by_role('list', name='Test results').get_by_role('listitem').filter(has_text='problem')
    await expect(missing.first).to_contain_text('Browsers show notifications only on https pages')
