"""Removed files: they lie in the data folder for some days, so that an admin's slip can be undone.

`removed/deleted` holds what a rule let go (deleted messages, replaced pictures), `removed/unreferenced` what no row of
the database named for days; below, each lies under its own path. A file that a row names and that is missing is taken
back from there. What lies there ages only while the messenger runs, whatever the clock says.
"""

import contextlib
import errno
import json
import logging
import os
import shutil
from pathlib import Path

from messenger.settings import Settings

logger = logging.getLogger(__name__)

DAY_S = 24 * 3600
DELETED, UNREFERENCED = 'deleted', 'unreferenced'
KEPT_S = {DELETED: 3 * DAY_S, UNREFERENCED: 30 * DAY_S}
AGES = 'ages.json'

_settings = Settings()


def configure(settings: Settings) -> None:
    """Say which data folder it is."""
    global _settings
    _settings = settings


def name_of(path: Path) -> str:
    """A file's path within the data folder."""
    return path.relative_to(_settings.data_dir).as_posix()


def move_aside(path: Path, kind: str) -> bool:
    """Take a file of the data folder out of use, for some days; whether that was done. Blocks."""
    try:
        _move(path, _settings.removed_dir / kind / name_of(path))
    except FileNotFoundError:
        return False
    except OSError as error:
        logger.warning('%s cannot be moved aside (%s)', path, error)
        return False
    return True


def take_back(path: Path) -> bool:
    """Put a file back under its own path, if it lies here; whether it does now. Blocks."""
    for kind in KEPT_S:
        aside = _settings.removed_dir / kind / name_of(path)
        try:
            _move(aside, path)
        except FileNotFoundError:
            continue
        except OSError as error:
            logger.warning('%s cannot be restored (%s)', aside, error)
            continue
        logger.warning('%s was missing and has been restored from %s', path, aside)
        return True
    return False


def all_files() -> list[tuple[str, Path, Path]]:
    """What lies here: its kind, where it is, and where it was."""
    return [
        (kind, Path(parent, name), _settings.data_dir / Path(parent, name).relative_to(_settings.removed_dir / kind))
        for kind in KEPT_S
        for parent, _, names in os.walk(_settings.removed_dir / kind)
        for name in names
    ]


def remove(aside: Path) -> bool:
    """Remove one of `all_files` for good; whether that was done. Blocks."""
    try:
        aside.unlink(missing_ok=True)
    except OSError as error:
        logger.warning('%s cannot be removed (%s)', aside, error)
        return False
    with contextlib.suppress(OSError):
        aside.parent.rmdir()  # only an empty one goes
    return True


def ages() -> dict[str, float]:
    """Seconds for which files were unreferenced, or lay here, by their paths within the data folder."""
    try:
        known = json.loads((_settings.removed_dir / AGES).read_text())
        return {str(name): max(0.0, float(seconds)) for name, seconds in known.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def keep_ages(known: dict[str, float]) -> None:
    """Remember the ages; where that fails, what was remembered before stays. Blocks."""
    path = _settings.removed_dir / AGES
    if not known and not path.exists():
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f'.{AGES}')
        unfinished.write_text(json.dumps(known))
        unfinished.replace(path)
    except OSError as error:
        logger.warning('%s cannot be written (%s)', path, error)


def _move(source: Path, target: Path) -> None:
    """Rename, or copy to another file system. Raises OSError, FileNotFoundError where there is no source."""
    source.lstat()
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        unfinished = target.with_name(f'.{target.name}.moving')
        try:
            shutil.copy2(source, unfinished)
            with unfinished.open('rb') as file:
                os.fsync(file.fileno())
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
        source.unlink()
