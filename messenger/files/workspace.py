"""The workspace: the data folder and the database that belongs to it.

Both store the workspace's id, the highest file number ever used, and a stamp that is renewed at each start, every hour
and with each new avatar. This detects a wrong database, and an older copy of the right one: it has a different stamp or
a lower number, or an unknown file has a higher number (see file_numbers; this works even if the folder's mark is as old
as the database). With an older copy the messenger works, but no file is permanently removed until the right database is
back or an admin keeps this one.

The database is always written first, so the folder never knows more than its database. A file's number is written to
the folder before the file's first byte.
"""

import asyncio
import logging
import secrets
import threading
from collections.abc import Awaitable, Callable
from dataclasses import replace

from messenger import access, audit_log, rate_limits
from messenger.database.engine import in_write, read, write
from messenger.errors import StorageUnavailable
from messenger.files import file_numbers, removed_files
from messenger.files.workspace_mark import ID, Mark, read_mark, write_mark
from messenger.models import Setting
from messenger.settings import Settings

logger = logging.getLogger(__name__)

STAMP, STAMP_BEFORE = 'workspace_stamp', 'workspace_stamp_before'
UNLISTED = 'workspace_unlisted'  # the setting: the only files this database does not know are the folder's newest
OLDER_TEXT = (
    '%s is an older copy of the database than the files in %s, or does not know them: no file is removed. If it is the '
    'wrong one, stop the messenger and put the right one in its place. If it is the right one, an admin says so on the '
    'page /admin/settings.'
)
UNLISTED_TEXT = (
    '%s does not list some files in %s: they were added while another copy of the database was in use. No file is '
    'removed. If this is the right database, an admin says so on the page /admin/settings.'
)
CLOSED, NEWEST, OLDER, UNKNOWN = 'closed', 'newest', 'older', 'unknown'


_lock = threading.Lock()
_changing = asyncio.Lock()
_settings = Settings()
_mark: Mark | None = None
_state = CLOSED
_has_unlisted = False
_knows_all_files: Callable[[], Awaitable[bool]]
_newest_unknown: Callable[[], Awaitable[int]]
_number_at_start: int | None = None


def is_newest() -> bool:
    """Whether the database is known to be the newest of this folder, so that files it does not name are unused."""
    return _state == NEWEST


def is_older_copy() -> bool:
    """Whether the open database is an older copy, or does not know the files of this folder."""
    return _state == OLDER


def is_of_this_run(number: int) -> bool:
    """Whether a file's number was assigned since this start, so that no other copy of the database knows the file."""
    return _number_at_start is not None and number > _number_at_start


def has_unlisted_files() -> bool:
    """Whether the only known reason for `is_older_copy` is that the folder has newer files than the database."""
    return _state == OLDER and _has_unlisted


async def open_workspace(
    settings: Settings, knows_all_files: Callable[[], Awaitable[bool]], newest_unknown: Callable[[], Awaitable[int]]
) -> None:
    """After the database is open: record in it and in the folder that they belong together.

    `knows_all_files`: whether a row names each file of the folder; only called if the folder has no mark yet.
    `newest_unknown`: the highest number of a file that the database cannot have known, or 0. While nothing can be
    written, the state stays unknown and nothing is removed.
    """
    global _settings, _knows_all_files, _newest_unknown, _changing
    _settings, _knows_all_files, _newest_unknown = settings, knows_all_files, newest_unknown
    _changing = asyncio.Lock()
    async with _changing:
        await _open()


async def open_if_unknown() -> None:
    """Try to open the workspace again after a failed write. Raises StorageUnavailable while that still fails."""
    if _state == UNKNOWN:
        async with _changing:
            await _open()
    if _state == UNKNOWN:
        raise StorageUnavailable


async def _open() -> None:
    global _mark, _state, _number_at_start, _has_unlisted
    _state = UNKNOWN
    _mark = mark = read_mark(_settings)
    known = mark is not None or await _knows_all_files()
    try:
        made, is_the_newest = await write(_join, mark, known, await _newest_unknown())
        _put_mark(made)
    except StorageUnavailable:
        logger.warning('Cannot write to the disk or the database: no files are removed')
        return
    _number_at_start = made.number
    _state = NEWEST if is_the_newest else OLDER
    if _state == OLDER:
        _has_unlisted = await read(_is_unlisted)
        logger.warning(UNLISTED_TEXT if _has_unlisted else OLDER_TEXT, _settings.database_path, _settings.data_dir)


