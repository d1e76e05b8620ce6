"""Staging folders inside the data folder, where backups and restores work, so that nothing half-done is visible.

Each is locked while its process lives, however that ends. Abandoned folders are removed the next time, and when the
messenger starts.
"""

import contextlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Generator
from pathlib import Path

BACKUP_PREFIX, RESTORE_PREFIX = '.backup-', '.restore-'
STALE_S = 24 * 3600


@contextlib.contextmanager
def folder(parent: Path, prefix: str) -> Generator[Path]:
    """Create a folder in `parent` that is private to this process and removed at the end. Raises OSError."""
    with _lock_folder(parent):
        _sweep(parent)
        path = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
        handle = _open(path)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
        if handle is not None:
            os.close(handle)


def sweep(parent: Path) -> None:
    """Remove what interrupted backups and restores left in `parent`, but nothing still in use. Raises OSError."""
    with _lock_folder(parent):
        _sweep(parent)


def _sweep(parent: Path) -> None:
    for prefix in (BACKUP_PREFIX, RESTORE_PREFIX):
        for left_over in parent.glob(f'{prefix}*'):
            if _is_abandoned(left_over):
                shutil.rmtree(left_over, ignore_errors=True)


def _is_abandoned(path: Path) -> bool:
    try:
        handle = _open(path)
    except (BlockingIOError, FileNotFoundError):
        return False
    except OSError:
        handle = None
    if handle is not None:
        os.close(handle)
        return True
    with contextlib.suppress(OSError):
        return path.stat().st_mtime < time.time() - STALE_S
    return False


@contextlib.contextmanager
def _lock_folder(parent: Path) -> Generator[None]:
    """Keep other processes from creating or removing staging folders meanwhile."""
    handle = _open(parent, wait=True)
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


if sys.platform == 'win32':

    def _open(path: Path, *, wait: bool = False) -> int | None:  # noqa: ARG001 - folders cannot be locked there
        return None

else:
    import fcntl

    def _open(path: Path, *, wait: bool = False) -> int | None:
        """Lock a folder while the handle is open. Raises BlockingIOError if another process has locked it."""
        handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC | os.O_NOFOLLOW)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            os.close(handle)
            raise
        except OSError:  # a file system without locks
            os.close(handle)
            return None
        return handle
