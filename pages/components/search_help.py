"""Help on the search page: examples of what to type, and the reasons why a part of a query has no effect."""

from dataclasses import dataclass

from messenger.i18n import _
from messenger.search import filters
from messenger.search.filters import Filter


@dataclass(frozen=True)
class Example:
    """An example of a query: what it finds, and what a click on it puts into the field."""

    text: str
    meaning: str
    put: str


def examples() -> list[Example]:
    """All examples, in the reader's language."""
    return [
        Example(_('from:olga'), _('messages from one person; from:me for your own'), _('from:')),
        Example(_('in:kitchen'), _('in one room, or with one person'), _('in:')),
        Example(_('has:file'), _('with a file; has:image and has:link also work'), _('has:file')),
        Example(_('before:2026-03-15'), _('before a date; after: for that date and later'), _('before:')),
        Example(_('on:yesterday'), _('on one day; a month or a year also works'), _('on:yesterday')),
        Example(_('is:pinned'), _('pinned messages'), _('is:pinned')),
        Example(_('"two words"'), _('an exact phrase'), '"'),
        Example(_('-word'), _('without a word; the minus also works before a filter'), '-'),
    ]


def explain_unknown(unknown_filter: Filter) -> str:
    """The reason why a filter has no effect."""
    key, value = unknown_filter
    if key == filters.FROM:
        return _('Nobody is called “{name}”.').format(name=value)
    if key == filters.IN:
        return _('You have no room or conversation called “{name}”.').format(name=value)
    if key in (filters.BEFORE, filters.AFTER, filters.ON):
        return _('“{value}” is not a date. Write 2026-03-15, 2026-03, today or yesterday.').format(value=value)
    if key in (filters.HAS, filters.IS):
        sentence = _('“{filter}” is not a filter. Use has:file, has:image, has:link or is:pinned.')
    else:
        sentence = _('“{filter}” is not a filter. Use from:, in:, has:, is:, before:, after: or on:.')
    return sentence.format(filter=f'{key}:{value}')


def explain_correction(query: str, other: str) -> str:
    """Explain that the results are for another query, because nothing matches this one."""
    return _('No results for “{query}”. Showing results for “{other}”.').format(
        query=query.strip(), other=other.strip()
    )


def explain_skipped(name: str) -> str:
    """The reason why a name was not looked up."""
    return _('“{name}” was left out: looking up all these names would take too long.').format(name=name)
