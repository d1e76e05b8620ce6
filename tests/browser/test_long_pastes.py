"""A long paste: it becomes a text file in the tray, and text again on demand; text files are read in place."""

import asyncio

from playwright.async_api import Route, expect

from tests.browser.attaching import PASTE_TEXT, attach, payload, together, tray
from tests.browser.conftest import Arrive
from tests.browser.page_errors import cuts_the_line, discards_files
from tests.browser.people import Person
from tests.factories import PASSWORD
from tests.live_server import LiveServer
from tests.window import Window

LOG = '\n'.join(
    f'2026-11-28 00:{line // 60:02}:{line % 60:02} worker {line} checked the harbour lights: all of them are on.'
    for line in range(300)
)
CODE = '\n'.join(f'line {line}' for line in range(80))


@discards_files
async def test_a_long_paste_becomes_a_file_and_text_again_on_demand(live_server: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(live_server, 'anna')
    room = await anna.make_room(f'Harbour of {anna.name}')
    await three_hundred_lines_become_a_file_in_the_tray(anna, room)
    await as_text_puts_the_paste_at_the_caret_and_can_be_undone(anna)
    await a_paste_stays_text_in_an_edit_in_code_and_where_it_is_short(anna)
    await as_text_is_offered_after_a_reload_and_only_where_the_text_fits(anna)


async def three_hundred_lines_become_a_file_in_the_tray(anna: Person, room: int) -> None:
    """They arrive as they were."""
    await anna.composer.fill('What is wrong here?')
    assert not await anna.composer.evaluate(PASTE_TEXT, LOG)
    await expect(tray(anna)).to_have_count(1)
    await expect(tray(anna)).to_contain_text('pasted-text.txt')
    await expect(tray(anna).get_by_role('button', name='As text')).to_have_count(0)
    await expect(anna.composer).to_have_value('What is wrong here?')
    await expect(anna.composer).to_be_focused()
    await expect(tray(anna)).to_contain_text('300 lines')
    await expect(anna.main.get_by_role('status').filter(has_text='The text is long')).to_have_count(1)
    await anna.composer.press('Enter')
    await anna.sees('What is wrong here?')
    async with await Window.log_in(anna.url, anna.name, PASSWORD) as window:
        await window.open()
        (file,) = (await window.join(room))['messages'][-1]['files']
        assert file['name'] == 'pasted-text.txt'
        assert (await window.http.get(f'/files/{file["id"]}/{file["name"]}')).text == LOG


async def as_text_puts_the_paste_at_the_caret_and_can_be_undone(anna: Person) -> None:
    """The file leaves the tray."""
    await anna.composer.fill('before after')
    await anna.composer.evaluate('(input) => input.setSelectionRange(7, 7)')
    assert not await anna.composer.evaluate(PASTE_TEXT, CODE)
    await tray(anna).get_by_role('button', name='As text').click()
    await expect(tray(anna)).to_have_count(0)
    await expect(anna.composer).to_have_value(f'before {CODE}after')
    await expect(anna.composer).to_be_focused()
    for _ in range(2):
        await anna.composer.press('Control+Z')
        await expect(anna.composer).to_have_value('before after')
        await expect(tray(anna)).to_have_count(1)
        await anna.composer.press('Control+Y')
        await expect(anna.composer).to_have_value(f'before {CODE}after')
        await expect(tray(anna)).to_have_count(0)
    await anna.composer.press('Control+Z')
    await expect(anna.composer).to_have_value('before after')
    await expect(tray(anna)).to_have_count(1)
    await tray(anna).get_by_role('button', name='Remove').click()
    await anna.composer.fill('')
    assert not await anna.composer.evaluate(PASTE_TEXT, CODE)
    await tray(anna).get_by_role('button', name='As text').click()
    await expect(anna.composer).to_have_value(CODE)
    await anna.main.get_by_role('button', name='Send').click()
    await expect(anna.composer).to_have_value('')
    await anna.composer.press_sequentially('hi')
    await anna.composer.press('Control+Z')
    await expect(anna.composer).to_have_value('')
    await expect(tray(anna), 'another undo brings back nothing').to_have_count(0)


async def a_paste_stays_text_in_an_edit_in_code_and_where_it_is_short(anna: Person) -> None:
    """Nothing gets into the tray."""
    assert await anna.composer.evaluate(PASTE_TEXT, 'a short text\nof two lines')
    await anna.composer.fill('```\n')
    assert await anna.composer.evaluate(PASTE_TEXT, CODE)
    await anna.say('To be edited')
    await anna.sees('To be edited')
    await anna.composer.press('ArrowUp')
    await expect(anna.composer).to_have_value('To be edited')
    assert await anna.composer.evaluate(PASTE_TEXT, LOG)
    await expect(tray(anna)).to_have_count(0)
    await anna.composer.press('Escape')
    await expect(anna.composer).to_have_value('')


async def as_text_is_offered_after_a_reload_and_only_where_the_text_fits(anna: Person) -> None:
    """The browser keeps the text."""
    await anna.composer.evaluate(PASTE_TEXT, CODE)
    await anna.composer.fill('x' * 7_900)
    await expect(tray(anna).get_by_role('button', name='As text')).to_have_count(0)
    await anna.composer.fill('')
    await expect(tray(anna).get_by_role('button', name='As text')).to_be_visible()
    await anna.page.reload()
    await tray(anna).get_by_role('button', name='As text').click()
    await expect(anna.composer).to_have_value(CODE)


@cuts_the_line
async def test_text_files_are_read_in_place_and_found(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await together(live_server, arrive)
    await a_log_is_sent_in_which_a_word_will_be_sought(anna)
    await a_text_file_is_folded_expands_and_can_be_copied(anna, bob)
    await code_is_highlighted_and_short_files_have_nothing_to_unfold(anna, bob)
    await many_text_files_in_a_message_are_closed_until_one_is_wanted(anna, bob)
    await a_head_that_was_not_loaded_comes_with_the_next_connection(anna, bob)
    await only_text_files_in_view_are_loaded_and_nothing_moves_then(anna, bob)
    await a_word_in_a_pasted_log_finds_the_message_and_shows_the_place(anna, bob)


async def a_text_file_is_folded_expands_and_can_be_copied(anna: Person, bob: Person) -> None:
    """It can be downloaded, too."""
    await bob.context.grant_permissions(['clipboard-read', 'clipboard-write'])
    await anna.composer.evaluate(PASTE_TEXT, LOG)
    await anna.say('The log')
    await bob.sees('The log')
    file = bob.message('The log').get_by_role('group', name='pasted-text.txt')
    lines = LOG.split('\n')
    await expect(file.locator('pre')).to_have_text('\n'.join(lines[:12]), use_inner_text=True)
    await expect(file).to_contain_text('300 lines')
    await file.get_by_role('button', name='Show all 300 lines').click()
    await expect(file.locator('pre')).to_contain_text(lines[-1])
    await file.get_by_role('button', name='Copy text').click()
    await expect(bob.page.get_by_text('Copied.')).to_be_visible()
    assert await bob.page.evaluate('navigator.clipboard.readText()') == LOG
    await file.get_by_role('button', name='Show less').click()
    await expect(file.locator('pre')).not_to_contain_text(lines[-1])
    async with bob.page.expect_download() as download:
        await file.get_by_role('link', name='Download').click()
    assert (await (await download.value).path()).read_text() == LOG


async def code_is_highlighted_and_short_files_have_nothing_to_unfold(anna: Person, bob: Person) -> None:
    """Old encodings are understood."""
    await attach(
        anna, payload('main.py', b'def main():\n    return "<b>"\n'), payload('notes', 'Привет'.encode('cp1251'))
    )
    await anna.say('Two files')
    await bob.sees('Two files')
    code = bob.message('Two files').get_by_role('group', name='main.py')
    await expect(code.locator('.h-keyword')).to_have_text(['def', 'return'])
    await expect(code.locator('.h-string')).to_have_text('"<b>"')
    await expect(code.get_by_role('button', name='Show all')).to_have_count(0)
    await expect(bob.message('Two files').get_by_role('group', name='notes').locator('pre')).to_have_text('Привет')


async def many_text_files_in_a_message_are_closed_until_one_is_wanted(anna: Person, bob: Person) -> None:
    """And it can be closed again."""
    await attach(anna, *(payload(f'{number}.log', f'log {number}\nend'.encode()) for number in range(6)))
    await anna.say('Six logs')
    await bob.sees('Six logs')
    box = bob.message('Six logs').get_by_role('group', name='3.log')
    await expect(box.locator('pre')).to_be_hidden()
    await box.get_by_role('button', name='Show all 2 lines').click()
    await expect(box.locator('pre')).to_have_text('log 3\nend')
    await box.get_by_role('button', name='Show less').click()
    await expect(box.locator('pre')).to_be_hidden()


async def only_text_files_in_view_are_loaded_and_nothing_moves_then(anna: Person, bob: Person) -> None:
    """When a room is opened."""
    for number in range(8):
        await attach(anna, payload(f'{number}.log', f'{number}: {LOG}'.encode()))
        await anna.say(f'Log {number}')
        await anna.sees(f'Log {number}')
    await bob.sees('Log 7')
    asked: list[str] = []
    release = asyncio.Event()

    async def wait(route: Route) -> None:
        if 'view=head' in route.request.url:
            asked.append(route.request.url)
        await release.wait()
        await route.continue_()

    await bob.page.route('**/files/**', wait)
    await bob.page.reload()
    box = bob.message('Log 7').get_by_role('group', name='7.log')
    await expect(box).to_be_visible()
    before = await box.bounding_box()
    release.set()
    await expect(box.locator('pre')).to_contain_text('7: 2026')
    assert await box.bounding_box() == before
    assert 0 < len(asked) < 6


async def a_head_that_was_not_loaded_comes_with_the_next_connection(anna: Person, bob: Person) -> None:
    """Until then, the file can still be opened."""
    await bob.page.route('**/files/**', lambda route: route.abort())
    await attach(anna, payload('server.log', LOG.encode()))
    await anna.say('The log of the server')
    await bob.sees('The log of the server')
    box = bob.message('The log of the server').get_by_role('group', name='server.log')
    await expect(box.get_by_role('button', name='Show all 300 lines')).to_be_visible()
    await bob.page.unroute('**/files/**')
    await bob.context.set_offline(offline=True)
    await expect(bob.status).not_to_have_text('Online')
    await bob.context.set_offline(offline=False)
    await expect(box.locator('pre')).to_contain_text('worker 11')


async def a_log_is_sent_in_which_a_word_will_be_sought(anna: Person) -> None:
    """A file is indexed in the background."""
    await anna.composer.evaluate(PASTE_TEXT, f'{LOG}\nFATAL: the lighthouse{anna.name} is dark\n')
    await attach(anna, payload('other.txt', b'A dark night'))
    await anna.say('Only a log')
    await anna.sees('Only a log')


async def a_word_in_a_pasted_log_finds_the_message_and_shows_the_place(anna: Person, bob: Person) -> None:
    """Near the end of it."""
    link = bob.main.get_by_role('link').filter(has_text='Only a log')

    for _ in range(20):
        await bob.goto(f'/search?q=lighthouse{anna.name} dark')
        if await link.count():
            break
    await expect(link).to_contain_text('pasted-text.txt')
    await expect(link).to_contain_text(f'FATAL: the lighthouse{anna.name} is dark')
    await expect(link.locator('mark')).to_have_text([f'lighthouse{anna.name}', 'dark'])
    await expect(link.locator('.found-text'), 'only of the file with both words').to_have_count(1)
    await link.click()
    file = bob.message('Only a log').get_by_role('group', name='pasted-text.txt')
    await expect(file.get_by_role('button', name='Show less')).to_be_visible()
    assert await file.locator('pre').evaluate('(box) => box.scrollTop > 4_000'), 'at line 301'
    await bob.page.go_back()
    await bob.online()
    await expect(link).to_be_visible()
    await anna.message('Only a log').hover()
    await anna.message('Only a log').get_by_role('button', name='Delete', exact=True).click()
    await expect(link, 'a deleted message leaves the open results').to_have_count(0)
