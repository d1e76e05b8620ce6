"""Drafts stay in every tab and on every device, however long they are."""

import re

import pytest
from playwright.async_api import WebSocketRoute, expect

from tests.browser.conftest import Arrive
from tests.browser.page_errors import cuts_the_line
from tests.browser.people import ANSWERED
from tests.conditions import until
from tests.live_server import LiveServer

DRAFT_LIMIT_CHARS = 40_000  # what the server keeps
FRAME_LIMIT_BYTES = 200_000
PUSHED_MS = 3_000
ASK = 'import("messenger").then(({ ask }) => ask("hello")).then(() => "answered", (error) => error.code)'


@pytest.mark.expects_errors(r'alert: 32010 characters too many', r'alert: 192010 characters too many')
@cuts_the_line
async def test_a_draft_longer_than_any_frame_is_kept_and_the_connection_survives(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.control_time()
    await anna.make_room(f'Archive of {anna.name}')
    for length in (DRAFT_LIMIT_CHARS + 10, FRAME_LIMIT_BYTES + 10):
        await anna.composer.fill('')
        await anna.composer.fill('x' * length)
        await anna.wait(PUSHED_MS)
        assert await anna.page.evaluate(ASK) == 'answered'
        await anna.context.set_offline(True)
        await expect(anna.status).to_have_text('Offline: your messages are kept and will be sent')
        await anna.context.set_offline(False)
        await anna.online()
        assert await anna.page.evaluate(ASK) == 'answered'
        assert len(await anna.composer.input_value()) == length
    await anna.composer.fill('')


async def test_two_tabs_show_one_draft(live_server: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(live_server, 'anna')
    room = await anna.make_room(f'Archive of {anna.name}')
    tab = await anna.new_tab(f'/rooms/{room}')
    await anna.composer.fill('begun in one tab')
    await expect(tab.composer).to_have_value('begun in one tab')
    await tab.composer.press('End')
    await tab.composer.press_sequentially(', ended in the other')
    await expect(anna.composer).to_have_value('begun in one tab, ended in the other')
    await tab.composer.press('Enter')
    await anna.sees('begun in one tab, ended in the other')
    for window in (anna, tab):
        await expect(window.composer).to_have_value('')
        await expect(window.log.get_by_role('article')).to_have_count(1)


@cuts_the_line
async def test_drafts_written_separately_on_two_devices_are_merged(
    live_server: LiveServer, arrive: Arrive, visit: Arrive
) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.control_time()
    room = await anna.make_room(f'Archive of {anna.name}')
    phone = await visit(live_server, 'phone')
    phone.name = anna.name
    await phone.page.goto(f'{live_server.url}/login?next=/rooms/{room}')
    await phone.log_in()
    await expect(phone.composer).to_be_visible()
    await phone.context.set_offline(True)
    await phone.composer.fill('written on the train')
    await anna.composer.fill('written at the desk')
    await anna.wait(PUSHED_MS)
    await phone.context.set_offline(False)
    both = 'written at the desk\nwritten on the train'
    await expect(phone.composer).to_have_value(both)
    await expect(anna.composer).to_have_value(both)


async def test_a_sent_text_never_comes_back_as_a_draft(live_server: LiveServer, arrive: Arrive) -> None:
    """The draft was on its way when Enter was pressed; the message that it is now empty is lost with the connection."""
    anna = await arrive(live_server, 'anna')
    room = await anna.create_room(f'Archive of {anna.name}')
    held: list[str | bytes] = []
    pages: list[WebSocketRoute] = []
    is_holding = False

    def slow(page: WebSocketRoute) -> None:
        server = page.connect_to_server()
        pages.append(page)

        def ask(frame: str | bytes) -> None:
            nonlocal is_holding
            if '["draft",' in str(frame):
                is_holding = is_holding or not held
                if '"body":""' in str(frame):
                    return
            server.send(frame)

        page.on_message(ask)
        server.on_message(lambda frame: held.append(frame) if is_holding else page.send(frame))

    await anna.page.route_web_socket(re.compile('_nicegui_ws'), slow)
    await anna.goto(f'/rooms/{room}')
    await anna.composer.fill('said in a hurry')
    await until(lambda: any('DraftChanged' in str(frame) for frame in held))
    await anna.composer.press('Enter')
    is_holding = False
    for frame in held:
        pages[-1].send(frame)
    await anna.sees('said in a hurry')
    await anna.page.evaluate(ANSWERED)
    await expect(anna.composer).to_have_value('')
