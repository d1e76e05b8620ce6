"""ArrowUp in the empty composer edits the newest message, and never another in its place."""

from playwright.async_api import expect

from tests.browser.conftest import Arrive
from tests.browser.page_errors import cuts_the_line
from tests.live_server import LiveServer

MORE_THAN_ARE_LOADED = 150


@cuts_the_line
async def test_nothing_is_edited_while_the_newest_message_is_not_sent(live_server: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.make_room(f'Pier of {anna.name}')
    await anna.say('sent before')
    await anna.sees('sent before')
    await anna.context.set_offline(True)
    await anna.say('not sent yet')
    await expect(anna.message('not sent yet')).to_be_visible()
    await anna.composer.press('ArrowUp')
    await expect(anna.composer).to_have_value('')
    await anna.context.set_offline(False)
    await anna.sees('not sent yet')
    await anna.composer.press('ArrowUp')
    await expect(anna.composer).to_have_value('not sent yet')


async def test_nothing_is_edited_where_the_newest_messages_are_not_loaded(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna = await arrive(live_server, 'anna')
    room = await anna.create_room(f'Pier of {anna.name}')
    await anna.post(room, *(f'text {number}' for number in range(MORE_THAN_ARE_LOADED)))
    await anna.goto(f'/rooms/{room}?message=2')
    await anna.sees('text 1')
    await anna.composer.press('ArrowUp')
    await expect(anna.composer).to_have_value('')
    await anna.page.get_by_role('button', name='newest').click()
    await anna.sees(f'text {MORE_THAN_ARE_LOADED - 1}')
    await anna.composer.press('ArrowUp')
    await expect(anna.composer).to_have_value(f'text {MORE_THAN_ARE_LOADED - 1}')
