"""Logging out asks what to do with unsent things, and does it."""

from typing import Any

import pytest
from playwright.async_api import Locator, expect

from tests.browser.attaching import attach, payload
from tests.browser.conftest import Arrive
from tests.browser.held import HeldAnswers
from tests.browser.page_errors import cuts_the_line, discards_files
from tests.browser.people import Person
from tests.browser.test_message_actions import act
from tests.live_server import LiveServer

NO_STORAGE = """
  Object.defineProperty(window, "localStorage", { get() { throw new DOMException("denied", "SecurityError"); } });
"""
NO_FILES = """
  Object.defineProperty(window, "indexedDB", { value: { open() { throw new DOMException("denied"); } } });
"""
SILENT_FILES = """
  Object.defineProperty(window, "indexedDB", { value: { open: () => ({}) } });
"""
LEFT = """async (person) => {
  const kinds = ["draft", "agreed", "sent", "editing", "answering", "outbox"],
    names = Object.keys(localStorage).filter((name) => kinds.some((kind) => name.startsWith(`${kind}:${person}:`)));
  const opened = indexedDB.open(`uploads:${person}`, 1);
  await new Promise((resolve) => { opened.onsuccess = opened.onerror = resolve; });
  const stores = [...opened.result.objectStoreNames], files = stores.length
    ? opened.result.transaction("uploads").objectStore("uploads").getAll() : { result: [] };
  if (stores.length) await new Promise((resolve) => { files.onsuccess = resolve; });
  opened.result.close();
  return [names.length, files.result.length];
}"""


def log_out(person: Person) -> Locator:
    """The button in the sidebar."""
    return person.page.get_by_role('button', name='Log out')


def question(person: Person) -> Locator:
    """The question that log-out asks."""
    return person.page.get_by_role('dialog', name='Log out?')


async def is_out(person: Person) -> None:
    """Check that the log-in form is shown."""
    await expect(person.page.get_by_role('button', name='Log in')).to_be_visible()


async def left_behind(person: Person) -> list[int]:
    """How many texts and files of this person are in the browser."""
    counts: list[int] = await person.page.evaluate(LEFT, await number_of(person))
    return counts


async def number_of(person: Person) -> int:
    """The id of the person, which is part of the names of their stored data."""
    person_id: Any = person.page.evaluate('window.personId ??= Number(sessionStorage.personId)')
    return int(await person_id)


async def remember_who(person: Person) -> None:
    """Keep the id of the person for when the page no longer knows it."""
    await person.page.evaluate(
        """() => {
          const name = Object.keys(localStorage).find((one) => one.startsWith("draft:"));
          sessionStorage.personId = name.split(":")[1];
        }"""
    )


async def with_a_draft(live_server: LiveServer, arrive: Arrive) -> tuple[Person, str]:
    """Anna, who has started a message, and the address of its room."""
    anna = await arrive(live_server, 'anna')
    room = await anna.make_room(f'Harbour of {anna.name}')
    await anna.composer.fill('half a th')
    await expect(anna.composer).to_have_value('half a th')
    await remember_who(anna)
    return anna, f'/rooms/{room}'


async def draft_is_on_the_server(person: Person) -> None:
    """Wait until the server has confirmed the draft of `with_a_draft`."""
    agreed = 'Object.entries(localStorage).some(([name, text]) => name.startsWith("agreed:") && text === "half a th")'
    await person.page.wait_for_function(agreed)


async def delete_and_come_back(person: Person, room: str) -> None:
    """Delete everything when logging out, log in again, and find an empty composer."""
    await log_out(person).click()
    await question(person).get_by_role('button', name='Delete and log out').click()
    await is_out(person)
    await person.log_in()
    await person.online()
    await person.goto(room)
    await expect(person.composer).to_have_value('')


