"""Enter sends exactly what was typed, unless a completion is plainly meant; an unfinished word counts as typed."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Arrive
from tests.browser.people import Person
from tests.live_server import LiveServer

COMPLETED_MS = 250  # after this time a completion would be shown
AS_TYPED = [
    'std::string',
    'Foo::class',
    'use `:star',
    '`:key` and `:heart',
    'price 5 @ b',
    'at 12:30',
    'see http://',
    'a:smile',
    'mail me@b',
    'src/@types',
]


@pytest.mark.journey
async def test_enter_sends_exactly_what_was_typed(live_server: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.control_time()
    await anna.make_room(f'Harbour of {anna.name}')
    for number, text in enumerate(AS_TYPED, 1):
        await anna.composer.press_sequentially(text, delay=15)
        await anna.wait(COMPLETED_MS)
        await expect(anna.page.get_by_role('option'), text).to_have_count(0)
        await anna.composer.press('Enter')
        await expect(anna.log.get_by_role('article'), text).to_have_count(number)
        shown = text.replace('`:key`', ':key')
        await expect(anna.log.get_by_role('article').last.locator('.body')).to_have_text(shown)


async def test_code_unfinished_words_and_unseen_signs(
    live_server: LiveServer, arrive: Arrive, subtests: pytest.Subtests
) -> None:
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    await anna.make_room(f'Harbour of {anna.name}')
    await bob.goto('/rooms')
    await enter_in_an_open_block_of_code_breaks_the_line(anna)
    for text in ('\u200b', '\u2800', '\u3164', '\ufeff \u00ad', '\u2066\u2069'):
        with subtests.test(ascii(text)):
            await signs_that_nobody_sees_cannot_be_sent(anna, text)
    await an_unfinished_word_of_an_input_method_counts(anna, bob)


async def enter_in_an_open_block_of_code_breaks_the_line(anna: Person) -> None:
    """And sends it when it is closed."""
    for line in ('so:```js', ':key', '- one'):
        await anna.composer.press_sequentially(line)
        await anna.composer.press('Enter')
    await expect(anna.composer).to_have_value('so:```js\n:key\n- one\n')
    await anna.composer.press_sequentially('```')
    await anna.composer.press('Enter')
    await expect(anna.composer).to_have_value('')
    await expect(anna.log.locator('pre')).to_have_text(':key\n- one\n')


async def signs_that_nobody_sees_cannot_be_sent(anna: Person, text: str) -> None:
    """Words can."""
    send = anna.main.get_by_role('button', name='Send', exact=True)
    await anna.composer.fill('seen')
    await expect(send).to_be_enabled()
    await anna.composer.fill(text)
    await expect(send).to_be_disabled()


async def an_unfinished_word_of_an_input_method_counts(anna: Person, bob: Person) -> None:
    """Others see that it is being typed, and it is there after a reload."""
    await anna.composer.fill('')
    await anna.room_menu('Edit room')
    dialog = anna.page.get_by_role('dialog', name='Edit room')
    await anna.choose_member(dialog, bob.name)
    await dialog.get_by_role('button', name='Save').click()
    await bob.in_sidebar(f'Harbour of {anna.name}').click()
    await expect(bob.composer).to_be_visible()
    await bob.online()
    await anna.composer.focus()
    keyboard = await anna.context.new_cdp_session(anna.page)
    await keyboard.send('Input.imeSetComposition', {'text': 'にほん', 'selectionStart': 3, 'selectionEnd': 3})
    await expect(anna.main.get_by_role('button', name='Send', exact=True)).to_be_enabled()
    await expect(bob.main.get_by_text(f'{anna.name} is typing…')).to_be_visible()
    await anna.page.reload()
    await expect(anna.composer).to_have_value('にほん')
