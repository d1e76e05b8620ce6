"""Makes a small, clean picture of an untrusted file; runs as a separate process.

    python -I image_worker.py SIDE LIMIT [LEFT TOP SIZE] < file > picture.webp

A file can make decoders crash or use far more memory than it declares: a 4.5 kB AVIF declared as 100×100 made libavif
fill 460 MB. So no decoder runs inside the server. Whatever the file does, this process takes little more memory and
processor time than the declared size needs. Its exit code says what was wrong; on success, the last line of its error
output has the picture's own width and height. It imports none of our modules.
"""

import contextlib
import io
import os
import re
import sys
import warnings
from collections.abc import Callable
from math import ceil, floor

from PIL import AvifImagePlugin, Image, ImageCms

FORMATS = ('PNG', 'JPEG', 'GIF', 'WEBP', 'AVIF')
WEBP_QUALITY = 90
WEBP_EFFORT, WEBP_EFFORT_LARGE, SMALL_PX = 6, 3, 800

OPENING_BYTES = 512 * 2**20  # WebP reserves, without touching, 8 bytes a pixel before it reports the size
DECODING_BYTES = 96 * 2**20
FILE_COPIES = 2  # ours, and the one made by the WebP or AVIF decoder
DECODING_BYTES_PER_PIXEL = 20  # WebP needs the most: two canvases, the frame and its copy are 16

# Measured: photos of 25 megapixels take up to 2.1 s (progressive JPEG in CMYK), those of 12 up to 1.2 s. This limits
# processor time, not wall time, so that a busy machine refuses no honest picture.
OPENING_S = 2
DECODING_S_PER_MEGAPIXEL = 0.2
NICENESS = 5  # the server comes first, because people wait for it
JPEG_SCANS = 64  # programs write 10; each costs up to 20 ms at 25 megapixels, and needs only 40 bytes

NOT_A_PICTURE, TOO_MANY_PIXELS, CROP_OUTSIDE, TOO_COSTLY = 65, 66, 67, 68

JPEG_START = b'\xff\xd8\xff'
JPEG_MARKER = re.compile(rb'\xff+([^\x00\xff])')
START_OF_SCAN, END_OF_IMAGE = 0xDA, 0xD9
JPEG_BARE = {0x01, *range(0xD0, 0xD9)}  # markers without a length (ITU T.81, B.1.1.3)

ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

Box = tuple[int, int, int, int]
Crop = tuple[float, float, float]


class CropOutside(Exception):
    """The crop is not inside the picture."""


class TooCostly(Exception):
    """The picture would take far longer to decode than others of its size."""


def fitted(content: bytes, side: int, crop: Crop | None = None) -> tuple[bytes, int, int]:
    """The first frame of a picture, upright and scaled down to fit `side` pixels square, as webp without metadata.

    Also returns the width and height of the whole upright picture in pixels. `crop` is a square: left, top and size in
    pixels of the upright picture. Raises CropOutside, TooCostly, Pillow's DecompressionBombWarning or -Error for too
    many pixels, and any other exception if it is not a picture.
    """
    if content.startswith(JPEG_START) and _scans(content) > JPEG_SCANS:
        raise TooCostly
    with Image.open(io.BytesIO(content), formats=FORMATS) as image:
        copies = FILE_COPIES * len(content)
        pixels = image.width * image.height
        _allow_memory(DECODING_BYTES + copies + DECODING_BYTES_PER_PIXEL * pixels)
        _allow_seconds(OPENING_S + ceil(DECODING_S_PER_MEGAPIXEL * pixels / 1_000_000))
        image.load()
        orientation = _orientation(image)
        width, height = image.size if orientation < 5 else image.size[::-1]
        box = _square(crop, width, height) if crop else (0, 0, width, height)
        left, top, right, bottom = box = _lying(box, orientation, image.size)
        size = fit(right - left, bottom - top, side)
        small = _coloured(image).resize(size, Image.Resampling.LANCZOS, box, reducing_gap=3)
        small = _in_srgb(small, image.info.get('icc_profile'))
    if orientation in TURNS:
        small = small.transpose(TURNS[orientation])
    small.info.clear()
    file = io.BytesIO()
    effort = WEBP_EFFORT if max(size) <= SMALL_PX else WEBP_EFFORT_LARGE
    small.save(file, 'WEBP', quality=WEBP_QUALITY, method=effort)
    return file.getvalue(), width, height


