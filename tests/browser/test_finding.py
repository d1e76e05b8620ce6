"""Finding things: the search page and the switcher."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import expect

from tests.browser.attaching import payload
from tests.browser.conftest import Arrive
from tests.browser.people import Person
from tests.live_server import LiveServer


@pytest.mark.journey
async def test_search_finds_word_forms_and_opens_at_the_message(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob, stranger = [await arrive(live_server, name) for name in ('anna', 'bob', 'eve')]
    room = await anna.create_room(f'Deck of {anna.name}', bob)
    await anna.post(room, 'Мы встретимся в большой комнате', *(f'прочее {number}' for number in range(40)))
    await bob.goto('/search')
    box = bob.page.get_by_role('textbox', name='Search')
    await expect(box).to_be_focused()
    await box.press_sequentially(f'комната from:{anna.name}')
    hits = bob.main.get_by_role('list', name=f'Found in Deck of {anna.name}')
    await expect(hits.get_by_role('listitem')).to_have_count(1)
    await expect(hits.locator('mark')).to_have_text('комнате')
    await expect(box, 'what was typed stays').to_have_value(f'комната from:{anna.name}')
    await bob.page.reload()
    await expect(hits.get_by_role('listitem')).to_have_count(1)
    await hits.get_by_role('link').click()
    await expect(bob.message('Мы встретимся в большой комнате')).to_be_in_viewport()
    await stranger.goto('/search?q=комната')
    await expect(stranger.main.get_by_text('Nothing found.')).to_be_visible()


async def test_a_room_is_searched_from_its_header_and_files_are_found_by_name(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.post(await anna.create_room(f'Other of {anna.name}'), 'no budget here')
    room = await anna.make_room(f'Deck of {anna.name}')
    await anna.page.locator('input[type=file]').first.set_input_files(
        payload('budget of march.txt', b'numbers', 'text/plain')
    )
    await anna.page.get_by_role('button', name='Send').click()
    file = anna.log.get_by_role('article').filter(has_text='budget of march.txt')
    await expect(file).to_have_attribute('data-state', 'sent')
    await anna.post(room, 'the budget is late')
    await anna.page.get_by_role('button', name='Search in this room').click()
    box = anna.page.get_by_role('textbox', name='Search')
    await expect(box).to_be_focused()
    await expect(box).to_have_value(f'in:"Deck of {anna.name}" ')
    await anna.page.keyboard.type('budg')
    hits = anna.main.get_by_role('list', name=f'Found in Deck of {anna.name}').get_by_role('listitem')
    await expect(hits).to_have_count(2)
    await expect(anna.main.get_by_role('list')).to_have_count(1)
    await expect(hits.last.locator('mark')).to_have_text('budget')
    await expect(hits.last).to_contain_text('budget of march.txt')


async def test_the_search_field_helps_to_complete_filters_and_shows_plain_text(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    room = await anna.create_room(f'Deck of {anna.name}', bob)
    await anna.post(room, 'soup')
    await anna.goto('/search')
    await _examples_fill_the_field_and_unknown_names_are_reported(anna)
    await bob.post(room, 'soup of the day')
    await anna.page.get_by_role('textbox', name='Search').fill('')
    await _a_filter_suggests_how_to_complete_it(anna, bob)
    await anna.post(room, '<img src=x onerror="window.fired = 1"> needle')
    await anna.goto('/search?q=' + '%3Cimg%20needle')
    await expect(anna.main.locator('mark').last).to_have_text('needle')
    assert await anna.page.evaluate('window.fired ?? 0') == 0


async def _examples_fill_the_field_and_unknown_names_are_reported(anna: Person) -> None:
    box = anna.page.get_by_role('textbox', name='Search')
    await anna.main.get_by_role('button', name='from:olga').click()
    await expect(box).to_be_focused()
    await expect(box).to_have_value('from:')
    await expect(anna.main.get_by_role('button', name='has:file'), 'nothing is asked yet').to_be_visible()
    await anna.page.keyboard.type(f'{anna.name} after:soon')
    await expect(anna.main.get_by_text('“soon” is not a date.')).to_be_visible()
    await expect(anna.main.get_by_role('listitem')).to_have_count(1)


async def _a_filter_suggests_how_to_complete_it(anna: Person, bob: Person) -> None:
    box, offers = anna.page.get_by_role('textbox', name='Search'), anna.main.get_by_role('group', name='Suggestions')
    await box.press_sequentially(f'soup from:{bob.name[:-1]}')
    await offers.get_by_role('button', name=bob.name, exact=True).click()
    await expect(box).to_be_focused()
    await expect(box).to_have_value(f'soup from:{bob.name} ')
    await expect(offers).to_have_count(0)
    await expect(anna.main.get_by_role('listitem')).to_have_count(1)
    await anna.page.keyboard.type(f'in:deck of {anna.name}'.split()[0])
    await expect(offers.get_by_role('button', name=f'Deck of {anna.name}')).to_be_visible()
    await anna.page.keyboard.press('ArrowDown')
    await expect(offers.get_by_role('button').first).to_be_focused()
    await offers.get_by_role('button', name=f'Deck of {anna.name}').press('Enter')
    await expect(box).to_have_value(f'soup from:{bob.name} in:"Deck of {anna.name}" ')
    await expect(anna.main.get_by_role('listitem')).to_have_count(1)


async def test_search_days_are_in_the_readers_time_zone(live_server: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.post(await anna.create_room(f'Deck of {anna.name}'), 'soup')
    for zone in ('Pacific/Kiritimati', 'Pacific/Pago_Pago'):  # fourteen hours ahead of UTC, eleven behind it
        await anna.context.clear_cookies(name='zone')
        await anna.context.add_cookies([{'name': 'zone', 'value': zone, 'url': anna.url}])
        day = datetime.now(ZoneInfo(zone)).date()
        answer = await anna.context.request.get(f'{anna.url}/search?q=soup from:me on:{day}')
        assert 'Found in Deck of' in await answer.text(), zone
        answer = await anna.context.request.get(f'{anna.url}/search?q=soup from:me -on:{day}')
        assert 'Found in Deck of' not in await answer.text(), zone
    await anna.context.add_cookies([{'name': 'zone', 'value': '../../etc/passwd', 'url': anna.url}])
    assert (await anna.context.request.get(f'{anna.url}/search?q=soup on:today')).ok


@pytest.mark.journey
async def test_the_switcher_opens_rooms_people_and_commands_by_keyboard(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    await anna.create_room(f'Deck of {anna.name}', bob)
    await anna.make_room(f'Garden of {anna.name}')
    await anna.mark()
    await anna.page.keyboard.press('Control+k')
    field = anna.page.get_by_role('combobox', name='Go to')
    await expect(field).to_be_focused()
    groups = anna.page.get_by_role('listbox').get_by_role('group')
    for name, item in (('Rooms', f'Deck of {anna.name}'), ('People', bob.name), ('Commands', 'Log out')):
        group = anna.page.get_by_role('listbox').get_by_role('group', name=name)
        await field.fill(item)
        await expect(groups.first, 'the group with the best item is the first').to_have_accessible_name(name)
        await expect(group.get_by_role('option', name=item).first).to_have_attribute('aria-selected', 'true')
    await field.fill('')
    await field.press_sequentially('dck of ' + anna.name)
    await expect(anna.page.get_by_role('option').first).to_contain_text(f'Deck of {anna.name}')
    await field.press('Enter')
    await expect(anna.heading).to_have_text(f'Deck of {anna.name}')
    assert await anna.is_marked()
    await anna.page.keyboard.press('Control+k')
    await field.press_sequentially(bob.name)
    await expect(anna.page.get_by_role('option').first).to_contain_text(bob.name)
    await field.press('Enter')
    await expect(anna.heading).to_have_text(bob.name)
    await anna.page.keyboard.press('Control+k')
    await field.press_sequentially('гыукы')  # "users" with the keyboard left in Russian
    await expect(anna.page.get_by_role('option').first).to_contain_text('Users')
    await field.press('Enter')
    await expect(anna.page).to_have_url(re.compile('/users$'))


async def test_the_switcher_leaves_the_place_and_the_focus_as_they_were(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.create_room(f'First of {anna.name}')
    await anna.make_room(f'Second of {anna.name}')
    await _escape_closes_it_and_returns_the_focus(anna)
    await anna.composer.fill('')
    await _a_question_mark_shows_the_shortcuts_except_while_typing(anna)
    await _it_understands_abbreviations_transliterations_and_the_wrong_keyboard_layout(anna)
    await anna.composer.fill('')
    await anna.enter_room(f'First of {anna.name}')
    await anna.enter_room(f'Second of {anna.name}')
    await anna.page.keyboard.press('Control+k')
    first = anna.page.get_by_role('option').first
    await expect(first, 'not the current room').to_contain_text(f'First of {anna.name}')
    await anna.page.keyboard.press('Enter')
    await expect(anna.heading).to_have_text(f'First of {anna.name}')


async def _escape_closes_it_and_returns_the_focus(anna: Person) -> None:
    await anna.composer.fill('half')
    await anna.page.get_by_role('button', name='Search or jump to…').click()
    await expect(anna.page.get_by_role('dialog', name='Go to')).to_be_visible()
    await anna.page.keyboard.press('Escape')
    await expect(anna.page.get_by_role('dialog', name='Go to')).to_have_count(0)
    await anna.composer.focus()
    await anna.page.keyboard.press('Control+k')
    await anna.page.keyboard.press('Escape')
    await expect(anna.composer).to_be_focused()


async def _a_question_mark_shows_the_shortcuts_except_while_typing(anna: Person) -> None:
    await anna.composer.press('?')
    await expect(anna.composer).to_have_value('?')
    await anna.log.focus()
    await anna.page.keyboard.press('?')
    shortcuts = anna.page.get_by_role('dialog', name='Keyboard shortcuts')
    await expect(shortcuts).to_contain_text('Edit your last message')
    await anna.page.keyboard.press('Escape')
    await expect(shortcuts).to_have_count(0)


async def _it_understands_abbreviations_transliterations_and_the_wrong_keyboard_layout(anna: Person) -> None:
    score = (
        '([name, typed]) => import("messenger").then(({ fuzzyMatch: { ready, score } }) => score(ready(name), typed))'
    )
    for name, typed in (
        ('Tomás Rey', 'tomas'),
        ('Tomás Rey', 'rey tom'),
        ('Tomás Rey', 'тмас'),
        ('Łukasz', 'luk'),
        ('Алёна', 'алена'),
        ('Йога', 'йог'),
        ('Йога', 'qju'),
        ('Длинная история', 'dlin'),
        ('Длинная история', 'ди'),
        ('Дизайн / Design', 'des'),
        ('Dark theme', 'theme dark'),
        ('Releases', 'rls'),
        ('C++ (old)', 'c++ ('),
        ('你好世界', '世界'),
    ):
        assert await anna.page.evaluate(score, [name, typed]) > 0, (name, typed)
    for name, typed in (('Mark all as read', 'rls'), ('Михаил Дорн', 'ан'), ('Rooms', 'x'), ('a', '[')):
        assert await anna.page.evaluate(score, [name, typed]) == 0, (name, typed)
    better = (
        '([one, other, typed]) => import("messenger").then(({ fuzzyMatch: { ready, score } }) => '
        'score(ready(one), typed) > score(ready(other), typed))'
    )
    for better_name, other, typed in (
        ('Design', 'Old designs', 'des'),
        ('Old designs', 'Undesirable', 'des'),
        ('Undesirable', 'Deep sea', 'des'),
        ('Ann', 'Anna', 'ann'),
    ):
        assert await anna.page.evaluate(better, [better_name, other, typed]), (better_name, other, typed)
