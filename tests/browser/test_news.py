"""News: notifications are offered, withdrawn on deletion, read at once, and shown on a phone's menu button."""

from playwright.async_api import expect

from tests.browser.conftest import Arrive
from tests.browser.test_message_actions import act
from tests.browser.test_notifications import RECORDER, bob_and_anna, look_away, notified_in_time
from tests.live_server import LiveServer


async def test_notifications_are_offered_once_if_the_browser_has_not_been_asked_yet(
    live_server: LiveServer, arrive: Arrive
) -> None:
    _, bob, _ = await bob_and_anna(live_server, arrive)
    await bob.context.add_init_script(
        'window.permission ??= "default"; Notification.permission = localStorage.granted ?? "default";'
        'Notification.requestPermission = async () => { localStorage.granted = "granted"; return "granted"; }'
    )
    await bob.goto('/rooms')
    offer = bob.page.get_by_role('button', name='Turn on notifications')
    await expect(offer).to_be_visible()
    await bob.page.reload()
    await offer.click()
    await expect(bob.page.get_by_text('Notifications are on.')).to_be_visible()
    await bob.page.reload()
    await bob.online()
    await expect(offer).to_have_count(0)
    other, _, _ = await bob_and_anna(live_server, arrive)
    await other.context.add_init_script(RECORDER + 'Notification.permission = "default"')
    await other.goto('/rooms')
    await other.page.get_by_role('button', name='Not now').click()
    await other.goto('/users')
    await expect(offer).to_have_count(0)


async def test_deleting_a_message_withdraws_its_notification(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob, room = await bob_and_anna(live_server, arrive)
    await bob.goto('/users')
    await look_away(bob)
    await anna.goto(f'/rooms/{room}')
    await anna.say('a slip')
    assert (await notified_in_time(bob, 1))[0]['isOpen']
    await act(anna.message('a slip'), 'Delete')
    await bob.page.wait_for_function('!window.notifications[0].isOpen')


async def test_the_profile_menu_marks_all_as_read_and_sets_do_not_disturb(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, bob, _ = await bob_and_anna(live_server, arrive)
    await bob.goto('/users')
    await anna.say('some news')
    badge = bob.in_sidebar(f'Deck of {anna.name}').get_by_role('img', name='1 unread')
    await expect(badge).to_be_visible()
    me = bob.page.get_by_role('button', name=f'Logged in as {bob.name}')
    await me.click()
    await bob.page.get_by_role('menuitem', name='Mark all as read').click()
    await expect(badge).to_have_count(0)
    await expect(bob.page.get_by_role('menuitem')).to_have_count(0)
    await me.click()
    await bob.page.get_by_role('menuitem', name='Do not disturb').click()
    dialog = bob.page.get_by_role('dialog', name='Notifications')
    await dialog.get_by_role('button', name='For 1 hour').click()
    await expect(dialog.get_by_text('On until')).to_be_visible()
    await expect(me).to_have_attribute('title', 'Do not disturb')


async def test_on_a_phone_the_menu_button_shows_that_there_is_news(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob, _ = await bob_and_anna(live_server, arrive, viewport={'width': 390, 'height': 844})
    await bob.goto('/users')
    await anna.say('some news')
    await expect(bob.page.locator('html')).to_have_attribute('data-news', 'some')
    await anna.say(f'@{bob.name} hey')
    await expect(bob.page.locator('html')).to_have_attribute('data-news', 'calling')
    shown = 'getComputedStyle(document.querySelector("#open-menu"), "::after").width'
    assert await bob.page.evaluate(shown) == '10px'
