"""Writes BENCHMARKS.md from the rows of a run."""

from pathlib import Path
from typing import Any

FILE = Path(__file__).parent.parent.parent / 'BENCHMARKS.md'
HEAD = """# Benchmarks

What the messenger costs, measured by `make bench` on one machine in one run, its peers beside it; the bars are those
that the project holds itself to. Load comes from a second process over real sockets, open-loop: every message has its
time, and lateness counts from then. CPU is the server's, user and kernel, as the kernel counts it. A row whose peer did
not run says so. A single row is measured again with `python -m tests.bench NAME`.
"""
MARKS = {True: 'yes', False: '**no**', None: ''}


def write(facts: dict[str, str], rows: list[dict[str, Any]], file: Path = FILE) -> None:
    """Write the report: the machine, then a table with a line for each row."""
    told = ' · '.join(f'{name} {value}' for name, value in facts.items())
    lines = [
        HEAD,
        f'{told}\n',
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
    """A figure with three digits that count, and thousands apart."""
    return f'{value:,.0f}' if abs(value) >= 100 else f'{value:.3g}'
