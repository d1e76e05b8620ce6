"""A limit on how often one may speak: it slows down who is too fast, and loses none of their words."""

from pathlib import Path

from playwright.async_api import expect

from tests.browser.conftest import Arrive
from tests.browser.page_errors import cuts_the_line
from tests.live import LiveServer

MANY = 27  # seven more than go at once


@cuts_the_line
async def test_who_speaks_too_fast_is_heard_a_little_later_whole_and_in_order(tmp_path: Path, arrive: Arrive) -> None:
    server = LiveServer(tmp_path / 'data', RATE_LIMITS='on')
    server.start()
    try:
        anna, bob = await arrive(server, 'anna'), await arrive(server, 'bob')
        await anna.make_room(f'Stage of {anna.name}', bob)
        await bob.in_sidebar(f'Stage of {anna.name}').click()
        lines = [f'line {number}' for number in range(MANY)]
        for line in lines:
            await anna.say(line)
        for person in (anna, bob):
            await expect(person.log.locator('article .body')).to_have_text(lines)
        await expect(anna.log.locator('article[data-state=sent]')).to_have_count(MANY)
        await anna.page.reload()
        await expect(anna.log.locator('article .body')).to_have_text(lines)
    finally:
        server.stop()
