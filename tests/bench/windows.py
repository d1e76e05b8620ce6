"""Windows: the memory of an open one, the CPU of an idle one, and the CPU of opening one and switching rooms in it."""

import asyncio
import time
from itertools import pairwise
from typing import Any

import httpx

from tests.bench import figures, harness, machine
from tests.bench.fanout import pid_of
from tests.bench.window import LoadWindow

WARM_UP = 30
SETTLED_S, IDLE_S = 10, 15
TYPING_S = 3  # how often a browser reports that its person is typing
ROUND_S = 30  # in which everything the server does periodically is done once


async def memory(windows: int = 200) -> list[dict[str, Any]]:
    """Memory of an open room window, with 50 rooms in its sidebar."""
    with harness.place(people=windows + WARM_UP, rooms=50, messages=20_000) as (server, place):
        async with harness.windows(server, place, WARM_UP, room=2):
            await asyncio.sleep(1)
            before = machine.memory_kb(pid_of(server))
            async with harness.windows(server, place, windows, first_person=WARM_UP + 1, room=2):
                await asyncio.sleep(3)
                each = (machine.memory_kb(pid_of(server)) - before) / windows
    return [figures.row('memory', 'memory of an open room window', each, 'kB', hold='≤ 250', is_met=each <= 250)]


async def idle(windows: int = 200) -> list[dict[str, Any]]:
    """CPU of the server for windows in which nothing happens."""
    with harness.place(people=windows, rooms=50, messages=5_000) as (server, place):
        async with harness.windows(server, place, windows):
            await asyncio.sleep(SETTLED_S)
            used = machine.cpu_s(pid_of(server))
            await asyncio.sleep(IDLE_S)
            each = (machine.cpu_s(pid_of(server)) - used) / IDLE_S / windows * 1e3
    return [figures.row('idle', 'CPU of an idle window a second', each, 'ms/s', hold='≤ 0.25', is_met=each <= 0.25)]


async def typing(windows: int = 1_000, writers: int = 5) -> list[dict[str, Any]]:
    """CPU of the server for this many people typing in a room with all these windows, as often as browsers report it.

    The cost of the windows alone is measured before and after, since it keeps falling long after they opened.
    """
    with harness.place(people=windows, rooms=50, messages=5_000) as (server, place):
        async with harness.windows(server, place, windows) as shown:
            await asyncio.sleep(SETTLED_S)
            marks = [machine.cpu_s(pid_of(server))]
            for writes in (False, True, False):
                for _ in range(ROUND_S // TYPING_S):
                    for writer in shown[:writers] if writes else ():
                        writer.begin('typing', {'room': 1})
                    await asyncio.sleep(TYPING_S)
                marks.append(machine.cpu_s(pid_of(server)))
            before, during, after = (end - start for start, end in pairwise(marks))
            each = (during - (before + after) / 2) / ROUND_S * 1e3
    return [figures.row('typing', f'CPU of {writers} who write before {windows:,} windows, a second', each, 'ms/s')]


async def opening(times: int = 60) -> list[dict[str, Any]]:
    """CPU to open a room: page, socket, join, newest 30; with 10,000 messages in it, and with 30."""
    rows, costs = [], {}
    for name, messages in (('10,000', 10_000), ('30', 30)):
        with harness.place(people=times + WARM_UP, rooms=1, messages=messages) as (server, place):
            async with harness.windows(server, place, WARM_UP):
                pass
            await asyncio.sleep(1)
            used = machine.cpu_s(pid_of(server))
            async with harness.windows(server, place, times):
                costs[name] = (machine.cpu_s(pid_of(server)) - used) / times * 1e3
        rows.append(
            figures.row(
                'open',
                f'CPU to open a room with {name} messages',
                costs[name],
                'ms',
                hold='≤ 20',
                is_met=costs[name] <= 20,
            )
        )
    return rows


async def switch(times: int = 1_000) -> list[dict[str, Any]]:
    """CPU to switch rooms in an open window."""
    with harness.place(people=2, rooms=50, messages=200_000) as (server, place):
        async with harness.windows(server, place, 1) as (window,):
            for number in range(100):
                await window.ask('open', {'room': number % 50 + 1})
            used, start = machine.cpu_s(pid_of(server)), time.monotonic()
            for number in range(times):
                await window.ask('open', {'room': number % 50 + 1})
            each = (machine.cpu_s(pid_of(server)) - used) / times * 1e3
            took = (time.monotonic() - start) / times * 1e3
    return [
        figures.row('switch', 'CPU to switch rooms in an open window', each, 'ms', hold='≤ 3', is_met=each <= 3),
        figures.row('switch', 'round trip of a switch', took, 'ms'),
    ]


async def history(messages: int = 1_000_000, times: int = 1_000) -> list[dict[str, Any]]:
    """A page of 50 older messages from anywhere in a room of a million."""
    with harness.place(people=2, rooms=1, messages=messages) as (server, place):
        async with httpx.AsyncClient(timeout=60) as http:
            window = LoadWindow(harness.HOST, server.port, place.token(1))
            await window.connect(await window.load(http, '/rooms/1'))
        late = []
        for number in range(times):
            start = time.monotonic()
            before = 60 + number * 7_919 % (messages - 60)
            answer = await window.ask('history', {'room': 1, 'before': before, 'limit': 50})
            late.append((time.monotonic() - start) * 1e3)
            if len(answer['messages']) != 50:
                raise AssertionError(f'{len(answer["messages"])} messages before {before}')
        window.close()
    p99 = figures.percentile(late, 0.99)
    return [figures.row('history', '50 older messages of 1,000,000, p99', p99, 'ms', hold='≤ 20', is_met=p99 <= 20)]
