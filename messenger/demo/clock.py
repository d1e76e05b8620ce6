"""When the demo messages were sent: in working hours, in bursts, with pauses, the last ones minutes ago."""

import random
from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime, timedelta

from messenger.demo.script import Line

LEAST_GAP = timedelta(seconds=25)
LAST_AGO = timedelta(minutes=3)
NO_MAPPING_WITHIN = timedelta(hours=3)

# Maps a day's 24 hours to working hours, Saturday's to Friday and Sunday's to Monday. Left: hours since Saturday 0:00;
# right: the hours they become; linear in between. The order of messages stays the same.
WEEK = (
    *((0, -8), (24, -4.5)),  # Saturday: Friday, 16:00 to 19:30
    *((24.01, 56.5), (48, 58.5)),  # Sunday: Monday, 8:30 to 10:30
    *((48.01, 58.5), (72, 68.5)),  # Monday, 10:30 to 20:30
    *((72.01, 80.5), (96, 92.5)),  # Tuesday, 8:30 to 20:30, and so on
    *((96.01, 104.5), (120, 116.5)),
    *((120.01, 128.5), (144, 140.5)),
    *((144.01, 152.5), (168, 160)),  # Friday, 8:30 to 16:00
)


def offsets(lines: Sequence[Line], seed: str) -> list[tuple[timedelta, bool]]:
    """For each line: how long after the start of the conversation it comes, and whether a pause precedes it."""
    chance = random.Random(seed)
    passed, result = timedelta(), []
    for line in lines:
        _, text, *pauses = line
        if pauses:
            passed += timedelta(days=sum(pauses))
        else:
            passed += timedelta(seconds=chance.triangular(20, 400, 60) + 0.3 * len(text))
        result.append((passed, bool(pauses)))
    return result


def moments(lines: Sequence[Line], seed: str, start: datetime, now: datetime) -> list[datetime]:
    """When each line was sent, in order, all before `now`; the conversation began at `start`. Both are local times."""
    times: list[datetime] = []
    shift = timedelta()
    for passed, paused in offsets(lines, seed):
        raw = start + passed
        if paused or not times:
            shift = believable(raw, now) - raw
        earliest = times[-1] + LEAST_GAP if times else raw + shift
        times.append(max(raw + shift, earliest))
    latest = now - LAST_AGO
    for number in reversed(range(len(times))):
        times[number] = min(times[number], latest)
        latest = times[number] - LEAST_GAP
    return times


def believable(raw: datetime, now: datetime) -> datetime:
    """Map the time `raw` to working hours; recent times stay the same."""
    if raw > now - NO_MAPPING_WITHIN:
        return raw
    saturday = (raw - timedelta(days=(raw.weekday() - 5) % 7)).replace(hour=0, minute=0, second=0, microsecond=0)
    mapped = saturday + timedelta(hours=_between((raw - saturday) / timedelta(hours=1)))
    return min(mapped, raw) if mapped > now - NO_MAPPING_WITHIN else mapped


def _between(hour: float) -> float:
    number = min(max(bisect_right(WEEK, (hour, float('inf'))), 1), len(WEEK) - 1)
    (left, left_to), (right, right_to) = WEEK[number - 1], WEEK[number]
    return left_to + (hour - left) / (right - left) * (right_to - left_to)
