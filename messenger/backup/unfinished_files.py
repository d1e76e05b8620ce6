"""Files that appear whole or not at all: they have no name until they are, so that a killed program leaves nothing.

Where the system has no files without a name, one beside the target is used, and removed the next time if it was left.
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
    """A file that takes the place of `target` at the end (mode 0600, down to the disk); an error leaves all as it was.

    Raises OSError, also where `target` is there and no plain file.
    """
    if target.exists() and not target.is_file():
        raise OSError(errno.EINVAL, 'it is not a regular file', str(target))
    _remove_left_overs(target)
    handle, beside = _made(target)
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


def _made(target: Path) -> tuple[int, Path | None]:
    """A handle for writing, and the name beside the target if the file has one."""
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
    """Give a file that has no name the name `path`; it becomes the target's at once."""
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
    """Remove what a killed program left beside the target; what another one is writing stays."""
    for path in target.parent.iterdir():
        if path.name.startswith(f'.{target.name}.') and path.name.endswith(ENDING):
            with contextlib.suppress(OSError), path.open('rb+') as file:
                _lock(file.fileno())
                path.unlink()


if sys.platform == 'win32':

    def _lock(handle: int) -> None:
        """An open file cannot be removed there."""

else:
    import fcntl

    def _lock(handle: int) -> None:
        """Raises BlockingIOError when another process writes the file."""
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
