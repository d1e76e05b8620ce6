"""What the first bytes of a picture say about the memory that decoding it takes; nothing is decoded here.

Also used in the decoder's process (see image_worker), so it imports none of our modules.
"""

import re
from collections.abc import Sequence
from math import ceil, floor

STARTS = {b'\x89PNG': 'PNG', b'\xff\xd8\xff': 'JPEG', b'GIF8': 'GIF', b'RIFF': 'WEBP'}  # everything else: AVIF
# Measured with the largest of each, with its file: JPEG 148 MB (progressive 474), PNG 466, AVIF 538, GIF 130, WebP 423;
# all in 2 to 4 s, and hostile ones in up to 5 s of processor time.
LIMITS_MEGAPIXELS = {'JPEG': 200, 'PNG': 110, 'AVIF': 50, 'GIF': 50, 'WEBP': 25}
BUFFERED_BYTES = 400_000_000  # a JPEG in several scans, such as a progressive one, is kept as numbers of 2 bytes
JPEG_SCANS = 64  # programs write 10; each costs up to 20 ms at 25 megapixels, and needs only 40 bytes

SCANNED_MEGAPIXELS = 2_000  # all scans of a JPEG together: about 3 s
DEEP_PNG_MEGAPIXELS = 55  # with 16 bits per channel, which take twice as long

JPEG_MARKER = re.compile(rb'\xff+([^\x00\xff])')
START_OF_SCAN, END_OF_IMAGE = 0xDA, 0xD9
JPEG_BARE = {0x01, *range(0xD0, 0xD9)}  # markers without a length (ITU T.81, B.1.1.3)

Size = tuple[int, int]


class TooManyPixels(Exception):
    """Its arguments are the width and height of the picture in pixels, and the limit in megapixels."""


def format_of(content: bytes) -> str:
    """Pillow's name of the only format that a file with this content can have."""
    return next((name for start, name in STARTS.items() if content.startswith(start)), 'AVIF')


def check(name: str, size: Size, buffered: int = 0) -> int:
    """The limit in pixels for this format, and for a JPEG of which so many bytes are buffered.

    Raises TooManyPixels if the picture has more.
    """
    pixels, limit = size[0] * size[1], LIMITS_MEGAPIXELS[name]
    if buffered:
        limit = min(limit, floor(pixels / buffered * BUFFERED_BYTES / 1_000_000))
    if pixels > limit * 1_000_000:
        raise TooManyPixels(*size, limit)
    return limit * 1_000_000


def is_slow(name: str, content: bytes, size: Size, scans: int) -> bool:
    """Whether a picture within the limits would still take several times longer than others of its size."""
    megapixels = size[0] * size[1] / 1_000_000
    if name == 'PNG':
        return megapixels > DEEP_PNG_MEGAPIXELS and content[24:25] == b'\x10'  # bit depth (PNG, 11.2.1)
    return name == 'JPEG' and scans * megapixels > SCANNED_MEGAPIXELS


def buffered_bytes(size: Size, samplings: Sequence[Sequence[int]]) -> int:
    """The memory for all coefficients of a JPEG whose components are sampled like this (ITU T.81, A.1.1)."""
    across, down = ([pair[axis] for pair in samplings] for axis in (0, 1))
    share = sum(x * y for x, y in samplings) / (max(across) * max(down))
    return ceil(2 * size[0] * size[1] * share)


def webp_size(content: bytes) -> Size:
    """Width and height of a WebP (RFC 9649, 2), whose decoder reserves memory as soon as it is created; zeros if the
    header has none.
    """
    if content[12:16] == b'VP8X':
        return int.from_bytes(content[24:27], 'little') + 1, int.from_bytes(content[27:30], 'little') + 1
    if content[12:16] == b'VP8L' and content[20:21] == b'\x2f':
        bits = int.from_bytes(content[21:25], 'little')
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if content[12:16] == b'VP8 ' and content[23:26] == b'\x9d\x01\x2a':
        bits = int.from_bytes(content[26:30], 'little')
        return bits & 0x3FFF, bits >> 16 & 0x3FFF
    return 0, 0


def scans_of(content: bytes) -> int:
    """Count a JPEG's scans: at least as many as a decoder will see; stops counting beyond JPEG_SCANS."""
    scans = position = 0
    while scans <= JPEG_SCANS and (marker := JPEG_MARKER.search(content, position)):
        position, code = marker.end(), marker[1][0]
        if code == END_OF_IMAGE:
            break
        scans += code == START_OF_SCAN
        if code not in JPEG_BARE:
            position += int.from_bytes(content[position : position + 2], 'big')
    return scans
