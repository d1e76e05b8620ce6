"""People type all the time while the connection is cut, stalls, goes half-open or meets a broken gateway."""

import asyncio
import re

import pytest
from playwright.async_api import WebSocketRoute, expect

from tests.browser.conftest import Arrive
from tests.browser.page_errors import cuts_the_line
from tests.browser.talking import RECOVERED_S, agreed, talk
from tests.factories import PASSWORD
from tests.live_server import LiveServer
from tests.proxy import Line, Proxy
from tests.window import Window

Faults = tuple[tuple[Line, float], ...]
SHORT: Faults = ((Line.CUT, 1), (Line.STALLED, 3), (Line.BAD_GATEWAY, 3), (Line.HALF_OPEN, 3))
FULL = [(line, seconds) for line in (Line.CUT, Line.STALLED, Line.HALF_OPEN) for seconds in (1, 3, 10, 30)]
FULL += [(Line.BAD_GATEWAY, 60), (Line.GATEWAY_TIMEOUT, 60)]
FAULTS = [
    SHORT,
    *(pytest.param((fault,), marks=pytest.mark.proof, id=f'{fault[0].value} {fault[1]} s') for fault in FULL),
]
BETWEEN_S = 1.5
NOTICED_S = 15  # an idle reader notices a half-open line within this time


@cuts_the_line
@pytest.mark.parametrize('faults', FAULTS)
async def test_nothing_is_lost_duplicated_or_out_of_order(
    live_server: LiveServer, arrive: Arrive, faults: Faults
) -> None:
    async with Proxy(live_server.port) as proxy:
        anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
        room = await anna.create_room(f'Bridge of {anna.name}', bob)
        for person in (anna, bob):
            person.url = proxy.url
            await person.goto(f'/rooms/{room}')
            await expect(person.composer).to_be_visible()
            await person.mark()
        stop = asyncio.Event()
        talking = [asyncio.create_task(talk(person, stop)) for person in (anna, bob)]
        await asyncio.sleep(BETWEEN_S)
        for line, seconds in faults:
            proxy.set(line)
            await asyncio.sleep(seconds)
            proxy.set(Line.OPEN)
            await asyncio.sleep(BETWEEN_S)
        stop.set()
        texts = [text for task in talking for text in await task]
        for person in (anna, bob):
            await person.composer.fill('half a th')
        limit_s = RECOVERED_S + (NOTICED_S if faults[-1][0] is Line.HALF_OPEN else 0)
        truth, took_s = await agreed(live_server, room, (anna, bob), texts, limit_s)
        faced = ', '.join(f'{line.value} for {seconds} s' for line, seconds in faults)
        print(f'{faced}: {len(texts)} messages, whole after {took_s:.1f} s')
        for person in (anna, bob):
            await expect(person.log.locator('article[data-state=sending]')).to_have_count(0)
            await expect(person.composer).to_have_value('half a th')
            assert await person.is_marked(), 'the page was not loaded again'
            mine = [text for text in truth if text.startswith(f'{person.name} ')]
            assert mine == [text for text in texts if text.startswith(f'{person.name} ')]


async def test_messages_that_arrive_while_a_room_is_loading_are_kept(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    room = await anna.create_room(f'Gate of {anna.name}', bob)
    pushed = asyncio.Event()

    def hold_answers(page: WebSocketRoute) -> None:
        server = page.connect_to_server()

        async def pass_on(frame: str | bytes) -> None:
            if isinstance(frame, str) and frame.startswith('43') and '"messages":' in frame:
                await pushed.wait()
            page.send(frame)
            if isinstance(frame, str) and '"MessagePosted"' in frame:
                pushed.set()

        def forward(frame: str | bytes) -> None:
            tasks.append(asyncio.ensure_future(pass_on(frame)))

        server.on_message(forward)

    tasks: list[asyncio.Future[None]] = []
    await bob.page.route_web_socket(re.compile('_nicegui_ws'), hold_answers)
    await bob.goto(f'/rooms/{room}')
    async with await Window.log_in(live_server.url, anna.name, PASSWORD) as pen:
        await pen.open()
        await pen.send(room, 'in between')
    await bob.sees('in between')
    await asyncio.gather(*tasks)
