"""Notifications: one for all windows, levels and pauses, the count in the title, the test of the chain."""

import re
from typing import Any

from playwright.async_api import expect

from tests.browser.conftest import Arrive, lan_url
from tests.browser.page_errors import over_plain_http
from tests.browser.people import Person
from tests.live import LiveServer

# record what the browser would show and play; the test decides whether a window is being looked at
RECORDER = """
window.told = []; window.played = 0; window.isLooked = true;
document.hasFocus = () => window.isLooked;
HTMLMediaElement.prototype.play = function () { window.played += 1; return Promise.resolve(); };
window.Notification = class {
  static permission = window.permission ?? "granted";
  static async requestPermission() { return this.permission; }
  constructor(title, options) {
    Object.assign(this, { title, ...options, isOpen: true });
    window.told.push(this);
    setTimeout(() => this.onshow?.(), 10);
  }
  close() { this.isOpen = false; this.onclose?.(); }
};
"""
TOLD = 'window.told.map(({ title, body, tag, isOpen }) => ({ title, body, tag, isOpen }))'
WAIT_MS = 4_500


async def bob_and_anna(live_server: LiveServer, arrive: Arrive, **options: object) -> tuple[Person, Person, int]:
    """Two people in a room of Anna's; Bob's browser records what it is asked to show."""
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob', **options)
    await bob.context.add_init_script(RECORDER)
    await bob.context.clock.install()
    return anna, bob, await anna.make_room(f'Deck of {anna.name}', bob)


async def time_passes(*people: Person) -> None:
    """Let so much time pass in these windows that everything they have heard of has been shown."""
    for person in people:
        await person.wait(WAIT_MS)  # for all windows of the browser


async def look_away(person: Person) -> None:
    await person.page.evaluate('window.isLooked = false')


async def told(person: Person) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = await person.page.evaluate(TOLD)
    return found


AT_ONCE = """(room) => import('messenger').then(({ ask }) => ask('batch', {
  changes: [0, 1, 2].map((one) => ['send', { room, key: crypto.randomUUID(), body: `again ${one}` }]),
}))"""


async def told_in_time(person: Person, count: int) -> list[dict[str, Any]]:
    """What was shown, once it is this many."""
    await person.page.wait_for_function('(count) => window.told.length >= count', arg=count, timeout=20_000)
    return await told(person)


