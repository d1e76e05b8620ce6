"""What people get when they select text in the conversation and copy it."""

import re
from itertools import count

import pytest
from playwright.async_api import Locator, expect

from tests.browser.attaching import payload
from tests.browser.conftest import Arrive
from tests.browser.people import Person
from tests.live_server import LiveServer

READ = """async () => {
  const [item] = await navigator.clipboard.read();
  const read = async (type) => (item.types.includes(type) ? (await item.getType(type)).text() : '');
  return Promise.all(['text/plain', 'text/html'].map(read));
}"""
SELECT = """([[from, start], [to, end]]) => {
  const inside = (element, offset) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      if (offset <= walker.currentNode.length) return [walker.currentNode, offset];
      offset -= walker.currentNode.length;
    }
  };
  getSelection().setBaseAndExtent(...inside(from, start), ...inside(to, end));
}"""
NUMBERS = count(1)
TIME = r'\d{1,2}:\d\d'


async def write(anna: Person, *texts: str) -> None:
    """Open a new room in which Anna has written these messages."""
    name = f'Harbour {next(NUMBERS)} of {anna.name}'
    await anna.post(await anna.create_room(name), *texts)
    await anna.enter_room(name)
    await expect(anna.log.locator('article[data-state="sent"]')).to_have_count(len(texts))


def body(person: Person, number: int) -> Locator:
    return person.log.get_by_role('article').nth(number).locator('.body')


async def act(article: Locator, name: str) -> None:
    """Choose an action of a message."""
    await article.hover()
    await article.get_by_role('button', name=name, exact=True).click()


async def copied(person: Person) -> tuple[str, str]:
    """Press Ctrl+C; the plain text and the HTML that are then in the clipboard."""
    await person.page.keyboard.press('Control+c')
    text, html = await person.page.evaluate(READ)
    return text, html


async def select(person: Person, begin: Locator, start: int, finish: Locator, end: int) -> None:
    """Select from a character of one element to a character of another."""
    handles = [[await begin.element_handle(), start], [await finish.element_handle(), end]]
    await person.page.evaluate(SELECT, handles)


async def drag(person: Person, begin: Locator, finish: Locator) -> None:
    """Select with the mouse from the beginning of one text to the end of another."""
    first, last = await begin.bounding_box(), await finish.bounding_box()
    assert first
    assert last
    await person.page.mouse.move(first['x'] + 1, first['y'] + 10)
    await person.page.mouse.down()
    await person.page.mouse.move(last['x'] + 30, last['y'] + 5, steps=5)
    await person.page.mouse.move(last['x'] + last['width'] - 2, last['y'] + last['height'] - 6, steps=5)
    await person.page.mouse.up()


async def a_triple_click_copies_the_sentence(anna: Person) -> None:
    texts = ('The first one.', 'Under the first.', '> said\nanswered', 'last of all')
    await write(anna, *texts)
    for number in (0, 1, 3):
        await body(anna, number).locator('p').click(click_count=3, position={'x': 20, 'y': 10})
        assert await anna.page.evaluate('getSelection().toString().trim()') == texts[number]
        assert await copied(anna) == (texts[number], texts[number])
    await body(anna, 2).locator('p').last.click(click_count=3, position={'x': 20, 'y': 10})
    assert (await copied(anna))[0] == 'answered'


async def several_messages_are_quoted_with_names_and_times(anna: Person) -> None:
    await write(
        anna,
        'first',
        'two\nlines',
        '**bold** and [a link](https://example.org)',
        '`code` https://example.org\n```\nx = `1`\n```',
    )
    await drag(anna, body(anna, 0), body(anna, 3))
    text, html = await copied(anna)
    heading = f'{anna.name}, TIME'
    assert re.sub(TIME, 'TIME', text) == (
        f'{heading}\nfirst\n\n{heading}\ntwo\nlines\n\n{heading}\n**bold** and [a link](https://example.org)\n\n'
        f'{heading}\n`code` https://example.org\n```\nx = `1`\n```'
    )
    assert '<strong>bold</strong> and <a href="https://example.org/">a link</a>' in html
    assert 'button' not in html
    assert 'class' not in html
    await anna.composer.press('Control+v')
    await expect(anna.composer).to_have_value(text)


async def parts_of_the_first_and_the_last_message_are_copied(anna: Person) -> None:
    await write(anna, 'one two', 'three', 'four five')
    await select(anna, body(anna, 0), 4, body(anna, 2), 4)
    assert [part.split('\n')[1] for part in (await copied(anna))[0].split('\n\n')] == ['two', 'three', 'four']
    await select(anna, body(anna, 2), 4, body(anna, 0), 4)  # backwards
    assert [part.split('\n')[1] for part in (await copied(anna))[0].split('\n\n')] == ['two', 'three', 'four']
    await select(anna, body(anna, 0), 4, body(anna, 2), 0)  # up to the beginning of the third
    assert [part.split('\n')[1] for part in (await copied(anna))[0].split('\n\n')] == ['two', 'three']
    await select(anna, body(anna, 0), 1, body(anna, 0), 6)
    assert (await copied(anna))[0] == 'ne tw'


