"""People: found by name, messaged with one click, names and pictures updated live."""

import asyncio
import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import FilePayload, Locator, expect

from tests.browser.attaching import payload
from tests.browser.conftest import Arrive
from tests.browser.people import Person
from tests.live_server import LiveServer

A_MOMENT_MS = 600


def picture(path: Path, width: int, height: int) -> Path:
    Image.new('RGB', (width, height), '#b0563a').save(path)
    return path


async def test_two_people_clicking_at_the_same_moment_get_the_same_conversation(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    buttons = []
    for me, other in ((anna, bob), (bob, anna)):
        await me.goto('/users')
        await me.main.get_by_label('Search users').fill(other.name.upper())
        row = me.main.get_by_role('list', name='Users').get_by_role('listitem')
        await expect(row).to_have_count(1)
        await expect(row.get_by_role('link', name=other.name)).to_be_visible()
        buttons.append(row.get_by_role('button', name=f'Message {other.name}', exact=True))
        await expect(buttons[-1]).to_be_visible()
    await asyncio.gather(*(button.click() for button in buttons))
    for me, other in ((anna, bob), (bob, anna)):
        await expect(me.heading).to_have_text(other.name)
        await expect(me.in_sidebar(other.name)).to_have_count(1)
    assert anna.page.url == bob.page.url
    await bob.say('you too?')
    await anna.sees('you too?')


async def new_conversation(person: Person) -> Locator:
    """Open the dialog in which one chooses people."""
    await person.main.get_by_role('button', name='New conversation').click()
    return person.page.get_by_role('dialog', name='New conversation')


@pytest.mark.expects_errors('alert: Choose at least one person')
async def test_several_people_are_chosen_for_one_conversation(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob, eve = [await arrive(live_server, name) for name in ('anna', 'bob', 'eve')]
    await bob.goto('/rooms')
    await anna.control_time()
    await anna.goto('/users')
    await _escape_closes_the_list_of_people_first_and_then_the_dialog(anna, bob)
    dialog = await new_conversation(anna)
    await _nobody_is_not_a_conversation(anna, dialog)
    await _after_a_choice_the_list_makes_room_for_the_next_name(anna, dialog, bob, eve)
    await dialog.get_by_role('button', name='Start').click()
    for other in (bob, eve):
        await expect(anna.heading).to_contain_text(other.name)
    await eve.goto('/users')
    dialog = await new_conversation(eve)
    await _people_are_chosen_with_the_mouse(eve, dialog, anna, bob)
    await dialog.get_by_role('button', name='Start').click()
    await expect(eve.heading).to_contain_text(anna.name)
    assert anna.page.url == eve.page.url
    await eve.say('all three')
    await anna.sees('all three')
    await expect(bob.in_sidebar(eve.name)).to_be_visible()


async def _escape_closes_the_list_of_people_first_and_then_the_dialog(anna: Person, bob: Person) -> None:
    dialog = await new_conversation(anna)
    await dialog.get_by_role('combobox', name='People').press_sequentially(bob.name)
    await expect(anna.page.get_by_role('option', name=bob.name, exact=True)).to_be_visible()
    await anna.page.keyboard.press('Escape')
    await expect(anna.page.get_by_role('option')).to_have_count(0)
    await expect(dialog).to_be_visible()
    await anna.wait(A_MOMENT_MS)  # a second Escape at once is still meant for the list
    await anna.page.keyboard.press('Escape')
    await expect(dialog).to_have_count(0)


async def _nobody_is_not_a_conversation(anna: Person, dialog: Locator) -> None:
    people = dialog.get_by_role('combobox', name='People')
    await people.click()
    await expect(anna.page.get_by_role('option').first).to_be_visible()
    await people.press('Escape')
    await dialog.get_by_role('button', name='Start').click()
    await expect(dialog).to_contain_text('Choose at least one person.')


async def _after_a_choice_the_list_makes_room_for_the_next_name(
    anna: Person, dialog: Locator, bob: Person, eve: Person
) -> None:
    """And for the buttons; Enter chooses the first person, and so does a click."""
    people = dialog.get_by_role('combobox', name='People')
    for other, by_enter in ((bob, True), (eve, False)):
        await people.press_sequentially(other.name)
        option = anna.page.get_by_role('option', name=other.name, exact=True)
        await expect(option).to_be_visible()
        await (people.press('Enter') if by_enter else option.click())
        await expect(anna.page.get_by_role('option')).to_have_count(0)
        await expect(people).to_be_focused()
        await expect(people).to_have_value('')
    await people.press('Escape')
    await expect(dialog).to_be_visible()


async def _people_are_chosen_with_the_mouse(eve: Person, dialog: Locator, *others: Person) -> None:
    people = dialog.get_by_role('combobox', name='People')
    await people.click()
    for other in others:
        await eve.page.keyboard.type(other.name)
        await eve.page.get_by_role('option', name=other.name, exact=True).click()
        await expect(eve.page.get_by_role('option')).to_have_count(0)
    await people.press('Escape')


@pytest.mark.expects_errors(r'alert: This name is already taken')
async def test_a_new_nick_shows_everywhere_at_once(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    await anna.make_room(f'Stage of {anna.name}', bob)
    await anna.say('who am I')
    await bob.page.goto(anna.page.url)
    await bob.sees('who am I')
    tab = await anna.new_tab('/profile')
    form = tab.main.get_by_role('form', name='Profile')
    await form.get_by_role('textbox', name='Nickname').fill(bob.name.upper())
    await form.get_by_role('button', name='Save').click()
    await expect(form.get_by_text('This name is already taken.')).to_be_visible()
    await form.get_by_role('textbox', name='Nickname').fill(f'Анна {anna.name}')
    await form.get_by_role('textbox', name='About').fill('I moved.\nTwice.')
    await form.get_by_role('button', name='Save').click()
    await expect(tab.page.get_by_text('Saved.')).to_be_visible()
    for window in (anna, bob):
        await expect(window.message('who am I')).to_contain_text(f'Анна {anna.name}')
    await expect(anna.page.get_by_role('button', name=f'Logged in as Анна {anna.name}')).to_be_visible()
    await bob.goto('/users')
    await bob.main.get_by_label('Search users').fill(f'анна {anna.name}')
    await bob.main.get_by_role('link', name=f'Анна {anna.name}').click()
    await expect(bob.main).to_contain_text('I moved.')
    await _only_their_owner_sees_notes_to_self(anna)


async def _only_their_owner_sees_notes_to_self(anna: Person) -> None:
    await anna.page.get_by_role('button', name='Logged in as').click()
    await anna.page.get_by_role('menuitem', name='Notes to self').click()
    await expect(anna.heading).to_have_text('Notes to self')
    await anna.say('buy bread')
    await anna.sees('buy bread')


@pytest.mark.expects_errors(r'422 .*/avatars', r'alert: This file is not a supported picture')
async def test_a_picture_is_resized_to_fit_or_refused(live_server: LiveServer, arrive: Arrive, tmp_path: Path) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.goto('/profile')
    for given, shown in (((600, 400), (300, 200)), ((200, 900), (67, 300)), ((100, 80), (100, 80))):
        assert await size_of_saved(anna, picture(tmp_path / 'me.png', *given)) == shown, given
    await expect(anna.page.get_by_text('Saved.').first).to_be_visible()
    await _a_wrong_file_is_refused_beside_the_field_and_the_old_picture_stays(anna)
    await _a_picture_is_judged_by_its_content_and_not_its_name(anna, tmp_path / 'it.png')
    await _a_part_of_the_picture_can_be_chosen(anna, picture(tmp_path / 'me.png', 900, 400))


def avatar(person: Person) -> Locator:
    return person.main.get_by_role('form', name='Profile').get_by_role('img', name=f'Avatar of {person.name}')


async def save(person: Person) -> None:
    await person.main.get_by_role('form', name='Profile').get_by_role('button', name='Save').click()


async def choose(person: Person, file: Path | FilePayload) -> None:
    form = person.main.get_by_role('form', name='Profile')
    await form.get_by_label('Avatar', exact=True).set_input_files(file)


async def saved(person: Person) -> tuple[int, int]:
    """Save the picture that was chosen; returns the size of what others get."""
    before = await avatar(person).get_attribute('src') or ''
    await save(person)
    await expect(avatar(person)).not_to_have_attribute('src', before)
    answer = await person.context.request.get(f'{person.url}{await avatar(person).get_attribute("src")}')
    return Image.open(io.BytesIO(await answer.body())).size


async def size_of_saved(person: Person, file: Path) -> tuple[int, int]:
    await choose(person, file)
    return await saved(person)


async def _a_wrong_file_is_refused_beside_the_field_and_the_old_picture_stays(anna: Person) -> None:
    before = await avatar(anna).get_attribute('src')
    form = anna.main.get_by_role('form', name='Profile')
    refusal = form.get_by_role('alert').filter(has_text='This file is not a supported picture')
    await choose(anna, payload('fake.png', b'this is no picture', 'image/png'))
    await expect(refusal, 'as soon as it is chosen').to_be_visible()
    about = form.get_by_role('textbox', name='About')
    await about.fill('half of a form')
    async with anna.page.expect_response('**/avatars'):
        await save(anna)
    await expect(refusal).to_be_visible()
    assert await avatar(anna).get_attribute('src') == before
    await anna.goto('/profile')
    await expect(about, 'nothing is saved by half').to_have_value('')


async def _a_picture_is_judged_by_its_content_and_not_its_name(anna: Person, file: Path) -> None:
    Image.new('RGB', (60, 40), '#b0563a').save(file, format='JPEG')
    assert await size_of_saved(anna, file) == (60, 40)
    await expect(avatar(anna)).to_have_js_property('naturalWidth', 60)
    await expect(avatar(anna)).to_have_js_property('naturalHeight', 40)


async def _a_part_of_the_picture_can_be_chosen(anna: Person, file: Path) -> None:
    form = anna.main.get_by_role('form', name='Profile')
    await choose(anna, file)
    await form.get_by_role('checkbox', name='Crop the picture').check()
    await form.get_by_role('slider', name='Size').fill('50')
    await form.get_by_role('group', name='Visible area').press('ArrowRight')
    assert await saved(anna) == (200, 200)
