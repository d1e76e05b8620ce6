"""Many files at once, within the limits: nothing a window asks for is refused, and nothing waits without saying so."""

import asyncio
import os
import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import cycle, islice

import pytest
from PIL import Image
from playwright.async_api import FilePayload, Request, expect

from tests.bad_pictures import many_scans, saved
from tests.browser.attaching import LARGE, attach, payload, photo, slow, tray
from tests.browser.conftest import Arrive
from tests.browser.people import Person
from tests.factories import PASSWORD
from tests.live_server import LiveServer
from tests.window import Window

PER_MESSAGE = 20
UP = '.tray li[data-state="up"]'
LONG_MS = 90_000
SCANS = 55  # just below the number that is refused
RELOADS = 3
QUESTIONS_A_SECOND = 3


class Asked:
    """The requests about files that a page makes."""

    def __init__(self, person: Person) -> None:
        self.requests: list[tuple[str, str]] = []
        person.page.on('request', self._note)

    def _note(self, request: Request) -> None:
        if re.search(r'/files(\?|/\w+\?)', request.url):
            self.requests.append((request.method, request.url))

    def count(self, method: str) -> int:
        return sum(used == method for used, _ in self.requests)


@cache
def noise(side: int) -> bytes:
    """A photo that does not compress: 2.5 MB at 1,300 pixels."""
    return saved(Image.frombytes('RGB', (side, side), os.urandom(3 * side * side)), 'JPEG', quality=93)


FULL: dict[str, Callable[[], Sequence[bytes]]] = {
    'large': lambda: [noise(1300)],
    'slow': lambda: [many_scans(40, side=1600)],
}
PHOTOS = FULL | {'large and slow': lambda: [noise(500), many_scans(40, side=500)]}


def notes(count: int, first: int = 0) -> list[FilePayload]:
    return [payload(f'{number:02}.txt', b'words', 'text/plain') for number in range(first, first + count)]


async def room_of(anna: Person, *others: Person) -> int:
    return await anna.make_room(f'Harbour of {anna.name}', *others)


async def refused(admin: Person, name: str) -> str:
    """What the page of activity, which is open, says about the requests that this person was refused."""
    row = admin.main.get_by_role('row').filter(has=admin.page.get_by_role('link', name=name))
    return await row.locator('td[data-label=Refused]').inner_text()


async def reload(anna: Person, files: int) -> None:
    """Load the page again, and see that so many files are ready to be sent."""
    await anna.page.reload()
    await anna.online()
    await expect(anna.main.locator(UP)).to_have_count(files)


async def test_page_loads_ask_once_about_all_files_and_block_nothing(
    strict: LiveServer, arrive: Arrive, subtests: pytest.Subtests
) -> None:
    anna = await arrive(strict, 'anna')
    await room_of(anna)
    await an_upload_continues_after_a_reload_without_being_announced_again(anna)
    await attach(anna, *[photo(f'{number}.jpg', (60, 40)) for number in range(12)])
    await expect(anna.main.locator(UP)).to_have_count(17)
    asked = Asked(anna)
    for _ in range(RELOADS):
        await reload(anna, 17)
    await anna.page.wait_for_load_state('networkidle')
    assert (asked.count('GET'), asked.count('POST'), asked.count('PATCH')) == (RELOADS, 0, 0)
    await attach(anna, payload('tiny.txt', b'words', 'text/plain'))
    await expect(anna.main.locator(UP)).to_have_count(18, timeout=3_000)
    for width in (390, 820, 1440):
        with subtests.test(f'{width} px'):
            await rows_of_a_full_tray_keep_their_height_and_scroll(anna, width)
    await anna.say('All of them')
    await expect(anna.message('All of them')).to_have_attribute('data-state', 'sent', timeout=3_000)


async def an_upload_continues_after_a_reload_without_being_announced_again(anna: Person) -> None:
    """Leaves five files in the tray."""
    await slow(anna)
    await attach(anna, payload('large.bin', LARGE), *notes(4))
    await anna.page.wait_for_function('document.querySelector(".tray progress")?.value > 0.2')
    asked = Asked(anna)
    await anna.page.reload()
    await slow(anna, -1)
    await expect(anna.main.locator(UP)).to_have_count(5)
    assert (asked.count('GET'), asked.count('POST')) == (1, 0)


async def rows_of_a_full_tray_keep_their_height_and_scroll(anna: Person, width: int) -> None:
    """In a window of this width."""
    await anna.page.set_viewport_size({'width': width, 'height': 844})
    heights = await tray(anna).evaluate_all('(rows) => rows.map((row) => row.offsetHeight)')
    assert min(heights) >= 48
    shown, whole = await anna.main.locator('.tray').evaluate('(tray) => [tray.clientHeight, tray.scrollHeight]')
    assert shown < whole
    assert shown <= 844 * 0.35


