"""What a window shows of a text file: its first lines, or as much as it can open in place."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from messenger.files import attachments, text_files
from messenger.markup import highlighting

HEAD, TEXT = 'head', 'text'
_READ: dict[str, Callable[[Path], text_files.Excerpt]] = {HEAD: text_files.head, TEXT: text_files.read}


class TextView(Struct, frozen=True):
    """The text; `html` is the same highlighted, empty if the name has no extension of code or the text is too long.

    `is_whole` says whether this is all of the file.
    """

    text: str
    html: str
    is_whole: bool


async def view(user_id: int, attachment_id: int, part: str) -> TextView:
    """The HEAD of a text file that this person may have, or its TEXT. Raises NotFound, SignedOut."""
    row, path = await attachments.find(user_id, attachment_id, part)
    return await asyncio.to_thread(_made, path, row.name, part)


def _made(path: Path, name: str, part: str) -> TextView:
    excerpt = _READ[part](path)
    html = highlighting.highlighted(excerpt.text, name.rpartition('.')[2]) if '.' in name else None
    return TextView(excerpt.text, html or '', excerpt.is_whole)
