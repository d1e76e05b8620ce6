"""Pictures that the server processes slowly: the sender sees that, and other files do not wait for them."""

import pytest
from playwright.async_api import Route, expect

from tests.bad_pictures import BOMBS, many_scans
from tests.browser.attaching import attach, payload, photo, stored, together, tray
from tests.browser.conftest import Arrive
from tests.browser.page_errors import discards_files
from tests.browser.people import Person
from tests.live_server import LiveServer

SCANS = 55  # just below the number that is refused
DECODED_MS = 90_000
AS_FILE = 'Shown as a file: too large to preview'
COSTLY = {'scans.jpg': lambda: many_scans(100, side=200), 'pixels.jpg': BOMBS['png says 11000 x 10001']}
REASONS = {
    'scans.jpg': 'No preview: too large or too slow to process',
    'pixels.jpg': 'No preview: more than 110 megapixels',
}


@pytest.mark.long
@discards_files
@pytest.mark.expects_errors(r'429 .*/files/')
async def test_pictures_that_take_long_or_too_long_hold_up_nothing_else(own_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await together(own_server, arrive)
    await a_text_file_is_ready_while_slow_pictures_are_processed(anna, bob)
    assert stored(own_server) == 3
    await pictures_that_cost_too_much_are_sent_as_files_and_say_so(anna, bob)
    await a_file_that_is_not_a_picture_is_just_a_file(anna)
    await a_picture_waits_while_too_many_others_are_waiting(anna)


async def a_text_file_is_ready_while_slow_pictures_are_processed(anna: Person, bob: Person) -> None:
    """Those that are cancelled are gone."""
    slow = many_scans(SCANS, side=3500)
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


async def pictures_that_cost_too_much_are_sent_as_files_and_say_so(anna: Person, bob: Person) -> None:
    """Each says why; a photo beside them is a picture."""
    content = {name: make() for name, make in COSTLY.items()}
    costly = [payload(name, its_content, 'image/jpeg') for name, its_content in content.items()]
    await attach(anna, *costly, photo('beach.jpg'))
    beach = tray(anna).filter(has_text='beach.jpg')
    for name in COSTLY:
        await expect(tray(anna).filter(has_text=name)).to_have_attribute('data-state', 'up', timeout=DECODED_MS)
        await expect(tray(anna).filter(has_text=name).get_by_role('status')).to_have_text(AS_FILE)
    await expect(beach).to_have_attribute('data-state', 'up')
    await expect(beach.get_by_role('status')).to_have_count(0)
    await anna.page.reload()
    for name in COSTLY:
        await expect(tray(anna).filter(has_text=name).get_by_role('status')).to_have_text(AS_FILE)
    await anna.say('All three')
    for person in (anna, bob):
        await person.sees('All three')
        message = person.message('All three')
        for name, reason in REASONS.items():
            await expect(message.get_by_role('link', name=name)).to_be_visible()
            await expect(message.get_by_text(reason)).to_be_visible()
        await expect(message.get_by_role('img')).to_have_count(1)
        await expect(message.get_by_text('No preview')).to_have_count(len(REASONS))
    for name in COSTLY:
        async with bob.page.expect_download() as download:
            await bob.message('All three').get_by_role('link', name=name).click()
        assert (await (await download.value).path()).read_bytes() == content[name]


async def a_file_that_is_not_a_picture_is_just_a_file(anna: Person) -> None:
    """It says why it has no preview."""
    await attach(anna, payload('odd.jpg', b'\xff\xd8\xff nothing', 'image/jpeg'))
    await expect(tray(anna)).to_have_attribute('data-state', 'up')
    await expect(tray(anna).get_by_role('status')).to_have_text('No preview: the file is damaged, or not a picture')


async def a_picture_waits_while_too_many_others_are_waiting(anna: Person) -> None:
    """The page asks again later."""
    asked: list[str] = []

    async def refuse(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) == 1:
            await route.fulfill(status=429, json={'error': 'Too many', 'code': 'limit_reached', 'retry_after': 0.5})
        else:
            await route.fallback()

    await anna.page.route('**/files/*?wait=*', refuse)
    await attach(anna, photo('tower.jpg'))
    await expect(tray(anna).filter(has_text='tower.jpg')).to_have_attribute('data-state', 'up')
    assert len(asked) > 1
