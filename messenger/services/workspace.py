"""The workspace: the data folder and the database belong together, and both say so.

Both carry the workspace's id, the highest number an attachment ever had, and a stamp that is renewed at each start, in
each hour and with each picture of a person. So another database is noticed, and an older copy of this one: it has
another stamp or a lower number. With an older copy the messenger works, but no file is removed for good until the right
database is back or an admin keeps this one.

The database is always written first: the folder never knows more than the database it belongs to. The number is in the
folder before the first byte of the file is.
"""

import asyncio
import json
import logging
import os
import secrets
import sqlite3
import threading
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from urllib.parse import quote

from messenger.db import database, write
from messenger.errors import StorageUnavailable
from messenger.models import Setting
from messenger.services import access, deeds, removed_files
from messenger.settings import SettingError, Settings

logger = logging.getLogger(__name__)

MARK = 'workspace'
ID, STAMP, STAMP_BEFORE = 'workspace', 'workspace_stamp', 'workspace_stamp_before'
MARK_LIMIT_BYTES = 10_000
CLOSED, NEWEST, OLDER, UNKNOWN = 'closed', 'newest', 'older', 'unknown'


@dataclass(frozen=True)
class Mark:
    """What the data folder knows of its database."""

    id: str
    number: int
    stamp: str


@dataclass(frozen=True)
class _Facts:
    """What a database knows of itself, read before anything is opened or changed."""

    is_used: bool = False
    id: str = ''


_lock = threading.Lock()
_settings = Settings()
_mark: Mark | None = None
_state = CLOSED
_knows_all_files: Callable[[], Awaitable[bool]]


def is_newest() -> bool:
    """Whether the database is known to be the newest of this folder, so that what it does not name is nobody's."""
    return _state == NEWEST


def is_older_copy() -> bool:
    """Whether an older copy of the database is open, or one that does not know the files of this folder."""
    return _state == OLDER


def check(settings: Settings) -> None:
    """Before the database is opened: raise SettingError unless it may belong to this data folder; changes nothing."""
    mark, facts = _read_mark(settings), _read_facts(settings.database_path)
    name = 'DATABASE_URL' if settings.database_url else 'DATA_DIR'
    if mark and facts.id and facts.id != mark.id:
        raise SettingError(
            f'{name}: {settings.database_path} belongs to another workspace than the files in {settings.data_dir}; '
            'name the database of this folder, or the folder of this database with --data.'
        )
    if not facts.is_used and not facts.id and has_files(settings):
        state = 'is empty' if settings.database_path.exists() else 'does not exist'
        raise SettingError(
            f'{name}: the database {settings.database_path} {state}, but {settings.data_dir} holds the files of a '
            'workspace; put its database back or name it, restore a backup into a new folder, or start anew in another '
            'folder with --data.'
        )


def has_files(settings: Settings) -> bool:
    """Whether somebody's files lie in the data folder."""
    folders = (settings.uploads_dir, settings.avatars_dir, settings.removed_dir)
    return any(
        path.is_file() and path.name.lstrip('.') != removed_files.AGES
        for folder in folders
        for path in folder.rglob('*')
    )


async def open_workspace(settings: Settings, knows_all_files: Callable[[], Awaitable[bool]]) -> None:
    """After the database is open: say in it and in the folder that they belong together.

    `knows_all_files`: whether each file of the folder is named by a row; asked where the folder has no mark yet. While
    nothing can be written the state stays unknown, and nothing is removed either.
    """
    global _settings, _mark, _state, _knows_all_files
    _settings, _state, _knows_all_files = settings, UNKNOWN, knows_all_files
    _mark = mark = _read_mark(settings)
    known = mark is not None or await knows_all_files()
    is_new = mark is not None and not has_files(settings)
    try:
        made, is_the_newest = await write(_join, mark, known, is_new)
        _put_mark(made)
    except StorageUnavailable:
        logger.warning('The disk or the database cannot be written: no file is removed')
        return
    _state = NEWEST if is_the_newest else OLDER
    if _state == OLDER:
        logger.warning(
            '%s is an older copy of the database than the files in %s, or does not know them: no file is removed. If '
            'it is the wrong one, stop the messenger and put the right one in its place. If it is the right one, an '
            'admin says so on the page /admin/settings.',
            settings.database_path,
            settings.data_dir,
        )


async def open_if_unknown() -> None:
    """Try again what the disk did not allow. Raises StorageUnavailable while it still does not."""
    if _state == UNKNOWN:
        await open_workspace(_settings, _knows_all_files)
        if _state == UNKNOWN:
            raise StorageUnavailable


def close_workspace() -> None:
    """Forget the folder."""
    global _mark, _state
    _mark, _state = None, CLOSED


async def renew_stamp() -> None:
    """From now on every copy of the database that was made before is known to be older. Raises StorageUnavailable."""
    if _state == NEWEST:
        await _stamp()


