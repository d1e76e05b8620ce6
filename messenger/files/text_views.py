"""What a window shows of a text file: its first lines, or as much as it can open in place."""

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from messenger import rate_limits
from messenger.files import attachments, text_files
from messenger.files.decoding import FairQueue
from messenger.markup import highlighting

HEAD, TEXT = 'head', 'text'
queue = FairQueue(2, 'text-views')  # guessing an encoding and highlighting take up to 0.1 s of processor time
_READ: dict[str, Callable[[Path], text_files.Excerpt]] = {HEAD: text_files.head, TEXT: text_files.read}


class TextView(Struct, frozen=True):
    """The text; `html` is the same highlighted, empty if the name has no extension of code or the text is too long.

    `is_whole` says whether this is all of the file.
    """

    text: str
    html: str
    is_whole: bool


async def view(user_id: int, attachment_id: int, part: str) -> TextView:
    """The HEAD of a text file that this person may have, or its TEXT. Raises NotFound, SignedOut, LimitReached."""
    if part == HEAD:
        rate_limits.take('show_text', user_id)
    else:
        rate_limits.take('open_text', user_id)
    row, path = await attachments.find(user_id, attachment_id, part)
    return await queue.run(user_id, lambda _stop: _read_view(path, row.name, part))


def _read_view(path: Path, name: str, part: str) -> TextView:
    excerpt = _READ[part](path)
    html = highlighting.highlight(excerpt.text, name.rpartition('.')[2]) if '.' in name else None
    return TextView(excerpt.text, html or '', excerpt.is_whole)
