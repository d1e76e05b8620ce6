"""People: found by name, messaged with one click, names and pictures updated live."""

import asyncio
import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import Locator, expect

from tests.browser.conftest import Arrive
from tests.browser.people import Person
from tests.live import LiveServer

A_MOMENT_MS = 600


def picture(path: Path, width: int, height: int) -> Path:
    Image.new('RGB', (width, height), '#b0563a').save(path)
    return path


async def new_conversation(person: Person) -> Locator:
    """Open the dialog in which one chooses people."""
    await person.goto('/users')
    await person.main.get_by_role('button', name='New conversation').click()
    return person.page.get_by_role('dialog', name='New conversation')


async def test_one_click_opens_the_same_conversation_from_both_sides(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    for me, other in ((anna, bob), (bob, anna)):
        await me.goto('/users')
        await me.main.get_by_label('Search users').fill(other.name.upper())
        row = me.main.get_by_role('list', name='Users').get_by_role('listitem')
        await expect(row).to_have_count(1)
        await expect(row.get_by_role('link', name=other.name)).to_be_visible()
        await row.get_by_role('button', name=f'Message {other.name}').click()
        await expect(me.heading).to_have_text(other.name)
    assert anna.page.url == bob.page.url
    await anna.say('just us')
    await bob.sees('just us')


async def test_two_people_clicking_at_the_same_moment_get_the_same_conversation(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    buttons = []
    for me, other in ((anna, bob), (bob, anna)):
        await me.goto('/users')
        await me.main.get_by_label('Search users').fill(other.name)
        buttons.append(me.main.get_by_role('button', name=f'Message {other.name}', exact=True))
        await expect(buttons[-1]).to_be_visible()
    await asyncio.gather(*(button.click() for button in buttons))
    for me, other in ((anna, bob), (bob, anna)):
        await expect(me.heading).to_have_text(other.name)
        await expect(me.in_sidebar(other.name)).to_have_count(1)
    assert anna.page.url == bob.page.url
    await bob.say('you too?')
    await anna.sees('you too?')


async def test_only_their_owner_sees_notes_to_self(live_server: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.goto('/rooms')
    await anna.page.get_by_role('button', name=f'Logged in as {anna.name}').click()
    await anna.page.get_by_role('menuitem', name='Notes to self').click()
    await expect(anna.heading).to_have_text('Notes to self')
    await anna.say('buy bread')
    await anna.sees('buy bread')


async def test_several_people_can_share_one_conversation(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob, eve = [await arrive(live_server, name) for name in ('anna', 'bob', 'eve')]
    await bob.goto('/rooms')
    for starter, others in ((anna, (bob, eve)), (eve, (anna, bob))):
        dialog = await new_conversation(starter)
        people = dialog.get_by_role('combobox', name='People')
        await people.click()
        for other in others:
            await people.press_sequentially(other.name)
            await starter.page.get_by_role('option', name=other.name, exact=True).click()
        await people.press('Escape')
        await dialog.get_by_role('button', name='Start').click()
        await expect(starter.heading).to_contain_text(others[0].name)
    assert anna.page.url == eve.page.url
    await eve.say('all three')
    await anna.sees('all three')
    await expect(bob.in_sidebar(eve.name)).to_be_visible()


@pytest.mark.expects_errors(r'alert: This name is already taken')
async def test_a_new_nick_shows_everywhere_at_once(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    await anna.make_room(f'Stage of {anna.name}', bob)
    room = anna.page.url
    await anna.say('who am I')
    await bob.page.goto(room)
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


async def test_after_a_choice_the_list_makes_room_for_the_buttons_and_the_next_name(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, bob, eve = [await arrive(live_server, name) for name in ('anna', 'bob', 'eve')]
    dialog = await new_conversation(anna)
    people = dialog.get_by_role('combobox', name='People')
    await people.click()
    for other in (bob, eve):
        await anna.page.keyboard.type(other.name)
        await anna.page.get_by_role('option', name=other.name, exact=True).click()
        await expect(anna.page.get_by_role('option')).to_have_count(0)
        await expect(people).to_be_focused()
        await expect(people).to_have_value('')
    await people.press('Escape')
    await expect(dialog).to_be_visible()
    await dialog.get_by_role('button', name='Start').click()
    await expect(anna.heading).to_contain_text(bob.name)
    await expect(anna.heading).to_contain_text(eve.name)


@pytest.mark.expects_errors('alert: Choose at least one person')
async def test_enter_chooses_the_first_person_and_nobody_is_not_a_conversation(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    dialog = await new_conversation(anna)
    people, start = dialog.get_by_role('combobox', name='People'), dialog.get_by_role('button', name='Start')
    await people.click()
    await expect(anna.page.get_by_role('option').first).to_be_visible()
    await people.press('Escape')
    await start.click()
    await expect(dialog).to_contain_text('Choose at least one person.')
    await people.press_sequentially(bob.name)
    await expect(anna.page.get_by_role('option', name=bob.name, exact=True)).to_be_visible()
    await people.press('Enter')
    await expect(anna.page.get_by_role('option')).to_have_count(0)
    await start.click()
    await expect(anna.heading).to_have_text(bob.name)


async def test_escape_closes_the_list_of_people_first_and_then_the_dialog(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    await anna.control_time()
    dialog = await new_conversation(anna)
    await dialog.get_by_role('combobox', name='People').press_sequentially(bob.name)
    await expect(anna.page.get_by_role('option', name=bob.name, exact=True)).to_be_visible()
    await anna.page.keyboard.press('Escape')
    await expect(anna.page.get_by_role('option')).to_have_count(0)
    await expect(dialog).to_be_visible()
    await anna.wait(A_MOMENT_MS)  # a second Escape at once is still meant for the list
    await anna.page.keyboard.press('Escape')
    await expect(dialog).to_have_count(0)


async def test_a_picture_is_resized_to_fit(
    live_server: LiveServer, arrive: Arrive, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    anna = await arrive(live_server, 'anna')
    for given, shown in (((600, 400), (300, 200)), ((200, 900), (67, 300)), ((100, 80), (100, 80))):
        with subtests.test(str(given)):
            await anna.goto('/profile')
            form = anna.main.get_by_role('form', name='Profile')
            await form.get_by_label('Avatar', exact=True).set_input_files(picture(tmp_path / 'me.png', *given))
            image = form.get_by_role('img', name=f'Avatar of {anna.name}')
            before = await image.get_attribute('src')
            await form.get_by_role('button', name='Save').click()
            await expect(anna.page.get_by_text('Saved.')).to_be_visible()
            address = await image.get_attribute('src')
            assert address
            assert address != before
            answer = await anna.context.request.get(live_server.url + address)
            assert Image.open(io.BytesIO(await answer.body())).size == shown


@pytest.mark.expects_errors(r'422 .*/avatars', r'alert: This file is not a supported picture')
async def test_a_wrong_file_is_refused_beside_the_field_and_the_old_picture_stays(
    live_server: LiveServer, arrive: Arrive, tmp_path: Path
) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.goto('/profile')
    form = anna.main.get_by_role('form', name='Profile')
    await form.get_by_label('Avatar', exact=True).set_input_files(picture(tmp_path / 'me.png', 300, 300))
    await form.get_by_role('button', name='Save').click()
    await expect(anna.page.get_by_text('Saved.')).to_be_visible()
    image = form.get_by_role('img', name=f'Avatar of {anna.name}')
    before = await image.get_attribute('src')
    (tmp_path / 'fake.png').write_text('this is no picture')
    await form.get_by_label('Avatar', exact=True).set_input_files(tmp_path / 'fake.png')
    await form.get_by_role('button', name='Save').click()
    await expect(form.get_by_role('alert').filter(has_text='This file is not a supported picture')).to_be_visible()
    assert await image.get_attribute('src') == before


async def test_a_picture_is_judged_by_its_content_and_not_its_name(
    live_server: LiveServer, arrive: Arrive, tmp_path: Path
) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.goto('/profile')
    form = anna.main.get_by_role('form', name='Profile')
    Image.new('RGB', (60, 40), '#b0563a').save(tmp_path / 'me.png', format='JPEG')
    await form.get_by_label('Avatar', exact=True).set_input_files(tmp_path / 'me.png')
    await form.get_by_role('button', name='Save').click()
    await expect(anna.page.get_by_text('Saved.')).to_be_visible()
    image = form.get_by_role('img', name=f'Avatar of {anna.name}')
    await expect(image).to_have_js_property('naturalWidth', 60)
    await expect(image).to_have_js_property('naturalHeight', 40)


async def test_a_part_of_the_picture_can_be_chosen(live_server: LiveServer, arrive: Arrive, tmp_path: Path) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.goto('/profile')
    form = anna.main.get_by_role('form', name='Profile')
    await form.get_by_label('Avatar', exact=True).set_input_files(picture(tmp_path / 'me.png', 900, 400))
    await form.get_by_role('checkbox', name='Crop the picture').check()
    await form.get_by_role('slider', name='Size').fill('50')
    await form.get_by_role('group', name='Visible area').press('ArrowRight')
    await form.get_by_role('button', name='Save').click()
    await expect(anna.page.get_by_text('Saved.')).to_be_visible()
    address = await form.get_by_role('img', name=f'Avatar of {anna.name}').get_attribute('src')
    answer = await anna.context.request.get(f'{live_server.url}{address}')
    assert Image.open(io.BytesIO(await answer.body())).size == (200, 200)
