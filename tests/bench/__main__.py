"""Runs benches by name and prints JSON lines: `python -m tests.bench fanout sends`."""

import argparse
import asyncio
import json
import sys
from collections.abc import Callable, Coroutine
from typing import Any

from tests.bench import fanout, machine, pages, sends, windows

BENCHES: dict[str, Callable[[], Coroutine[Any, Any, list[dict[str, Any]]]]] = {
    'fanout': fanout.fanout,
    'saturation': fanout.saturation,
    'sends': sends.sends,
    'memory': windows.memory,
    'idle': windows.idle,
    'open': windows.opening,
    'switch': windows.switch,
    'history': windows.history,
    'page': pages.page,
}


def main() -> int:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(prog='python -m tests.bench', description=__doc__)
    parser.add_argument('names', nargs='+', choices=[*BENCHES, 'all'])
    names = parser.parse_args().names
    print(json.dumps({'machine': machine.facts()}), flush=True)
    for name in BENCHES if 'all' in names else names:
        for row in asyncio.run(BENCHES[name]()):
            print(json.dumps(row, ensure_ascii=False), flush=True)
    return 0


if __name__ == '__main__':
    sys.exit(main())
