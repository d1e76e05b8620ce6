"""The texts of the product in the reader's language: gettext with the catalogues in locale/."""

import gettext as catalogues
import math
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import cache
from pathlib import Path

from babel import dates, numbers

LANGUAGES = {'en': 'English', 'ru': 'Русский'}  # by code; the names are what native speakers use
SOURCE = 'en'
SECONDS_MAX = 90  # longer durations are shown in minutes
LOCALE_DIR = Path(__file__).parent / 'locale'

language: ContextVar[str] = ContextVar('language', default=SOURCE)


@contextmanager
def speaking(name: str) -> Iterator[None]:
    """Translate into this language inside the block."""
    before = language.set(name)
    try:
        yield
    finally:
        language.reset(before)


@cache
def _catalogue(name: str) -> catalogues.NullTranslations:
    return catalogues.translation('messenger', LOCALE_DIR, [name], fallback=True)


def _(message: str) -> str:
    """Translate `message` into the language of the current task."""
    return _catalogue(language.get()).gettext(message)


def pgettext(context: str, message: str) -> str:
    """Translate a message that other languages translate differently in different places, given by `context`."""
    return _catalogue(language.get()).pgettext(context, message)


def ngettext(singular: str, plural: str, number: int) -> str:
    """Translate a message that counts `number` things."""
    return _catalogue(language.get()).ngettext(singular, plural, number)


def forms(singular: str, plural: str) -> dict[str, str]:
    """A message with a count, in each plural form the browser may need, by CLDR category: one, few (2 to 4), many."""
    return {name: ngettext(singular, plural, number) for name, number in (('one', 1), ('few', 2), ('many', 5))}


def moment(at: datetime) -> str:
    """Format a date and time for the reader's language; `at` is UTC, and the text says so."""
    name = language.get()
    return f'{dates.format_date(at, "medium", locale=name)}, {dates.format_time(at, "short", locale=name)} UTC'


def decimal(value: float, digits: int = 0) -> str:
    """Format a number for the reader's language, with `digits` digits after the decimal point."""
    pattern = '#,##0' + (f'.{"0" * digits}' if digits else '')
    return numbers.format_decimal(value, format=pattern, locale=language.get())


def duration(seconds: float) -> str:
    """Format a waiting time, as in “in {duration}”: whole seconds, whole minutes above 90 s; always rounded up."""
    if seconds > SECONDS_MAX:
        minutes = math.ceil(seconds / 60)
        return ngettext('{count} minute', '{count} minutes', minutes).format(count=minutes)
    whole = max(1, math.ceil(seconds))
    return ngettext('{count} second', '{count} seconds', whole).format(count=whole)


def N_(message: str) -> str:  # noqa: N802 - gettext's name for "mark now, translate later"
    """Mark `message` for the catalogue; it is translated when shown."""
    return message
