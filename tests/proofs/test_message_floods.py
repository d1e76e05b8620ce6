"""Whatever a few members send within their limits, other people's messages stay fast."""

import asyncio
import sys

import pytest

from tests.live_server import ROOT
from tests.proofs.conftest import Place

QUIET_S, FLOOD_S, WARM_S = 6.0, 12.0, 4.0
LONG_TEXTS = 300
LEAST_MS = 15.0  # for a busy machine: half of what nobody notices


@pytest.mark.proof
@pytest.mark.parametrize(('kind', 'people'), [('long_texts', 6), ('changes', 1), ('changes', 6), ('batches', 6)])
async def test_others_do_not_wait_during_a_flood_of_messages(place: Place, kind: str, people: int) -> None:
    rogues = await place.rogues(people, is_admin=False)
    await place.p95_ms(WARM_S)
    quiet = await place.p95_ms(QUIET_S)
    command = [sys.executable, '-m', 'tests.proofs.message_flooder', kind, str(place.live_server.port), str(place.room)]
    flood = await asyncio.create_subprocess_exec(
        *command, str(FLOOD_S), *(rogue['token'] for rogue in rogues), cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert flood.stdout is not None
    await flood.stdout.readline()
    flooded = await place.p95_ms(FLOOD_S - 2)
    report = (await flood.stdout.read()).decode().strip()
    await flood.wait()
    summary = f'{kind} x{people}: p95 {quiet:.1f} -> {flooded:.1f} ms {report}'
    print(summary)
    assert flooded <= 2 * max(quiet, LEAST_MS), summary
    assert 'Traceback' not in place.live_server.log.read_text()


@pytest.mark.proof
async def test_others_do_not_wait_while_a_flood_is_removed_and_restored(place: Place) -> None:
    (root,), (rogue,) = await place.rogues(1, is_admin=True), await place.rogues(1, is_admin=False)
    for _ in range(LONG_TEXTS // 10):
        await place.live_server.call('say_long', rogue['id'], place.room, 10)
    await place.p95_ms(WARM_S)
    quiet = await place.p95_ms(QUIET_S)
    for change in ('stop', 'bring_back'):
        doing = asyncio.create_task(place.live_server.call(f'floods.{change}', root['id'], rogue['id']))
        busy = await place.p95_ms(FLOOD_S)
        await doing
        summary = f'{change} {LONG_TEXTS} long texts: p95 {quiet:.1f} -> {busy:.1f} ms'
        print(summary)
        assert busy <= 2 * max(quiet, LEAST_MS), summary
