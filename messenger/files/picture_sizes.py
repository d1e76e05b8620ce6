"""Sizes and boxes of pictures, in pixels.

Also used in the decoder's process (see image_worker), so it imports none of our modules.
"""

from math import floor, sqrt
from typing import NamedTuple

WEBP_SIDE_PX = 16_383

Size = tuple[int, int]
Box = tuple[float, float, float, float]
Crop = tuple[float, float, float]


class Bounds(NamedTuple):
    """How large a copy is: its longer edge has `side` pixels, or its shorter one `short` if that is more; `area` is the
    most pixels it has.
    """

    side: int
    short: int = 0
    area: int = WEBP_SIDE_PX**2


class CropOutside(Exception):
    """The crop is not inside the picture."""


def fit(width: float, height: float, bounds: Bounds) -> Size:
    """The largest size with these proportions that is in the bounds, never larger than the original."""
    longer, shorter = max(width, height), min(width, height)
    scale = min(1, max(bounds.side / longer, bounds.short / shorter), sqrt(bounds.area / (width * height)))
    scale = min(scale, WEBP_SIDE_PX / longer)
    return max(1, floor(width * scale + 0.5)), max(1, floor(height * scale + 0.5))


def crop_square(crop: Crop, width: int, height: int) -> Box:
    """The crop in whole pixels; half a pixel beyond the edge is allowed, because browsers round that way."""
    left, top, size = crop
    if not (min(left, top) >= -0.5 and size >= 0.5 and left + size <= width + 0.5 and top + size <= height + 0.5):
        raise CropOutside
    edge = min(max(1, floor(size + 0.01)), width, height)
    x, y = (min(max(0, round(start)), room - edge) for start, room in ((left, width), (top, height)))
    return x, y, x + edge, y + edge


def box_as_stored(box: Box, orientation: int, stored: tuple[int, int]) -> Box:
    """Convert a box of the upright picture to one of the stored picture (EXIF 2.32, 4.6.5.1.6, Orientation)."""
    left, top, right, bottom = box
    width, height = stored
    if orientation >= 5:
        left, top, right, bottom = top, left, bottom, right
    if orientation in (2, 3, 7, 8):
        left, right = width - right, width - left
    if orientation in (3, 4, 6, 7):
        top, bottom = height - bottom, height - top
    return left, top, right, bottom
