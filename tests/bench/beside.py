"""The same load on a peer: a separate process, the same number of windows, messages on schedule."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx

from tests import socket_protocol
from tests.bench import figures
from tests.bench.fanout import FEW, SETTLE_S, Ear, Outcome, Send, climb, load, ours
from tests.bench.wire import Wire
from tests.live_server import ROOT, free_port

START_S, AT_ONCE = 30, 20
TITLES = {
    'bare': 'bare uvicorn and websockets',
    'stock': 'NiceGUI with ui.chat_message',
    'channels_chat': 'Django Channels on daphne',
}
HOST = '127.0.0.1'
NOTE = ' the route goes along the river this time' + ' and the weather is fine' * 8  # as long as our frames


class NotThere(Exception):
    """The peer could not be started; the text says why."""


@asynccontextmanager
async def running(name: str) -> AsyncIterator[tuple[int, int]]:
    """Start the peer; gives its port and process id. Raises NotThere."""
    port = free_port()
    command = [sys.executable, '-m', f'tests.bench.peers.{name}', str(port)]
    environment = os.environ | {'PYTHONWARNINGS': 'ignore'}
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    try:
        await _wait(port, process)
        yield port, process.pid
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def _wait(port: int, process: asyncio.subprocess.Process) -> None:
    async with httpx.AsyncClient() as http:
        for _ in range(START_S * 10):
            if process.returncode is not None:
                errors = (await process.stderr.read()).decode() if process.stderr else ''
                raise NotThere((errors.strip().splitlines() or ['it ended at once'])[-1])
            try:
                await http.get(f'http://{HOST}:{port}/')
            except httpx.TransportError:
                await asyncio.sleep(0.1)
            else:
                return
    raise NotThere('it did not answer')


async def _plain(port: int, ear: Ear) -> Wire:
    return await Wire.connect(HOST, port, '/ws', {}, ear)


async def _stock(port: int, ear: Ear) -> Wire:
    async with httpx.AsyncClient(timeout=START_S) as http:
        page = await http.get(f'http://{HOST}:{port}/')
    client_id = socket_protocol.client_id_in(page.text)
    if client_id is None:
        raise NotThere('its page holds no client')
    wire: Wire | None = None

    def receive(frame: bytes) -> None:
        if frame == b'2' and wire is not None:
            wire.send(b'3')
        elif frame.startswith(b'42'):
            ear(frame)

    wire = await Wire.connect(HOST, port, socket_protocol.socket_path(client_id), {}, receive)
    wire.send(b'40')
    return wire


OPEN: dict[str, Callable[[int, Ear], Awaitable[Wire]]] = {'bare': _plain, 'channels_chat': _plain, 'stock': _stock}


def _sender(name: str, port: int, shown: list[Wire], http: httpx.AsyncClient, asked: set[asyncio.Task[object]]) -> Send:
    def over_socket(number: int, body: str) -> None:
        shown[number % len(shown)].send(json.dumps({'body': body + NOTE}).replace('": "', '":"').encode())

    def over_http(_number: int, body: str) -> None:
        task: asyncio.Task[object] = asyncio.ensure_future(
            http.post(f'http://{HOST}:{port}/say', params={'text': body + NOTE})
        )
        asked.add(task)
        task.add_done_callback(asked.discard)

    return over_http if name == 'stock' else over_socket


async def peer(name: str, windows: int, *, rate: float, seconds: float) -> Outcome:
    """`bare`, `stock` or `channels_chat` under the load of `fanout`. Raises NotThere."""
    async with running(name) as (port, pid), httpx.AsyncClient(timeout=START_S) as http:
        ear, gate = Ear(), asyncio.Semaphore(AT_ONCE)

        async def opened() -> Wire:
            async with gate:
                return await OPEN[name](port, ear)

        shown = list(await asyncio.gather(*(opened() for _ in range(windows))))
        await asyncio.sleep(SETTLE_S)
        try:
            send = _sender(name, port, shown, http, set())
            return await load(ear, windows, send, pid, rate=rate, seconds=seconds)
        finally:
            for wire in shown:
                wire.close()


async def peers(seconds: float = 10, windows: int = FEW) -> list[dict[str, Any]]:
    """The cost of a delivery for each peer and for us in the same run; and the bare broadcast at its limit."""
    mine = await ours(windows, rate=10, seconds=seconds)
    rows = []
    for name, title in TITLES.items():
        cpu_title = f'CPU a delivery beside {title}, {windows} windows, 10 messages/s'
        try:
            theirs = await peer(name, windows, rate=10, seconds=seconds)
        except NotThere as why:
            rows.append(figures.incomplete('peers', cpu_title, str(why)))
            continue
        missing = f' ({theirs.due - theirs.delivered} of {theirs.due} missing)' if theirs.delivered < theirs.due else ''
        cost = figures.row('peers', cpu_title, mine.cpu_us, 'µs', peer=title + missing, peer_figure=theirs.cpu_us)
        if name == 'bare':
            cost |= {'hold': '≤ 2 × the bare broadcast', 'met': mine.cpu_us <= 2 * theirs.cpu_us}
        late = f'send to receipt p99 beside {title}'
        rows += [cost, figures.row('peers', late, mine.p99_ms, 'ms', peer=title + missing, peer_figure=theirs.p99_ms)]
    return rows


async def limits(seconds: float = 6) -> list[dict[str, Any]]:
    """The bare broadcast at its limit, for the row of `saturation`."""
    ear = Ear()
    try:
        async with running('bare') as (port, pid):
            shown = [await _plain(port, ear) for _ in range(FEW)]
            async with httpx.AsyncClient() as http:
                best, tried = await climb(ear, _sender('bare', port, shown, http, set()), pid, seconds=seconds)
            for wire in shown:
                wire.close()
    except NotThere as why:
        return [figures.incomplete('limits', 'deliveries/s of the bare broadcast', str(why))]
    return [figures.row('limits', 'deliveries/s of the bare broadcast, nothing stored', best, '1/s') | {'tried': tried}]
