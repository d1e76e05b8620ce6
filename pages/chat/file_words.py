"""The words that files need in a conversation."""

from messenger.i18n import _


def file_words() -> dict[str, str]:
    """By name, in the reader's language; `{name}` and the like are filled in by the browser."""
    return {
        'attach': _('Attach file'),
        'camera': _('Take a picture'),
        'tray': _('Files to send'),
        'drop': _('Drop files to send them to {room}'),
        'uploading': _('Uploading {name}'),
        'processing': _('Processing…'),
        'too_costly': _('Shown as a file: too large to preview'),
        'cancel': _('Cancel {name}'),
        'remove': _('Remove {name}'),
        'retry': _('Try again: {name}'),
        'try_again': _('Try again'),
        'download': _('Download'),
        'close': _('Close'),
        'previous': _('Previous picture'),
        'next': _('Next picture'),
        'of': _('{number} of {count}'),
    }
