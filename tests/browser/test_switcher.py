"""The switcher takes any text: nothing typed is treated as a pattern, and Enter opens what is shown."""

import re
import string
from typing import Any

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Arrive
from tests.browser.held import HeldAnswers
from tests.browser.page_errors import cuts_the_line
from tests.browser.people import Person
from tests.live_server import LiveServer

LETTERS = 'абвгдеёжзийклмнопрстуфхцчшщъыьэюя'
SIGNS = (
    string.punctuation
    + string.ascii_letters
    + string.digits
    + LETTERS
    + LETTERS.upper()
    + '–—“”«»…№€\u00b4\u0301\u200b😀🏴‍☠️'
)
SCORES = """async (signs) => {
  const { ready, score } = (await import("messenger")).fuzzyMatch, failed = [];
  const names = ["Harbour", "Гавань", "a-b", ...signs.map((sign) => `Room ${sign}`)].map(ready);
  for (const sign of signs)
    for (const typed of [sign, `a${sign}`, `${sign}a`, `${sign} ${sign}`, `a ${sign} b`])
      try {
        if (!names.every((name) => Number.isFinite(score(name, typed)))) failed.push(typed);
      } catch (error) {
        failed.push(`${typed}: ${error}`);
      }
  return failed;
}"""
FINDS = """async (signs) => {
  const { ready, score } = (await import("messenger")).fuzzyMatch;
  return signs.filter((sign) => !score(ready(sign), sign));
}"""
NAMES = [
    'Б-2',
    'жук',
    'эхо',
    'ёлка',
    "Anna's",
    'a: b',
    '@home',
    '#1',
    'snake_case',
    'one, two',
    '$& {words}',
    r'\d+(.*)[',
]


async def switch(person: Person) -> None:
    """Open the switcher and wait until it knows the rooms."""
    await person.page.keyboard.press('Control+k')
    await expect(person.page.get_by_role('option').first).to_be_visible()


