"""Deceptive and broken files that picture uploads must survive. All are generated here."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache

from PIL import Image

FORMATS = ('PNG', 'JPEG', 'GIF', 'WEBP', 'AVIF')
CUTS = (0.02, 0.1, 0.3, 0.6, 0.9)
SCRIPT = b'<script>alert(1)</script>'

Recipe = Callable[[], bytes]


def picture(kind: str = 'PNG', size: tuple[int, int] = (64, 48), **options: object) -> bytes:
    """A good picture with some detail in it."""
    image = Image.radial_gradient('L').resize(size).convert('RGB')
    return saved(image, kind, **options)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    """The picture as a file."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def png(*chunks: tuple[bytes, bytes], spoil: bytes = b'') -> bytes:
    """A PNG of these chunks; the checksum of the one called `spoil` is wrong."""
    file = b'\x89PNG\r\n\x1a\n'
    for name, content in chunks:
        check = zlib.crc32(name + content) ^ (name == spoil)
        file += struct.pack('>I', len(content)) + name + content + struct.pack('>I', check)
    return file


def _header(width: int, height: int, bits: int = 8, colours: int = 2) -> tuple[bytes, bytes]:
    return b'IHDR', struct.pack('>IIBBBBB', width, height, bits, colours, 0, 0, 0)


ROWS = b'IDAT', zlib.compress((b'\0' + b'\1\2\3' * 4) * 4)
END = b'IEND', b''


def _cut(kind: str, share: float) -> Recipe:
    def make() -> bytes:
        whole = picture(kind)
        return whole[: int(len(whole) * share)]

    return make


def _sized(kind: str, find: bytes, skip: int, code: str, *sides: int, **options: object) -> Recipe:
    """A small picture whose header is overwritten with other dimensions."""

    def make() -> bytes:
        file = bytearray(picture(kind, (64, 48), **options))
        struct.pack_into(code, file, file.index(find) + skip, *sides)
        return bytes(file)

    return make


def _large(kind: str, side: int, **options: object) -> Recipe:
    mode, colour = ('P', 7) if kind == 'GIF' else ('RGB', 'teal')
    return cache(lambda: saved(Image.new(mode, (side, side), colour), kind, **options))


_HUGE_AVIF = _large('AVIF', 7000, speed=10, quality=20)


def _lying_avif() -> bytes:
    """49 million pixels that claim to be 100 by 100."""
    file = bytearray(_HUGE_AVIF())
    struct.pack_into('>II', file, file.index(b'ispe') + 8, 100, 100)
    return bytes(file)


def _lying_gif() -> bytes:
    """A canvas of 10 by 10 whose frame has the largest possible size."""
    return (
        b'GIF89a'
        + struct.pack('<HHBBB', 10, 10, 0, 0, 0)
        + b','
        + struct.pack('<HHHHB', 0, 0, 65535, 65535, 0)
        + b'\x08'
    )


def _canvas_webp() -> bytes:
    body = b'VP8X' + struct.pack('<I', 10) + b'\0\0\0\0' + b'\xff\x3f\0\xff\x3f\0' + picture('WEBP')[12:]
    return b'RIFF' + struct.pack('<I', len(body) + 4) + b'WEBP' + body


def _archive() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, 'w') as archive:
        archive.writestr('avatar.png', picture())
    return file.getvalue()


def _many_frames() -> bytes:
    frames = [Image.new('P', (40, 40), number) for number in range(200)]
    return saved(frames[0], 'GIF', save_all=True, append_images=frames[1:])


@cache
def _zeros() -> bytes:
    """200 MB compressed to 200 kB."""
    return zlib.compress(bytes(200_000_000), 9)


def _squeezed(name: bytes, before: bytes) -> Recipe:
    """A PNG with a chunk that unpacks to 200 MB."""
    return lambda: png(_header(4, 4), (name, before + _zeros()), ROWS, END)


