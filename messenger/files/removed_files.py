"""Removed files: complete files are never deleted at once but stay in the data folder for some days.

So an admin's mistake can be undone even if it is noticed late: another copy of the database may still name the files.
`removed/deleted` holds files removed by rule (deleted messages, replaced avatars), `removed/unreferenced` files that no
row of the database has named for days. `removed/discarded/{user id}` holds what a person uploaded and discarded since
the start: no message in any copy of the database has these files, so they are kept for fewer days and up to a limit per
person. Inside these folders, each file keeps its own path. If a row names a missing file, the file is taken back from
here. Files here age only while the messenger runs, whatever the clock says.
"""

import contextlib
import errno
import json
import logging
import math
import os
import shutil
import threading
from collections.abc import Collection, Iterator
from pathlib import Path

from messenger import process

logger = logging.getLogger(__name__)

DAY_S = 24 * 3600
DELETED, UNREFERENCED, DISCARDED = 'deleted', 'unreferenced', 'discarded'
KEPT_S = {DELETED: 30 * DAY_S, UNREFERENCED: 30 * DAY_S, DISCARDED: 3 * DAY_S}
DISCARDED_LIMIT_BYTES = 250 * 2**20  # per person
DISCARDED_LIMIT_FILES = 300
AGES = 'ages.json'

ages_lock = threading.RLock()


def name_of(path: Path) -> str:
    """A file's path relative to the data folder."""
    return path.relative_to(process.settings.value.data_dir).as_posix()


def kind_for_discarded(user_id: int) -> str:
    """The kind for files that this person discarded and no copy of the database needs."""
    return f'{DISCARDED}/{user_id}'


def move_aside(paths: Collection[Path], kind: str) -> list[Path]:
    """Move files of the data folder aside for some days; returns those that existed. Blocks."""
    folder = process.settings.value.removed_dir / kind
    moved = {path: aside for path in paths if (aside := _move_one_aside(path, folder / name_of(path)))}
    if kind.startswith(DISCARDED):
        _remove_oldest(folder, set(moved.values()))
    return list(moved)


def _move_one_aside(path: Path, aside: Path) -> Path | None:
    """Move a file aside and return its new path. A file already there under the same name is kept as well."""
    number = 0
    while (target := aside.with_name(f'{aside.name}~{number}') if number else aside).exists():
        number += 1
    try:
        _move(path, target)
    except FileNotFoundError:
        return None
    except OSError as error:
        logger.warning('%s cannot be moved aside (%s)', path, error)
        return None
    return target


def _remove_oldest(folder: Path, newest: set[Path]) -> None:
    """Remove the oldest files from a person's folder if there are too many; always keep the `newest`."""
    sizes, count = 0, 0
    for path in sorted(_files(folder), key=lambda path: (path in newest, _changed_at(path)), reverse=True):
        with contextlib.suppress(OSError):
            sizes, count = sizes + path.stat().st_size, count + 1
        if path not in newest and (sizes > DISCARDED_LIMIT_BYTES or count > DISCARDED_LIMIT_FILES):
            remove(path)


def _changed_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0


def take_back(path: Path) -> bool:
    """Put a file back under its own path, if it is here; returns whether that was done. Blocks."""
    for _, folder in _folders():
        aside = folder / name_of(path)
        try:
            _move(aside, path)
        except FileNotFoundError:
            continue
        except OSError as error:
            logger.warning('%s cannot be restored (%s)', aside, error)
            continue
        _forget_age(name_of(aside))
        logger.warning('%s was missing and has been restored from %s', path, aside)
        return True
    return False


def all_files() -> list[tuple[str, Path, Path]]:
    """All removed files: kind, current path, original path."""
    return [
        (kind, aside, process.settings.value.data_dir / aside.relative_to(folder))
        for kind, folder in _folders()
        for aside in _files(folder)
    ]


def _folders() -> list[tuple[str, Path]]:
    """The folders in which files keep their own paths, each with the kind of its files."""
    top = process.settings.value.removed_dir
    persons = [(DISCARDED, path) for path in (top / DISCARDED).glob('*')]
    return [(DELETED, top / DELETED), (UNREFERENCED, top / UNREFERENCED), *persons]


def _files(folder: Path) -> Iterator[Path]:
    for parent, _, names in os.walk(folder):
        yield from (Path(parent, name) for name in names)


def remove(aside: Path) -> bool:
    """Permanently remove one of `all_files`; returns whether that was done. Blocks."""
    try:
        aside.unlink(missing_ok=True)
    except OSError as error:
        logger.warning('%s cannot be removed (%s)', aside, error)
        return False
    with contextlib.suppress(OSError):
        aside.parent.rmdir()  # only succeeds for an empty folder
    return True


def ages() -> dict[str, float]:
    """How many seconds each file has been unreferenced or here, by its path relative to the data folder."""
    try:
        stored = json.loads((process.settings.value.removed_dir / AGES).read_text())
        read = {str(name): max(0.0, float(seconds)) for name, seconds in stored.items()}
        return {name: seconds for name, seconds in read.items() if math.isfinite(seconds)}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def keep_ages(seconds_by_name: dict[str, float]) -> None:
    """Store the ages; if that fails, the previous ones stay. Blocks."""
    path = process.settings.value.removed_dir / AGES
    if not seconds_by_name and not path.exists():
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f'.{AGES}')
        unfinished.write_text(json.dumps(seconds_by_name))
        unfinished.replace(path)
    except OSError as error:
        logger.warning('%s cannot be written (%s)', path, error)


def _forget_age(name: str) -> None:
    """Forget a file's age, so that a file in use again gets its full time when it is removed the next time."""
    with ages_lock:
        seconds_by_name = ages()
        if seconds_by_name.pop(name, None) is not None:
            keep_ages(seconds_by_name)


def _move(source: Path, target: Path) -> None:
    """Rename, or copy to another file system. Raises OSError, FileNotFoundError if there is no source."""
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