def _scans(content: bytes) -> int:
    """Count a JPEG's scans: at least as many as a decoder will see; stops counting beyond JPEG_SCANS."""
    scans = at = 0
    while scans <= JPEG_SCANS and (marker := JPEG_MARKER.search(content, at)):
        at, code = marker.end(), marker[1][0]
        if code == END_OF_IMAGE:
            break
        scans += code == START_OF_SCAN
        if code not in JPEG_BARE:
            at += int.from_bytes(content[at : at + 2], 'big')
    return scans


def fit(width: int, height: int, side: int) -> tuple[int, int]:
    """The largest size with these proportions that fits into a square of `side`, never larger than the original."""
    longest = max(width, height)
    if longest <= side:
        return width, height
    return max(1, floor(width * side / longest + 0.5)), max(1, floor(height * side / longest + 0.5))


def _square(crop: Crop, width: int, height: int) -> Box:
    """The crop in whole pixels; half a pixel beyond the edge is allowed, because browsers round that way."""
    left, top, size = crop
    if not (min(left, top) >= -0.5 and size >= 0.5 and left + size <= width + 0.5 and top + size <= height + 0.5):
        raise CropOutside
    edge = min(max(1, floor(size + 0.01)), width, height)
    x, y = (min(max(0, round(start)), room - edge) for start, room in ((left, width), (top, height)))
    return x, y, x + edge, y + edge


def _lying(box: Box, orientation: int, stored: tuple[int, int]) -> Box:
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


def _orientation(image: Image.Image) -> int:
    """The EXIF orientation, 1 to 8; also 1 if the metadata is damaged, because the picture itself may be fine."""
    try:
        value = image.getexif().get(ORIENTATION, 1)
    except Exception:
        return 1
    return value if value in TURNS else 1


def _coloured(image: Image.Image) -> Image.Image:
    if image.mode == 'CMYK' and 'icc_profile' in image.info:
        return image
    if image.mode.startswith('I'):  # 16-bit grey, which `convert` would clip at 255
        image = image.point(lambda value: value * (1 / 256) + 0).convert('L')
    return image.convert('RGBA' if image.has_transparency_data else 'RGB')


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Convert the colours to sRGB, which browsers show without a profile; ignore an unusable profile."""
    mode = 'RGBA' if image.mode == 'RGBA' else 'RGB'
    if profile:
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            turned = ImageCms.profileToProfile(image, source, ImageCms.createProfile('sRGB'), outputMode=mode)
            return turned or image
    return image.convert(mode)


def _allow_memory(limit: int) -> None:
    """Limit the memory of this process, where the system can (Linux 4.7 and later)."""
    if sys.platform != 'win32':
        import resource  # not on Windows

        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_DATA, (limit, resource.getrlimit(resource.RLIMIT_DATA)[1]))


def _allow_seconds(limit: int) -> None:
    """Limit the processor time of this process, where the system can; beyond it the process is killed."""
    if sys.platform != 'win32':
        import resource  # not on Windows

        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _main(side: str, pixels: str, *crop: str) -> int:
    Image.MAX_IMAGE_PIXELS = int(pixels)
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    warnings.simplefilter('ignore')
    warnings.simplefilter('error', Image.DecompressionBombWarning)
    _allow_seconds(OPENING_S)
    if sys.platform != 'win32':
        os.nice(NICENESS)
    content = sys.stdin.buffer.read()
    _allow_memory(OPENING_BYTES + FILE_COPIES * len(content))
    box: Callable[..., Crop] = lambda left, top, size: (float(left), float(top), float(size))
    try:
        picture, width, height = fitted(content, int(side), box(*crop) if crop else None)
        sys.stdout.buffer.write(picture)
        sys.stderr.write(f'{width} {height}\n')
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        return TOO_MANY_PIXELS
    except CropOutside:
        return CROP_OUTSIDE
    except TooCostly:
        return TOO_COSTLY
    except Exception as error:
        sys.stderr.write(f'{error!r}\n')
        return NOT_A_PICTURE
    return 0


if __name__ == '__main__':
    sys.exit(_main(*sys.argv[1:]))
