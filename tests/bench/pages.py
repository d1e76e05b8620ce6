"""Pages: what the long lists cost, and how soon the first page is ready."""

import asyncio
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx

from tests.bench import figures, harness, machine
from tests.bench.fanout import pid_of
from tests.live_server import LiveServer

TIMES = 50


async def page() -> list[dict[str, Any]]:
    """The user list with 1,000 people and the rooms page with 200 rooms; startup time and idle memory."""
    rows = []
    with harness.place(people=1_000, rooms=200, messages=20_000, members=50) as (server, place):
        async with httpx.AsyncClient(headers={'cookie': f'messenger_session={place.token(1)}'}, timeout=60) as http:
            for name, path in (('user list, 1,000 people', '/users'), ('rooms page, 200 rooms', '/rooms')):
                for _ in range(10):
                    (await http.get(server.url + path)).raise_for_status()
                used = machine.cpu_s(pid_of(server))
                for _ in range(TIMES):
                    await http.get(server.url + path)
                each = (machine.cpu_s(pid_of(server)) - used) / TIMES * 1e3
                rows.append(figures.row('page', f'CPU of the {name}', each, 'ms', hold='≤ 30', is_met=each <= 30))
    return rows + await asyncio.to_thread(start)


def start() -> list[dict[str, Any]]:
    """From the command to the first page, and the server's memory then."""
    with tempfile.TemporaryDirectory(prefix='messenger-bench-') as folder:
        first = LiveServer(Path(folder) / 'data')
        first.start()
        first.stop()
    with tempfile.TemporaryDirectory(prefix='messenger-bench-') as folder:
        server = LiveServer(Path(folder) / 'data')
        started = time.monotonic()
        server.start()
        httpx.get(f'{server.url}/login').raise_for_status()
        took = time.monotonic() - started
        time.sleep(2)
        held = machine.memory_kb(pid_of(server)) / 1024
        server.stop()
    return [
        figures.row('page', 'start to the first page', took, 's', hold='≤ 3', is_met=took <= 3),
        figures.row('page', 'idle memory', held, 'MB', hold='≤ 100', is_met=held <= 100),
    ]
