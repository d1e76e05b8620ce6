"""While a room loads, everything on the screen and everything typed already belongs to it."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable

from playwright.async_api import Route, WebSocketRoute, expect

from tests.browser.conftest import Arrive
from tests.browser.held import HeldAnswers
from tests.browser.people import Person
from tests.factories import PASSWORD
from tests.live_server import LiveServer
from tests.window import Window

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


async def belongs_to(anna: Person, room: str) -> None:
    """Heading, title, member count, placeholder and field are those of the room, with no trace of another."""
    await expect(anna.heading).to_have_text(room)
    await expect(anna.composer).to_have_attribute('placeholder', f'Message {room}')
    await expect(anna.main.locator('.titles')).to_contain_text('1 member')
    await expect(anna.page).to_have_title(f'{room} · Messenger')
    await expect(anna.page.locator('.room[aria-current=page]')).to_contain_text(room)


WAYS = {'sidebar': by_sidebar, 'key': by_key, 'switcher': by_switcher, 'back': by_back, 'forward': by_forward}


async def test_a_room_that_is_loading_takes_what_is_typed_and_shows_nothing_of_another(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    answers = await HeldAnswers('open').on(anna.page)
    attic, pier = f'Attic of {anna.name}', f'Pier of {anna.name}'
    numbers = []
    for name in (pier, attic):
        numbers.append(await anna.create_room(name))
        await anna.post(numbers[-1], f'words in {name}')
    await anna.goto(f'/rooms/{numbers[-1]}')
    await anna.sees(f'words in {attic}')
    await _a_reply_or_an_edit_does_not_move_to_another_room(anna, answers, attic, pier)
    await _keys_pressed_meanwhile_go_to_that_room(anna, answers, attic, pier)
    await _of_several_rooms_opened_quickly_the_last_one_stays(anna, answers, attic, pier)
    for way in ('sidebar', 'key', 'switcher', 'back'):
        await _it_shows_its_name_at_once(anna, answers, way, attic, pier)
    await by_back(anna, pier)
    await anna.sees(f'words in {pier}')
    await _it_shows_its_name_at_once(anna, answers, 'forward', pier, attic)
    await _it_shows_nobody_elses_last_visit(anna, bob, answers, attic)


async def _it_shows_its_name_at_once(anna: Person, answers: HeldAnswers, way: str, here: str, there: str) -> None:
    """What is sent before the room has loaded is sent there; a draft stays where it was begun."""
    typed = f'typed while it loads, opened by {way}'
    await anna.composer.fill('begun here')
    answers.hold()
    await WAYS[way](anna, there)
    await answers.asked.wait()
    await belongs_to(anna, there)
    await expect(anna.composer).to_have_value('')
    await expect(anna.message(f'words in {here}')).to_have_count(0)
    await anna.composer.fill(typed)
    await anna.composer.press('Enter')
    await anna.page.wait_for_function('() => !Object.keys(localStorage).some((name) => name.startsWith("outbox:"))')
    await expect(anna.message(typed), 'the server has it, the room still loads').to_have_count(1)
    answers.release()
    await anna.sees(typed)
    await anna.sees(f'words in {there}')
    await belongs_to(anna, there)
    await anna.in_sidebar(here).click()
    await anna.sees(f'words in {here}')
    await expect(anna.message(typed)).to_have_count(0)
    await expect(anna.composer).to_have_value('begun here')
    await anna.composer.fill('')


async def _keys_pressed_meanwhile_go_to_that_room(anna: Person, answers: HeldAnswers, attic: str, pier: str) -> None:
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
    await anna.in_sidebar(pier).click()
    await expect(anna.composer).to_have_value('half a word')
    await anna.composer.fill('')
    await anna.in_sidebar(attic).click()
    await anna.sees(f'words in {attic}')


async def _of_several_rooms_opened_quickly_the_last_one_stays(
    anna: Person, answers: HeldAnswers, attic: str, pier: str
) -> None:
    answers.hold()
    for room in (pier, attic, pier, attic, pier):
        await by_sidebar(anna, room)
        await belongs_to(anna, room)
    answers.release()
    await anna.sees(f'words in {pier}')
    await expect(anna.message(f'words in {attic}')).to_have_count(0)
    await belongs_to(anna, pier)
    await by_sidebar(anna, attic)
    await anna.sees(f'words in {attic}')


async def _a_reply_or_an_edit_does_not_move_to_another_room(
    anna: Person, answers: HeldAnswers, attic: str, pier: str
) -> None:
    await anna.composer.press('ArrowUp')
    await expect(anna.composer).to_have_value(f'words in {attic}')
    answers.hold()
    await by_sidebar(anna, pier)
    await answers.asked.wait()
    await expect(anna.composer).to_have_value('')
    await expect(anna.main.get_by_text('You are editing your message.')).to_have_count(0)
    answers.release()
    await anna.sees(f'words in {pier}')
    await by_sidebar(anna, attic)
    await anna.sees(f'words in {attic}')
    await expect(anna.composer).to_have_value(f'words in {attic}')
    await anna.composer.press('Escape')
    await expect(anna.composer).to_have_value('')


async def _it_shows_nobody_elses_last_visit(anna: Person, bob: Person, answers: HeldAnswers, attic: str) -> None:
    async with await Window.log_in(bob.url, bob.name, PASSWORD) as visit:
        await visit.open()
        await anna.create_direct(bob)
        await anna.enter_room(bob.name)
        await expect(anna.main.get_by_text('online', exact=True)).to_be_visible()
    await expect(anna.main.get_by_text('Last seen')).to_be_visible()
    answers.hold()
    await by_sidebar(anna, attic)
    await answers.asked.wait()
    await belongs_to(anna, attic)
    await expect(anna.main.get_by_text('Last seen')).to_have_count(0)
    answers.release()


WHERE = 'element => (({ x, y, height }) => [x, y, height].map(Math.round))(element.getBoundingClientRect())'


async def test_the_first_paint_names_the_room_where_its_heading_will_be(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna = await arrive(live_server, 'anna')
    name = 'Harbour "front" <b>'
    room = await anna.create_room(name)
    comes = asyncio.Event()

    async def hold(route: Route) -> None:
        await comes.wait()
        await route.continue_()

    await anna.page.route(re.compile('/static/messenger-'), hold)
    await anna.page.goto(f'{anna.url}/rooms/{room}', wait_until='commit')
    skeleton = anna.page.locator('.page-skeleton .titles b')
    await expect(skeleton).to_be_visible()
    assert await skeleton.evaluate('element => getComputedStyle(element, "::before").content') == json.dumps(name)
    assert await anna.page.get_by_text(name).count() == 0, 'who looks for a text finds only the page'
    place = await skeleton.evaluate(WHERE)
    comes.set()
    await expect(anna.heading).to_have_text(name)
    await expect(skeleton).to_be_hidden()
    assert await anna.heading.evaluate(WHERE) == place


async def test_a_room_is_shown_and_written_in_before_there_is_a_connection(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    room = await anna.create_room('Pier', bob)
    await bob.post(room, 'the boat is here')
    connects = asyncio.Event()

    async def connect(socket: WebSocketRoute) -> None:
        await connects.wait()
        socket.connect_to_server()

    await anna.page.route_web_socket(re.compile('_nicegui_ws'), connect)
    await anna.page.goto(f'{anna.url}/rooms/{room}')
    await anna.sees('the boat is here')
    await expect(anna.composer).to_be_focused()
    await anna.page.keyboard.type('I am on my way')
    await anna.page.keyboard.press('Enter')
    await expect(anna.message('I am on my way')).to_have_attribute('data-state', 'sending')
    await bob.post(room, 'hurry')
    connects.set()
    await anna.sees('hurry')
    await expect(anna.message('I am on my way')).to_have_attribute('data-state', 'sent')
    await anna.online()
