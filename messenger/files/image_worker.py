"""Makes a small, clean picture of an untrusted file; runs as a separate process.

    python -I image_worker.py SIDE SHORT AREA [LEFT TOP SIZE] < file > picture.webp

A file can make decoders crash or use far more memory than it declares: a 4.5 kB AVIF declared as 100×100 made libavif
fill 460 MB. So no decoder runs inside the server. Whatever the file does, this process takes little more memory and
processor time than the declared size needs. Its exit code says what was wrong. The last line of its error output has
the picture's own width and height, also if it has too many pixels; then the limit in megapixels follows. It imports
only picture_headers and picture_sizes of ours.
"""

import contextlib
import io
import os
import sys
import warnings
from math import ceil, floor
from pathlib import Path

from PIL import AvifImagePlugin, Image, ImageCms

if __name__ == '__main__':
    sys.path.append(str(Path(__file__).parents[2]))  # isolated mode leaves it out

from messenger.files import picture_headers
from messenger.files.picture_headers import TooManyPixels
from messenger.files.picture_sizes import Bounds, Box, Crop, CropOutside, Size, box_as_stored, crop_square, fit

WEBP_QUALITY = 90
WEBP_EFFORT, WEBP_EFFORT_LARGE, SMALL_PX = 6, 3, 800

BYTES_PER_PIXEL = {'JPEG': 5, 'PNG': 5, 'AVIF': 11, 'GIF': 5, 'WEBP': 20}  # measured: 4, 4, 10, 2, 16
OPENING_BYTES = 512 * 2**20  # WebP reserves, without touching, 8 bytes a pixel before it reports the size
DECODING_BYTES = 96 * 2**20
FILE_COPIES = 2  # ours, and the one made by the WebP or AVIF decoder
ENCODING_BYTES_PER_PIXEL = 36  # of the copy; noise takes 30
OUT_OF_MEMORY = 'Out of memory'  # as libavif says it
STRIP_PIXELS = 2**20
LANCZOS_PX = 3  # how far the filter reaches, in pixels of the copy

# Measured: photos of 25 megapixels take up to 2.1 s (progressive JPEG in CMYK), those of 12 up to 1.2 s, a copy of 13
# megapixels 3 s. This limits processor time, not wall time, so that a busy machine refuses no honest picture.
OPENING_S = 2
DECODING_S_PER_MEGAPIXEL, ENCODING_S_PER_MEGAPIXEL = 0.2, 0.4
NICENESS = 5  # the server comes first, because people wait for it
NOT_A_PICTURE, TOO_MANY_PIXELS, CROP_OUTSIDE, TOO_COSTLY = 65, 66, 67, 68

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


class TooCostly(Exception):
    """The picture would take far longer to decode than others of its size."""


def scale_to_fit(content: bytes, bounds: Bounds, crop: Crop | None = None) -> tuple[bytes, int, int]:
    """The first frame of a picture, upright and scaled down to the bounds, as webp without metadata.

    Also returns the width and height of the whole upright picture in pixels. `crop` is a square: left, top and size in
    pixels of the upright picture. Raises CropOutside, TooCostly, TooManyPixels, and any other exception if it is not a
    picture.
    """
    name = picture_headers.format_of(content)
    scans = picture_headers.scans_of(content) if name == 'JPEG' else 1
    if scans > picture_headers.JPEG_SCANS:
        raise TooCostly
    if name == 'WEBP':
        picture_headers.check(name, picture_headers.webp_size(content))
    with Image.open(io.BytesIO(content), formats=(name,)) as image:
        stored = image.size
        buffered = _buffer_bytes(image) if scans > 1 or 'progressive' in image.info else 0
        Image.MAX_IMAGE_PIXELS = picture_headers.check(name, stored, buffered)  # for frames larger than the picture
        if picture_headers.is_slow(name, content, stored, scans):
            raise TooCostly
        edge = min(max(1, crop[2]), *stored) if crop else 0
        target = fit(edge or stored[0], edge or stored[1], bounds)
        shrink = _draft(image, max(target) / (edge or max(stored)))
        decoding = buffered + BYTES_PER_PIXEL[name] * image.width * image.height
        encoding = ENCODING_BYTES_PER_PIXEL * target[0] * target[1]
        _allow_memory(DECODING_BYTES + FILE_COPIES * len(content) + max(decoding, encoding))
        slow = DECODING_S_PER_MEGAPIXEL * stored[0] * stored[1] + ENCODING_S_PER_MEGAPIXEL * target[0] * target[1]
        _allow_seconds(OPENING_S + ceil(slow / 1_000_000))
        image.load()
        orientation = _orientation(image)
        width, height = stored if orientation < 5 else stored[::-1]
        box = crop_square(crop, width, height) if crop else (0, 0, width, height)
        left, top, right, bottom = box_as_stored(box, orientation, stored)
        size = fit(right - left, bottom - top, bounds)
        small = scale_box(image, (left / shrink, top / shrink, right / shrink, bottom / shrink), size)
        small = _in_srgb(small, image.info.get('icc_profile'))
    image.close()
    if orientation in TURNS:
        small = small.transpose(TURNS[orientation])
    small.info.clear()
    file = io.BytesIO()
    effort = WEBP_EFFORT if max(size) <= SMALL_PX else WEBP_EFFORT_LARGE
    small.save(file, 'WEBP', quality=WEBP_QUALITY, method=effort)
    return file.getvalue(), width, height


