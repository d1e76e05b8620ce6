"""The texts about files and pictures."""

from messenger.i18n import _, forms


def texts() -> dict[str, str | dict[str, str]]:
    """The texts by key."""
    return _tray() | _views()


def _tray() -> dict[str, str | dict[str, str]]:
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
        'folder': _('Folders cannot be sent. Drop the files inside, or a .zip of the folder.'),
        'dismiss': _('Dismiss'),
        'pasted': _('The text is long, so it was added as a file.'),
        'pasted_name': _('pasted-text'),
        'as_text': _('As text'),
        'cancel_file': _('Cancel {name}'),
        'remove_file': _('Remove {name}'),
        'retry_file': _('Try again: {name}'),
        'avatar_unreadable': _('This file is not a supported picture (png, jpg, gif, webp or avif).'),
        'avatar_failed': _('The picture could not be sent. Check the connection and try again.'),
    }


def _views() -> dict[str, str | dict[str, str]]:
    return {
        'too_many_pixels': _('No preview: more than {limit} megapixels'),
        'too_much_memory': _('No preview: {number} megapixels in this format take too much memory'),
        'too_many_bytes': _('No preview: larger than {limit}'),
        'too_slow': _('No preview: too large or too slow to process'),
        'damaged': _('No preview: the file is damaged, or not a picture'),
        'download': _('Download'),
        'original': _('Original'),
        'lines': forms('{count} line', '{count} lines'),
        'show_all': forms('Show {count} line', 'Show all {count} lines'),
        'show_less': _('Show less'),
        'copy_text': _('Copy text'),
        'first_part': _('This is the first part. Download the file to read all of it.'),
        'not_loaded': _('The file could not be loaded. Check your connection and try again.'),
        'previous_picture': _('Previous picture'),
        'next_picture': _('Next picture'),
        'picture_of': _('{number} of {count}'),
    }
