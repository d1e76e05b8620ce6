"""On a phone the menu opens, everything fits, and touch targets are large enough."""

from typing import Any

from playwright.async_api import expect

from tests.browser.conftest import Arrive
from tests.browser.people import Person
from tests.browser.test_blocking import confirm_block, write_to
from tests.live_server import LiveServer

PHONE: dict[str, Any] = {'viewport': {'width': 390, 'height': 844}, 'has_touch': True, 'is_mobile': True}
FINGER_PX = 44
ONE_ROW_PX = 60
COMPOSER_FITS = '(high) => document.querySelector(".composer").offsetHeight <= high'
# links within text may be as small as the text (WCAG 2.5.5); a link that covers its line is as large as the line
SMALL = """(least) => [...document.querySelectorAll('button, a[href], input, textarea, [role=button], [role=menuitem]')]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }))
  .filter((one) => !one.closest('.msg .body, p, .steps span, .cover, .q-field, .skip'))
  .map((one) => [one, one.getBoundingClientRect(), getComputedStyle(one, '::after')])
  .map(([one, box, { position, width, height }]) => [one, // an invisible edge around it is touched too
    position === 'absolute'
      ? { width: Math.max(box.width, parseFloat(width)), height: Math.max(box.height, parseFloat(height)) } : box])
  .filter(([, box]) => box.width > 2 && Math.min(box.width, box.height) < least - 0.5)
  .map(([one, box]) => `${one.outerHTML.slice(0, 120)}: ${box.width} x ${box.height}`)"""


SWIPE = """([from, to]) => {
  const at = (x) => new Touch({ identifier: 1, target: document.body, clientX: x, clientY: 300 });
  const send = (name, x, touches) =>
    document.body.dispatchEvent(new TouchEvent(name, { bubbles: true, touches, changedTouches: [at(x)] }));
  send("touchstart", from, [at(from)]);
  send("touchend", to, []);
}"""


