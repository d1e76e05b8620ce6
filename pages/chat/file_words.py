"""The texts about files in a conversation."""

from messenger.i18n import _, forms


def file_words() -> dict[str, str | dict[str, str]]:
    """The texts by name, in the reader's language; the browser fills in `{name}` and other placeholders."""
    return {
        'attach': _('Attach file'),
        'camera': _('Take a photo'),
        'tray': _('Files to send'),
        'drop': _('Drop files to send them to {room}'),
        'uploading': _('Uploading {name}'),
        'queued': _('Waiting for its turn…'),
        'processing': _('Processing…'),
        'parts': forms(
            '{files} files will be sent as {count} message, up to {limit} in each.',
            '{files} files will be sent as {count} messages, up to {limit} in each.',
        ),
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
