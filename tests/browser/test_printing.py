"""On paper a room has its messages, but nothing to press."""

import pytest
from playwright.async_api import expect

from tests.back_door import BackDoorServer
from tests.browser.attaching import attach, payload
from tests.browser.conftest import Arrive
from tests.browser.test_blocking import confirm_block, write_to


@pytest.mark.expects_errors('alert: Not sent: You can no longer send messages')
async def test_a_printed_room_shows_no_controls(live_server: BackDoorServer, arrive: Arrive) -> None:
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    await write_to(bob, anna)
    await attach(bob, payload('log.txt', b'line\n' * 9, 'text/plain'))
    await bob.say('look')
    await expect(bob.log.get_by_role('link', name='Download')).to_be_visible()
    await write_to(anna, bob)
    await anna.room_menu(f'Block {bob.name}')
    await confirm_block(anna, bob)
    await bob.say('can you hear me?')
    await expect(bob.log.get_by_role('button', name='Try again')).to_be_visible()
    await bob.page.emulate_media(media='print')
    await expect(bob.log.get_by_text('Not sent:')).to_be_visible()
    await expect(bob.log.locator('button:visible, .icon-button:visible')).to_have_count(0)