def close_workspace() -> None:
    """Forget the data folder and its state."""
    global _mark, _state, _number_at_start
    _mark, _state, _number_at_start = None, CLOSED, None


async def renew_stamp() -> None:
    """Make every copy of the database made until now recognisable as older. Raises StorageUnavailable."""
    if _state == NEWEST:
        await asyncio.shield(_stamp())


async def keep_database(admin_id: int) -> None:
    """Accept the open database as the right one, whatever the folder knew about another. Raises NotFound."""
    global _state
    rate_limits.take('admin', admin_id)
    await read(access.admin_for, admin_id)
    if _state != OLDER:
        return
    await asyncio.shield(_stamp())
    await write(lambda: audit_log.note(access.admin_for(admin_id), 'kept_database'))
    _state = NEWEST
    await asyncio.to_thread(removed_files.keep_ages, {})  # the days of each file start now
    logger.warning('The database was confirmed: files it does not list will be moved aside in a few days')


def note_number(number: int) -> None:
    """Store `number` in the mark before its file is written. Blocks; raises StorageUnavailable."""
    with _lock:
        if _mark is not None and number > _mark.number:
            _put_mark(replace(_mark, number=number))


async def _stamp() -> None:
    async with _changing:
        if _mark is not None:
            stamp = secrets.token_hex(16)
            await write(_set, {STAMP: stamp, STAMP_BEFORE: _mark.stamp, UNLISTED: ''})
            await asyncio.to_thread(_renew, stamp)


def _renew(stamp: str) -> None:
    with _lock:
        if _mark is not None:
            _put_mark(replace(_mark, stamp=stamp))


@in_write
def _join(mark: Mark | None, knows_all_files: bool, newest_unknown: int) -> tuple[Mark, bool]:
    """The folder's new mark, and whether the database is the folder's newest."""
    known = {
        row.name: row.value for row in Setting.select().where(Setting.name.in_((ID, STAMP, STAMP_BEFORE, UNLISTED)))
    }
    number, stamp = file_numbers.highest(), secrets.token_hex(16)
    if mark is None:
        mark = Mark(known.get(ID) or secrets.token_hex(16), number, '')
        is_the_newest = knows_all_files
    else:
        is_the_newest = mark.stamp in (known.get(STAMP), known.get(STAMP_BEFORE)) and number >= mark.number
    is_the_newest = is_the_newest and not newest_unknown
    is_stamped = bool(mark.stamp) and mark.stamp in (known.get(STAMP), known.get(STAMP_BEFORE))
    is_mark_older = newest_unknown > mark.number  # then an equal stamp proves nothing
    highest = max(number, mark.number, newest_unknown)
    file_numbers.raise_to(highest)
    if is_the_newest:
        _set({ID: mark.id, STAMP: stamp, STAMP_BEFORE: mark.stamp, UNLISTED: ''})
        return Mark(mark.id, highest, stamp), True
    unlisted = 'yes' if is_stamped and not is_mark_older else known.get(UNLISTED, '')
    _set(
        {ID: mark.id, STAMP: '', STAMP_BEFORE: '', UNLISTED: unlisted}
    )  # an older copy never becomes the newest by itself
    return Mark(mark.id, highest, mark.stamp or stamp), False


def _is_unlisted() -> bool:
    return Setting.select().where(Setting.name == UNLISTED, Setting.value == 'yes').exists()


def _set(values: dict[str, str]) -> None:
    for name, value in values.items():
        Setting.store(name, value)


def _put_mark(mark: Mark) -> None:
    global _mark
    try:
        write_mark(_settings, mark)
    except OSError as error:
        logger.warning('The workspace file cannot be written in %s (%s)', _settings.data_dir, error)
        raise StorageUnavailable from error
    _mark = mark
