"""While a room loads, everything on the screen and everything typed already belongs to it."""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Arrive
from tests.browser.held import HeldAnswers
from tests.browser.people import Person
from tests.live import LiveServer

Way = Callable[[Person, str], Awaitable[None]]


async def by_sidebar(anna: Person, room: str) -> None:
    await anna.in_sidebar(room).click()


async def by_key(anna: Person, room: str) -> None:
    await anna.page.keyboard.press('Alt+ArrowDown' if room > await anna.page.title() else 'Alt+ArrowUp')


async def by_switcher(anna: Person, room: str) -> None:
    await anna.page.keyboard.press('Control+k')
    await expect(anna.page.get_by_role('option').first).to_be_visible()
    await anna.page.keyboard.type(room)
    await anna.page.keyboard.press('Enter')


async def by_back(anna: Person, _room: str) -> None:
    await anna.page.go_back(wait_until='commit')


async def by_forward(anna: Person, _room: str) -> None:
    await anna.page.go_forward(wait_until='commit')


async def two_rooms(live_server: LiveServer, arrive: Arrive) -> tuple[Person, HeldAnswers, str, str]:
    """Anna in "Attic", on a connection that can be held, with "Pier" one step away in every way."""
    anna = await arrive(live_server, 'anna')
    answers = await HeldAnswers('open').on(anna.page)
    attic, pier = f'Attic of {anna.name}', f'Pier of {anna.name}'
    for name in (pier, attic):
        await anna.make_room(name)
        await anna.say(f'words in {name}')
        await anna.sees(f'words in {name}')
    return anna, answers, attic, pier


async def belongs_to(anna: Person, room: str) -> None:
    """Heading, title, member count, placeholder and field are those of the room, with no trace of another."""
    await expect(anna.heading).to_have_text(room)
    await expect(anna.composer).to_have_attribute('placeholder', f'Message {room}')
    await expect(anna.main.locator('.titles')).to_contain_text('1 member')
    await expect(anna.page).to_have_title(f'{room} · Messenger')
    await expect(anna.page.locator('.room[aria-current=page]')).to_contain_text(room)


WAYS = {'sidebar': by_sidebar, 'key': by_key, 'switcher': by_switcher, 'back': by_back, 'forward': by_forward}


@pytest.mark.parametrize('way', WAYS)
async def test_a_room_that_is_loading_shows_its_name_at_once(live_server: LiveServer, arrive: Arrive, way: str) -> None:
    anna, answers, attic, pier = await two_rooms(live_server, arrive)
    if way in ('back', 'forward'):
        await anna.page.reload()
        await anna.sees(f'words in {attic}')
        await by_sidebar(anna, pier)
        await anna.sees(f'words in {pier}')
        if way == 'back':
            attic, pier = pier, attic
        else:
            await by_back(anna, attic)
            await anna.sees(f'words in {attic}')
    await anna.composer.fill('begun here')
    answers.hold()
    await WAYS[way](anna, pier)
    await answers.asked.wait()
    await belongs_to(anna, pier)
    await expect(anna.composer).to_have_value('')
    await expect(anna.message(f'words in {attic}')).to_have_count(0)
    await anna.composer.fill('typed while it loads')
    await anna.composer.press('Enter')
    await anna.page.wait_for_function('() => !Object.keys(localStorage).some((name) => name.startsWith("outbox:"))')
    await expect(anna.message('typed while it loads'), 'the server has it, the room still loads').to_have_count(1)
    answers.release()
    await anna.sees('typed while it loads')
    await anna.sees(f'words in {pier}')
    await belongs_to(anna, pier)
    await anna.in_sidebar(attic).click()
    await anna.sees(f'words in {attic}')
    await expect(anna.message('typed while it loads')).to_have_count(0)
    await expect(anna.composer).to_have_value('begun here')


async def test_keys_pressed_while_a_room_loads_go_to_that_room(live_server: LiveServer, arrive: Arrive) -> None:
    anna, answers, attic, pier = await two_rooms(live_server, arrive)
    answers.hold()
    await by_switcher(anna, pier)
    await answers.asked.wait()
    await expect(anna.composer).to_be_focused()
    await anna.page.keyboard.press('ArrowUp')
    await expect(anna.main.get_by_text('You are editing your message.')).to_have_count(0)
    await anna.page.keyboard.type('half a word')
    await anna.page.keyboard.press('Control+z')
    await anna.page.keyboard.press('Control+z')
    await expect(anna.composer, 'undoing brings back nothing of another room').to_have_value('')
    await anna.page.keyboard.type('half a word')
    answers.release()
    await anna.sees(f'words in {pier}')
    await expect(anna.composer).to_have_value('half a word')
    await anna.in_sidebar(attic).click()
    await anna.sees(f'words in {attic}')
    await expect(anna.composer).to_have_value('')


async def test_of_several_rooms_opened_quickly_the_last_one_stays(live_server: LiveServer, arrive: Arrive) -> None:
    anna, answers, attic, pier = await two_rooms(live_server, arrive)
    answers.hold()
    for room in (pier, attic, pier, attic, pier):
        await by_sidebar(anna, room)
        await belongs_to(anna, room)
    answers.release()
    await anna.sees(f'words in {pier}')
    await expect(anna.message(f'words in {attic}')).to_have_count(0)
    await belongs_to(anna, pier)


async def test_a_reply_or_an_edit_does_not_move_to_another_room(live_server: LiveServer, arrive: Arrive) -> None:
    anna, answers, attic, pier = await two_rooms(live_server, arrive)
    await anna.composer.press('ArrowUp')
    await expect(anna.composer).to_have_value(f'words in {attic}')
    answers.hold()
    await by_sidebar(anna, pier)
    await answers.asked.wait()
    await expect(anna.composer).to_have_value('')
    await expect(anna.main.get_by_text('You are editing your message.')).to_have_count(0)
    answers.release()
    await anna.sees(f'words in {pier}')


async def test_a_conversation_that_is_loading_shows_nobody_elses_last_visit(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    await bob.goto('/rooms')
    answers = await HeldAnswers('open').on(anna.page)
    await anna.make_room(f'Attic of {anna.name}')
    await anna.goto('/users')
    await anna.main.get_by_label('Search users').fill(bob.name)
    await anna.main.get_by_role('button', name=f'Message {bob.name}', exact=True).click()
    await expect(anna.heading).to_have_text(bob.name)
    await bob.context.close()
    await expect(anna.main.get_by_text('Last seen')).to_be_visible()
    answers.hold()
    await by_sidebar(anna, f'Attic of {anna.name}')
    await answers.asked.wait()
    await belongs_to(anna, f'Attic of {anna.name}')
    await expect(anna.main.get_by_text('Last seen')).to_have_count(0)
    answers.release()
