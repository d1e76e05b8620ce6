"""axe finds nothing serious on any page in either theme, and all tasks work without a mouse."""

from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.async_api import Page, ViewportSize, expect

from tests.browser.conftest import Arrive
from tests.browser.layout import NARROW_FONT, faults
from tests.browser.people import Person
from tests.browser.test_blocking import write_to
from tests.browser.test_conversation import two_in_a_room
from tests.browser.test_leaving import start
from tests.live_server import LiveServer

AXE = Path(axe_playwright_python.__file__).with_name('axe.min.js').read_text()
SERIOUS = ('serious', 'critical')
RUN = '(rules) => axe.run(document, { resultTypes: ["violations"], ...(rules && { runOnly: rules }) })'
FOCUSED = 'document.activeElement.ariaLabel ?? document.activeElement.textContent.trim()'
# contrast cannot be measured while something is fading in
WIDE: ViewportSize = {'width': 1280, 'height': 720}
PHONE: ViewportSize = {'width': 390, 'height': 844}
STILL = 'Promise.allSettled(document.getAnimations().map((one) => one.finished))'
GUESTS = ('/login', '/register', '/reset/nothing', '/offline')
MEMBERS = ('/rooms', '/users', '/users/1', '/profile', '/search', '/search?q=hello', '/rooms/99999')
ADMINS = ('', '/rooms', '/messages', '/bin', '/settings', '/log', '/figures')


async def violations(page: Page, where: str) -> list[str]:
    """List what axe finds serious as text: in both themes, which change only colours, and where a phone scrolls."""
    await page.evaluate(STILL)
    await page.evaluate(AXE)
    rules_broken = await _violations(page, f'{where}, light')
    await page.emulate_media(color_scheme='dark')
    rules_broken += await _violations(page, f'{where}, dark', 'color-contrast')
    await page.emulate_media(color_scheme='light')
    await page.set_viewport_size(PHONE)
    rules_broken += await _violations(page, f'{where}, phone', 'scrollable-region-focusable')
    await page.set_viewport_size(WIDE)
    return rules_broken


async def _violations(page: Page, where: str, *rules: str) -> list[str]:
    report: dict[str, Any] = await page.evaluate(RUN, [*rules] or None)
    return [
        f'{where}: {violation["id"]} {[node["html"][:160] for node in violation["nodes"]][:3]}'
        for violation in report['violations']
        if violation['impact'] in SERIOUS
    ]


@pytest.mark.long
@pytest.mark.expects_errors(r'404 .*/reset/nothing', r'alert: This link has been used', r'404 .*/rooms/99999')
async def test_every_page_is_accessible_and_fits_every_width(
    live_server: LiveServer, visit: Arrive, arrive: Arrive
) -> None:
    guest = await visit(live_server, 'guest')
    problems = []
    for path in GUESTS:
        await guest.page.goto(live_server.url + path)
        problems += await violations(guest.page, path)
        if path != '/offline':  # it leaves as soon as it reaches the server
            problems += await faults(guest.page, path, NARROW_FONT)
        if path == '/login':
            await _missing_contrast_would_be_reported(guest.page)
    admin = await arrive(live_server, 'admin')
    for path in (*MEMBERS, *(f'/admin{page}' for page in ADMINS)):
        await admin.page.goto(live_server.url + path)
        problems += await violations(admin.page, path)
        problems += await faults(admin.page, path, NARROW_FONT)
    assert problems == []


async def _missing_contrast_would_be_reported(page: Page) -> None:
    pale = '@media (prefers-color-scheme: dark) { label { color: #444 !important; background: #333 !important; } }'
    await page.add_style_tag(content=pale)
    problems = await violations(page, 'login')
    assert problems
    assert all(problem.startswith('login, dark: color-contrast') for problem in problems)