async def test_the_switcher_takes_any_text_on_any_keyboard(live_server: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.goto('/rooms')
    await _any_character_can_be_typed(anna)
    await _silent_letters_do_not_match_everything(anna)
    await _characters_that_look_alike_match_each_other(anna)
    await _the_shortcut_works_on_every_keyboard_layout(anna)
    await _nothing_opens_over_a_dialog_and_its_text_stays(anna)


async def _any_character_can_be_typed(anna: Person) -> None:
    signs = [*SIGNS, *NAMES]
    assert await anna.page.evaluate(SCORES, signs) == []
    names = [*string.punctuation, *string.ascii_letters, *LETTERS, *NAMES]
    assert await anna.page.evaluate(FINDS, names) == []


async def _silent_letters_do_not_match_everything(anna: Person) -> None:
    for typed in ('ь', 'ъ'):
        script = (
            '(typed) => import("messenger").then(({ fuzzyMatch: { ready, score } }) => score(ready("Harbour"), typed))'
        )
        assert await anna.page.evaluate(script, typed) == 0


async def _characters_that_look_alike_match_each_other(anna: Person) -> None:
    pairs = [[name, typed] for name in ("o'b", 'o’b') for typed in ("o'b", 'o’b', 'o′b', 'o`b', 'o´b')]
    pairs += [[name, typed] for name in ('wi-fi', 'wi–fi') for typed in ('wi-fi', 'wi‑fi', 'wi–fi', 'wi−fi')]
    missed = """async (pairs) => {
      const { ready, score } = (await import("messenger")).fuzzyMatch;
      return pairs.filter(([name, typed]) => score(ready(name), typed) < 90);
    }"""
    assert await anna.page.evaluate(missed, pairs) == []


async def _the_shortcut_works_on_every_keyboard_layout(anna: Person) -> None:
    field = anna.page.get_by_role('combobox', name='Go to')
    for key, code in (('k', 'KeyK'), ('л', 'KeyK'), ('κ', 'KeyK'), ('ל', 'KeyK'), ('k', 'KeyV')):  # the last: Dvorak
        press = {'key': key, 'code': code, 'ctrlKey': True, 'bubbles': True}
        await anna.page.evaluate('(press) => document.body.dispatchEvent(new KeyboardEvent("keydown", press))', press)
        await expect(field).to_be_focused()
        await anna.page.keyboard.press('Escape')
        await expect(field).to_have_count(0)


async def _nothing_opens_over_a_dialog_and_its_text_stays(anna: Person) -> None:
    await anna.main.get_by_role('button', name='New room').click()
    name = anna.page.get_by_role('dialog', name='New room').get_by_role('textbox', name='Room name')
    await expect(name).to_be_focused()
    await name.press_sequentially('Pier')
    await anna.page.keyboard.press('Control+k')
    await anna.page.keyboard.type(' and deck')
    await expect(name).to_have_value('Pier and deck')
    await expect(anna.page.get_by_role('dialog')).to_have_count(1)


async def test_enter_opens_the_room_whose_name_was_typed(
    live_server: LiveServer, arrive: Arrive, subtests: pytest.Subtests
) -> None:
    anna = await arrive(live_server, 'anna')
    for name in NAMES:
        await anna.create_room(f'{name} of {anna.name}')
    await anna.make_room(f'Attic of {anna.name}')
    for name in NAMES:
        with subtests.test(name):
            await switch(anna)
            for end in range(1, len(name) + 1):
                await anna.page.keyboard.type(name[end - 1])
                search = anna.page.get_by_role('option', name=f'Search for “{name[:end].strip()}”', exact=False)
                await expect(search).to_have_count(1)
            await expect(anna.page.get_by_role('option').first).to_contain_text(f'{name} of {anna.name}')
            await anna.page.keyboard.press('Enter')
            await expect(anna.heading).to_have_text(f'{name} of {anna.name}')


async def test_enter_waits_for_the_list_to_load(live_server: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(live_server, 'anna')
    answers = await HeldAnswers('switcher').on(anna.page)
    pier = await anna.create_room(f'Pier of {anna.name}')
    here = await anna.create_room(f'Attic of {anna.name}')
    await anna.goto(f'/rooms/{here}')
    for typed, later, end in (('Pier', 'x', here), ('Pier', '', pier)):
        answers.hold()
        await anna.page.keyboard.press('Control+k')
        await answers.asked.wait()
        await anna.page.keyboard.type(typed)
        await anna.page.keyboard.press('Enter')
        await anna.page.keyboard.type(later)
        answers.release()
        if later:
            await expect(anna.page.get_by_role('option', name='Search for “Pierx”')).to_be_visible()
            await anna.page.keyboard.press('Escape')
        await expect(anna.page).to_have_url(f'{anna.url}/rooms/{end}')
    await expect(anna.page.get_by_role('option')).to_have_count(0)
    await anna.goto(f'/rooms/{here}')
    answers.hold()
    await anna.page.keyboard.press('Control+k')
    await anna.page.keyboard.type('Log out')
    await anna.page.keyboard.press('Enter')
    answers.release()
    await expect(anna.page.get_by_role('button', name='Log in')).to_be_visible()


@cuts_the_line
async def test_a_lost_list_is_loaded_again_after_the_reconnect(live_server: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(live_server, 'anna')
    answers = await HeldAnswers('switcher').on(anna.page)
    await anna.make_room(f'Pier of {anna.name}')
    answers.hold()
    await anna.page.keyboard.press('Control+k')
    await answers.asked.wait()
    answers.hold_no_more()
    await expect(anna.page.get_by_role('option')).to_have_text([re.compile('Pier')])
    await anna.page.keyboard.type('Profile')
    await expect(anna.page.get_by_role('option', name='Profile', exact=True)).to_be_visible()


async def test_the_selection_stays_when_more_people_are_found(live_server: LiveServer, arrive: Arrive) -> None:
    def say_more(answer: dict[str, Any]) -> None:
        answer['has_more'] = True

    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'pier')
    answers = await HeldAnswers('switcher', say_more).on(anna.page)
    for name in ('Pier one', 'Pier two'):
        await anna.create_room(f'{name} of {anna.name}')
    await anna.goto('/rooms')
    await switch(anna)
    answers.hold()
    await anna.page.keyboard.type('Pier')
    await anna.page.keyboard.press('ArrowDown')
    chosen = anna.page.locator('[role=option][aria-selected=true]')
    title = await chosen.locator('b').inner_text()
    answers.release()
    await expect(anna.page.get_by_role('option', name=bob.name)).to_be_visible()
    await expect(chosen.locator('b')).to_have_text(title)
