"""Whatever one member, or several together, do with pages, other people's messages stay fast and memory is released."""

import asyncio
import sys

import pytest

from tests.bench import machine
from tests.live_server import ROOT
from tests.proofs.conftest import Place

QUIET_S, FLOOD_S, RELEASE_S = 10.0, 20.0, 60.0
WARM_S = 12.0  # including filling the workspace: until the server has been up for longer than a storm lasts
MEMORY_LIMIT_KB = 50 * 1024
LEAST_MS = 4.0  # two turns of the interpreter's lock: a quiet run may be faster than a thread can be
FLOODS = (
    *('new_room', 'new_room_20_windows', 'user_menu', 'details', 'stale', 'everything', 'nobody', 'frames', 'huge'),
    *('typing', 'users', 'admin', 'reads', 'pages', 'sockets'),
)


@pytest.mark.proof
@pytest.mark.parametrize('people', [1, 5])
@pytest.mark.parametrize('kind', FLOODS)
async def test_nobody_else_notices_a_flood_of_page_events(place: Place, kind: str, people: int) -> None:
    rogues = await place.rogues(people, is_admin=kind == 'admin')
    await place.p95_ms(WARM_S)
    used = machine.cpu_s(place.pid)
    quiet = await place.p95_ms(QUIET_S)
    quiet_share = (machine.cpu_s(place.pid) - used) / QUIET_S
    before = await place.memory_kb()
    command = [
        sys.executable,
        '-m',
        'tests.proofs.flooder',
        kind,
        str(place.live_server.port),
        str(place.room),
        str(FLOOD_S),
    ]
    flood = await asyncio.create_subprocess_exec(
        *command, *(rogue['token'] for rogue in rogues), cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert flood.stdout is not None
    await flood.stdout.readline()
    used = machine.cpu_s(place.pid)
    flooded = await place.p95_ms(FLOOD_S - 2)
    share = (machine.cpu_s(place.pid) - used) / (FLOOD_S - 2)
    during = await place.memory_kb()
    report = (await flood.stdout.read()).decode().strip()
    await flood.wait()
    await asyncio.sleep(RELEASE_S)
    after = await place.memory_kb()
    summary = f'{kind} x{people}: p95 {quiet:.1f} -> {flooded:.1f} ms, memory {(during - before) / 1024:+.0f} MB, '
    print(f'{summary}afterwards {(after - before) / 1024:+.0f} MB, cpu {quiet_share:.0%} -> {share:.0%} {report}')
    assert flooded <= 2 * max(quiet, LEAST_MS), summary
    assert during - before <= MEMORY_LIMIT_KB, summary
    assert after - before <= MEMORY_LIMIT_KB, summary
    assert 'Traceback' not in place.live_server.log.read_text()
