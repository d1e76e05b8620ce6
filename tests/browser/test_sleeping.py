"""A laptop that slept for a day: the server was restarted, many messages were sent, and nothing is missing."""

import re

from playwright.async_api import expect

from tests.back_door import BackDoorServer
from tests.browser.conftest import Arrive
from tests.browser.page_errors import cuts_the_line
from tests.browser.test_reading import all_is_read, badge, told_much

DAY_MS = 24 * 60 * 60 * 1000
MISSED = 600  # more than one answer about changes can hold


@cuts_the_line
async def test_a_tab_that_slept_for_a_day_catches_up(own_server: BackDoorServer, arrive: Arrive) -> None:
    anna, bob, room = await told_much(own_server, arrive, 30)
    await bob.goto(f'/rooms/{room}')
    await bob.sees('line 29')
    await bob.log.evaluate('(log) => { log.scrollTop = log.scrollHeight; }')
    await all_is_read(bob)
    await bob.page.clock.install()
    await bob.context.set_offline(True)
    await expect(bob.status).to_have_text('Offline: your messages are kept and will be sent')
    await bob.say('said before the lid was closed')
    await bob.composer.fill('half a th')
    await anna.page.close()
    own_server.stop()
    own_server.start()
    [number] = await own_server.call('ids_of', [anna.name])
    await own_server.call('say_lines', number, room, 'missed', MISSED)
    await bob.page.clock.fast_forward(DAY_MS)
    await bob.context.set_offline(False)
    await expect(bob.status).to_have_text('Online', timeout=30_000)
    await expect(bob.message('missed 0')).to_be_in_viewport()
    await expect(badge(bob, anna), 'all but what is in sight').to_have_attribute(
        'aria-label', re.compile('^5.. unread$')
    )
    await expect(bob.composer).to_have_value('half a th')
    await bob.page.get_by_role('button', name='new messages ↓').click()
    await bob.sees(f'missed {MISSED - 1}')
    await bob.sees('said before the lid was closed')
