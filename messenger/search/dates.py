"""Dates in a search: the days they mean in the reader's time zone, and the index's names for them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

FIRST_YEAR, LAST_YEAR = 2000, 2100
DAY_MS = 86_400_000
_TODAY, _YESTERDAY = ('today', 'сегодня'), ('yesterday', 'вчера')
_NO_DAY_OR_MONTH, _SHORT_YEAR_DIGITS = 0, 2
# with the groups of the year, month and day
_PATTERNS = (
    (re.compile(r'(\d{4})[-/.](\d\d?)[-/.](\d\d?)'), (1, 2, 3)),
    (re.compile(r'(\d\d?)\.(\d\d?)\.(\d{4}|\d\d)'), (3, 2, 1)),
    (re.compile(r'(\d{4})[-/.](\d\d?)'), (1, 2, _NO_DAY_OR_MONTH)),
    (re.compile(r'(\d\d?)\.(\d{4})'), (2, 1, _NO_DAY_OR_MONTH)),
    (re.compile(r'(\d{4})'), (1, _NO_DAY_OR_MONTH, _NO_DAY_OR_MONTH)),
)
_DAY_AND_MONTH = re.compile(r'(\d\d?)\.(\d\d?)')


@dataclass(frozen=True)
class Span:
    """From one moment until just before another, in milliseconds since 1970."""

    start_ms: int
    end_ms: int

    @property
    def is_whole_days(self) -> bool:
        """Whether it consists of whole UTC days, which the index knows exactly."""
        return self.start_ms % DAY_MS == self.end_ms % DAY_MS == 0

    def within(self, other: 'Span') -> 'Span | None':
        """The overlap of both; None if there is none."""
        start, end = max(self.start_ms, other.start_ms), min(self.end_ms, other.end_ms)
        return Span(start, end) if start < end else None


def span(key: str, value: str, zone: tzinfo) -> Span | None:
    """The span of `before`, `after` (that day and later) or `on` a day, month or year; None if it is not a date."""
    period = _period(value, datetime.now(zone).date())
    if period is None:
        return None
    first, end = period
    if key == 'before':
        first, end = date(FIRST_YEAR, 1, 1), first
    elif key == 'after':
        end = date(LAST_YEAR, 1, 1)
    return Span(_milliseconds(first, zone), _milliseconds(end, zone))


def allowed(spans: Iterable[tuple[Span, bool]]) -> list[Span]:
    """The spans of time inside all wanted spans and outside all unwanted ones."""
    first, end = date(FIRST_YEAR - 1, 12, 1), date(datetime.now(UTC).year + 2, 1, 1)
    ever = Span(_milliseconds(first, UTC), _milliseconds(end, UTC))
    left = [ever]
    for span, wanted in spans:
        others = [span] if wanted else [Span(ever.start_ms, span.start_ms), Span(span.end_ms, ever.end_ms)]
        left = [both for one in left for other in others if (both := one.within(other))]
    return left


def facts(spans: Iterable[Span]) -> list[str]:
    """The index's years, months and days (in UTC) that cover the spans, and perhaps more."""
    found: list[str] = []
    for span in spans:
        first, last = (datetime.fromtimestamp(ms / 1000, UTC).date() for ms in (span.start_ms, span.end_ms - 1))
        found += days(first, last + timedelta(days=1))
    return list(dict.fromkeys(found))


def days(first: date, end: date) -> list[str]:
    """Years, months and days that make up the days from `first` to before `end`."""
    found, day = [], first
    while day < end:
        year_end = date(day.year + 1, 1, 1)
        month_end = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        if day.month == day.day == 1 and year_end <= end:
            found.append(f'y{day:%Y}')
            day = year_end
        elif day.day == 1 and month_end <= end:
            found.append(f'm{day:%Y%m}')
            day = month_end
        else:
            found.append(f'd{day:%Y%m%d}')
            day += timedelta(days=1)
    return found


def _milliseconds(day: date, zone: tzinfo) -> int:
    return round(datetime.combine(day, time(), zone).timestamp() * 1000)


def _period(value: str, today: date) -> tuple[date, date] | None:
    """The first day of the named period, and the first day after it."""
    if value in (*_TODAY, *_YESTERDAY):
        first = today - timedelta(days=value in _YESTERDAY)
        return first, first + timedelta(days=1)
    try:
        if found := _DAY_AND_MONTH.fullmatch(value):
            day = date(today.year, int(found[2]), int(found[1]))
            return _checked(day if day <= today else day.replace(year=today.year - 1))
        for pattern, (year_at, month_at, day_at) in _PATTERNS:
            if found := pattern.fullmatch(value):
                year = int(found[year_at]) + (FIRST_YEAR if len(found[year_at]) == _SHORT_YEAR_DIGITS else 0)
                return _checked(
                    date(year, int(found[month_at] if month_at else 1), int(found[day_at] if day_at else 1)),
                    months=0 if day_at else 1 if month_at else 12,
                )
    except ValueError:
        return None
    return None


def _checked(first: date, *, months: int = 0) -> tuple[date, date] | None:
    if not FIRST_YEAR <= first.year < LAST_YEAR:
        return None
    if not months:
        return first, first + timedelta(days=1)
    after = first.year * 12 + first.month - 1 + months
    return first, date(after // 12, after % 12 + 1, 1)
