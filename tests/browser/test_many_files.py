"""Many files at once, within the limits: nothing a window asks for is refused, and nothing waits without saying so."""

import asyncio
import os
import re
from functools import cache

import pytest
from PIL import Image
from playwright.async_api import FilePayload, Request, expect

from tests.bad_pictures import many_scans, saved
from tests.browser.attaching import LARGE, attach, payload, photo, slow, tray
from tests.browser.conftest import Arrive
from tests.browser.people import Person
from tests.live import LiveServer

PER_MESSAGE = 20
UP = '.tray li[data-state="up"]'
LONG_MS = 90_000
SCANS = 55  # just below the number that is refused
QUESTIONS_A_SECOND = 3


class Asked:
    """The requests about files that a page makes."""

    def __init__(self, person: Person) -> None:
        self.found: list[tuple[str, str]] = []
        person.page.on('request', self._note)

    def _note(self, request: Request) -> None:
        if re.search(r'/files(\?|/\w+\?)', request.url):
            self.found.append((request.method, request.url))

    def count(self, method: str) -> int:
        return sum(found == method for found, _ in self.found)


@cache
def noise(side: int) -> bytes:
    """A photo that does not compress: 2.5 MB at 1,300 pixels."""
    return saved(Image.frombytes('RGB', (side, side), os.urandom(3 * side * side)), 'JPEG', quality=93)


def notes(count: int, first: int = 0) -> list[FilePayload]:
    return [payload(f'{number:02}.txt', b'words', 'text/plain') for number in range(first, first + count)]


async def room_of(anna: Person, *others: Person) -> int:
    return await anna.make_room(f'Harbour of {anna.name}', *others)


async def refused(admin: Person, name: str) -> str:
    """What the admin page says about the requests that this person was refused."""
    await admin.goto('/admin/activity')
    row = admin.main.get_by_role('row').filter(has=admin.page.get_by_role('link', name=name))
    return await row.locator('td[data-label=Refused]').inner_text()


