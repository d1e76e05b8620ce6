"""Pictures that the server processes slowly: the sender sees that, and other files do not wait for them."""

import pytest
from playwright.async_api import Route, expect

from tests.bad_pictures import BOMBS, many_scans
from tests.browser.attaching import attach, payload, photo, stored, together, tray
from tests.browser.conftest import Arrive
from tests.browser.page_errors import discards_files
from tests.live import LiveServer

SCANS = 55  # just below the number that is refused
DECODED_MS = 90_000
AS_FILE = 'Shown as a file: too large to preview'
COSTLY = {'scans': lambda: many_scans(100, side=200), 'pixels': BOMBS['png says 11000 x 10001']}
REASONS = {
    'scans': 'No preview: too large or too slow to process',
    'pixels': 'No preview: more than 110 megapixels',
}


@discards_files
async def test_a_text_file_is_ready_while_slow_pictures_are_processed(own_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await together(own_server, arrive)
    slow = many_scans(SCANS)
    await attach(anna, *[payload(f'{number}.jpg', slow, 'image/jpeg') for number in range(4)])
    await expect(tray(anna).get_by_text('Processing…').first).to_be_visible()
    await attach(anna, payload('notes.txt', b'words', 'text/plain'))
    notes = tray(anna).filter(has_text='notes.txt')
    await expect(notes).to_have_attribute('data-state', 'up')
    await expect(tray(anna).get_by_text('Processing…').first).to_be_visible()
    for name in ('3.jpg', '2.jpg'):
        await anna.main.get_by_role('button', name=f'Cancel {name}').click()
    await expect(tray(anna)).to_have_count(3)
    ready = anna.main.locator('.tray li[data-state="up"]')
    await expect(ready).to_have_count(3, timeout=DECODED_MS)
    await anna.say('All of them')
    await bob.sees('All of them')
    await expect(bob.message('All of them').get_by_role('img')).to_have_count(2)
    await expect(bob.message('All of them').get_by_role('link', name='notes.txt')).to_be_visible()
    assert stored(own_server) == 3


@pytest.mark.parametrize('why', COSTLY)
async def test_a_picture_that_costs_too_much_is_sent_as_a_file_and_says_so(
    live_server: LiveServer, arrive: Arrive, why: str
) -> None:
    costly = COSTLY[why]()
    anna, bob = await together(live_server, arrive)
    await attach(anna, payload('huge.jpg', costly, 'image/jpeg'), photo('beach.jpg'))
    huge, beach = tray(anna).filter(has_text='huge.jpg'), tray(anna).filter(has_text='beach.jpg')
    await expect(huge).to_have_attribute('data-state', 'up')
    await expect(huge.get_by_role('status')).to_have_text(AS_FILE)
    await expect(beach).to_have_attribute('data-state', 'up')
    await expect(beach.get_by_role('status')).to_have_count(0)
    await anna.page.reload()
    await expect(huge.get_by_role('status')).to_have_text(AS_FILE)
    await anna.say('Both')
    for person in (anna, bob):
        await person.sees('Both')
        await expect(person.message('Both').get_by_role('link', name='huge.jpg')).to_be_visible()
        await expect(person.message('Both').get_by_role('img')).to_have_count(1)
        await expect(person.message('Both').get_by_text(REASONS[why])).to_be_visible()
        await expect(person.message('Both').get_by_text('No preview')).to_have_count(1)
    async with bob.page.expect_download() as download:
        await bob.message('Both').get_by_role('link', name='huge.jpg').click()
    assert (await (await download.value).path()).read_bytes() == costly


async def test_a_file_that_is_not_a_picture_is_just_a_file(live_server: LiveServer, arrive: Arrive) -> None:
    anna, _ = await together(live_server, arrive)
    await attach(anna, payload('odd.jpg', b'\xff\xd8\xff nothing', 'image/jpeg'))
    await expect(tray(anna)).to_have_attribute('data-state', 'up')
    await expect(tray(anna).get_by_role('status')).to_have_count(0)


@pytest.mark.expects_errors(r'429 .*/files/')
async def test_a_picture_waits_while_too_many_others_are_waiting(live_server: LiveServer, arrive: Arrive) -> None:
    anna, _ = await together(live_server, arrive)
    asked: list[str] = []

    async def refuse(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) == 1:
            await route.fulfill(status=429, json={'error': 'Too many', 'code': 'limit_reached', 'retry_after': 0.5})
        else:
            await route.fallback()

    await anna.page.route('**/files/*?wait=*', refuse)
    await attach(anna, photo('beach.jpg'))
    await expect(tray(anna).filter(has_text='beach.jpg')).to_have_attribute('data-state', 'up')
    assert len(asked) > 1