async def test_rooms_are_reached_and_left_with_a_thumb(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await arrive(live_server, 'anna', **PHONE), await arrive(live_server, 'bob')
    name = f'Pocket of {anna.name}'
    await anna.make_room(name)
    await _controls_in_a_message_are_large_too(anna)
    await _back_closes_the_drawer_and_a_swipe_moves_it(anna, name)
    await _back_closes_a_dialog_and_not_the_room(anna)
    await anna.goto('/users')
    await _the_menu_opens_and_leads_to_a_room(anna, name)
    await write_to(anna, bob)
    await _nothing_covers_the_unblock_button_of_a_blocked_person(anna, bob)


async def _the_menu_opens_and_leads_to_a_room(anna: Person, name: str) -> None:
    await expect(anna.in_sidebar(name)).to_be_hidden()
    await anna.page.get_by_role('button', name='Open menu').tap()
    await expect(anna.in_sidebar(name)).to_be_visible()
    await anna.in_sidebar(name).tap()
    await expect(anna.heading).to_have_text(name)
    await expect(anna.in_sidebar(name)).to_be_hidden()
    await anna.page.wait_for_function(COMPOSER_FITS, arg=ONE_ROW_PX)
    await anna.composer.fill('typed with thumbs')
    await anna.page.get_by_role('button', name='Send').tap()
    await anna.sees('typed with thumbs')
    await anna.page.get_by_role('button', name='Open menu').tap()
    await anna.page.keyboard.press('Escape')
    await expect(anna.in_sidebar(name)).to_be_hidden()


async def _controls_in_a_message_are_large_too(anna: Person) -> None:
    await anna.composer.fill('first')
    await anna.page.get_by_role('button', name='Send').tap()
    await anna.sees('first')
    await anna.page.evaluate(
        'const number = Number(document.querySelector("article").dataset.id);'
        'import("messenger").then(({ outbox, shownRoom }) => {'
        'outbox.act(shownRoom.id, "react", { message: number, emoji: "👍", on: true });'
        'outbox.act(shownRoom.id, "edit", { message: number, body: "second" });'
        'outbox.add(shownRoom.id, { body: "third", reply: 2 }, []); })'
    )
    await anna.sees('third')
    message = anna.log.get_by_role('article')
    await expect(message.get_by_role('group', name='Reactions')).to_be_visible()
    await expect(message.get_by_role('button', name='edited')).to_be_visible()
    await expect(message.last.get_by_role('button', name='second')).to_be_visible()
    assert await anna.page.evaluate(SMALL, FINGER_PX) == []


async def _back_closes_the_drawer_and_a_swipe_moves_it(anna: Person, name: str) -> None:
    address = anna.page.url
    await anna.page.get_by_role('button', name='Open menu').tap()
    await expect(anna.in_sidebar(name)).to_be_visible()
    await anna.page.go_back()
    await expect(anna.in_sidebar(name)).to_be_hidden()
    assert anna.page.url == address
    await anna.page.evaluate(SWIPE, [8, 160])
    await expect(anna.in_sidebar(name)).to_be_visible()
    await anna.page.evaluate(SWIPE, [220, 60])
    await expect(anna.in_sidebar(name)).to_be_hidden()
    await anna.page.evaluate(SWIPE, [120, 260])
    await expect(anna.in_sidebar(name)).to_be_hidden()


async def _back_closes_a_dialog_and_not_the_room(anna: Person) -> None:
    address = anna.page.url
    for _ in range(2):
        await anna.room_menu('Members')
        dialog = anna.page.get_by_role('dialog')
        await expect(dialog).to_be_visible()
        await anna.page.go_back()
        await expect(dialog).to_have_count(0)
        assert anna.page.url == address
    await anna.room_menu('Members')
    await anna.page.get_by_role('dialog').get_by_role('button', name='Done').tap()
    await expect(anna.page.get_by_role('dialog')).to_have_count(0)
    await anna.composer.fill('still here')
    await anna.page.get_by_role('button', name='Send').tap()
    await anna.sees('still here')


async def _nothing_covers_the_unblock_button_of_a_blocked_person(anna: Person, bob: Person) -> None:
    await anna.room_menu(f'Block {bob.name}')
    await confirm_block(anna, bob)
    button = anna.main.get_by_role('button', name='Unblock')
    await expect(button).to_be_visible()
    await expect(anna.page.locator('.toast, .q-notification')).to_have_count(0)
    await button.click()
    await expect(anna.composer).to_be_visible()


async def test_every_page_fits_and_its_touch_targets_are_large(live_server: LiveServer, arrive: Arrive) -> None:
    admin = await arrive(live_server, 'admin', **PHONE)
    room = await admin.create_room('Pocket of the admin')
    pages = ('/rooms', f'/rooms/{room}', '/users', '/users/1', '/profile')
    admins = tuple(f'/admin{path}' for path in ('', '/rooms', '/messages', '/bin', '/settings', '/log', '/figures'))
    for path in pages + admins:
        await admin.goto(path)
        wide = await admin.page.evaluate('document.documentElement.scrollWidth')
        assert wide <= PHONE['viewport']['width'], f'{path} is {wide} px wide'
        assert await admin.page.evaluate(SMALL, FINGER_PX) == [], path
    await expect(admin.main.get_by_role('link', name='Statistics')).to_be_in_viewport()
    await admin.page.get_by_role('button', name='Open menu').tap()
    await expect(admin.page.get_by_role('navigation', name='Main')).to_be_visible()
    assert await admin.page.evaluate(SMALL, FINGER_PX) == []


async def test_the_sign_in_pages_fit_too(live_server: LiveServer, visit: Arrive) -> None:
    guest = await visit(live_server, 'guest', **PHONE)
    for path in ('/login', '/register', '/login?next=/users'):
        await guest.page.goto(live_server.url + path)
        await expect(guest.page.get_by_role('textbox', name='Username')).to_be_visible()
        wide = await guest.page.evaluate('document.documentElement.scrollWidth')
        assert wide <= PHONE['viewport']['width'], f'{path} is {wide} px wide'
        assert await guest.page.evaluate(SMALL, FINGER_PX) == [], path


async def test_an_open_room_shows_its_name_beside_the_button(
    live_server: LiveServer, arrive: Arrive, visit: Arrive
) -> None:
    anna, bob = await arrive(live_server, 'anna'), await visit(live_server, 'bob', locale='ru-RU', **PHONE)
    name = f'Releases of {anna.name}'
    await anna.create_room(name, everyone=True)
    await bob.register()
    await bob.page.goto(f'{live_server.url}/rooms')
    button = bob.main.get_by_role('button', name=f'Вступить в «{name}»')
    await expect(button).to_have_text('Вступить')
    box = await bob.main.get_by_role('link', name=name).bounding_box()
    assert box is not None
    assert box['width'] > 100
