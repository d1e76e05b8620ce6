"""File modes: only the owner can read the messenger's files; directories are 0700, files 0600."""

import logging
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from messenger.settings import Settings

logger = logging.getLogger(__name__)

UMASK, DIRECTORY, FILE = 0o077, 0o700, 0o600


def set_umask() -> None:
    """From now on, this process creates files and folders for its owner only."""
    os.umask(UMASK)


def make_private(settings: Settings) -> None:
    """Remove other users' access that an older version or a copy left; follow no link out of the folder.

    Call it before the database is open: opening and closing a file once more releases SQLite's locks on it.
    """
    if os.name != 'posix':
        return
    database = settings.database_path
    beside = [database.with_name(database.name + ending) for ending in ('', '-wal', '-shm', '-journal', '.lock')]
    changed = failed = 0
    for path in (settings.data_dir, *_inside(settings.data_dir), *beside):
        try:
            changed += _close_to_others(path)
        except OSError as error:
            failed += 1
            logger.debug('The mode of %s was not changed (%s)', path, error)
    if changed:
        logger.warning('Made %d files and folders in %s private (modes 0600 and 0700)', changed, settings.data_dir)
    if failed:
        logger.warning(
            '%d files or folders in %s belong to another user and were not changed', failed, settings.data_dir
        )


def _inside(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        for name in (*folders, *names):
            yield Path(parent, name)


def _close_to_others(path: Path) -> bool:
    """Return whether the mode had to be changed; skip links and files that have vanished. Raises OSError."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return False
    allowed_bits = DIRECTORY if stat.S_ISDIR(mode) else FILE
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)) or stat.S_IMODE(mode) == stat.S_IMODE(mode) & allowed_bits:
        return False
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)  # refuses a link that has taken its place
    try:
        os.fchmod(handle, stat.S_IMODE(mode) & allowed_bits)
    finally:
        os.close(handle)
    return True
