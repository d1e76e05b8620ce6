"""How late the event loop is under load, as the server measures it and reports at /metrics."""

import re
from typing import Any

import httpx

from tests.bench import figures, harness
from tests.bench.fanout import FEW, Ear, load, pid_of, sender
from tests.live_server import LiveServer

BUCKET = re.compile(r'^messenger_loop_lag_seconds_bucket\{le="([^"]+)"\} (\S+)$', re.MULTILINE)


async def lag(seconds: float = 10) -> list[dict[str, Any]]:
    """The bucket that holds the 99th percentile of the lag, at 10 and at 400 messages a second to 200 windows."""
    rows = []
    with harness.place(people=FEW, rooms=50, messages=5_000) as (server, place):
        ear = Ear()
        async with harness.windows(server, place, FEW, on_push=ear) as shown:
            for rate in (10, 400):
                before = await _buckets(server, place.token(1))
                await load(ear, FEW, sender(shown), pid_of(server), rate=rate, seconds=seconds)
                after = await _buckets(server, place.token(1))
                p99 = _bucket_of({edge: after[edge] - before[edge] for edge in after}, 0.99) * 1e3
                name = f'lag of the event loop, p99, {rate} messages/s to {FEW} windows'
                rows.append(figures.row('lag', name, p99, 'ms', hold='≤ 20', is_met=p99 <= 20))
    return rows


async def _buckets(server: LiveServer, token: str) -> dict[float, float]:
    async with httpx.AsyncClient(headers={'cookie': f'messenger_session={token}'}) as http:
        answer = await http.get(f'{server.url}/metrics')
    return {float(edge): float(count) for edge, count in BUCKET.findall(answer.text)}


def _bucket_of(counts: dict[float, float], share: float) -> float:
    """The upper edge of the bucket that contains this share of all (Prometheus buckets are cumulative)."""
    total = max(counts.values())
    return min(edge for edge, count in counts.items() if count >= share * total)
