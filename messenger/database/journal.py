"""The database journal (`-wal`): check that it still holds what SQLite believes it wrote there."""

import struct
import threading
from pathlib import Path
from typing import NamedTuple

# https://www.sqlite.org/walformat.html: the index holds its header twice; the salts are those of the journal
INDEX_HEADER = struct.Struct('=12xBxHII2I8s8x')
JOURNAL_HEADER_BYTES, FRAME_HEADER_BYTES = 32, 24
TRIES = 50


class Frame(NamedTuple):
    """The last committed frame: where it begins, and what its header must contain."""

    start: int
    salts: bytes
    checksums: bytes


class Journal:
    """Any thread may use it. It keeps `-shm` open: closing the file would release the locks that SQLite holds on it.

    The checksum of a frame covers all frames before it, so checking the last frame checks the whole journal.
    """

    def __init__(self, journal: Path, index: Path) -> None:
        self._lock = threading.Lock()
        self._journal = journal.open('rb', buffering=0)
        self._index = index.open('rb', buffering=0)
        self._noted: Frame | None = None

    def is_ours(self) -> bool:
        """Whether the last frame is in its place."""
        with self._lock:
            return self._last_frame()[1]

    def note(self) -> bool:
        """Like `is_ours`, but also check that the frame that was last at the previous call is still in its place."""
        with self._lock:
            frame, is_ours = self._last_frame()
            noted, self._noted = self._noted, frame
            # SQLite restarts the journal, with new salts, only after all of it has been moved into the database
            goes_on = frame is not None and noted is not None and frame.salts == noted.salts
            return is_ours and (not goes_on or noted is None or self._contains(noted))

    def close(self) -> None:
        """Close the files. Call it only when no connection is open any more."""
        self._journal.close()
        self._index.close()

    def _last_frame(self) -> tuple[Frame | None, bool]:
        """The last frame (None: the journal is empty), and whether the journal really holds it."""
        before = b''
        for _ in range(TRIES):  # another program may be in the middle of a commit
            header = self._read_index()
            if header and header == before:
                return _frame(header), False
            if header:
                frame = _frame(header)
                if frame is None or self._contains(frame):
                    return frame, True
            before = header
        return None, False

    def _read_index(self) -> bytes:
        self._index.seek(0)
        headers = self._index.read(2 * INDEX_HEADER.size) or b''
        first, second = headers[: INDEX_HEADER.size], headers[INDEX_HEADER.size :]
        return first if first == second and len(first) == INDEX_HEADER.size else b''

    def _contains(self, frame: Frame) -> bool:
        self._journal.seek(0)
        header = self._journal.read(JOURNAL_HEADER_BYTES) or b''
        self._journal.seek(frame.start)
        frame_header = self._journal.read(FRAME_HEADER_BYTES) or b''
        return header[16:24] == frame.salts and frame_header[8:] == frame.salts + frame.checksums


def _frame(header: bytes) -> Frame | None:
    _is_ready, page, count, _pages, first, second, salts = INDEX_HEADER.unpack(header)
    page_bytes = (page & 0xFE00) + ((page & 1) << 16)
    start = JOURNAL_HEADER_BYTES + (count - 1) * (FRAME_HEADER_BYTES + page_bytes)
    return Frame(start, salts, struct.pack('>2I', first, second)) if count else None