async def messages_of_several_days_have_dates(anna: Person) -> None:
    await write(anna, 'long ago', 'today')
    times = anna.log.get_by_role('article').locator('time')
    dated = 'time => Object.assign(time, { dateTime: "2020-05-04T10:00Z", title: "Monday, 4 May 2020 at 10:00" })'
    await times.first.evaluate(dated)
    await select(anna, body(anna, 0), 0, body(anna, 1), 5)
    text, _ = await copied(anna)
    first, second = text.split('\n\n')
    assert first == f'{anna.name}, Monday, 4 May 2020 at 10:00\nlong ago'
    assert re.fullmatch(rf'{anna.name}, \w+, \d+ \w+ \d{{4}} at {TIME}\ntoday', second)


async def what_is_around_the_text_is_not_copied(anna: Person) -> None:
    await write(anna, 'the answer', 'to be deleted')
    await act(anna.message('the answer'), 'Reply')
    await anna.say('because')
    await anna.sees('because')
    await act(anna.message('because'), 'Pin')
    await act(anna.message('because'), 'React')
    picker = anna.page.get_by_role('dialog', name='Emoji')
    await picker.get_by_role('combobox').fill('party popper')
    await picker.get_by_role('option').first.click()
    await expect(anna.message('because').locator('.reactions')).to_be_visible()
    await act(anna.message('to be deleted'), 'Delete')
    await anna.page.locator('input[type=file]').first.set_input_files([payload('plan.txt', b'x')])
    await anna.composer.press('Enter')
    await expect(anna.log.get_by_role('link', name='plan.txt')).to_be_visible()
    await anna.log.focus()
    await anna.page.keyboard.press('Control+a')
    text, _ = await copied(anna)
    parts = [re.sub(f', {TIME}', '', part) for part in text.split('\n\n')]
    assert parts == [
        f'{anna.name} created the room',
        f'{anna.name}\nthe answer',
        f'{anna.name}\nThis message was deleted.',
        f'{anna.name}\n> {anna.name}: the answer\nbecause',
        f'{anna.name}\nplan.txt',
    ]


SHAPES = {
    '```python\ndef f():\n    return 1\n\nf()\n```': 'def f():\n    return 1\n\nf()',
    'so:\n\n- one\n  - two\n- three': 'so:\n- one\n  - two\n- three',
    '3. three\n4. four': '3. three\n4. four',
    '> said\n> twice\n\nanswered': '> said\n> twice\nanswered',
    'one\n\n  two   spaces': 'one\n\n  two   spaces',
    '- [x] done': '☑ done',
    '|a|b|\n|-|-|\n|1|2|': 'a\tb\n1\t2',
    'before `code` after 🎉': 'before code after 🎉',
}


async def a_whole_message_keeps_its_lines_and_signs(anna: Person) -> None:
    await write(anna, *SHAPES)
    for number, shown in enumerate(SHAPES.values()):
        await body(anna, number).evaluate('body => getSelection().selectAllChildren(body)')
        assert (await copied(anna))[0] == shown


async def a_part_of_a_list_or_of_code_has_no_signs(anna: Person) -> None:
    await write(anna, '- one two\n- three', '```\na = 1\nb = 2\n```')
    item = body(anna, 0).get_by_role('listitem').first
    await select(anna, item, 4, item, 7)
    assert (await copied(anna))[0] == 'two'
    await select(anna, item, 4, body(anna, 0).get_by_role('listitem').last, 5)
    assert (await copied(anna))[0] == 'two\n- three'
    code = body(anna, 1).locator('code')
    await select(anna, code, 2, code, 7)
    assert (await copied(anna))[0] == '= 1\nb'


async def copying_elsewhere_is_left_to_the_browser(anna: Person) -> None:
    await write(anna, 'first', 'second')
    await anna.composer.fill('a draft')
    await anna.composer.press('Control+a')
    assert (await copied(anna))[0] == 'a draft'
    await anna.log.locator('.who b').first.dblclick()
    assert (await copied(anna))[0].strip() == anna.name


STEPS = (
    a_triple_click_copies_the_sentence,
    several_messages_are_quoted_with_names_and_times,
    parts_of_the_first_and_the_last_message_are_copied,
    messages_of_several_days_have_dates,
    what_is_around_the_text_is_not_copied,
    a_whole_message_keeps_its_lines_and_signs,
    a_part_of_a_list_or_of_code_has_no_signs,
    copying_elsewhere_is_left_to_the_browser,
)


async def test_people_get_what_they_select(live_server: LiveServer, arrive: Arrive, subtests: pytest.Subtests) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.context.grant_permissions(['clipboard-read', 'clipboard-write'])
    await anna.make_room(f'Harbour of {anna.name}')
    for step in STEPS:
        with subtests.test(step.__name__):
            await step(anna)
