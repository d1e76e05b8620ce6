"""Who is typing and who is online, as two and three people see it."""

import re
from contextlib import AsyncExitStack

from playwright.async_api import Locator, expect

from tests.browser.conftest import Arrive
from tests.browser.people import ANSWERED, Person
from tests.factories import PASSWORD
from tests.live_server import LiveServer
from tests.window import Window

AGAIN_MS = 3_000  # how often a window says that its person is typing


def line(person: Person) -> Locator:
    """The place that shows who is typing."""
    return person.main.get_by_role('status').filter(has_text=re.compile('typing…$'))


async def test_others_in_the_room_see_who_is_typing_until_the_message_arrives(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, bob, cleo, dan = [await arrive(live_server, name) for name in ('anna', 'bob', 'cleo', 'dan')]
    await bob.control_time()
    other = await anna.create_room(f'Den of {anna.name}')
    room = await anna.make_room(f'Desk of {anna.name}', bob, cleo, dan)
    await bob.goto(f'/rooms/{room}')
    async with AsyncExitStack() as stack:
        pens = [
            await stack.enter_async_context(await Window.log_in(live_server.url, person.name, PASSWORD))
            for person in (cleo, dan)
        ]
        for pen in pens:
            await pen.open()
        await _each_writer_is_named(anna, bob, cleo, pens[0], room)
        await bob.composer.press_sequentially('a')
        for pen in pens:
            await pen.ask('typing', {'room': room})
        await expect(line(anna)).to_have_text('Several people are typing…')
    await anna.in_sidebar(f'Den of {anna.name}').click()
    await expect(anna.page).to_have_url(re.compile(f'/rooms/{other}$'))
    await expect(line(anna), 'another room shows nothing').to_have_count(0)
    await bob.wait(AGAIN_MS)
    await bob.composer.press_sequentially('b')
    for person in (bob, anna):
        await person.page.evaluate(ANSWERED)
    await expect(line(anna)).to_have_count(0)


async def _each_writer_is_named(anna: Person, bob: Person, cleo: Person, pen: Window, room: int) -> None:
    """Until their message arrives or they write no more."""
    box = await anna.composer.bounding_box()
    await bob.composer.press_sequentially('hm')
    await expect(line(anna)).to_have_text(f'{bob.name} is typing…')
    assert await anna.composer.bounding_box() == box, 'nothing moves'
    await pen.ask('typing', {'room': room})
    await expect(line(anna)).to_have_text(f'{bob.name} and {cleo.name} are typing…')
    await expect(line(bob)).to_have_text(f'{cleo.name} is typing…')
    await bob.composer.press('Enter')
    await anna.sees('hm')
    await expect(line(anna)).to_have_text(f'{cleo.name} is typing…')
    await expect(line(anna)).to_have_count(0, timeout=8_000)


async def test_a_dot_shows_who_is_online_away_or_offline_and_can_be_hidden(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    await bob.page.clock.install()
    await anna.goto(f'/rooms/{await anna.create_direct(bob)}')
    await bob.goto('/profile')
    mine = anna.in_sidebar(bob.name)
    await expect(mine.get_by_role('img', name='online')).to_be_visible()
    await expect(anna.main.get_by_text('online', exact=True)).to_be_visible()
    await bob.page.clock.fast_forward('05:30')
    await expect(mine.get_by_role('img', name='away')).to_be_visible()
    await bob.page.mouse.move(200, 200)
    await expect(mine.get_by_role('img', name='online')).to_be_visible()
    await bob.main.get_by_role('checkbox', name='Show when I am online').click()
    await expect(mine.get_by_role('img')).to_have_count(0)
    await expect(bob.in_sidebar(anna.name).get_by_role('img')).to_have_count(0)
    await bob.main.get_by_role('checkbox', name='Show when I am online').click()
    await expect(mine.get_by_role('img', name='online')).to_be_visible()
    await bob.page.close()
    await expect(mine.get_by_role('img')).to_have_count(0)
    await expect(anna.main.get_by_text('Last seen just now')).to_be_visible()
    await anna.page.reload()
    await expect(anna.main.get_by_text('Last seen just now')).to_be_visible()