async def test_page_loads_ask_once_about_all_files_and_block_nothing(strict: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(strict, 'anna')
    await room_of(anna)
    await attach(anna, *[photo(f'{number}.jpg', (60, 40)) for number in range(15)])
    await expect(anna.main.locator(UP)).to_have_count(15)
    asked = Asked(anna)
    for _ in range(8):
        await anna.page.reload()
        await anna.online()
        await expect(anna.main.locator(UP)).to_have_count(15)
    await anna.page.wait_for_load_state('networkidle')
    assert (asked.count('GET'), asked.count('POST'), asked.count('PATCH')) == (8, 0, 0)
    await attach(anna, payload('tiny.txt', b'words', 'text/plain'))
    await expect(anna.main.locator(UP)).to_have_count(16, timeout=3_000)
    await anna.say('All of them')
    await expect(anna.message('All of them')).to_have_attribute('data-state', 'sent', timeout=3_000)


async def test_uploads_continue_after_a_reload_without_being_announced_again(
    strict: LiveServer, arrive: Arrive
) -> None:
    anna = await arrive(strict, 'anna')
    await room_of(anna)
    await slow(anna)
    await attach(anna, payload('large.bin', LARGE), *notes(4))
    await anna.page.wait_for_function('document.querySelector(".tray progress")?.value > 0.2')
    asked = Asked(anna)
    await anna.page.reload()
    await slow(anna, -1)
    await expect(anna.main.locator(UP)).to_have_count(5)
    assert (asked.count('GET'), asked.count('POST')) == (1, 0)


@pytest.mark.parametrize(
    ('content', 'side'),
    [
        ('large', 700),
        ('slow', 800),
        pytest.param('large', 1300, marks=pytest.mark.proof),
        pytest.param('slow', 1600, marks=pytest.mark.proof),
    ],
)
async def test_twenty_photos_at_once_reach_no_limit(
    strict: LiveServer, arrive: Arrive, content: str, side: int
) -> None:
    anna, admin = await arrive(strict, 'anna'), await arrive(strict, 'admin')
    await room_of(anna)
    asked, loop = Asked(anna), asyncio.get_running_loop()
    photos = noise(side) if content == 'large' else many_scans(40, side=side)
    started = loop.time()
    await attach(anna, *[payload(f'{number}.jpg', photos, 'image/jpeg') for number in range(PER_MESSAGE)])
    await expect(anna.main.locator(UP)).to_have_count(PER_MESSAGE, timeout=LONG_MS)
    seconds = loop.time() - started
    assert asked.count('POST') == PER_MESSAGE
    assert asked.count('GET') <= QUESTIONS_A_SECOND * seconds + 1
    assert await refused(admin, anna.name) == '0'


async def test_more_files_than_the_limit_arrive_one_by_one_and_go_out_in_two_messages(
    strict: LiveServer, arrive: Arrive
) -> None:
    anna, bob, admin = await arrive(strict, 'anna'), await arrive(strict, 'bob'), await arrive(strict, 'admin')
    await bob.goto(f'/rooms/{await room_of(anna, bob)}')
    await attach(anna, *notes(PER_MESSAGE + 4))
    await expect(tray(anna).get_by_text('Waiting for its turn…').first).to_be_visible()
    parts = anna.main.get_by_text('24 files will be sent as 2 messages, up to 20 in each.')
    await expect(parts).to_be_visible()
    await anna.say('All of them')
    await expect(tray(anna)).to_have_count(0)
    await expect(parts).to_have_count(0)
    await expect(anna.log.get_by_text('Waiting for its turn…')).to_be_visible()
    for person in (bob, anna):
        await expect(person.log.locator('article[data-state=sent]')).to_have_count(2, timeout=LONG_MS)
        first, second = person.log.get_by_role('article').first, person.log.get_by_role('article').last
        await expect(first.get_by_text('All of them')).to_be_visible()
        for message, numbers in ((first, range(20)), (second, range(20, 24))):
            names = message.get_by_role('link').filter(has_text='.txt')
            await expect(names).to_have_text([f'{number:02}.txt' for number in numbers])
    assert await refused(admin, anna.name) == '0'


async def test_messages_that_belong_together_keep_their_order_across_a_reload(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    await bob.goto(f'/rooms/{await room_of(anna, bob)}')
    await attach(anna, payload('slow.jpg', many_scans(SCANS), 'image/jpeg'), *notes(PER_MESSAGE))
    await anna.say('Slow things first')
    pending = anna.log.locator('article[data-state=sending]')
    await expect(pending).to_have_count(2)
    await expect(pending.last.get_by_role('progressbar')).to_have_count(0)
    await anna.page.reload()
    await expect(pending).to_have_count(2)
    await expect(pending.last.get_by_role('progressbar')).to_have_count(0)
    for person in (bob, anna):
        await expect(person.log.locator('article[data-state=sent]')).to_have_count(2, timeout=LONG_MS)
        await expect(person.log.get_by_role('article').first.get_by_role('img', name='slow.jpg')).to_be_visible()
        await expect(person.log.get_by_role('article').last).to_contain_text(f'{PER_MESSAGE - 1:02}.txt')
    await anna.page.reload()
    await expect(anna.log.get_by_role('article')).to_have_count(2)


async def test_rows_of_a_full_tray_keep_their_height_and_scroll(
    live_server: LiveServer, arrive: Arrive, subtests: pytest.Subtests
) -> None:
    anna = await arrive(live_server, 'anna')
    await room_of(anna)
    await attach(anna, *notes(16))
    await expect(tray(anna)).to_have_count(16)
    for width in (390, 820, 1440):
        with subtests.test(f'{width} px'):
            await anna.page.set_viewport_size({'width': width, 'height': 844})
            heights = await tray(anna).evaluate_all('(rows) => rows.map((row) => row.offsetHeight)')
            assert min(heights) >= 48
            shown, whole = await anna.main.locator('.tray').evaluate('(tray) => [tray.clientHeight, tray.scrollHeight]')
            assert shown < whole
            assert shown <= 844 * 0.35
