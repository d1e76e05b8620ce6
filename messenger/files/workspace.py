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
from messenger.process import Current
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
NOT_OPEN, NEWEST, OLDER, UNKNOWN = 'not open', 'newest', 'older', 'unknown'


class Workspace:
    """What this process knows about its data folder and its database."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._changing = asyncio.Lock()
        self._settings = Settings()
        self._mark: Mark | None = None
        self._state = NOT_OPEN
        self._has_unlisted = False
        self._number_at_start: int | None = None
        self._knows_all_files: Callable[[], Awaitable[bool]]
        self._newest_unknown: Callable[[], Awaitable[int]]

    def is_newest(self) -> bool:
        """Whether the database is known to be the newest of this folder, so that files it does not name are unused."""
        return self._state == NEWEST

    def is_older_copy(self) -> bool:
        """Whether the open database is an older copy, or does not know the files of this folder."""
        return self._state == OLDER

    def is_of_this_run(self, number: int) -> bool:
        """Whether a file's number was assigned since this start, so that no other copy of the database knows it."""
        return self._number_at_start is not None and number > self._number_at_start

    def has_unlisted_files(self) -> bool:
        """Whether the only known reason for `is_older_copy` is that the folder has newer files than the database."""
        return self._state == OLDER and self._has_unlisted

    async def open(
        self,
        settings: Settings,
        knows_all_files: Callable[[], Awaitable[bool]],
        newest_unknown: Callable[[], Awaitable[int]],
    ) -> None:
        """After the database is open: record in it and in the folder that they belong together.

        `knows_all_files`: whether a row names each file of the folder; only called if the folder has no mark yet.
        `newest_unknown`: the highest number of a file that the database cannot have known, or 0. While nothing can be
        written, the state stays unknown and nothing is removed.
        """
        self._settings, self._knows_all_files, self._newest_unknown = settings, knows_all_files, newest_unknown
        self._changing = asyncio.Lock()
        async with self._changing:
            await self._open()

    async def open_if_unknown(self) -> None:
        """Try to open the workspace again after a failed write. Raises StorageUnavailable while that still fails."""
        if self._state == UNKNOWN:
            async with self._changing:
                await self._open()
        if self._state == UNKNOWN:
            raise StorageUnavailable

    async def _open(self) -> None:
        self._state = UNKNOWN
        self._mark = mark = read_mark(self._settings)
        knows_all_files = mark is not None or await self._knows_all_files()
        try:
            new_mark, is_the_newest = await write(_join, mark, knows_all_files, await self._newest_unknown())
            self._put_mark(new_mark)
        except StorageUnavailable:
            logger.warning('Cannot write to the disk or the database: no files are removed')
            return
        self._number_at_start = new_mark.number
        self._state = NEWEST if is_the_newest else OLDER
        if self._state == OLDER:
            self._has_unlisted = await read(_is_unlisted)
            logger.warning(
                UNLISTED_TEXT if self._has_unlisted else OLDER_TEXT,
                self._settings.database_path,
                self._settings.data_dir,
            )

    def close(self) -> None:
        """Forget the data folder and its state."""
        self._mark, self._state, self._number_at_start = None, NOT_OPEN, None

    async def renew_stamp(self) -> None:
        """Make every copy of the database made until now recognisable as older. Raises StorageUnavailable."""
        if self._state == NEWEST:
            await asyncio.shield(self._stamp())

    async def confirm(self) -> None:
        """Stamp the open database and the folder, so that this database is the newest. Raises StorageUnavailable."""
        await asyncio.shield(self._stamp())

    def be_newest(self) -> None:
        """From now on, files that the database does not name are unused."""
        self._state = NEWEST

    def note_number(self, number: int) -> None:
        """Store `number` in the mark before its file is written. Blocks; raises StorageUnavailable."""
        with self._lock:
            if self._mark is not None and number > self._mark.number:
                self._put_mark(replace(self._mark, number=number))

    async def _stamp(self) -> None:
        async with self._changing:
            if self._mark is not None:
                stamp = secrets.token_hex(16)
                await write(_set, {STAMP: stamp, STAMP_BEFORE: self._mark.stamp, UNLISTED: ''})
                await asyncio.to_thread(self._renew, stamp)

    def _renew(self, stamp: str) -> None:
        with self._lock:
            if self._mark is not None:
                self._put_mark(replace(self._mark, stamp=stamp))

    def _put_mark(self, mark: Mark) -> None:
        try:
            write_mark(self._settings, mark)
        except OSError as error:
            logger.warning('The workspace file cannot be written in %s (%s)', self._settings.data_dir, error)
            raise StorageUnavailable from error
        self._mark = mark


workspace: Current[Workspace] = Current()


def current() -> Workspace:
    """The workspace of this process."""
    return workspace.value


async def keep_database(admin_id: int) -> None:
    """Accept the open database as the right one, whatever the folder knew about another. Raises NotFound."""
    rate_limits.take('admin', admin_id)
    await read(access.admin_for, admin_id)
    if not current().is_older_copy():
        return
    await current().confirm()
    await write(lambda: audit_log.note(access.admin_for(admin_id), 'kept_database'))
    current().be_newest()
    await asyncio.to_thread(removed_files.keep_ages, {})  # the days of each file start now
    logger.warning('The database was confirmed: files it does not list will be moved aside in a few days')


@in_write
def _join(mark: Mark | None, knows_all_files: bool, newest_unknown: int) -> tuple[Mark, bool]:
    """The folder's new mark, and whether the database is the folder's newest."""
    stored = _read_settings()
    number = file_numbers.find_highest()
    is_stamped = mark is not None and mark.stamp in (stored.get(STAMP), stored.get(STAMP_BEFORE))
    if mark is None:
        mark = Mark(stored.get(ID) or secrets.token_hex(16), number, '')
        is_the_newest = knows_all_files
    else:
        is_the_newest = is_stamped and number >= mark.number
    is_mark_older = newest_unknown > mark.number  # then an equal stamp proves nothing
    mark = replace(mark, number=max(number, mark.number, newest_unknown))
    file_numbers.raise_to(mark.number)
    if is_the_newest and not newest_unknown:
        return _store_as_newest(mark), True
    unlisted = 'yes' if is_stamped and not is_mark_older else stored.get(UNLISTED, '')
    return _store_as_older(mark, unlisted), False


def _read_settings() -> dict[str, str]:
    """What the database knows about its workspace, by the name of the setting."""
    rows = Setting.select().where(Setting.name.in_((ID, STAMP, STAMP_BEFORE, UNLISTED)))
    return {row.name: row.value for row in rows}


@in_write
def _store_as_newest(mark: Mark) -> Mark:
    """Give the database a new stamp, and return the folder's mark with the same one."""
    stamp = secrets.token_hex(16)
    _set({ID: mark.id, STAMP: stamp, STAMP_BEFORE: mark.stamp, UNLISTED: ''})
    return replace(mark, stamp=stamp)


@in_write
def _store_as_older(mark: Mark, unlisted: str) -> Mark:
    """Clear the database's stamps: an older copy never becomes the newest by itself. Returns the folder's mark."""
    _set({ID: mark.id, STAMP: '', STAMP_BEFORE: '', UNLISTED: unlisted})
    return mark if mark.stamp else replace(mark, stamp=secrets.token_hex(16))


def _is_unlisted() -> bool:
    return Setting.select().where(Setting.name == UNLISTED, Setting.value == 'yes').exists()


def _set(values: dict[str, str]) -> None:
    for name, value in values.items():
        Setting.store(name, value)
