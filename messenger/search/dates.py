"""Dates in a search: the days they mean in the reader's time zone, and the index's names for them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

FIRST_YEAR, LAST_YEAR = 2000, 2100
DAY_MS = 86_400_000
_SHORT_YEAR_DIGITS = 2
_TODAY, _YESTERDAY = ('today', 'сегодня'), ('yesterday', 'вчера')
_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        r'(?P<year>\d{4})[-/.](?P<month>\d\d?)[-/.](?P<day>\d\d?)',
        r'(?P<day>\d\d?)\.(?P<month>\d\d?)\.(?P<year>\d{4}|\d\d)',
        r'(?P<year>\d{4})[-/.](?P<month>\d\d?)',
        r'(?P<month>\d\d?)\.(?P<year>\d{4})',
        r'(?P<year>\d{4})',
        r'(?P<day>\d\d?)\.(?P<month>\d\d?)',
    )
)

Period = tuple[date, date]  # the first day, and the first day after it


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


def find_allowed(required: Iterable[Span], excluded: Iterable[Span]) -> list[Span]:
    """The spans of time inside all of `required` and outside all of `excluded`."""
    first, end = date(FIRST_YEAR - 1, 12, 1), date(datetime.now(UTC).year + 2, 1, 1)
    ever = Span(_milliseconds(first, UTC), _milliseconds(end, UTC))
    outside = [[Span(ever.start_ms, span.start_ms), Span(span.end_ms, ever.end_ms)] for span in excluded]
    remaining = [ever]
    for spans in (*([span] for span in required), *outside):
        remaining = [overlap for left in remaining for span in spans if (overlap := left.within(span))]
    return remaining


def index_names(spans: Iterable[Span]) -> list[str]:
    """The index's years, months and days (in UTC) that cover the spans, and perhaps more."""
    names: list[str] = []
    for span in spans:
        first, last = (datetime.fromtimestamp(ms / 1000, UTC).date() for ms in (span.start_ms, span.end_ms - 1))
        names += days(first, last + timedelta(days=1))
    return list(dict.fromkeys(names))


def days(first: date, end: date) -> list[str]:
    """Years, months and days that make up the days from `first` to before `end`."""
    names, day = [], first
    while day < end:
        year_end = date(day.year + 1, 1, 1)
        month_end = _next_month(day)
        if day.month == day.day == 1 and year_end <= end:
            names.append(f'y{day:%Y}')
            day = year_end
        elif day.day == 1 and month_end <= end:
            names.append(f'm{day:%Y%m}')
            day = month_end
        else:
            names.append(f'd{day:%Y%m%d}')
            day += timedelta(days=1)
    return names


def _milliseconds(day: date, zone: tzinfo) -> int:
    return round(datetime.combine(day, time(), zone).timestamp() * 1000)


def _period(value: str, today: date) -> Period | None:
    """The day, month or year that `value` names; None if it is not a date."""
    if value in _TODAY:
        return _day(today)
    if value in _YESTERDAY:
        return _day(today - timedelta(days=1))
    parts = next((match.groupdict() for shape in _SHAPES if (match := shape.fullmatch(value))), None)
    try:
        return _period_of(parts, today) if parts else None
    except ValueError:
        return None


def _period_of(parts: dict[str, str], today: date) -> Period | None:
    """The period with these numbers of a year, month and day. Raises ValueError for a day that no calendar has."""
    if 'year' not in parts:
        day = date(today.year, int(parts['month']), int(parts['day']))
        return _day(day if day <= today else day.replace(year=today.year - 1))
    year = int(parts['year']) + (FIRST_YEAR if len(parts['year']) == _SHORT_YEAR_DIGITS else 0)
    first = date(year, int(parts.get('month', 1)), int(parts.get('day', 1)))
    if not FIRST_YEAR <= year < LAST_YEAR:
        return None
    if 'day' in parts:
        return _day(first)
    return first, _next_month(first) if 'month' in parts else date(year + 1, 1, 1)


def _day(day: date) -> Period:
    return day, day + timedelta(days=1)


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
