"""Markdown: formatting from the toolbar, the keyboard and by hand looks the same to the reader."""

from typing import Any, Literal

import pytest
from playwright.async_api import Locator, expect

from messenger.markup import highlighting
from tests.browser.conftest import Arrive
from tests.browser.people import Person
from tests.live_server import LiveServer

PHONE: dict[str, Any] = {'viewport': {'width': 390, 'height': 844}, 'has_touch': True, 'is_mobile': True}
CODE = 'def f():\n\treturn "<b>"  # why'
CONTRAST = 4.5
SCHEMES: tuple[Literal['light', 'dark'], ...] = ('light', 'dark')
CHOOSE = """(field, part) => {
  const at = field.value.indexOf(part);
  field.focus();
  field.setSelectionRange(at, at + part.length);
}"""
RATIO = """(classes) => {
  const linear = (one) => one <= .03928 ? one / 12.92 : ((one + .055) / 1.055) ** 2.4;
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map((one) => linear(one / 255));
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const code = document.querySelector('.body pre code');
  const ground = light(getComputedStyle(code.parentElement).backgroundColor);
  return classes.map((name) => {
    const span = Object.assign(document.createElement('span'), { className: name, textContent: 'x' });
    code.append(span);
    const ink = light(getComputedStyle(span).color);
    span.remove();
    return [name, (Math.max(ink, ground) + .05) / (Math.min(ink, ground) + .05)];
  });
}"""


async def two_in_a_room(live_server: LiveServer, arrive: Arrive, **options: Any) -> tuple[Person, Person]:
    anna, bob = await arrive(live_server, 'anna', **options), await arrive(live_server, 'bob')
    await anna.make_room(f'Prose of {anna.name}', bob)
    await bob.goto(anna.page.url.removeprefix(live_server.url))
    return anna, bob


def last_body(person: Person) -> Locator:
    return person.log.get_by_role('article').last.locator('.body')


def formatting(person: Person) -> Locator:
    return person.main.get_by_role('toolbar', name='Formatting')


async def choose(person: Person, part: str) -> None:
    """Select the first occurrence of `part` in the composer."""
    await person.composer.evaluate(CHOOSE, part)


