"""The history of a room: the newest messages at once, older ones on scrolling up, and nothing visible ever jumps."""

import asyncio
import re
from typing import Any

from playwright.async_api import WebSocketRoute, expect

from tests.browser.conftest import Arrive
from tests.browser.people import Person
from tests.live_server import LiveServer

LINES, PAGE = 100, 30
STILL_PX = 1
LATE_S = 1.5
NOTE_FIRST_SHOWN = """new MutationObserver(() => {
  window.firstShown ||= document.querySelectorAll('article').length;
}).observe(document, { childList: true, subtree: true });"""
# scroll up a screen, then measure in every frame how far the top message drifts while older ones may load above it
UP_BY_A_SCREEN = """async (log) => {
  const rows = () => [...log.querySelectorAll('article')], top = (row) => row.getBoundingClientRect().top;
  const had = rows().length;
  log.scrollTop -= log.clientHeight;
  const seen = rows().find((row) => top(row) >= top(log)), start = top(seen);
  let strayed = 0;
  for (let frame = 0; frame < 30; frame += 1) {
    await new Promise(requestAnimationFrame);
    strayed = Math.max(strayed, Math.abs(top(seen) - start));
  }
  return { strayed, came: rows().length - had, atStart: log.scrollTop === 0 };
}"""


async def long_talk(live_server: LiveServer, arrive: Arrive) -> tuple[Person, Person, str]:
    """Anna has sent LINES messages that Bob has not seen; also returns the room's address."""
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    room = await anna.create_room(f'Shelf of {anna.name}', bob)
    await bob.goto('/rooms')
    [number] = await anna.server.call('ids_of', [anna.name])
    await anna.server.call('say_lines', number, room, 'line', LINES)
    await expect(bob.in_sidebar(f'Shelf of {anna.name}').get_by_role('img', name=f'{LINES} unread')).to_be_visible()
    return anna, bob, f'/rooms/{room}'


async def test_the_newest_messages_show_at_once_and_older_ones_load_without_a_jump(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, _, room = await long_talk(live_server, arrive)
    await anna.context.add_init_script(NOTE_FIRST_SHOWN)
    await anna.goto(room)
    await expect(anna.message(f'line {LINES - 1}')).to_be_in_viewport()
    assert await anna.page.evaluate('firstShown') == PAGE
    came = 0
    for _ in range(LINES):
        up: dict[str, Any] = await anna.log.evaluate(UP_BY_A_SCREEN)
        assert up['strayed'] <= STILL_PX
        came += up['came']
        if up['atStart']:
            break
    assert came > 0
    await expect(anna.log.get_by_role('article')).to_have_count(LINES)
    await expect(anna.log.get_by_role('article').first).to_contain_text('line 0')


async def test_new_messages_move_nothing_and_are_one_click_away(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob, room = await long_talk(live_server, arrive)
    await anna.goto(room)
    await anna.sees(f'line {LINES - 1}')
    await anna.message(f'line {LINES - PAGE}').scroll_into_view_if_needed()
    await bob.goto(room)
    await bob.online()
    anchor = anna.message(f'line {LINES - PAGE + 2}')
    await expect(anchor).to_be_in_viewport()
    before = await anchor.bounding_box()
    await bob.say('meanwhile')
    await expect(anna.page.get_by_role('button', name='1 new message ↓')).to_be_visible()
    await bob.say('and more')
    await expect(anna.page.get_by_role('button', name='2 new messages ↓')).to_be_visible()
    assert await anchor.bounding_box() == before
    await anna.page.get_by_role('button', name='2 new messages ↓').click()
    await expect(anna.message('and more')).to_be_in_viewport()
    await expect(anna.page.get_by_role('button', name='new message')).to_have_count(0)


async def test_the_new_messages_line_is_before_the_first_unread_message_however_many_there_are(
    live_server: LiveServer, arrive: Arrive
) -> None:
    _, bob, room = await long_talk(live_server, arrive)
    await bob.goto(room)
    await bob.sees(f'line {LINES - 1}')
    while not await bob.message('line 0').count():
        await bob.log.evaluate(UP_BY_A_SCREEN)
    line = bob.log.get_by_role('separator').filter(has_text='New')
    await expect(line).to_have_count(1)
    first, mark = await bob.message('line 0').bounding_box(), await line.bounding_box()
    assert first is not None
    assert mark is not None
    assert 0 <= first['y'] - (mark['y'] + mark['height']) < first['height']


async def test_a_message_sent_while_the_room_opens_is_shown(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    room = await anna.make_room(f'Door of {anna.name}', bob)
    asked = asyncio.Event()

    def late(line: WebSocketRoute) -> None:
        server = line.connect_to_server()

        def pass_on(frame: str | bytes) -> None:
            if '"is_member"' in str(frame):  # the answer to opening a room
                asked.set()
                asyncio.get_running_loop().call_later(LATE_S, line.send, frame)
            else:
                line.send(frame)

        server.on_message(pass_on)

    await bob.page.route_web_socket(re.compile('_nicegui_ws'), late)
    await bob.page.goto(f'{live_server.url}/rooms/{room}')
    await asyncio.wait_for(asked.wait(), 10)
    await anna.say('mind the step')
    await anna.sees('mind the step')
    await bob.sees('mind the step')