def _noise(seed: int, head: bytes = b'') -> Recipe:
    return lambda: head + random.Random(seed).randbytes(3000)


def _swapped(kind: str, seed: int) -> Recipe:
    """A good picture in which forty bytes are replaced."""

    def make() -> bytes:
        chance = random.Random(seed)
        file = bytearray(picture(kind))
        for _ in range(40):
            file[chance.randrange(12, len(file))] = chance.randrange(256)
        return bytes(file)

    return make


BOMBS: dict[str, Recipe] = {
    'png says 60000 x 60000': lambda: png(_header(60_000, 60_000), ROWS, END),
    'png says 2147483647 x 1': lambda: png(_header(2**31 - 1, 1), ROWS, END),
    'png says 11000 x 10001': lambda: png(_header(11_000, 10_001), ROWS, END),
    'jpeg says 65500 x 65500': _sized('JPEG', b'\xff\xc0', 5, '>HH', 65500, 65500),
    'jpeg says 20001 x 10000': _sized('JPEG', b'\xff\xc0', 5, '>HH', 10_000, 20_001),
    'jpeg, progressive, says 14000 x 10000': _sized('JPEG', b'\xff\xc2', 5, '>HH', 10_000, 14_000, progressive=True),
    'gif says 65535 x 65535': _sized('GIF', b'GIF', 6, '<HH', 65535, 65535),
    'gif says 10000 x 5001': _sized('GIF', b'GIF', 6, '<HH', 10_000, 5001),
    'gif with a frame larger than itself': _lying_gif,
    'webp of 26 million pixels': _large('WEBP', 5100, method=0),
    'webp, lossless, of 26 million pixels': _large('WEBP', 5100, lossless=True, method=0),
    'webp with a canvas of 16384 x 16384': _canvas_webp,
    'avif says 16000 x 16000': _sized('AVIF', b'ispe', 8, '>II', 16000, 16000),
    'avif says 10000 x 5001': _sized('AVIF', b'ispe', 8, '>II', 10_000, 5001),
    'avif says 4294967295 x 4294967295': _sized('AVIF', b'ispe', 8, '>II', 2**32 - 1, 2**32 - 1),
    'avif that calls 49 million pixels 10000': _lying_avif,
    'png with a text of 200 MB': _squeezed(b'zTXt', b'Comment\0\0'),
    'png with a profile of 200 MB': _squeezed(b'iCCP', b'ICC\0\0'),
}

# treated as damaged; all others have too many pixels
OF_UNKNOWN_SIZE = {
    'avif says 4294967295 x 4294967295',
    'avif that calls 49 million pixels 10000',
    'png with a text of 200 MB',
    'png with a profile of 200 MB',
}


def many_scans(extra: int, side: int = 5000) -> bytes:
    """A progressive JPEG with more scans than the usual ten, each of a few bytes for the entire picture."""
    file = saved(Image.new('L', (side, side), 128), 'JPEG', progressive=True)
    last = file[file.rindex(b'\xff\xda') : -2]
    return file[:-2] + extra * last + file[-2:]


def _tiny_segments(kind: bytes) -> Recipe:
    """A JPEG with millions of empty segments, each of which Pillow examines."""
    return lambda: b'\xff\xd8' + (kind + b'\0\2') * 2_400_000 + picture('JPEG')[2:]


