"""Hostile names and texts on every page that shows them: each is shown as typed, and nothing runs."""

import re
from collections.abc import AsyncIterator, Iterable
from contextlib import suppress

import pytest
import pytest_asyncio
from playwright.async_api import Error, Locator, expect

from tests.back_door import BackDoorServer
from tests.browser.conftest import Arrive, server_with_admin
from tests.browser.hostile_workspace import LINES, HostileTown, fill
from tests.browser.people import Person
from tests.browser.test_hostile_messages import CONTROL, watch
from tests.browser.test_notifications import RECORDER, notified_in_time
from tests.factories import PASSWORD
from tests.live_server import LiveServer
from tests.window import Window

HARM = """() => ({
  fired: Boolean(window.fired) || Boolean(window.alerted),
  targets: [...document.querySelectorAll('a[href], [action], [formaction]')]
    .map((one) => one.getAttribute('href') ?? one.getAttribute('action') ?? one.getAttribute('formaction'))
    .filter((target) => /^\\s*(javascript|data|vbscript):/i.test(target)),
  foreign: document.querySelectorAll('iframe, object, embed, base, math, marquee, xss, frameset').length,
  wired: [...document.querySelectorAll('*')].flatMap((one) => one.getAttributeNames())
    .filter((name) => /^(on|v-|@|srcdoc)/.test(name)),
})"""
HARMLESS = {'fired': False, 'targets': [], 'foreign': 0, 'wired': []}
# the texts that are not readable within `place`; a name may be cut off on screen but must be complete in the DOM
UNSEEN = """(place, texts) => {
  const plain = (text) => text.replace(/\\s+/g, ' ').trim();
  const seen = new Set();
  const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement: parent, data } = walker.currentNode;
    if (parent.checkVisibility() && parent.getClientRects().length) seen.add(plain(data));
  }
  const all = [...seen];
  return texts.filter((text) => !all.some((one) => one.includes(plain(text))));
}"""
SEEN_MS = 5_000
SOME = LINES[::9]
ALL = pytest.param(LINES, marks=pytest.mark.proof, id='all')


@pytest.fixture(scope='module', params=[pytest.param(SOME, id='some'), ALL])
def texts(request: pytest.FixtureRequest) -> tuple[str, ...]:
    chosen_texts: tuple[str, ...] = request.param
    return chosen_texts


@pytest_asyncio.fixture(scope='module', loop_scope='session')
async def hostile_server(
    tmp_path_factory: pytest.TempPathFactory, texts: tuple[str, ...]
) -> AsyncIterator[BackDoorServer]:
    """The server of the tests with these `texts`; they change nothing in it that another of them reads."""
    async with server_with_admin(tmp_path_factory.mktemp('hostile') / 'data') as server:
        yield server


@pytest_asyncio.fixture(scope='module', loop_scope='session')
async def hostile(hostile_server: LiveServer, texts: tuple[str, ...]) -> HostileTown:
    """The workspace of the server, filled while it is stopped."""
    hostile_server.stop()
    filled = await fill(hostile_server.data_dir, texts)
    hostile_server.start()
    return filled


@pytest.fixture
async def admin(hostile_server: LiveServer, hostile: HostileTown, arrive: Arrive) -> Person:
    """The admin's browser, which records anything that runs."""
    person = await arrive(hostile_server, 'admin')
    await watch(person.page)
    await person.goto('/rooms')
    return person


async def reads(place: Locator, texts: Iterable[str]) -> None:
    """Check that every text is within `place`, character by character, and that nothing on the page has run."""
    unseen = f'([place, texts]) => ({UNSEEN})(place, texts)'
    args = [await place.element_handle(), list(texts)]
    with suppress(Error):
        await place.page.wait_for_function(f'(found) => !({unseen})(found).length', arg=args, timeout=SEEN_MS)
    assert await place.page.evaluate(unseen, args) == []
    assert await place.page.evaluate(HARM) == HARMLESS


async def test_hostile_text_is_harmless_wherever_it_is_shown(
    admin: Person, hostile: HostileTown, texts: tuple[str, ...]
) -> None:
    await _in_lists_of_rooms_and_people(admin, texts)
    await _on_the_pages_of_people(admin, hostile, texts)
    await _on_the_pages_of_rooms(admin, hostile, texts)
    await _in_a_conversation(admin, texts)
    await _in_the_panel_and_the_dialogs_of_a_room(admin, texts)
    await _in_the_switcher_and_search(admin, texts)
    for path in ('/admin', '/admin/rooms', '/admin/bin', '/admin/log', '/admin/messages'):
        await admin.goto(path)
        await reads_every_page(admin, texts)


async def _in_lists_of_rooms_and_people(admin: Person, texts: tuple[str, ...]) -> None:
    await reads(admin.main, texts)
    await reads(admin.page.locator('aside'), texts)
    await admin.goto('/users')
    more = admin.main.get_by_role('button', name='Show more')
    while await more.count():
        shown = await admin.main.get_by_role('listitem').count()
        await more.click()
        await expect(admin.main.get_by_role('listitem').nth(shown)).to_be_attached()
    await reads(admin.main, texts)


async def _on_the_pages_of_people(admin: Person, hostile: HostileTown, texts: tuple[str, ...]) -> None:
    """Every third of some, as each is a page load; everyone's if it is all of them."""
    every = 1 if texts is LINES else 3
    for person, text in zip(hostile.people[::every], texts[::every], strict=True):
        await admin.goto(f'/users/{person}')
        await reads(admin.main, [text])
        assert await admin.page.evaluate(HARM) == HARMLESS