@pytest.mark.journey
async def test_markdown_is_displayed_in_every_form_and_written_with_buttons_and_keys(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, bob = await two_in_a_room(live_server, arrive)
    await _every_form_is_displayed(anna, bob)
    await _each_paragraph_has_its_own_text_direction(anna, bob)
    await _the_toolbar_and_shortcuts_format_the_selection_and_undo_reverts_it(anna, bob)


async def _every_form_is_displayed(anna: Person, bob: Person) -> None:
    await anna.say('# Plan\n**bold** _italic_ ~~gone~~ `code`\n\n- one\n- two\n\n> quoted\nanswer')
    body = last_body(bob)
    await expect(body.get_by_role('heading', name='Plan', level=3)).to_be_visible()
    for tag, text in (('strong', 'bold'), ('em', 'italic'), ('s', 'gone'), ('code', 'code')):
        await expect(body.locator(tag)).to_have_text(text)
    await expect(body.get_by_role('listitem')).to_have_text(['one', 'two'])
    await expect(body.locator('blockquote')).to_have_text('quoted')
    await anna.say('| a | b |\n|---|---|\n| 1 | ' + 'wide ' * 3 + '|' + '\n| x | y |')
    await expect(last_body(bob).get_by_role('cell', name='x')).to_be_visible()
    await anna.say('![](https://example.org/pixel.gif)')
    await expect(last_body(bob).get_by_role('link')).to_have_text('https://example.org/pixel.gif')
    await expect(bob.log.locator('.body img')).to_have_count(0)
    await anna.say('🎉')
    big, small = last_body(bob).locator('p').filter(has_text='🎉'), bob.log.get_by_text('answer')
    sizes = [await heading.evaluate('(one) => parseFloat(getComputedStyle(one).fontSize)') for heading in (big, small)]
    assert sizes[0] > 2 * sizes[1]


ENDS = """(article, letters) => letters.map((letter) => {
  const walker = document.createTreeWalker(article.querySelector('.body'), NodeFilter.SHOW_TEXT);
  const range = new Range();
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(letter);
    if (at < 0) continue;
    range.setStart(walker.currentNode, at);
    range.setEnd(walker.currentNode, at + 1);
    return range.getBoundingClientRect().left;
  }
})"""


async def _each_paragraph_has_its_own_text_direction(anna: Person, bob: Person) -> None:
    await anna.say('שלום (Room B)!\n\nhello (אבג)?')
    article = bob.log.get_by_role('article').last
    await expect(article).to_contain_text('hello')
    first, last, opening, closing = await article.evaluate(ENDS, ['ש', '!', 'h', '?'])
    assert last < first, 'a Hebrew sentence ends at the left'
    assert opening < closing, 'an English one at the right'


async def _the_toolbar_and_shortcuts_format_the_selection_and_undo_reverts_it(anna: Person, bob: Person) -> None:
    bar, composer, keys = formatting(anna), anna.composer, anna.page.keyboard
    for name, key, result in (
        ('Bold', 'Control+b', 'one **two** three'),
        ('Italic', 'Control+i', 'one _two_ three'),
        ('Strikethrough', 'Control+Shift+x', 'one ~~two~~ three'),
        ('Code', 'Control+e', 'one `two` three'),
        ('Link', 'Control+Shift+u', 'one [two](https://) three'),
        ('Code block', 'Control+Shift+e', 'one \n```\ntwo\n```\n three'),
        ('Quote', 'Control+Shift+9', '> one two three'),
        ('List', 'Control+Shift+8', '- one two three'),
    ):
        for use in (bar.get_by_role('button', name=name, exact=True).click, lambda key=key: keys.press(key)):
            await composer.fill('')
            await composer.press_sequentially('one two three')
            await choose(anna, 'two')
            await use()
            await expect(composer).to_have_value(result)
            await expect(composer).to_be_focused()
            await keys.press('Control+z')
            await expect(composer).to_have_value('one two three')
    await choose(anna, 'two')
    await keys.press('Control+b')
    await keys.press('Control+b')
    await expect(composer).to_have_value('one two three')
    await keys.press('Control+b')
    await composer.press('Enter')
    await expect(last_body(bob).locator('strong')).to_have_text('two')


async def test_code_mentions_lists_and_the_toolbar_help_readers_and_writers(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, bob = await two_in_a_room(live_server, arrive)
    await _code_is_copied_exactly_and_by_keyboard_alone(anna, bob)
    await _code_colours_are_readable(bob)
    await _lists_continue_and_a_url_pasted_over_text_becomes_a_link(anna)
    await _the_toolbar_is_one_tab_stop(anna)
    await _a_mention_shows_the_current_nick(anna, bob)
    await anna.page.reload()
    await expect(last_body(anna).locator('.mention')).to_have_text([f'@Bo {bob.name}'])
    toggle = anna.main.get_by_role('button', name='Formatting')
    await expect(toggle, 'the toolbar stays as it was left').to_have_attribute('aria-expanded', 'false')
    await expect(formatting(anna)).to_have_count(0)


async def _code_is_copied_exactly_and_by_keyboard_alone(anna: Person, bob: Person) -> None:
    await bob.context.grant_permissions(['clipboard-read', 'clipboard-write'])
    await anna.say(f'look\n```python\n{CODE}\n```\nand so on')
    copy = last_body(bob).get_by_role('button', name='Copy code')
    await expect(copy).to_have_count(1)
    await last_body(bob).locator('pre').focus()
    await bob.page.keyboard.press('Tab')
    await expect(copy).to_be_focused()
    await bob.page.keyboard.press('Enter')
    await expect(bob.page.get_by_text('Code copied.')).to_be_visible()
    assert await bob.page.evaluate('navigator.clipboard.readText()') == CODE
    await bob.page.reload()
    await expect(copy).to_have_count(1)
    await expect(last_body(bob).locator('.h-keyword').first).to_have_text('def')


async def _code_colours_are_readable(bob: Person) -> None:
    for scheme in SCHEMES:
        await bob.page.emulate_media(color_scheme=scheme)
        for name, ratio in await bob.page.evaluate(RATIO, [*sorted(highlighting.CLASSES), '']):
            assert ratio >= CONTRAST, (scheme, name)


async def _lists_continue_and_a_url_pasted_over_text_becomes_a_link(anna: Person) -> None:
    await anna.context.grant_permissions(['clipboard-read', 'clipboard-write'])
    await anna.composer.press_sequentially('1. one')
    await anna.composer.press('Shift+Enter')
    await anna.composer.press_sequentially('two')
    await anna.composer.press('Shift+Enter')
    await expect(anna.composer).to_have_value('1. one\n2. two\n3. ')
    await anna.composer.press('Shift+Enter')
    await expect(anna.composer).to_have_value('1. one\n2. two\n')
    await anna.page.evaluate('navigator.clipboard.writeText("https://example.org/a_(b)")')
    await choose(anna, 'two')
    await anna.page.keyboard.press('Control+v')
    await expect(anna.composer).to_have_value('1. one\n2. [two](<https://example.org/a_(b)>)\n')
    await anna.page.keyboard.press('Control+z')
    await expect(anna.composer).to_have_value('1. one\n2. two\n')


async def _the_toolbar_is_one_tab_stop(anna: Person) -> None:
    toggle = anna.main.get_by_role('button', name='Formatting')
    await expect(toggle).to_have_attribute('aria-expanded', 'true')
    await anna.composer.fill('word')
    await choose(anna, 'word')
    for key in ('Tab', 'Tab', 'Tab', 'Tab', 'ArrowRight'):  # file, emoji, the toolbar's toggle, the toolbar
        await anna.page.keyboard.press(key)
    await expect(formatting(anna).get_by_role('button', name='Italic')).to_be_focused()
    await anna.page.keyboard.press('Enter')
    await expect(anna.composer).to_have_value('_word_')
    await toggle.click()
    await expect(formatting(anna)).to_have_count(0)
    await anna.composer.fill('')


async def _a_mention_shows_the_current_nick(anna: Person, bob: Person) -> None:
    await anna.say(f'**@{bob.name}** and `@{bob.name}`')
    mention = last_body(bob).locator('.mention')
    await expect(mention).to_have_text([f'@{bob.name}'])
    tab = await bob.new_tab('/profile')
    await tab.page.get_by_role('textbox', name='Nickname').fill(f'Bo {bob.name}')
    await tab.page.get_by_role('button', name='Save').click()
    await expect(last_body(anna).locator('.mention')).to_have_text([f'@Bo {bob.name}'])


async def test_on_a_phone_one_button_opens_the_toolbar_and_wide_content_scrolls(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna = await arrive(live_server, 'anna', **PHONE)
    await anna.make_room(f'Prose of {anna.name}')
    await expect(formatting(anna)).to_have_count(0)
    await anna.composer.tap()  # until then the composer is one row
    await anna.main.get_by_role('button', name='Formatting').tap()
    buttons = formatting(anna).get_by_role('button')
    await expect(buttons).to_have_count(8)
    for button in await buttons.all():
        box = await button.bounding_box()
        assert box is not None
        assert box['height'] >= 44
        assert 0 <= box['x'] <= box['x'] + box['width'] <= 390
    await anna.composer.fill(f'```\n{"wide " * 60}\n```\n\n|{"head|" * 12}\n|{"-|" * 12}\n|{"cell |" * 12}')
    await anna.page.get_by_role('button', name='Send').tap()
    for wide in ('pre', '.cells'):
        scroller = anna.log.locator(f'.body {wide}')
        await expect(scroller).to_be_visible()
        assert await scroller.evaluate('(one) => one.scrollWidth > one.clientWidth')
    assert await anna.page.evaluate('document.documentElement.scrollWidth') <= 390
    assert await anna.log.evaluate('(log) => log.scrollWidth <= log.clientWidth')