SLOW: dict[str, Recipe] = {
    'jpeg of 1000 scans': cache(lambda: many_scans(1000)),
    'jpeg of 2400000 comments': _tiny_segments(b'\xff\xfe'),
}
STRANGERS: dict[str, Recipe] = {
    'nothing': lambda: b'',
    'one byte': lambda: b'\x89',
    'text': lambda: b'I am a picture, believe me. ' * 50,
    'zeros': lambda: bytes(10_000),
    'noise 1': _noise(1),
    'noise 2': _noise(2),
    'noise called png': _noise(3, b'\x89PNG\r\n\x1a\n'),
    'noise called jpeg': _noise(4, b'\xff\xd8\xff\xe0'),
    'noise called gif': _noise(5, b'GIF89a'),
    'noise called webp': _noise(6, b'RIFF\x00\x10\x00\x00WEBPVP8 '),
    'noise called avif': _noise(7, b'\0\0\0\x1cftypavif'),
    'svg': lambda: b'<svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b'</svg>',
    'svg with a prologue': lambda: b'<?xml version="1.0"?><!DOCTYPE svg><svg onload="alert(1)"/>',
    'xml that unfolds': lambda: b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg>&b;</svg>',
    'html': lambda: b'<!doctype html>' + SCRIPT,
    'html called gif': lambda: b'GIF89a/*' + SCRIPT + b'*/=1;',
    'pdf': lambda: b'%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF',
    'pdf from Pillow': lambda: picture('PDF'),
    'postscript': lambda: b'%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) run\n',
    'zip': _archive,
    'bmp': lambda: picture('BMP'),
    'tiff': lambda: picture('TIFF'),
    'ico': lambda: picture('ICO'),
    'ppm': lambda: picture('PPM'),
    'tga': lambda: picture('TGA'),
    'jpeg 2000': lambda: b'\0\0\0\x0cjP  \r\n\x87\n' + bytes(100),
    'psd': lambda: b'8BPS\0\1' + bytes(6) + struct.pack('>HIIHH', 3, 9, 9, 8, 3) + bytes(100),
    'heic': lambda: b'\0\0\0\x18ftypheic\0\0\0\0mif1heic' + bytes(100),
    'mp4': lambda: b'\0\0\0\x18ftypisom\0\0\2\0isomiso2' + bytes(100),
    'wav': lambda: b'RIFF' + struct.pack('<I', 100) + b'WAVEfmt ' + bytes(100),
    'program': lambda: b'\x7fELF\2\1\1' + bytes(100),
    'png without rows': lambda: png(_header(4, 4), END),
    'png of nothing': lambda: png(_header(0, 0), ROWS, END),
    'png with a wrong checksum in its header': lambda: png(_header(4, 4), ROWS, END, spoil=b'IHDR'),
    'png with colours that do not exist': lambda: png(_header(4, 4, 7, 5), ROWS, END),
    'png with rows that are not packed': lambda: png(_header(4, 4), (b'IDAT', b'rows'), END),
    'jpeg that only begins': lambda: b'\xff\xd8',
    'jpeg without a height': _sized('JPEG', b'\xff\xc0', 5, '>H', 0),
    'gif without a frame': lambda: b'GIF89a' + struct.pack('<HHBBB', 9, 9, 0, 0, 0) + b';',
    'gif of nothing': lambda: b'GIF89a' + bytes(7) + b',' + bytes(9) + b'\2\0;',
}

ODD: dict[str, Recipe] = {
    **{f'{kind} cut at {share:.0%}': _cut(kind, share) for kind in FORMATS for share in CUTS},
    **{f'{kind} with other bytes, {seed}': _swapped(kind, seed) for kind in FORMATS for seed in range(3)},
    'png with a wrong checksum in its rows': lambda: png(_header(4, 4), ROWS, END, spoil=b'IDAT'),
    'png with rows of 200 MB': lambda: png(_header(4, 4), (b'IDAT', _zeros()), END),
    'png and a page': lambda: picture() + SCRIPT,
    'gif and an archive': lambda: picture('GIF') + _archive(),
    'jpeg with a page in its comment': lambda: picture('JPEG', comment=SCRIPT),
    'gif of 200 frames': _many_frames,
    'jpeg with damaged metadata': lambda: picture('JPEG', exif=b'Exif\0\0II*\0\xff\xff\xff\xff'),
    'png with a damaged profile': lambda: picture('PNG', icc_profile=b'profile'),
}
