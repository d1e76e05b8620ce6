"""Writes BENCHMARKS.md from the rows of a run."""

from pathlib import Path
from typing import Any

FILE = Path(__file__).parent.parent.parent / 'BENCHMARKS.md'
HEAD = """# Benchmarks

What the messenger costs, measured by `make bench` in one run on one machine and compared with other software. The
column “hold” shows the limit that the project sets itself. The load comes from a second process over real sockets and
is open-loop: every message has a scheduled time, and delays count from it. CPU is the server's user and system time as
counted by the kernel. If other software could not be measured, its row says so. To measure one row again, run
`python -m tests.bench NAME`.
"""
MARKS = {True: 'yes', False: '**no**', None: ''}


def write(environment: dict[str, str], rows: list[dict[str, Any]], file: Path = FILE) -> None:
    """Write the report: the machine, then a table with a line for each row."""
    summary = ' · '.join(f'{name} {value}' for name, value in environment.items())
    lines = [
        HEAD,
        f'{summary}\n',
        '| what | measured | hold | held | peer | ratio | bench |',
        '|---|---|---|---|---|---|---|',
    ]
    lines += [_line(row) for row in rows]
    file.write_text('\n'.join(lines) + '\n')


def _line(row: dict[str, Any]) -> str:
    if row.get('state') == 'incomplete':
        return f'| {row["what"]} | incomplete: {row["why"]} | | | | | `{row["bench"]}` |'
    peer = row['peer']
    beside = f'{peer["name"]}: {number(peer["figure"])} {row["unit"]}' if peer else ''
    ratio = '' if row['ratio'] is None else f'{row["ratio"]:.2f}'
    measured = f'{number(row["figure"])} {row["unit"]}'
    return (
        f'| {row["what"]} | {measured} | {row["hold"]} | {MARKS[row["met"]]} | {beside} | {ratio} | `{row["bench"]}` |'
    )


def number(value: float) -> str:
    """A figure: three significant digits below 100, above that a whole number with thousands separators."""
    return f'{value:,.0f}' if abs(value) >= 100 else f'{value:.3g}'
