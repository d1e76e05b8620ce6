"""Text files: recognised by their content, whatever they are called, and read as Unicode with bounds."""

import codecs
from dataclasses import dataclass
from pathlib import Path

from messenger.files import text_encodings

SAMPLE_BYTES = 2**16  # decides about the encoding
READ_BYTES = 2**13  # at once: decoding a damaged piece holds the interpreter's lock for 2 ms
HEAD_LINES, HEAD_LIMIT_CHARS = 12, 4_000
SHOWN_BYTES = 2**20  # of a file that is opened
UTF_16, UTF_32 = 'utf-16', 'utf-32'


@dataclass(frozen=True)
class Excerpt:
    """The beginning of a text file, with "\\n" between lines; `is_whole` says whether it is all of it."""

    text: str
    is_whole: bool


def lines_of(path: Path) -> int | None:
    """How many lines a file has, or None if it is not text. Reads all of it. Blocks; raises OSError."""
    with path.open('rb') as file:
        piece = file.read(SAMPLE_BYTES + 1)
        encoding = text_encodings.encoding_of(piece[:SAMPLE_BYTES], is_whole=len(piece) <= SAMPLE_BYTES)
        if encoding is None or not piece:
            return None
        is_wide = encoding in (UTF_16, UTF_32)
        decoder = codecs.getincrementaldecoder(encoding)('replace')
        breaks, last = 0, ''
        while piece:
            text = decoder.decode(piece).encode('utf-8', 'replace') if is_wide else piece
            if text_encodings.has_controls(text):
                return None
            breaks += text.count(b'\n')
            last = text[-1:].decode('latin-1') or last
            piece = file.read(READ_BYTES)
    return breaks + (last != '\n')


def head(path: Path) -> Excerpt:
    """The first HEAD_LINES of a text file, at most HEAD_LIMIT_CHARS. Blocks; raises OSError."""
    beginning = read(path, SAMPLE_BYTES)
    lines = beginning.text.split('\n')
    text = '\n'.join(lines[:HEAD_LINES])
    is_whole = beginning.is_whole and len(text) <= HEAD_LIMIT_CHARS and not any(lines[HEAD_LINES:])
    return Excerpt(text[:HEAD_LIMIT_CHARS].removesuffix('\n'), is_whole)


def read(path: Path, limit_bytes: int = SHOWN_BYTES) -> Excerpt:
    """The beginning of a text file; a character that is cut or damaged becomes U+FFFD. Blocks; raises OSError."""
    with path.open('rb') as file:
        content = file.read(max(limit_bytes, SAMPLE_BYTES) + 1)
    sample, is_whole = content[:SAMPLE_BYTES], len(content) <= limit_bytes
    encoding = text_encodings.encoding_of(sample, is_whole=len(content) <= SAMPLE_BYTES) or 'utf-8'
    decoder, content = codecs.getincrementaldecoder(encoding)('replace'), content[:limit_bytes]
    parts = [decoder.decode(content[start : start + READ_BYTES]) for start in range(0, len(content), READ_BYTES)]
    decoded = ''.join([*parts, decoder.decode(b'', is_whole)])
    return Excerpt(decoded.replace('\r\n', '\n').replace('\r', '\n').replace('\0', '\ufffd'), is_whole)
