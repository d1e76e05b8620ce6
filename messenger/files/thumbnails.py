"""Thumbnails: what a file is by its content, and the copies of pictures that are shown.

A picture has two upright copies without metadata: one for the conversation, one for the full view. The original file
stays unchanged, byte for byte, for downloads.
"""

import logging
import os
import threading
from dataclasses import dataclass
from pathlib import Path

from messenger.errors import StorageUnavailable
from messenger.files import image_process, media_types, text_files
from messenger.files.picture_sizes import Bounds
from messenger.models.attachment import AUDIO, OTHER, PICTURE, TEXT_FILE, VIDEO

logger = logging.getLogger(__name__)

SMALL_PX = 720
# the shorter edge of a long picture, such as a screenshot of a whole page, stays wide enough to be sharp
SMALL_BOUNDS = Bounds(SMALL_PX, short=320, area=1_000_000)
LARGE_BOUNDS = Bounds(2048, short=1080, area=13_000_000)
PICTURE_LIMIT_BYTES = 50 * 2**20
SMALL, LARGE = '.small', '.large'


@dataclass(frozen=True)
class Content:
    """What a file is; sizes in pixels, 0 unless it is a picture; `lines` is 0 unless it is text.

    A plain file with the media type of a picture is a picture that would cost too much to show. It has a size if that
    is the reason.
    """

    kind: str
    media_type: str
    width: int = 0
    height: int = 0
    lines: int = 0


def inspect_and_copy(path: Path, views: Path) -> Content:
    """Inspect a file and, if it is a picture, write its copies to `views` plus SMALL and LARGE.

    A claimed picture that cannot be decoded is a plain file. Blocks; raises StorageUnavailable.
    """
    content = inspect(path)
    return make_copies(path, views, content.media_type) if content.kind == PICTURE else content


def inspect(path: Path) -> Content:
    """What a file is by its first bytes, and by all of them if it is text; for a picture see `make_copies` too.

    Blocks; raises StorageUnavailable.
    """
    try:
        with path.open('rb') as file:
            media_type = media_types.media_type(file.read(media_types.HEAD_BYTES))
        size = path.stat().st_size
        lines = text_files.lines_of(path) if media_type == media_types.UNKNOWN else None
    except OSError as error:
        logger.exception('An upload cannot be inspected')
        raise StorageUnavailable from error
    if lines is not None:
        return Content(TEXT_FILE, media_types.PLAIN_TEXT, lines=lines)
    general = media_type.partition('/')[0]
    if general == 'image':
        return Content(PICTURE if size <= PICTURE_LIMIT_BYTES else OTHER, media_type)
    return Content(general, media_type) if general in (AUDIO, VIDEO) else Content(OTHER, media_types.UNKNOWN)


def make_copies(path: Path, views: Path, media_type: str, stop: threading.Event | None = None) -> Content:
    """Write the copies of a picture to `views`; if it cannot be decoded or costs too much, it is a plain file.

    Takes seconds; ends soon after `stop` is set. Raises StorageUnavailable.
    """
    try:
        with path.open('rb') as file:
            large = image_process.scale_to_fit(file, LARGE_BOUNDS, stop=stop)
        is_large = max(large.width, large.height) > SMALL_PX
        small = image_process.scale_to_fit(large.content, SMALL_BOUNDS, stop=stop) if is_large else None
        _put(views.with_name(views.name + LARGE), large.content)
        if small is not None:
            _put(views.with_name(views.name + SMALL), small.content)
    except image_process.TooManyPixels as refusal:
        return Content(OTHER, media_type, refusal.width, refusal.height)
    except image_process.TooCostly:
        return Content(OTHER, media_type)
    except image_process.NotAPicture:
        return Content(OTHER, media_types.UNKNOWN)
    except image_process.NoDecoder as error:
        raise StorageUnavailable from error
    except OSError as error:
        logger.exception('The smaller copies of a picture cannot be saved')
        raise StorageUnavailable from error
    return Content(PICTURE, media_type, large.width, large.height)


def _put(path: Path, content: bytes) -> None:
    """Write a copy completely or not at all. Raises OSError."""
    unfinished = path.with_name(f'.{path.name}')
    try:
        with unfinished.open('wb') as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