async def test_axe_finds_nothing_serious_in_a_conversation(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    await anna.make_room(f'Deck of {anna.name}', bob)
    await anna.say(f'**bold** `code` @{bob.name} https://example.org')
    await expect(anna.composer).to_have_value('')  # the mention is checked first
    await anna.say('```python\nprint("hello")\n```')
    await expect(anna.log.locator('article[data-state=sent]')).to_have_count(2)
    await anna.page.evaluate(
        'import("messenger").then(({ outbox, shownRoom }) => outbox.act(shownRoom.id, "react", { message: Number('
        'document.querySelector("article").dataset.id), emoji: "👍", on: true }))'
    )
    await expect(anna.log.get_by_role('group', name='Reactions')).to_be_visible()
    await anna.page.get_by_role('button', name='Details').click()
    await expect(anna.page.get_by_role('complementary', name='Details')).to_be_visible()
    problems = await violations(anna.page, 'conversation')
    await anna.page.keyboard.press('Control+k')
    await expect(anna.page.get_by_role('option').first).to_be_visible()
    problems += await violations(anna.page, 'switcher')
    await anna.page.keyboard.press('Escape')
    await anna.page.get_by_role('button', name='Room menu').click()
    await expect(anna.page.get_by_role('menuitem').first).to_be_visible()
    problems += await violations(anna.page, 'menu')
    await anna.page.get_by_role('menuitem', name='Edit room').click()
    await expect(anna.page.get_by_role('dialog', name='Edit room')).to_be_visible()
    problems += await violations(anna.page, 'dialog')
    await anna.page.get_by_role('combobox', name='Members').click()
    await expect(anna.page.get_by_role('option').first).to_be_visible()
    problems += await violations(anna.page, 'list of people')
    assert problems == []


async def tab_to(person: Person, name: str, *, back: bool = False, most: int = 40) -> None:
    """Press Tab until the control with this accessible name has the focus."""
    for _ in range(most):
        focused = await person.page.evaluate(FOCUSED)
        if focused == name:
            return
        await person.page.keyboard.press('Shift+Tab' if back else 'Tab')
    raise AssertionError(f'{name} is not reached')


async def test_people_can_write_find_and_answer_a_message_without_a_mouse(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, bob = await two_in_a_room(live_server, arrive)
    await expect(anna.composer).to_be_focused()
    await anna.page.keyboard.type('first words')
    await anna.page.keyboard.press('Enter')
    await bob.sees('first words')
    await expect(bob.log, 'a new message is announced politely').to_have_attribute('role', 'log')
    await expect(bob.log.get_by_role('article').last).to_contain_text(anna.name)
    await expect(bob.composer).to_be_focused()
    await tab_to(bob, 'Messages', back=True)
    await bob.page.keyboard.press('ArrowUp')
    await expect(bob.log.get_by_role('article').last).to_be_focused()
    await tab_to(bob, 'Reply')
    await bob.page.keyboard.press('Enter')
    await expect(bob.composer).to_be_focused()
    await bob.page.keyboard.type('an answer')
    await bob.page.keyboard.press('Enter')
    await anna.sees('an answer')
    await expect(anna.log.get_by_role('article').last.get_by_role('button', name='first words')).to_be_visible()
    await bob.page.keyboard.press('ArrowUp')
    await bob.page.keyboard.type('!')
    await bob.page.keyboard.press('Enter')
    await anna.sees('an answer!')


async def test_blocking_and_leaving_are_accessible_and_need_no_mouse(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob, carl = (
        await arrive(live_server, 'anna'),
        await arrive(live_server, 'bob'),
        await arrive(live_server, 'carl'),
    )
    await write_to(anna, bob)
    await anna.page.get_by_role('button', name='Room menu').focus()
    await anna.page.keyboard.press('Enter')
    await expect(anna.page.get_by_role('menuitem').first).to_be_focused()
    await anna.page.keyboard.press('b')
    await expect(anna.page.get_by_role('menuitem', name=f'Block {bob.name}')).to_be_focused()
    await anna.page.keyboard.press('Enter')
    await expect(anna.page.get_by_role('button', name='Cancel')).to_be_focused()
    problems = await violations(anna.page, 'block a person')
    await tab_to(anna, f'Block {bob.name}')
    await anna.page.keyboard.press('Enter')
    await expect(anna.main.get_by_role('button', name='Unblock')).to_be_visible()
    await expect(anna.page.get_by_text(f'You blocked {bob.name}.', exact=True)).to_have_count(0)
    problems += await violations(anna.page, 'blocked conversation')
    profile = await anna.new_tab('/profile')
    await expect(profile.main.get_by_role('list', name='Blocked people')).to_be_visible()
    problems += await violations(profile.page, 'blocked people')
    await profile.page.close()
    await tab_to(anna, 'Unblock')
    await anna.page.keyboard.press('Enter')
    await expect(anna.composer).to_be_focused()
    await start(anna, bob, carl)
    await anna.room_menu('Leave conversation')
    await expect(anna.page.get_by_role('dialog', name='Leave this conversation?')).to_be_visible()
    problems += await violations(anna.page, 'leave a conversation')
    assert problems == []
