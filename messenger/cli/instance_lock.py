"""Allows one server per data folder: it holds a lock that disappears with its process, however that ends."""

import os
import sys
from typing import IO

from messenger.settings import SettingError, Settings

_held: list[IO[str]] = []


def hold(settings: Settings) -> None:
    """Lock the data folder and the database for this process. Raises SettingError if another server has them.

    Other commands (--backup, --reset-password) may run beside a server and take no lock.
    """
    for path in {settings.data_dir / 'lock', settings.database_path.with_name(f'{settings.database_path.name}.lock')}:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open('a+')
        if not _lock(file):
            file.seek(0)
            holder = file.read().strip() or 'unknown'
            file.close()
            raise SettingError(
                f'DATA_DIR: another messenger (process {holder}) is running on {settings.data_dir}; '
                'stop it, or choose another folder with --data.'
            )
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        _held.append(file)


def release() -> None:
    """Release all locks of this process."""
    while _held:
        _held.pop().close()


def _lock(file: IO[str]) -> bool:
    try:
        if sys.platform == 'win32':
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
