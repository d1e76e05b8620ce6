"""Reads archives as this messenger writes them, without trusting them: only plain files, one after another.

Python's own reader accepts links, devices, sparse files and any number of headers, and follows chains of headers to any
depth. Here an entry is one header, at most one PAX header before it (older backups wrote one for the time of a file),
and its bytes.
"""

import gzip
import re
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from messenger.backup.errors import NotABackup

PIECE_BYTES = 1_048_576
PAX_LIMIT_BYTES = 8_192
ENTRIES_LIMIT = 1_000_000
NAME_LIMIT_CHARS, DEPTH_LIMIT = 200, 4
_NAME = re.compile(r'[A-Za-z0-9_+@=,-][A-Za-z0-9._+@=,-]*(?:/[A-Za-z0-9_+@=,-][A-Za-z0-9._+@=,-]*)*')
_PAX_RECORD = re.compile(rb'(\d{1,4}) ([a-zA-Z.]+)=([^\n]*)\n')
_PAX_IGNORED = frozenset({b'mtime', b'atime', b'ctime'})
UNREADABLE = (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError, ValueError)


@dataclass(frozen=True)
class Entry:
    """A file of the archive: its name and its size in bytes."""

    name: str
    size: int


class Reader:
    """Yields the entries of an archive in order; `content` yields the bytes of the current entry, in pieces.

    All methods raise NotABackup for anything that a backup cannot contain.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stream = gzip.GzipFile(path, 'rb')
        self._left = self._padding = 0

    def __enter__(self) -> 'Reader':
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def entries(self) -> Iterator[Entry]:
        """Yield the files of the archive up to its end, and check that nothing follows."""
        for _ in range(ENTRIES_LIMIT):
            for _piece in self.content():
                pass
            self._read(self._padding)
            entry = self._header()
            if entry is None:
                self._check_end()
                return
            self._left, self._padding = entry.size, -entry.size % tarfile.BLOCKSIZE
            yield entry
        raise NotABackup(path=self.path)

    def content(self) -> Iterator[bytes]:
        """Yield the bytes of the current entry that have not been read yet."""
        while self._left:
            piece = self._read(min(self._left, PIECE_BYTES))
            self._left -= len(piece)
            yield piece

    def _read(self, size: int) -> bytes:
        try:
            piece = self._stream.read(size)
        except UNREADABLE as error:
            raise NotABackup(path=self.path) from error
        if len(piece) != size:
            raise NotABackup(path=self.path)
        return piece

    def _header(self) -> Entry | None:
        """Read the next entry; None at the end."""
        block = self._read(tarfile.BLOCKSIZE)
        if not any(block):
            return None
        info, declared = self._parsed(block), {}
        if info.type == tarfile.XHDTYPE:
            if not 0 <= info.size <= PAX_LIMIT_BYTES:
                raise NotABackup(path=self.path)
            declared = self._pax(self._read(info.size))
            self._read(-info.size % tarfile.BLOCKSIZE)
            info = self._parsed(self._read(tarfile.BLOCKSIZE))
        name = declared.get(b'path', info.name.encode('utf-8', 'surrogateescape'))
        size = declared.get(b'size', b'%d' % info.size)
        is_file = info.type in (tarfile.REGTYPE, tarfile.AREGTYPE)
        if not is_file or not re.fullmatch(rb'\d{1,18}', size) or not is_plain(name):
            raise NotABackup(path=self.path)
        return Entry(name.decode(), int(size))

    def _parsed(self, block: bytes) -> tarfile.TarInfo:
        try:
            return tarfile.TarInfo.frombuf(block, 'utf-8', 'surrogateescape')
        except (*UNREADABLE, OverflowError) as error:
            raise NotABackup(path=self.path) from error

    def _pax(self, content: bytes) -> dict[bytes, bytes]:
        """The records of a PAX header: long names and large sizes count, times are ignored, others are refused."""
        declared: dict[bytes, bytes] = {}
        position = 0
        while position < len(content):
            record = _PAX_RECORD.match(content, position)
            if record is None or int(record[1]) != len(record[0]) or record[2] in declared:
                raise NotABackup(path=self.path)
            declared[record[2]] = record[3]
            position = record.end()
        if declared.keys() - _PAX_IGNORED - {b'path', b'size'}:
            raise NotABackup(path=self.path)
        return declared

    def _check_end(self) -> None:
        """Check that only zeros follow, and few of them."""
        try:
            rest = self._stream.read(2 * tarfile.RECORDSIZE)
        except UNREADABLE as error:
            raise NotABackup(path=self.path) from error
        if any(rest) or len(rest) >= 2 * tarfile.RECORDSIZE:
            raise NotABackup(path=self.path)


def is_plain(name: bytes) -> bool:
    """Whether a name has only plain parts: few, short, not hidden, of characters that are safe on every system."""
    try:
        text = name.decode('ascii')
    except UnicodeDecodeError:
        return False
    fits = len(text) <= NAME_LIMIT_CHARS and text.count('/') < DEPTH_LIMIT
    return fits and _NAME.fullmatch(text) is not None
