"""The texts that the browser code shows: each by a key, in the language of the current task.

One module for each area has a function with its texts. The browser code finds them with `text` and `ntext` of
`pages/client/i18n.js`, which fill in placeholders such as `{nick}`; a text with a count is a dictionary from
`messenger.i18n.forms`.
"""

from pages.texts import composer, conversation, files, navigation, notices, notifications, unsent

Texts = dict[str, str | dict[str, str]]

AREAS = composer, conversation, files, navigation, notices, notifications, unsent


def texts() -> Texts:
    """All texts by key. Raises ValueError if two areas use the same key."""
    combined: Texts = {}
    for area in AREAS:
        own = area.texts()
        if duplicates := combined.keys() & own:
            raise ValueError(f'{area.__name__}: another area has {", ".join(sorted(duplicates))}')
        combined |= own
    return combined
