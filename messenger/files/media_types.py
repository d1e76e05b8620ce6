"""Media types from a file's first bytes; its name and the type sent by the browser are ignored.

Source: WHATWG MIME Sniffing, 6 (image, audio and video patterns); RFC 9559 for WebM; ISO 14496-12 for `ftyp`.
"""

from collections.abc import Callable

HEAD_BYTES = 4096

STARTS = (
    (b'\x89PNG\r\n\x1a\n', 'image/png'),
    (b'\xff\xd8\xff', 'image/jpeg'),
    (b'GIF87a', 'image/gif'),
    (b'GIF89a', 'image/gif'),
    (b'ID3', 'audio/mpeg'),
    (b'fLaC', 'audio/flac'),
    *((frame, 'audio/mpeg') for frame in (b'\xff\xfb', b'\xff\xf3', b'\xff\xf2', b'\xff\xfa')),
    *((frame, 'audio/aac') for frame in (b'\xff\xf1', b'\xff\xf9')),
)
RIFF = {b'WEBP': 'image/webp', b'WAVE': 'audio/wav'}
# the major brand of an ISO base media file; files with other brands can only be downloaded
BRANDS = {
    **dict.fromkeys((b'avif', b'avis'), 'image/avif'),
    **dict.fromkeys((b'M4A ', b'M4B '), 'audio/mp4'),
    **dict.fromkeys(
        (b'isom', b'iso2', b'iso4', b'iso5', b'iso6', b'mp41', b'mp42', b'avc1', b'M4V ', b'dash'), 'video/mp4'
    ),
    **dict.fromkeys((b'MSNV', b'3gp4', b'3gp5', b'3gp6'), 'video/mp4'),
    b'qt  ': 'video/quicktime',
}
EBML = b'\x1a\x45\xdf\xa3'
UNKNOWN = 'application/octet-stream'
PLAIN_TEXT = 'text/plain'  # see text_files


def media_type(head: bytes) -> str:
    """An `image/…`, `audio/…` or `video/…` type that browsers show, or UNKNOWN; `head` has at most HEAD_BYTES."""
    for start, kind in STARTS:
        if head.startswith(start):
            return kind
    for start, type_in in CONTAINERS:
        if head.startswith(start):
            return type_in(head)
    return BRANDS.get(head[8:12], UNKNOWN) if head[4:8] == b'ftyp' else UNKNOWN


def _riff(head: bytes) -> str:
    return RIFF.get(head[8:12], UNKNOWN)


def _ebml(head: bytes) -> str:
    return 'video/webm' if b'webm' in head[:64] else UNKNOWN


def _ogg(head: bytes) -> str:
    """The first packet names the codec (RFC 5334)."""
    if b'\x80theora' in head[:128]:
        return 'video/ogg'
    return 'audio/ogg' if b'OpusHead' in head[:128] or b'\x01vorbis' in head[:128] or b'fLaC' in head[:128] else UNKNOWN


CONTAINERS: tuple[tuple[bytes, Callable[[bytes], str]], ...] = ((b'RIFF', _riff), (b'OggS', _ogg), (EBML, _ebml))
