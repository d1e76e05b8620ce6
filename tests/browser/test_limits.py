"""Limits slow down a fast user and lose nothing they sent, read or drafted."""

from playwright.async_api import expect

from tests.back_door import BackDoorServer
from tests.browser.conftest import Arrive
from tests.browser.page_errors import cuts_the_line
from tests.browser.people import Person
from tests.factories import PASSWORD
from tests.window import Window

MANY = 27  # seven more than may be sent at once
# keeps a limit reached until it is stopped: asks 25 times a second, more than any of these limits allows
FLOOD = """async ([event, facts]) => {
  const messenger = await import("messenger");
  const ask = () => messenger.ask(event, facts).then(() => false, (error) => error.code === "limit_reached");
  while (!(await Promise.all(Array.from({ length: 20 }, ask))).includes(true));
  window.flood = setInterval(ask, 40);
}"""
EBB = 'clearInterval(window.flood)'


@cuts_the_line
async def test_what_is_sent_read_pinned_or_drafted_too_fast_is_done_a_little_later(
    strict: BackDoorServer, arrive: Arrive, visit: Arrive
) -> None:
    anna, bob, phone = await arrive(strict, 'anna'), await arrive(strict, 'bob'), await visit(strict, 'phone')
    stage = f'Stage of {anna.name}'
    room = await anna.create_room(stage, bob)
    others = [await room_with_news(anna, f'{name} of {anna.name}', bob) for name in ('Bread', 'Salt')]
    for person in (anna, bob):
        await person.control_time()
        await person.goto(f'/rooms/{room}')
    await messages_arrive_complete_and_in_order(anna, bob)
    await a_pin_appears(anna, bob)
    await rooms_are_marked_read(bob, room, stage, others)
    await a_draft_reaches_the_other_device(anna, strict, phone, room)


async def room_with_news(anna: Person, name: str, bob: Person) -> str:
    """A room with a message that Bob has not read; returns its name."""
    room = await anna.create_room(name, bob)
    async with await Window.log_in(anna.url, anna.name, PASSWORD) as pen:
        await pen.open()
        await pen.send(room, 'News')
    return name


async def messages_arrive_complete_and_in_order(anna: Person, bob: Person) -> None:
    """More than may be sent at once."""
    lines = [f'line {number}' for number in range(MANY)]
    for line in lines:
        await anna.say(line)
    for person in (anna, bob):
        await expect(person.log.locator('article .body')).to_have_text(lines)
    await expect(anna.log.locator('article[data-state=sent]')).to_have_count(MANY)
    await anna.page.reload()
    await expect(anna.log.locator('article .body')).to_have_text(lines)


async def a_pin_appears(anna: Person, bob: Person) -> None:
    """It was set when no more could be set."""
    await anna.say('worth keeping')
    await anna.sees('worth keeping')
    number = int(await anna.message('worth keeping').get_attribute('data-id') or 0)
    await anna.page.evaluate(FLOOD, ['pin', {'message': number, 'on': False}])
    await anna.message('worth keeping').hover()
    await anna.message('worth keeping').get_by_role('button', name='Pin').click()
    await anna.page.evaluate(EBB)
    await expect(bob.message('worth keeping').locator('.marks')).to_contain_text('Pinned')


async def rooms_are_marked_read(bob: Person, room: int, name: str, others: list[str]) -> None:
    """They were read when no more could be marked."""
    badges = bob.page.locator('aside .badge')
    await expect(badges).to_have_count(len(others))
    await bob.page.evaluate(FLOOD, ['read', {'room': room, 'seq': 1}])
    for other in others:
        await bob.in_sidebar(other).click()
        await expect(bob.heading).to_have_text(other)
        await expect(bob.message('News')).to_be_visible()
        await bob.wait(600)  # someone just passing through has not read it
    await bob.in_sidebar(name).click()
    await expect(bob.heading).to_have_text(name)
    await bob.page.evaluate(EBB)
    await expect(badges).to_have_count(0)
    await bob.page.reload()
    await bob.online()
    await expect(badges).to_have_count(0)


async def a_draft_reaches_the_other_device(anna: Person, server: BackDoorServer, phone: Person, room: int) -> None:
    """It was written when no more could be saved."""
    other = await anna.create_room(f'Other of {anna.name}')
    await anna.page.evaluate(FLOOD, ['draft', {'room': other, 'body': ''}])
    await anna.composer.fill('half a thought')
    await anna.wait(3_000)  # longer than saving takes
    await anna.page.evaluate(EBB)
    phone.name = anna.name
    await phone.page.goto(f'{server.url}/login?next=/rooms/{room}')
    await phone.log_in()
    await expect(phone.composer).to_have_value('half a thought')
