"""Runs benchmarks and prints JSON lines: `python -m tests.bench fanout sends`; `all` also writes BENCHMARKS.md."""

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from tests.bench import beside, fanout, heavy_searches, lag, machine, pages, report, searching, sends, usable, windows

Bench = Callable[[], Coroutine[Any, Any, list[dict[str, Any]]]]


def benches(options: argparse.Namespace) -> dict[str, Bench]:
    """Every benchmark by name, with the requested sizes."""
    seconds = options.seconds
    return {
        'fanout': partial(fanout.fanout, seconds, tuple(options.windows)),
        'peers': partial(beside.peers, seconds, options.windows[0]),
        'saturation': partial(fanout.saturation, seconds / 2),
        'limits': partial(beside.limits, seconds / 2),
        'sends': partial(sends.sends, seconds),
        'lag': partial(lag.lag, seconds),
        'memory': partial(windows.memory, options.windows[0]),
        'idle': partial(windows.idle, options.windows[0]),
        'typing': partial(windows.typing, options.windows[-1]),
        'open': windows.opening,
        'switch': windows.switch,
        'history': partial(windows.history, options.messages),
        'search': partial(searching.first_page, options.messages),
        'heavy_searches': partial(heavy_searches.worst, options.messages, options.seconds),
        'page': pages.page,
        'usable': usable.usable,
    }


def main() -> int:
    """Run the requested benchmarks."""
    parser = argparse.ArgumentParser(prog='python -m tests.bench', description=__doc__)
    parser.add_argument('names', nargs='+', metavar='NAME', help='a benchmark, or `all`')
    parser.add_argument(
        '--windows', type=int, nargs='+', default=[200, 1_000], help='numbers of windows for the fan-out'
    )
    parser.add_argument('--seconds', type=float, default=12, help='duration of each load in seconds')
    parser.add_argument('--messages', type=int, default=1_000_000, help='number of messages for `history` and `search`')
    options = parser.parse_args()
    available = benches(options)
    names = [*available] if 'all' in options.names else options.names
    if unknown := [name for name in names if name not in available]:
        parser.error(f'unknown benchmark {unknown[0]}; choose from {", ".join(available)}, all')
    environment, rows, started = machine.describe(), [], time.monotonic()
    print(json.dumps({'machine': environment}), flush=True)
    for name in names:
        for row in asyncio.run(available[name]()):
            rows.append(row)
            print(json.dumps(row, ensure_ascii=False), flush=True)
    if 'all' in options.names:
        report.write(environment | {'took': f'{time.monotonic() - started:.0f} s'}, rows)
    return 0


if __name__ == '__main__':
    sys.exit(main())
