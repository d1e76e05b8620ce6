"""The words of the product in the reader's language: gettext over the catalogues in locale/."""

import gettext as catalogues
from contextvars import ContextVar
from functools import cache
from pathlib import Path

LANGUAGES = {'en': 'English', 'ru': 'Русский'}  # by code, each as its own speakers call it
SOURCE = 'en'
LOCALE_DIR = Path(__file__).parent / 'locale'

language: ContextVar[str] = ContextVar('language', default=SOURCE)


@cache
def _catalogue(name: str) -> catalogues.NullTranslations:
    return catalogues.translation('messenger', LOCALE_DIR, [name], fallback=True)


def _(message: str) -> str:
    """Translate `message` into the language of the current task."""
    return _catalogue(language.get()).gettext(message)


def ngettext(singular: str, plural: str, number: int) -> str:
    """Translate a message that counts `number` things."""
    return _catalogue(language.get()).ngettext(singular, plural, number)


def forms(singular: str, plural: str) -> dict[str, str]:
    """A message that counts, in each form the browser may need, by CLDR category: one, few (2 to 4), many."""
    return {name: ngettext(singular, plural, number) for name, number in (('one', 1), ('few', 2), ('many', 5))}


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "mark, translate later"
    """Mark `message` for the catalogue; it is translated when shown."""
    return message
