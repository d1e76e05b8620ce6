"""The texts about files in a conversation."""

from messenger.files.picture_headers import LIMITS_MEGAPIXELS
from messenger.files.thumbnails import PICTURE_LIMIT_BYTES
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
        'folder': _('Folders cannot be sent. Drop the files inside, or a .zip of the folder.'),
        'dismiss': _('Dismiss'),
        'pasted': _('The text is long, so it was added as a file.'),
        'pasted_name': _('pasted-text'),
        'lines': forms('{count} line', '{count} lines'),
        'as_text': _('As text'),
        'cancel': _('Cancel {name}'),
        'remove': _('Remove {name}'),
        'retry': _('Try again: {name}'),
        'try_again': _('Try again'),
        'megapixels': {f'image/{name.lower()}': str(limit) for name, limit in LIMITS_MEGAPIXELS.items()},
        'preview_bytes': str(PICTURE_LIMIT_BYTES),
        'too_many_pixels': _('No preview: more than {limit} megapixels'),
        'too_much_memory': _('No preview: {number} megapixels in this format take too much memory'),
        'too_many_bytes': _('No preview: larger than {limit}'),
        'too_slow': _('No preview: too large or too slow to process'),
        'download': _('Download'),
        'original': _('Original'),
        'show_all': forms('Show all {count} line', 'Show all {count} lines'),
        'show_less': _('Show less'),
        'copy_text': _('Copy text'),
        'copied': _('Copied.'),
        'cut': _('This is the first part. Download the file to read all of it.'),
        'not_loaded': _('The file could not be loaded. Check your connection and try again.'),
        'close': _('Close'),
        'previous': _('Previous picture'),
        'next': _('Next picture'),
        'of': _('{number} of {count}'),
    }
