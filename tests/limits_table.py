"""The table of limits in docs/security.md, made from the code: `python -m tests.limits_table` writes it."""

import math
from pathlib import Path

from messenger.rate_limits import RATES

DOCUMENT = Path(__file__).parent.parent / 'docs' / 'security.md'
BEGIN, END = '<!-- limits -->\n', '<!-- end of limits -->\n'
UNITS = (('second', 1), ('minute', 60), ('hour', 3600))


def table() -> str:
    """The rows of RATES in order, as Markdown."""
    rows = [f'| {rate.what} | {rate.burst:,} | {paced(rate.per_second)} |\n' for rate in RATES.values()]
    return '| action | at once | then |\n|---|---|---|\n' + ''.join(rows)


def paced(per_second: float) -> str:
    """A rate in the smallest unit in which it is at least one."""
    unit, seconds = next(((unit, seconds) for unit, seconds in UNITS if per_second * seconds >= 1 - 1e-9), UNITS[-1])
    return f'{math.floor(per_second * seconds * 10 + 0.5) / 10:g} a {unit}'.replace('a hour', 'an hour')


def written() -> str:
    """The document with the up-to-date table."""
    before, _, rest = DOCUMENT.read_text().partition(BEGIN)
    return before + BEGIN + table() + END + rest.partition(END)[2]


if __name__ == '__main__':
    DOCUMENT.write_text(written())