def _buffer_bytes(image: Image.Image) -> int:
    layers = getattr(image, 'layer', ())
    return picture_headers.buffered_bytes(image.size, [sampling for _, *sampling, _ in layers])


def _draft(image: Image.Image, scale: float) -> float:
    """Let a JPEG be decoded at a half, a quarter or an eighth if that is not below `scale`; returns 2, 4, 8, or 1."""
    width = image.width
    drafted = image.draft(None, (ceil(width * scale), ceil(image.height * scale)))
    return width / drafted[1][2] if drafted else 1


def scale_box(image: Image.Image, box: Box, size: Size) -> Image.Image:
    """Scale the box to this size, strip by strip: only the strips need memory for colours of another kind."""
    left, top, right, bottom = box
    step = (bottom - top) / size[1]
    rows = max(1, floor(STRIP_PIXELS / image.width / step))
    small = Image.new(convert_colours(image.crop((0, 0, 1, 1))).mode, size)
    for first in range(0, size[1], rows):
        last = min(size[1], first + rows)
        above, below = top + first * step, top + last * step
        start = max(0, floor(above - (LANCZOS_PX + 1) * max(1, step)))
        end = min(image.height, ceil(below + (LANCZOS_PX + 1) * max(1, step)))
        strip = convert_colours(image.crop((0, start, image.width, end)))
        part = (left, above - start, min(right, image.width), min(below, image.height) - start)
        small.paste(strip.resize((size[0], last - first), Image.Resampling.LANCZOS, part), (0, first))
    return small


def _orientation(image: Image.Image) -> int:
    """The EXIF orientation, 1 to 8; also 1 if the metadata is damaged, because the picture itself may be fine."""
    try:
        value = image.getexif().get(ORIENTATION, 1)
    except Exception:
        return 1
    return value if value in TURNS else 1


def convert_colours(image: Image.Image) -> Image.Image:
    """The picture in the colours it is scaled in: its own with a profile for print, else RGB."""
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


def _main(side: str, short: str, area: str, *crop: str) -> int:
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    warnings.simplefilter('ignore')
    warnings.simplefilter('error', Image.DecompressionBombWarning)
    _allow_seconds(OPENING_S)
    if sys.platform != 'win32':
        os.nice(NICENESS)
    Image.MAX_IMAGE_PIXELS = None  # our own limits are lower
    content = sys.stdin.buffer.read()
    _allow_memory(OPENING_BYTES + FILE_COPIES * len(content))
    try:
        left, top, size = (float(number) for number in crop) if crop else (0, 0, 0)
        bounds = Bounds(int(side), int(short), int(area))
        picture, width, height = scale_to_fit(content, bounds, (left, top, size) if crop else None)
        sys.stdout.buffer.write(picture)
        sys.stderr.write(f'{width} {height}\n')
    except TooManyPixels as refusal:
        sys.stderr.write(' '.join(map(str, refusal.args)))
        return TOO_MANY_PIXELS
    except CropOutside:
        return CROP_OUTSIDE
    except (TooCostly, MemoryError, Image.DecompressionBombWarning, Image.DecompressionBombError):
        return TOO_COSTLY
    except Exception as error:
        sys.stderr.write(f'{error!r}\n')
        return TOO_COSTLY if OUT_OF_MEMORY in str(error) else NOT_A_PICTURE
    return 0


if __name__ == '__main__':
    sys.exit(_main(*sys.argv[1:]))
