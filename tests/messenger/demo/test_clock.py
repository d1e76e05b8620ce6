"""The demo's clock: whenever it starts, people talked during working hours, in order, until minutes ago."""

from datetime import datetime, timedelta, timezone
from itertools import pairwise

import pytest

from messenger.demo import clock
from messenger.demo.script import Line

ZONE = timezone(timedelta(hours=3))
TALK: tuple[Line, ...] = (
    ('anna', 'Good morning', 0.4),
    ('bob', 'Hello'),
    *(line for _ in range(30) for line in (('anna', 'One day later', 1.13), ('bob', 'I see'), ('anna', 'Well'))),
)
STARTS = [datetime(2025, 3, 1 + day, hour, 7, tzinfo=ZONE) for day in range(8) for hour in (0, 4, 9, 13, 18, 23)]


def _moments(now: datetime) -> list[datetime]:
    longest = clock.offsets(TALK, 'seed')[-1][0]
    return clock.moments(TALK, 'seed', now - clock.LAST_AGO - longest, now)


def test_lines_are_in_order_and_the_last_is_minutes_ago(subtests: pytest.Subtests) -> None:
    for now in STARTS:
        with subtests.test(f'{now:%a %H}'):
            moments = _moments(now)

            assert all(later - earlier >= clock.LEAST_GAP for earlier, later in pairwise(moments))
            assert timedelta(minutes=2) < now - moments[-1] < timedelta(minutes=20)
            assert timedelta(days=25) < now - moments[0] < timedelta(days=40)


def test_people_rest_at_night_and_on_weekends_except_on_the_last_two_days(subtests: pytest.Subtests) -> None:
    for now in STARTS:
        with subtests.test(f'{now:%a %H}'):
            past = [moment for moment in _moments(now) if moment < now - timedelta(days=2)]

            assert {moment.weekday() for moment in past} <= {0, 1, 2, 3, 4}
            assert {moment.hour for moment in past} <= set(range(8, 22))


def test_the_same_seed_gives_the_same_times() -> None:
    assert _moments(STARTS[0]) == _moments(STARTS[0])


def test_the_original_order_is_kept() -> None:
    now = datetime(2025, 3, 31, 12, tzinfo=ZONE)
    raw = [now - timedelta(days=30) + timedelta(hours=number) for number in range(600)]

    mapped = [clock.believable(moment, now) for moment in raw]

    assert mapped == sorted(mapped)