@discards_files
async def test_log_out_asks_about_what_is_unsent_and_keeps_or_deletes_it(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, room = await with_a_draft(live_server, arrive)
    await draft_is_on_the_server(anna)
    await _cancel_stays_logged_in(anna)
    await _what_is_kept_is_there_after_the_next_log_in(anna)
    await _what_is_deleted_is_gone_from_this_browser(anna, room)
    await anna.log_in()
    await anna.online()
    await expect(anna.in_sidebar(f'Harbour of {anna.name}')).not_to_contain_text('draft')
    await anna.enter_room(f'Harbour of {anna.name}')
    await expect(anna.composer, 'nor does the server bring it back').to_have_value('')
    await anna.say('sent')
    await anna.sees('sent')
    await log_out(anna).click()
    await is_out(anna)


async def _cancel_stays_logged_in(anna: Person) -> None:
    for leave in ('Cancel', None):
        await log_out(anna).click()
        await expect(question(anna).get_by_role('listitem')).to_have_text(['1 draft'])
        if leave:
            await question(anna).get_by_role('button', name=leave).click()
        else:
            await anna.page.keyboard.press('Escape')
        await expect(question(anna)).to_have_count(0)
    await expect(anna.composer).to_have_value('half a th')
    assert (await left_behind(anna))[0] > 0


async def _what_is_kept_is_there_after_the_next_log_in(anna: Person) -> None:
    await attach(anna, payload('list.txt', b'bread', 'text/plain'))
    await log_out(anna).click()
    await expect(question(anna).get_by_role('listitem')).to_have_text(['1 draft', '1 file not sent yet'])
    await question(anna).get_by_role('button', name='Keep and log out').click()
    await is_out(anna)
    assert (await left_behind(anna))[1] == 1
    await anna.log_in()
    await anna.online()
    await anna.enter_room(f'Harbour of {anna.name}')
    await expect(anna.composer).to_have_value('half a th')
    await expect(anna.page.get_by_role('list', name='Files to send')).to_contain_text('list.txt')


async def _what_is_deleted_is_gone_from_this_browser(anna: Person, room: str) -> None:
    """A draft, the edit of a message and a file, from the question that the switcher asks too."""
    await anna.post(int(room.rsplit('/', 1)[1]), 'a message')
    await anna.sees('a message')
    await act(anna.message('a message'), 'Edit')
    await anna.composer.fill('another word')
    await anna.page.keyboard.press('Control+k')
    await expect(anna.page.get_by_role('option').first).to_be_visible()
    await anna.page.keyboard.type('Log out')
    await anna.page.keyboard.press('Enter')
    await expect(question(anna)).to_be_visible()
    await question(anna).get_by_role('button', name='Delete and log out').click()
    await is_out(anna)
    assert await left_behind(anna) == [0, 0]


async def test_the_user_is_warned_when_the_deletion_did_not_reach_the_server(
    live_server: LiveServer, visit: Arrive
) -> None:
    anna = await visit(live_server, 'anna')
    answers = await HeldAnswers('draft').on(anna.page)
    await anna.register()
    await anna.make_room(f'Harbour of {anna.name}')
    answers.hold()
    await anna.composer.fill('half a thought')
    await answers.asked.wait()
    await log_out(anna).click()
    await question(anna).get_by_role('button', name='Delete and log out').click()
    await is_out(anna)
    await anna.log_in()
    await anna.online()
    await expect(anna.page.get_by_role('status').filter(has_text='Some drafts may still be')).to_be_visible()


@cuts_the_line
async def test_only_ones_own_drafts_and_files_are_deleted(
    live_server: LiveServer, arrive: Arrive, visit: Arrive
) -> None:
    anna, _ = await with_a_draft(live_server, arrive)
    first = await number_of(anna)
    await attach(anna, payload('list.txt', b'bread', 'text/plain'))
    await log_out(anna).click()
    await question(anna).get_by_role('button', name='Keep and log out').click()
    await is_out(anna)
    bob = await arrive(live_server, 'bob')
    anna.name = bob.name
    await anna.enter()
    await anna.make_room(f'Pier of {bob.name}')
    await anna.composer.fill('of bob')
    await log_out(anna).click()
    await expect(question(anna).get_by_role('listitem')).to_have_text(['1 draft'])
    await question(anna).get_by_role('button', name='Delete and log out').click()
    await is_out(anna)
    assert (await anna.page.evaluate(LEFT, first))[0] > 0
    assert (await anna.page.evaluate(LEFT, first))[1] == 1
    assert 'of bob' not in await anna.page.evaluate('JSON.stringify(localStorage)')


@discards_files
@pytest.mark.parametrize('broken', [NO_STORAGE, NO_FILES, SILENT_FILES], ids=['text', 'files', 'silent'])
async def test_log_out_works_when_the_browser_stores_nothing(
    live_server: LiveServer, visit: Arrive, broken: str
) -> None:
    anna = await visit(live_server, 'anna')
    await anna.context.add_init_script(broken)
    await anna.register()
    room = await anna.make_room(f'Harbour of {anna.name}')
    await log_out(anna).click()
    await is_out(anna)
    await anna.enter()
    await anna.goto(f'/rooms/{room}')
    if broken == NO_FILES:
        await _a_file_which_cannot_be_stored_will_be_lost(anna)
    await anna.composer.fill('half a th')
    await log_out(anna).click()
    if broken == NO_STORAGE:
        await expect(question(anna)).to_contain_text('this browser cannot store them')
        await expect(question(anna).get_by_role('button', name='Keep and log out')).to_have_count(0)
    await question(anna).get_by_role('button', name='Delete and log out').click()
    await is_out(anna)


async def _a_file_which_cannot_be_stored_will_be_lost(anna: Person) -> None:
    """Log-out says so."""
    await attach(anna, payload('list.txt', b'bread', 'text/plain'))
    await log_out(anna).click()
    await expect(question(anna)).to_contain_text('this browser cannot store them')
    await expect(question(anna).get_by_role('listitem')).to_have_text(['1 file not sent yet'])
    await question(anna).get_by_role('button', name='Cancel').click()
    await expect(anna.composer).to_be_visible()
