"""The words of the product in the reader's language: gettext over the catalogues in locale/."""

import gettext as catalogues
import math
from contextvars import ContextVar
from datetime import datetime
from functools import cache
from pathlib import Path

from babel import dates, numbers

LANGUAGES = {'en': 'English', 'ru': 'Русский'}  # by code, each as its own speakers call it
SOURCE = 'en'
SECONDS_MAX = 90  # what is longer is said in minutes
LOCALE_DIR = Path(__file__).parent / 'locale'

language: ContextVar[str] = ContextVar('language', default=SOURCE)


@cache
def _catalogue(name: str) -> catalogues.NullTranslations:
    return catalogues.translation('messenger', LOCALE_DIR, [name], fallback=True)


def _(message: str) -> str:
    """Translate `message` into the language of the current task."""
    return _catalogue(language.get()).gettext(message)


def pgettext(context: str, message: str) -> str:
    """Translate a message that other languages say differently here and there; `context` tells the places apart."""
    return _catalogue(language.get()).pgettext(context, message)


def ngettext(singular: str, plural: str, number: int) -> str:
    """Translate a message that counts `number` things."""
    return _catalogue(language.get()).ngettext(singular, plural, number)


def forms(singular: str, plural: str) -> dict[str, str]:
    """A message that counts, in each form the browser may need, by CLDR category: one, few (2 to 4), many."""
    return {name: ngettext(singular, plural, number) for name, number in (('one', 1), ('few', 2), ('many', 5))}


def moment(at: datetime) -> str:
    """A date and time as the reader's language writes them; `at` is UTC, and is said to be."""
    name = language.get()
    return f'{dates.format_date(at, "medium", locale=name)}, {dates.format_time(at, "short", locale=name)} UTC'


def decimal(value: float, digits: int = 0) -> str:
    """A number as the reader's language writes it, with so many digits behind the sign."""
    pattern = '#,##0' + (f'.{"0" * digits}' if digits else '')
    return numbers.format_decimal(value, format=pattern, locale=language.get())


def duration(seconds: float) -> str:
    """How long to wait, as in “in {duration}”: whole seconds, whole minutes above 90 s, never less than `seconds`."""
    if seconds > SECONDS_MAX:
        minutes = math.ceil(seconds / 60)
        return ngettext('{count} minute', '{count} minutes', minutes).format(count=minutes)
    whole = max(1, math.ceil(seconds))
    return ngettext('{count} second', '{count} seconds', whole).format(count=whole)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "mark, translate later"
    """Mark `message` for the catalogue; it is translated when shown."""
    return message
