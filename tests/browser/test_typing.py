"""Who is typing and who is online, as two and three people see it."""

import re

from playwright.async_api import Locator, expect

from tests.browser.conftest import Arrive
from tests.browser.people import ANSWERED, Person
from tests.live import LiveServer

AGAIN_MS = 3_000  # how often a window says that its person is typing


def line(person: Person) -> Locator:
    """The place that shows who is typing."""
    return person.main.get_by_role('status').filter(has_text=re.compile('typing…$'))


async def test_others_see_who_is_typing_until_the_message_arrives(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob, cleo = (
        await arrive(live_server, 'anna'),
        await arrive(live_server, 'bob'),
        await arrive(live_server, 'cleo'),
    )
    room = await anna.make_room(f'Desk of {anna.name}', bob, cleo)
    for person in (bob, cleo):
        await person.goto(f'/rooms/{room}')
    box = await anna.composer.bounding_box()
    await bob.composer.press_sequentially('hm')
    await expect(line(anna)).to_have_text(f'{bob.name} is typing…')
    assert await anna.composer.bounding_box() == box, 'nothing moves'
    await cleo.composer.press_sequentially('oh')
    await expect(line(anna)).to_have_text(f'{bob.name} and {cleo.name} are typing…')
    await expect(line(bob)).to_have_text(f'{cleo.name} is typing…')
    await bob.composer.press('Enter')
    await anna.sees('hm')
    await expect(line(anna)).to_have_text(f'{cleo.name} is typing…')
    await expect(line(anna)).to_have_count(0, timeout=8_000)


async def test_several_people_typing_are_summed_up_and_another_room_shows_nothing(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, bob, cleo, dan = [await arrive(live_server, name) for name in ('anna', 'bob', 'cleo', 'dan')]
    await bob.control_time()
    room = await anna.create_room(f'Desk of {anna.name}', everyone=True)
    other = await anna.create_room(f'Den of {anna.name}')
    for person in (bob, cleo, dan):
        await person.goto(f'/rooms/{room}')
        await person.main.get_by_role('button', name='Join').click()
    await anna.goto(f'/rooms/{room}')
    for person in (bob, cleo, dan):
        await person.composer.press_sequentially('a')
    await expect(line(anna)).to_have_text('Several people are typing…')
    await anna.in_sidebar(f'Den of {anna.name}').click()
    await expect(anna.page).to_have_url(re.compile(f'/rooms/{other}$'))
    await expect(line(anna)).to_have_count(0)
    await bob.wait(AGAIN_MS)
    await bob.composer.press_sequentially('b')
    for person in (bob, anna):
        await person.page.evaluate(ANSWERED)
    await expect(line(anna)).to_have_count(0)


async def test_a_dot_shows_who_is_online_away_or_offline_and_can_be_hidden(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    await bob.page.clock.install()
    await anna.goto('/users')
    await anna.main.get_by_role('textbox', name='Search users').fill(bob.name)
    await anna.main.get_by_role('button', name=f'Message {bob.name}', exact=True).click()
    await bob.goto('/rooms')
    mine = anna.in_sidebar(bob.name)
    await expect(mine.get_by_role('img', name='online')).to_be_visible()
    await expect(anna.main.get_by_text('online', exact=True)).to_be_visible()
    await bob.page.clock.fast_forward('05:30')
    await expect(mine.get_by_role('img', name='away')).to_be_visible()
    await bob.page.mouse.move(200, 200)
    await expect(mine.get_by_role('img', name='online')).to_be_visible()
    await bob.goto('/profile')
    await bob.main.get_by_role('checkbox', name='Show when I am online').click()
    await expect(mine.get_by_role('img')).to_have_count(0)
    await expect(bob.in_sidebar(anna.name).get_by_role('img')).to_have_count(0)
    await bob.main.get_by_role('checkbox', name='Show when I am online').click()
    await expect(mine.get_by_role('img', name='online')).to_be_visible()
    await bob.page.close()
    await expect(mine.get_by_role('img')).to_have_count(0)
    await expect(anna.main.get_by_text('Last seen now')).to_be_visible()
    await anna.page.reload()
    await expect(anna.main.get_by_text('Last seen now')).to_be_visible()