@pytest.mark.long
@pytest.mark.parametrize('kind', ['large and slow', *(pytest.param(kind, marks=pytest.mark.proof) for kind in FULL)])
async def test_twenty_photos_and_more_files_than_the_limit_are_refused_nothing(
    strict: LiveServer, arrive: Arrive, kind: str
) -> None:
    """Limits are per person."""
    anna, bob, admin = [await arrive(strict, name) for name in ('anna', 'bob', 'admin')]
    await twenty_photos_reach_no_limit(anna, PHOTOS[kind]())
    await more_files_than_the_limit_arrive_one_by_one_and_go_out_in_two_messages(bob)
    await admin.goto('/admin/activity')
    for person in (anna, bob):
        assert await refused(admin, person.name) == '0'


async def twenty_photos_reach_no_limit(anna: Person, contents: Sequence[bytes]) -> None:
    """They are chosen at once; the page asks seldom whether they are ready."""
    await room_of(anna)
    photos = islice(cycle(contents), PER_MESSAGE)
    asked, loop = Asked(anna), asyncio.get_running_loop()
    started = loop.time()
    await attach(anna, *[payload(f'{number}.jpg', content, 'image/jpeg') for number, content in enumerate(photos)])
    await expect(anna.main.locator(UP)).to_have_count(PER_MESSAGE, timeout=LONG_MS)
    seconds = loop.time() - started
    assert asked.count('POST') == PER_MESSAGE
    assert asked.count('GET') <= QUESTIONS_A_SECOND * seconds + 1


async def more_files_than_the_limit_arrive_one_by_one_and_go_out_in_two_messages(bob: Person) -> None:
    """The words are in the first message, and the files keep their order."""
    room = await room_of(bob)
    await attach(bob, *notes(PER_MESSAGE + 4))
    await expect(tray(bob).get_by_text('Waiting for its turn…').first).to_be_visible()
    parts = bob.main.get_by_text('24 files will be sent as 2 messages, up to 20 in each.')
    await expect(parts).to_be_visible()
    await bob.say('All of them')
    await expect(tray(bob)).to_have_count(0)
    await expect(parts).to_have_count(0)
    await expect(bob.log.get_by_text('Waiting for its turn…')).to_be_visible()
    await expect(bob.log.locator('article[data-state=sent]')).to_have_count(2, timeout=LONG_MS)
    first, second = bob.log.get_by_role('article').first, bob.log.get_by_role('article').last
    await expect(first.get_by_text('All of them')).to_be_visible()
    names = [f'{number:02}.txt' for number in range(PER_MESSAGE + 4)]
    for message, its_names in ((first, names[:PER_MESSAGE]), (second, names[PER_MESSAGE:])):
        await expect(message.get_by_role('link').filter(has_text='.txt')).to_have_text(its_names)
    assert await sent(bob, room) == [('All of them', names[:PER_MESSAGE]), ('', names[PER_MESSAGE:])]


async def sent(person: Person, room: int) -> list[tuple[str, list[str]]]:
    """The words and the names of files of each message on the server, in order."""
    async with await Window.log_in(person.url, person.name, PASSWORD) as window:
        await window.open()
        rows = (await window.join(room))['messages']
    return [(row['body'], [file['name'] for file in row['files']]) for row in rows if row.get('files')]


async def test_messages_that_belong_together_keep_their_order_across_a_reload(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna = await arrive(live_server, 'anna')
    room = await room_of(anna)
    await attach(anna, payload('slow.jpg', many_scans(SCANS), 'image/jpeg'), *notes(PER_MESSAGE))
    await anna.say('Slow things first')
    pending = anna.log.locator('article[data-state=sending]')
    await expect(pending).to_have_count(2)
    await expect(pending.last.get_by_role('progressbar')).to_have_count(0)
    await anna.page.reload()
    await expect(pending).to_have_count(2)
    await expect(pending.last.get_by_role('progressbar')).to_have_count(0)
    await expect(anna.log.locator('article[data-state=sent]')).to_have_count(2, timeout=LONG_MS)
    await expect(anna.log.get_by_role('article').first.get_by_role('img', name='slow.jpg')).to_be_visible()
    await expect(anna.log.get_by_role('article').last).to_contain_text(f'{PER_MESSAGE - 1:02}.txt')
    names = ['slow.jpg', *(f'{number:02}.txt' for number in range(PER_MESSAGE))]
    assert await sent(anna, room) == [('Slow things first', names[:PER_MESSAGE]), ('', names[PER_MESSAGE:])]
    await anna.page.reload()
    await expect(anna.log.get_by_role('article')).to_have_count(2)