async def test_one_window_notifies_for_all_when_nobody_is_looking(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob, room = await bob_and_anna(live_server, arrive)
    await bob.goto('/users')
    tab = await bob.new_tab('/rooms')
    for window in (bob, tab):
        await look_away(window)
    await anna.say('<img src=x onerror=alert(1)> **now**')
    await tab.page.wait_for_function('window.told.length > 0')
    await time_passes(bob, tab)
    assert await told(bob) == []
    shown = await told(tab)
    assert shown == [
        {
            'title': f'{anna.name} · Deck of {anna.name}',
            'body': '<img src=x onerror=alert(1)> now',
            'tag': f'room:{room}',
            'isOpen': True,
        }
    ]
    assert await tab.page.evaluate('window.played') == 1
    assert await bob.page.evaluate('window.played') == 0
    await anna.page.evaluate(AT_ONCE, room)
    assert (await told_in_time(tab, 2))[1]['body'] == 'again 2\nand 2 more messages'


async def test_clicking_a_notification_opens_the_message_and_reading_removes_it(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, bob, room = await bob_and_anna(live_server, arrive)
    home = await bob.create_room(f'Home of {bob.name}')
    await bob.goto(f'/rooms/{home}')
    await bob.mark()
    await look_away(bob)
    await anna.say('come here')
    await told_in_time(bob, 1)
    await bob.page.evaluate('window.isLooked = true; window.told[0].onclick()')
    await bob.sees('come here')
    await expect(bob.message('come here')).to_have_class(re.compile(r'\blit\b'))
    await expect(bob.page).to_have_url(f'{live_server.url}/rooms/{room}')
    assert await bob.is_marked(), 'without loading a page'
    await look_away(bob)
    await anna.say('once more')
    await told_in_time(bob, 2)
    assert (await told(bob))[1]['isOpen']
    await bob.page.evaluate('window.isLooked = true; dispatchEvent(new Event("focus"))')
    await bob.page.wait_for_function('!window.told[1].isOpen')


async def test_someone_looking_at_any_window_is_not_notified(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob, _ = await bob_and_anna(live_server, arrive)
    await bob.goto('/users')
    tab = await bob.new_tab('/rooms')
    await look_away(bob)
    await anna.say('you see this')
    await expect(tab.page).to_have_title(re.compile('^• '))
    await time_passes(bob, tab)
    assert await told(bob) == await told(tab) == []


async def test_notification_levels_and_pauses_apply_in_every_window(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob, room = await bob_and_anna(live_server, arrive)
    await bob.goto(f'/rooms/{room}')
    tab = await bob.new_tab('/rooms')
    await look_away(tab)
    await bob.room_menu('Notifications')
    dialog = bob.page.get_by_role('dialog', name='Notifications')
    await dialog.get_by_role('button', name='Until tomorrow').click()
    await expect(dialog.get_by_role('status')).to_contain_text('Muted until')
    line = tab.in_sidebar(f'Deck of {anna.name}')
    await expect(line.get_by_role('img', name='muted')).to_be_visible()
    await bob.goto('/users')
    await look_away(bob)
    await anna.say('not for you')
    await anna.say(f'@{bob.name} but this')
    await expect(line.get_by_role('img', name='1 unread')).to_be_visible()
    await expect(tab.main.get_by_role('img', name='1 unread')).to_be_visible()
    await expect(tab.page).to_have_title(re.compile(r'^\(1\) '))
    await time_passes(bob, tab)
    assert await told(bob) == await told(tab) == [], 'a muted room tells nothing'
    await bob.goto(f'/rooms/{room}')
    await bob.room_menu('Notifications')
    await dialog.get_by_role('button', name='Unmute').click()
    await dialog.get_by_role('radio', name='Mentions only').click()
    await expect(line.get_by_role('img', name='muted')).to_have_count(0)
    await dialog.get_by_role('button', name='Done').click()
    await bob.goto('/users')
    await look_away(bob)
    await anna.say('still not for you')
    await anna.say(f'@{bob.name} for you')
    await bob.page.wait_for_function('window.told.length > 0')
    assert [one['body'] for one in await told(bob)] == [f'@{bob.name} for you']


async def test_do_not_disturb_applies_and_is_shown(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob, _ = await bob_and_anna(live_server, arrive)
    tab = await bob.new_tab('/rooms')
    await bob.goto('/profile')
    group = bob.main.get_by_role('group', name='Do not disturb')
    await group.get_by_role('button', name='For 1 hour').click()
    await expect(bob.main.get_by_text('On until')).to_be_visible()
    me = tab.page.get_by_role('button', name=f'Logged in as {bob.name}')
    await expect(me).to_have_attribute('title', 'Do not disturb')
    for window in (bob, tab):
        await look_away(window)
    await anna.say('psst')
    await time_passes(bob, tab)
    assert await told(bob) == await told(tab) == []
    await bob.main.get_by_role('button', name='Turn off').click()
    await expect(group).to_be_visible()
    await expect(me).not_to_have_attribute('title', 'Do not disturb')


async def test_the_title_and_icon_show_the_count_of_what_needs_attention(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, bob, _ = await bob_and_anna(live_server, arrive)
    await bob.goto('/users')
    await expect(bob.page).to_have_title(re.compile('^Users'))
    icon = bob.page.locator('link[rel~="icon"]')
    await anna.say('some news')
    await expect(bob.page).to_have_title(re.compile('^• Users'))
    await expect(icon).to_have_attribute('href', re.compile(r'^data:image/svg\+xml,.*circle'))
    await anna.say(f'@{bob.name} hey')
    await expect(bob.page).to_have_title(re.compile(r'^\(1\) Users'))
    await expect(icon).to_have_attribute('href', re.compile(r'^data:image/svg\+xml,.*%3E1%3C%2Ftext'))
    await bob.in_sidebar(f'Deck of {anna.name}').click()
    await bob.sees('some news')
    await expect(bob.page).to_have_title(re.compile('^Deck of'))
    await expect(icon).to_have_attribute('href', re.compile(r'^data:image/svg\+xml,(?!.*(circle|text))'))


async def test_the_notification_test_finds_the_missing_link(live_server: LiveServer, arrive: Arrive) -> None:
    _, bob, _ = await bob_and_anna(live_server, arrive)
    await bob.goto('/profile')
    chain = bob.main.get_by_role('list', name='Test results').get_by_role('listitem')
    button = bob.main.get_by_role('button', name='Test my notifications')
    await button.click()
    await expect(chain).to_have_count(8)
    await expect(bob.main.get_by_text('Notification shown: fine')).to_have_count(1)
    await expect(chain.filter(has_text='problem')).to_have_count(0)
    assert [one['title'] for one in await told(bob)] == ['It works']
    await bob.page.evaluate('Notification.permission = "denied"')
    await button.click()
    await expect(chain.filter(has_text='problem')).to_have_count(1)
    await expect(chain.filter(has_text='problem')).to_contain_text('You have blocked notifications')


async def test_if_pages_cannot_notify_the_service_worker_does(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob, room = await bob_and_anna(live_server, arrive, service_workers='allow')
    await bob.context.add_init_script(
        'window.shown = [];'
        'Notification = class { static permission = "granted"; constructor() { throw TypeError(); } };'
        'ServiceWorkerRegistration.prototype.showNotification = async (...facts) => { window.shown.push(facts); };'
    )
    await bob.goto('/users')
    await bob.page.wait_for_function('navigator.serviceWorker.getRegistration()')
    await look_away(bob)
    await anna.say('on a phone')
    await bob.page.wait_for_function('window.shown.length > 0')
    title, facts = (await bob.page.evaluate('window.shown'))[0]
    assert (title, facts['body']) == (f'{anna.name} · Deck of {anna.name}', 'on a phone')
    assert facts['data']['room'] == room


@over_plain_http
async def test_over_plain_http_the_test_says_that_https_is_needed(lan_server: LiveServer, arrive: Arrive) -> None:
    bob = await arrive(lan_server, 'bob')
    lan = await bob.new_tab('/rooms')
    lan.url = lan_url(lan_server)
    await lan.page.goto(f'{lan.url}/login')
    await lan.log_in()
    await lan.goto('/profile')
    await lan.main.get_by_role('button', name='Test my notifications').click()
    missing = lan.main.get_by_role('list', name='Test results').get_by_role('listitem').filter(has_text='problem')
    await expect(missing.first).to_contain_text('Browsers show notifications only on https pages')
