"""Emoji by name: Enter in the picker, a colon in the composer; recent emoji belong to a person."""

import asyncio
import re

import pytest
from playwright.async_api import Route, expect

from tests.browser.conftest import Arrive
from tests.browser.people import Person
from tests.browser.test_conversation import two_in_a_room
from tests.browser.test_message_actions import act
from tests.live_server import LiveServer

WIDTH_OF = """(article, text) => {
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(text);
    if (at < 0) continue;
    const range = new Range();
    range.setStart(walker.currentNode, at);
    range.setEnd(walker.currentNode, at + text.length);
    return range.getBoundingClientRect().width;
  }
}"""
JOINED = (
    '👨‍👩‍👧‍👦',
    '🏳️‍🌈',
    '❤️‍🔥',
    '👩🏽‍💻',
    '🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f',
    '👩‍⚕️',
    '🇩🇪',
)


async def test_joined_emoji_are_drawn_as_one(
    live_server: LiveServer, arrive: Arrive, subtests: pytest.Subtests
) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.make_room(f'Deck of {anna.name}')
    text_with_emoji = f'one 😀 and {" ".join(JOINED)}'
    await anna.say(text_with_emoji)
    article = anna.message(text_with_emoji)
    emoji_width = await article.evaluate(WIDTH_OF, '😀')
    for text in JOINED:
        with subtests.test(text):
            assert await article.evaluate(WIDTH_OF, text) < 1.5 * emoji_width


