"""Files that appear complete or not at all: they have no name until then, so that a killed program leaves nothing.

If the system has no unnamed files, a file beside the target is used; if it is left behind, the next run removes it.
"""

import contextlib
import errno
import os
import secrets
import shutil
import sys
from collections.abc import Generator
from pathlib import Path
from typing import IO

ENDING = '.unfinished'


@contextlib.contextmanager
def writing(target: Path) -> Generator[IO[bytes]]:
    """Write a file that replaces `target` at the end (mode 0600, flushed to disk); an error leaves `target` unchanged.

    Raises OSError, also if `target` exists and is not a plain file.
    """
    if target.exists() and not target.is_file():
        raise OSError(errno.EINVAL, 'it is not a regular file', str(target))
    _remove_left_overs(target)
    handle, beside = _create(target)
    try:
        with os.fdopen(handle, 'w+b') as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
            if beside is None:
                beside = _beside(target)
                _name(file, beside)
            beside.replace(target)
    finally:
        if beside is not None:
            beside.unlink(missing_ok=True)


def _create(target: Path) -> tuple[int, Path | None]:
    """Open a file for writing; return its handle, and its name beside the target if it has one."""
    if sys.platform == 'linux':
        with contextlib.suppress(OSError):
            return os.open(target.parent, os.O_TMPFILE | os.O_RDWR | os.O_CLOEXEC, 0o600), None
    beside = _beside(target)
    handle = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, 'O_CLOEXEC', 0), 0o600)
    _lock(handle)
    return handle, beside


def _beside(target: Path) -> Path:
    return target.with_name(f'.{target.name}.{secrets.token_hex(4)}{ENDING}')


def _name(file: IO[bytes], path: Path) -> None:
    """Give an unnamed file the name `path`; right afterwards it is renamed to the target."""
    folder = os.open(path.parent, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.link(f'/proc/self/fd/{file.fileno()}', path.name, dst_dir_fd=folder, follow_symlinks=True)
    except OSError:  # no /proc, or a file system without links
        file.seek(0)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), 'wb') as copy:
            shutil.copyfileobj(file, copy)
            copy.flush()
            os.fsync(copy.fileno())
    finally:
        os.close(folder)


def _remove_left_overs(target: Path) -> None:
    """Remove what a killed program left beside the target, but not what another process is writing."""
    for path in target.parent.iterdir():
        if path.name.startswith(f'.{target.name}.') and path.name.endswith(ENDING):
            with contextlib.suppress(OSError), path.open('rb+') as file:
                _lock(file.fileno())
                path.unlink()


if sys.platform == 'win32':

    def _lock(handle: int) -> None:
        """Do nothing: Windows does not let anyone remove an open file."""

else:
    import fcntl

    def _lock(handle: int) -> None:
        """Lock the file. Raises BlockingIOError if another process is writing it."""
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