async def _on_the_pages_of_rooms(admin: Person, hostile: HostileTown, texts: tuple[str, ...]) -> None:
    await admin.goto(f'/rooms/{hostile.rooms[-1]}')
    for room, text in reversed([*zip(hostile.rooms, texts, strict=True)]):
        await admin.page.locator(f'aside a[href="/rooms/{room}"]').click()
        await expect(admin.composer).to_have_attribute('placeholder', f'Message {text}')
        await reads(admin.heading, [text])
        await reads(admin.page.locator('.main header, .main .head').first, [text])


async def _in_a_conversation(admin: Person, texts: tuple[str, ...]) -> None:
    """The last room that was opened is the one with the messages."""
    await expect(admin.log.get_by_role('article').first).to_be_visible()
    await admin.log.press('End')  # the newest message, if the room has opened elsewhere
    await expect(admin.log.get_by_text(f'answer {len(texts) - 1}').first).to_be_visible()
    for text, number in zip(reversed(texts), range(len(texts) - 1, -1, -1), strict=True):
        article = admin.log.get_by_role('article').filter(has_text=f'message {number}, mended').first
        await article.scroll_into_view_if_needed()
        await reads(article, [text])


async def _in_the_panel_and_the_dialogs_of_a_room(admin: Person, texts: tuple[str, ...]) -> None:
    await admin.page.get_by_role('button', name='Details', exact=True).click()
    await reads(admin.page.get_by_role('list', name='Pinned messages'), texts)
    await reads(admin.page.get_by_role('list', name='Files'), texts[-5:])
    await admin.page.keyboard.press('Escape')
    await admin.room_menu('Edit room')
    dialog = admin.page.get_by_role('dialog', name='Edit room')
    await expect(dialog.get_by_role('textbox', name='Room name')).to_have_value(texts[0])
    await reads(dialog, texts)
    await admin.page.keyboard.press('Escape')
    await admin.room_menu('Members')
    await reads(admin.page.get_by_role('dialog', name='Members'), texts[:8])
    await admin.page.keyboard.press('Escape')
    await expect(admin.page.get_by_role('dialog')).to_have_count(0)


async def _in_the_switcher_and_search(admin: Person, texts: tuple[str, ...]) -> None:
    for text in texts:
        await admin.page.keyboard.press('Control+k')
        box = admin.page.get_by_role('dialog').get_by_role('combobox')
        await box.fill(text)
        await reads(admin.page.get_by_role('dialog'), [text])
        await admin.page.keyboard.press('Escape')
    await admin.goto('/search')
    box = admin.page.get_by_role('textbox', name='Search')
    for text in texts:
        await box.fill(text)
        await expect(box).to_have_value(text)
        assert await admin.page.evaluate(HARM) == HARMLESS
    await box.fill('message')
    await reads(admin.main, texts[-3:])


async def reads_every_page(admin: Person, texts: tuple[str, ...]) -> None:
    unseen = list(texts)
    following = admin.main.get_by_role('button', name=re.compile('^(Next|Older|Search further back)$'))
    await expect(admin.main.get_by_text('window.fired').first).to_be_visible()
    while unseen:
        if not await following.count():
            await expect(admin.main.get_by_text(unseen[0], exact=True).first).to_be_attached()
        unseen = await admin.main.evaluate(UNSEEN, unseen)
        assert await admin.page.evaluate(HARM) == HARMLESS
        if unseen and await following.count():
            before = await admin.main.inner_text()
            await following.click()
            await expect(admin.main).not_to_have_text(before, use_inner_text=True)


async def test_hostile_text_is_harmless_in_notifications_typing_and_ones_own_name(
    hostile_server: LiveServer, admin: Person, visit: Arrive, hostile: HostileTown, texts: tuple[str, ...]
) -> None:
    await admin.context.add_init_script(RECORDER)
    room = hostile.rooms[0]
    for number in (1, len(texts) // 2):
        await admin.goto(f'/rooms/{room}')
        async with await Window.log_in(hostile_server.url, f'person {number}', PASSWORD) as pen:
            await pen.open()
            await pen.join(room)
            await pen.ask('typing', {'room': room})
            await expect(admin.main.get_by_text('is typing')).to_be_visible()
            await reads(admin.main, [f'{texts[number]} is typing…'])
            await admin.page.evaluate('window.isLooked = false')
            await pen.send(room, 'so')
        shown = await notified_in_time(admin, 1)
        assert shown[0]['title'] == f'{texts[number]} · {texts[0]}'
        assert await admin.page.evaluate(HARM) == HARMLESS
        speaker = await visit(hostile_server, 'person')
        speaker.name = f'person {number}'
        await watch(speaker.page)
        await speaker.enter()
        await speaker.goto('/profile')
        await expect(speaker.page.get_by_role('textbox', name='Nickname')).to_have_value(texts[number])
        await expect(speaker.page.get_by_text(texts[number], exact=True).first).to_be_visible()
        assert await speaker.page.evaluate(HARM) == HARMLESS


@pytest.mark.allows_errors('.', reason='whatever they do, they log errors of many kinds')
async def test_the_same_texts_do_run_on_the_same_page_without_protection(admin: Person) -> None:
    """The positive control: inserted into the page as markup, many of them run."""
    fired = [text for text in LINES if await admin.page.evaluate(CONTROL, text)]
    assert len(fired) >= 10
