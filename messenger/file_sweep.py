"""The file sweep moves aside files that no row has named for days, and permanently removes them some weeks later.

It runs only with the folder's newest database (see workspace), and counts observed time instead of trusting a clock.
"""

import asyncio
import logging
import time
from pathlib import Path

from messenger.database.engine import read
from messenger.files import attachments, file_numbers, removed_files, workspace
from messenger.files.removed_files import DAY_S, KEPT_S, UNREFERENCED
from messenger.people import avatars
from messenger.process import Current

logger = logging.getLogger(__name__)

UNREFERENCED_FOR_S = 7 * DAY_S
LONGEST_STEP_S = 2 * 3600
AT_ONCE = 500
NAMED_IN_LOG = 5


class Passes:
    """When this process made its last pass."""

    def __init__(self) -> None:
        self._last: float | None = None

    def step(self) -> float:
        """Begin a pass: seconds since the last one; 0 for the first, at most LONGEST_STEP_S."""
        present = time.monotonic()
        step_s = 0.0 if self._last is None else min(present - self._last, LONGEST_STEP_S)
        self._last = present
        return step_s


passes: Current[Passes] = Current()


async def all_are_named() -> bool:
    """Whether rows name all complete files of the data folder."""
    return all(path.name.startswith('.') for path in await _find_unreferenced())


async def newest_unknown() -> int:
    """The highest number of a file, removed or not, that the database cannot know (see file_numbers), or 0."""
    paths = await asyncio.to_thread(_all_paths)
    highest = await read(file_numbers.find_highest)  # last: a number is assigned before its file is written
    later = {path: number for path in paths if (number := file_numbers.number_in(path.name)) > highest}
    referenced = await _find_referenced(list(later))
    return max((number for path, number in later.items() if path not in referenced), default=0)


def _all_paths() -> list[Path]:
    return [*attachments.files(), *avatars.files(), *(path for _, _, path in removed_files.all_files())]


async def take_back_missing() -> int:
    """Take back removed files that a row names, as when the right database is back; returns how many."""
    aside = await asyncio.to_thread(removed_files.all_files)
    referenced = await _find_referenced([path for _, _, path in aside])
    return await asyncio.to_thread(
        lambda: sum(removed_files.take_back(path) for path in referenced if not path.exists())
    )


async def sweep(elapsed_s: float | None = None) -> int:
    """Run one pass; returns how many files were moved aside. `elapsed_s` since the last pass; measured if None."""
    step_s = passes.value.step() if elapsed_s is None else elapsed_s
    if not workspace.current().is_newest():
        return 0
    await take_back_missing()
    unreferenced = await _find_unreferenced()
    aside = await asyncio.to_thread(removed_files.all_files)
    referenced = await _find_referenced([path for _, _, path in aside])
    return await asyncio.to_thread(_pass, unreferenced, referenced, step_s)


def _pass(unreferenced: list[Path], referenced: set[Path], step_s: float) -> int:
    with removed_files.ages_lock:
        return _move_and_remove(unreferenced, referenced, step_s)


def _move_and_remove(unreferenced: list[Path], referenced: set[Path], step_s: float) -> int:
    """Age, move aside and remove files; keep removed ones that a row misses, as when they cannot be taken back."""
    before = removed_files.ages()
    removed = []
    old = [
        path for path in unreferenced if before.get(removed_files.name_of(path), -step_s) + step_s >= UNREFERENCED_FOR_S
    ]
    moved = removed_files.move_aside(old, UNREFERENCED)
    removable = [(kind, path) for kind, path, own in removed_files.all_files() if own not in referenced or own.exists()]
    for kind, path in removable:
        if before.get(removed_files.name_of(path), -step_s) + step_s >= KEPT_S[kind]:
            removed += [path] if removed_files.remove(path) else []
    left = {removed_files.name_of(path) for path in [*unreferenced, *(path for _, path in removable)]}
    left -= {removed_files.name_of(path) for path in [*moved, *removed]}
    removed_files.keep_ages({name: before.get(name, -step_s) + step_s for name in left})
    _log_paths(f'Moved aside for {KEPT_S[UNREFERENCED] // DAY_S} days because the database does not list them', moved)
    _log_paths('Deleted permanently', removed)
    return len(moved)


def _log_paths(action: str, paths: list[Path]) -> None:
    if paths:
        names = ', '.join(removed_files.name_of(path) for path in paths[:NAMED_IN_LOG])
        logger.info('%s: %d files (%s%s)', action, len(paths), names, ', …' if len(paths) > NAMED_IN_LOG else '')


async def _find_unreferenced() -> list[Path]:
    """Files without a row. Rows are created before their files, so look for files first and for rows afterwards."""
    paths = await asyncio.to_thread(lambda: [*attachments.files(), *avatars.files()])
    referenced = await _find_referenced(paths)
    return [path for path in paths if path not in referenced]


async def _find_referenced(paths: list[Path]) -> set[Path]:
    """Those of these paths that a row names."""
    referenced: set[Path] = set()
    for start in range(0, len(paths), AT_ONCE):
        batch = paths[start : start + AT_ONCE]
        referenced |= await read(attachments.find_named, batch) | await read(avatars.find_named, batch)
    return referenced