async def test_enter_chooses_the_first_emoji_in_the_picker(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await two_in_a_room(live_server, arrive)
    await anna.say('done')
    await act(bob.message('done'), 'React')
    await expect(bob.page.get_by_role('dialog', name='Emoji').get_by_role('combobox')).to_be_focused()
    await bob.page.keyboard.type('party popper')
    await bob.page.keyboard.press('Enter')
    await expect(anna.message('done').get_by_role('button', name=re.compile('🎉'))).to_have_text('🎉 1')


async def test_text_typed_while_the_picker_loads_is_searched(live_server: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.make_room(f'Deck of {anna.name}')
    asked, let_go = asyncio.Event(), asyncio.Event()

    async def hold(route: Route) -> None:
        asked.set()
        await let_go.wait()
        await route.continue_()

    await anna.page.route('**/emoji-picker*.js*', hold)
    await anna.page.get_by_role('button', name='Emoji').click()
    await asked.wait()
    await anna.page.keyboard.type('party poppre')
    await anna.page.keyboard.press('Backspace')
    await anna.page.keyboard.press('Backspace')
    await anna.page.keyboard.type('er')
    let_go.set()
    field = anna.page.get_by_role('dialog', name='Emoji').get_by_role('combobox')
    await expect(field).to_be_focused()
    await expect(field).to_have_value('party popper')
    await anna.page.keyboard.press('Enter')
    await expect(anna.composer).to_have_value('🎉')
    await _the_focus_returns_to_the_text(anna)
    await _the_text_stays_in_sight(anna)


async def test_a_colon_and_the_start_of_a_name_suggest_emoji(
    live_server: LiveServer, arrive: Arrive, subtests: pytest.Subtests
) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.make_room(f'Deck of {anna.name}')
    for begun, name in ((':party', '🎉 party popper'), (':ракет', '🚀 rocket')):
        with subtests.test(begun):
            await anna.composer.press_sequentially(f'at 10:30 {begun}')
            choices = anna.page.get_by_role('listbox', name='Emoji')
            await choices.get_by_role('option', name=name, exact=True).click()
            emoji = name[0]
            await expect(anna.composer).to_have_value(f'at 10:30 {emoji} ')
            await anna.composer.press_sequentially('so: well :) 11:45')
            await expect(choices).to_have_count(0)
            await anna.composer.press('Enter')
            await anna.sees(f'at 10:30 {emoji} so: well :) 11:45')


FIRST = {
    'en': 'hea ❤️ heart ❤️ fire 🔥 thumbs 👍️ smile 😄 party 🎉 sad 😢 laugh 😂 yes 👍️ серд ❤️ лайк 👍️',
    'ru': 'серд ❤️ сердце ❤️ смех 😂 огонь 🔥 да 👍️ лайк 👍️ грусть 😢 праздник 🎉 спасибо 🙏 улыбка 😊 heart ❤️',
}


@pytest.mark.parametrize('language', FIRST)
async def test_a_common_word_finds_its_plain_emoji_first(
    live_server: LiveServer, visit: Arrive, subtests: pytest.Subtests, language: str
) -> None:
    anna = await visit(live_server, 'anna', locale=language)
    await anna.register()
    await anna.page.goto(f'{anna.url}/rooms/{await anna.create_room(f"Deck of {anna.name}")}')
    field, choices = anna.page.locator('.composer textarea'), anna.page.locator('.composer .completion')
    words = FIRST[language].split()
    for word, emoji in zip(words[::2], words[1::2], strict=True):
        with subtests.test(word):
            await field.fill('')
            await field.press_sequentially(f':{word}')
            await expect(choices.get_by_role('option').first).to_contain_text(emoji)
    await field.fill('')
    await anna.page.locator('.box .emoji').click()
    await anna.page.locator('.emoji-picker').get_by_role('combobox').fill(words[0])
    await expect(anna.page.locator('.emoji-picker').get_by_role('option').first).to_contain_text(words[1])


async def test_recent_emoji_belong_to_the_person(live_server: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.make_room(f'Deck of {anna.name}', everyone=True)
    picker = anna.page.get_by_role('dialog', name='Emoji')
    recents = picker.locator('.favorites').get_by_role('menuitem')

    async def open_picker() -> None:
        await anna.page.get_by_role('button', name='Emoji').click()
        await expect(recents.first).to_be_visible()

    await open_picker()
    await picker.get_by_role('combobox').fill('accordion')
    await picker.get_by_role('option').first.click()
    await expect(anna.composer).to_have_value('🪗')
    await anna.page.reload()
    await open_picker()
    await expect(recents.filter(has_text='🪗')).to_have_count(1)
    await anna.context.clear_cookies()
    anna.name = f'{anna.name}x'
    await anna.sign_up()
    await anna.make_room(f'Deck of {anna.name}')
    await open_picker()
    await expect(recents.filter(has_text='🪗')).to_have_count(0)


async def _the_focus_returns_to_the_text(anna: Person) -> None:
    """After Escape, and after the button that opened the picker, what is typed is written where the caret was."""
    picker = anna.page.get_by_role('dialog', name='Emoji')
    button = anna.page.get_by_role('button', name='Emoji')
    await anna.composer.fill('at  o’clock')
    await anna.composer.evaluate('(field) => field.setSelectionRange(3, 3)')
    for by_key in (True, False):
        await button.click()
        await expect(picker.get_by_role('combobox')).to_be_focused()
        await (anna.page.keyboard.press('Escape') if by_key else button.click())
        await expect(picker).to_have_count(0)
        await expect(anna.composer).to_be_focused()
        await anna.page.keyboard.type('5')
    await expect(anna.composer).to_have_value('at 55 o’clock')


async def _the_text_stays_in_sight(anna: Person) -> None:
    """In windows of any size the picker covers neither the text nor the controls below it."""
    picker = anna.page.get_by_role('dialog', name='Emoji')
    for width, height in ((1440, 900), (1024, 450), (844, 390), (390, 844), (720, 450)):
        await anna.page.set_viewport_size({'width': width, 'height': height})
        await anna.page.get_by_role('button', name='Emoji').click()
        await expect(picker.get_by_role('combobox')).to_be_focused()
        await expect(anna.composer).to_be_in_viewport(ratio=1)
        await anna.composer.click(trial=True)
        await anna.main.get_by_role('button', name='Send').click(trial=True)
        shown, box = await picker.bounding_box(), await anna.page.locator('.box').bounding_box()
        assert shown is not None
        assert box is not None
        assert shown['y'] >= 0, (width, height)
        assert shown['y'] >= box['y'] + box['height'] or shown['y'] + shown['height'] <= box['y'], (width, height)
        await anna.page.keyboard.press('Escape')
