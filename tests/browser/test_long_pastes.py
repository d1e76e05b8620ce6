"""A long paste: it becomes a text file in the tray, and text again on demand."""

from playwright.async_api import expect

from tests.browser.attaching import PASTE_TEXT, together, tray
from tests.browser.conftest import Arrive
from tests.browser.page_errors import discards_files
from tests.live import LiveServer

LOG = '\n'.join(
    f'2026-11-28 00:{line // 60:02}:{line % 60:02} worker {line} checked the harbour lights: all of them are on.'
    for line in range(300)
)
CODE = '\n'.join(f'line {line}' for line in range(80))


async def test_three_hundred_lines_become_a_file_in_the_tray(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await together(live_server, arrive)
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
    await bob.sees('What is wrong here?')
    async with bob.page.expect_download() as download:
        await bob.message('What is wrong here?').get_by_role('link', name='pasted-text.txt').click()
    assert (await (await download.value).path()).read_text() == LOG


@discards_files
async def test_as_text_puts_the_paste_at_the_caret_and_can_be_undone(live_server: LiveServer, arrive: Arrive) -> None:
    anna, _ = await together(live_server, arrive)
    await anna.composer.fill('before after')
    await anna.composer.evaluate('(input) => input.setSelectionRange(7, 7)')
    assert not await anna.composer.evaluate(PASTE_TEXT, CODE)
    await tray(anna).get_by_role('button', name='As text').click()
    await expect(tray(anna)).to_have_count(0)
    await expect(anna.composer).to_have_value(f'before {CODE}after')
    await expect(anna.composer).to_be_focused()
    await anna.composer.press('Control+Z')
    await expect(anna.composer).to_have_value('before after')


@discards_files
async def test_as_text_is_offered_after_a_reload_and_only_where_the_text_fits(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, _ = await together(live_server, arrive)
    await anna.composer.evaluate(PASTE_TEXT, CODE)
    await anna.composer.fill('x' * 7_900)
    await expect(tray(anna).get_by_role('button', name='As text')).to_have_count(0)
    await anna.composer.fill('')
    await expect(tray(anna).get_by_role('button', name='As text')).to_be_visible()
    await anna.page.reload()
    await tray(anna).get_by_role('button', name='As text').click()
    await expect(anna.composer).to_have_value(CODE)


async def test_a_paste_stays_text_in_an_edit_in_code_and_where_it_is_short(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, _ = await together(live_server, arrive)
    assert await anna.composer.evaluate(PASTE_TEXT, 'a short text\nof two lines')
    await anna.composer.fill('```\n')
    assert await anna.composer.evaluate(PASTE_TEXT, CODE)
    await anna.say('To be edited')
    await anna.sees('To be edited')
    await anna.composer.press('ArrowUp')
    await expect(anna.composer).to_have_value('To be edited')
    assert await anna.composer.evaluate(PASTE_TEXT, LOG)
    await expect(tray(anna)).to_have_count(0)
