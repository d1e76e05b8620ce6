"""Limits slow down a fast user and lose nothing they sent, read or drafted."""

from playwright.async_api import expect

from tests.browser.conftest import Arrive
from tests.browser.page_errors import cuts_the_line
from tests.browser.people import Person
from tests.live import LiveServer

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
async def test_messages_sent_too_fast_arrive_a_little_later_complete_and_in_order(
    strict: LiveServer, arrive: Arrive
) -> None:
    anna, bob = await arrive(strict, 'anna'), await arrive(strict, 'bob')
    await anna.make_room(f'Stage of {anna.name}', bob)
    await bob.goto('/rooms')
    await bob.in_sidebar(f'Stage of {anna.name}').click()
    lines = [f'line {number}' for number in range(MANY)]
    for line in lines:
        await anna.say(line)
    for person in (anna, bob):
        await expect(person.log.locator('article .body')).to_have_text(lines)
    await expect(anna.log.locator('article[data-state=sent]')).to_have_count(MANY)
    await anna.page.reload()
    await expect(anna.log.locator('article .body')).to_have_text(lines)


async def two_rooms(anna: Person, bob: Person) -> None:
    """Two rooms of Anna's, each with a message that Bob has not read."""
    for name in ('Bread', 'Salt'):
        await anna.make_room(f'{name} of {anna.name}', bob)
        await anna.say(f'{name} is here')
        await anna.sees(f'{name} is here')


async def test_a_room_read_at_the_limit_is_marked_read_a_moment_later(strict: LiveServer, arrive: Arrive) -> None:
    anna, bob = await arrive(strict, 'anna'), await arrive(strict, 'bob')
    await bob.control_time()
    await two_rooms(anna, bob)
    await bob.make_room(f'Home of {bob.name}')
    home = int(bob.page.url.rsplit('/', 1)[1])
    await bob.page.evaluate(FLOOD, ['read', {'room': home, 'seq': 1}])
    for name in ('Bread', 'Salt'):
        await bob.in_sidebar(f'{name} of {anna.name}').click()
        await expect(bob.message(f'{name} is here')).to_be_visible()
        await bob.wait(600)  # someone just passing through has not read it
    await bob.in_sidebar(f'Home of {bob.name}').click()
    await expect(bob.heading).to_have_text(f'Home of {bob.name}')
    await bob.page.evaluate(EBB)
    await expect(bob.page.locator('aside .badge')).to_have_count(0)
    await bob.page.reload()
    await bob.online()
    await expect(bob.page.locator('aside .badge')).to_have_count(0)


async def test_a_draft_written_at_the_limit_reaches_the_other_device(
    strict: LiveServer, arrive: Arrive, visit: Arrive
) -> None:
    anna, phone = await arrive(strict, 'anna'), await visit(strict, 'phone')
    await anna.control_time()
    other = await anna.create_room(f'Other of {anna.name}')
    room = await anna.make_room(f'Desk of {anna.name}')
    await anna.page.evaluate(FLOOD, ['draft', {'room': other, 'body': ''}])
    await anna.composer.fill('half a thought')
    await anna.wait(3_000)  # longer than saving takes
    await anna.page.evaluate(EBB)
    phone.name = anna.name
    await phone.page.goto(f'{strict.url}/login?next=/rooms/{room}')
    await phone.log_in()
    await expect(phone.composer).to_have_value('half a thought')


async def test_a_pin_set_at_the_limit_appears_a_moment_later(strict: LiveServer, arrive: Arrive) -> None:
    anna, bob = await arrive(strict, 'anna'), await arrive(strict, 'bob')
    name = f'Board of {anna.name}'
    await anna.make_room(name, bob)
    await bob.goto('/rooms')
    await anna.say('worth keeping')
    await anna.sees('worth keeping')
    await bob.in_sidebar(name).click()
    number = int(await anna.message('worth keeping').get_attribute('data-id') or 0)
    await anna.page.evaluate(FLOOD, ['pin', {'message': number, 'on': False}])
    await anna.message('worth keeping').hover()
    await anna.message('worth keeping').get_by_role('button', name='Pin').click()
    await anna.page.evaluate(EBB)
    await expect(bob.message('worth keeping').locator('.marks')).to_contain_text('Pinned')