async def keep_database(admin_id: int) -> None:
    """Take the database that is open for the right one, whatever the folder knew of another. Raises NotFound."""
    global _state

    await write(lambda: deeds.note(access.admin_for(admin_id), 'kept_database'))
    await _stamp()
    _state = NEWEST
    await asyncio.to_thread(removed_files.keep_ages, {})  # each file gets its days from now on
    logger.warning('The database was confirmed: files that it does not name are moved aside after some days')


def note_number(number: int) -> None:
    """The attachment `number` is about to get its file. Blocks; raises StorageUnavailable."""
    with _lock:
        if _mark is not None and number > _mark.number:
            _put_mark(replace(_mark, number=number))


async def _stamp() -> None:
    stamp = secrets.token_hex(16)
    if _mark is not None:
        await write(_set, {STAMP: stamp, STAMP_BEFORE: _mark.stamp})
        await asyncio.to_thread(_renew, stamp)


def _renew(stamp: str) -> None:
    with _lock:
        if _mark is not None:
            _put_mark(replace(_mark, stamp=stamp))


def _join(mark: Mark | None, knows_all_files: bool, is_new: bool) -> tuple[Mark, bool]:
    """From inside a write: see whether the database is the folder's newest; returns the folder's mark to be."""
    known = {row.name: row.value for row in Setting.select().where(Setting.name.in_((ID, STAMP, STAMP_BEFORE)))}
    number, stamp = _highest(), secrets.token_hex(16)
    if mark is None:
        mark = Mark(known.get(ID) or secrets.token_hex(16), number, '')
        is_the_newest = knows_all_files
    elif is_new and ID not in known:
        is_the_newest = True
    else:
        is_the_newest = mark.stamp in (known.get(STAMP), known.get(STAMP_BEFORE)) and number >= mark.number
    highest = max(number, mark.number)
    _set_highest(highest)
    if is_the_newest:
        _set({ID: mark.id, STAMP: stamp, STAMP_BEFORE: mark.stamp})
        return Mark(mark.id, highest, stamp), True
    _set({ID: mark.id, STAMP: '', STAMP_BEFORE: ''})  # what is no newest copy never becomes one by itself
    return Mark(mark.id, highest, mark.stamp or stamp), False


def _set(values: dict[str, str]) -> None:
    for name, value in values.items():
        Setting.replace(name=name, value=value).execute()


def _highest() -> int:
    counted = database.execute_sql("SELECT seq FROM sqlite_sequence WHERE name = 'attachment'").fetchone()
    return int(counted[0]) if counted else 0


def _set_highest(number: int) -> None:
    """Let the next attachment have a number above `number`."""
    if _highest() < number:
        database.execute_sql("DELETE FROM sqlite_sequence WHERE name = 'attachment'")
        database.execute_sql("INSERT INTO sqlite_sequence (name, seq) VALUES ('attachment', ?)", (number,))


def _put_mark(mark: Mark) -> None:
    global _mark
    try:
        _write_mark(mark)
    except OSError as error:
        logger.warning('The mark of the workspace cannot be written in %s (%s)', _settings.data_dir, error)
        raise StorageUnavailable from error
    _mark = mark


def _write_mark(mark: Mark) -> None:
    path = _settings.data_dir / MARK
    unfinished = path.with_name(f'.{MARK}')
    with unfinished.open('w') as file:
        json.dump(asdict(mark), file)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def _read_mark(settings: Settings) -> Mark | None:
    path = settings.data_dir / MARK
    try:
        with path.open('rb') as file:
            found = json.loads(file.read(MARK_LIMIT_BYTES))
        return Mark(id=str(found['id']), number=int(found['number']), stamp=str(found['stamp']))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise SettingError(
            f'DATA_DIR: the file {path} is damaged; put it back from a backup, or delete it to have a new one made.'
        ) from error


def _read_facts(path: Path) -> _Facts:
    """Raises SettingError where the file is no database."""
    try:
        if not path.stat().st_size:
            return _Facts()
        with closing(sqlite3.connect(f'file:{quote(str(path.absolute()))}?mode=ro', uri=True)) as file:
            tables = {name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            is_used = 'user' in tables and file.execute('SELECT 1 FROM user LIMIT 1').fetchone() is not None
            query = 'SELECT value FROM setting WHERE name = ?'
            known = file.execute(query, (ID,)).fetchone() if 'setting' in tables else None
    except FileNotFoundError:
        return _Facts()
    except (OSError, sqlite3.Error) as error:
        raise SettingError(
            f'{path} cannot be opened as a database ({error}); '
            'name another with DATABASE_URL or DATA_DIR, or restore a backup.'
        ) from error
    return _Facts(is_used=is_used, id=str(known[0]) if known else '')
