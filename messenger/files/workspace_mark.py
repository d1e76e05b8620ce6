"""The mark that ties a data folder to its database, and the checks before a database is opened."""

import json
import os
import sqlite3
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

from messenger.database import schema_version
from messenger.files import removed_files
from messenger.settings import SettingError, Settings

MARK = 'workspace'
ID = 'workspace'  # the setting in the database
MARK_LIMIT_BYTES = 10_000
NUMBER_LIMIT = 2**63 - 2  # the next attachment gets one more from SQLite


@dataclass(frozen=True)
class Mark:
    """What the data folder knows about its database."""

    id: str
    number: int
    stamp: str


@dataclass(frozen=True)
class _DatabaseState:
    """What a database knows about itself, read before anything is opened or changed."""

    is_used: bool = False
    id: str = ''


def check(settings: Settings) -> None:
    """Before the database is opened: raise SettingError if it cannot belong to this data folder; changes nothing."""
    mark = read_mark(settings)
    check_version(settings)
    database = _read_database(settings.database_path)
    name = _name_of_setting(settings)
    if mark and database.id and database.id != mark.id:
        raise SettingError(
            f'{name}: {settings.database_path} and the files in {settings.data_dir} belong to different workspaces; '
            'use the database of this folder, or choose the folder of this database with --data.'
        )
    if not database.is_used and not database.id and (mark or has_files(settings)):
        state = 'is empty' if settings.database_path.exists() else 'does not exist'
        raise SettingError(
            f'{name}: the database {settings.database_path} {state}, but {settings.data_dir} holds the files of a '
            'workspace; put its database back, restore a backup into a new folder, or start with an empty '
            'folder with --data.'
        )


def check_version(settings: Settings) -> None:
    """Raise SettingError for a database from a newer version of this program; changes nothing."""
    try:
        schema_version.refuse_newer_file(settings.database_path)
    except (OSError, sqlite3.Error):  # reported when it is opened
        return
    except schema_version.TooNew as error:
        raise SettingError(
            f'{_name_of_setting(settings)}: the database {settings.database_path} was made by a newer version of this '
            'program; start that version, or restore a backup that this version made into a new folder with --data.'
        ) from error


def has_files(settings: Settings) -> bool:
    """Whether the data folder contains uploads, avatars or removed files."""
    folders = (settings.uploads_dir, settings.avatars_dir, settings.removed_dir)
    return any(
        path.is_file() and path.name.lstrip('.') != removed_files.AGES
        for folder in folders
        for path in folder.rglob('*')
    )


def write_mark(settings: Settings, mark: Mark) -> None:
    """Write the mark to the folder atomically and sync it to disk. Raises OSError."""
    path = settings.data_dir / MARK
    unfinished = path.with_name(f'.{MARK}')
    with unfinished.open('w') as file:
        json.dump(asdict(mark), file)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def read_mark(settings: Settings) -> Mark | None:
    """The folder's mark; None if it has none yet. Raises SettingError for a damaged one."""
    path = settings.data_dir / MARK
    try:
        with path.open('rb') as file:
            fields = json.loads(file.read(MARK_LIMIT_BYTES))
        return _check_mark(Mark(id=fields['id'], number=fields['number'], stamp=fields['stamp']))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, LookupError, TypeError, RecursionError) as error:
        raise SettingError(
            f'DATA_DIR: the file {path} is damaged; restore it from a copy, or, if you are certain that '
            f'{settings.database_path} is the newest database of this folder, delete it to have a new one created.'
        ) from error


def _check_mark(mark: Mark) -> Mark:
    """The mark, if `write_mark` could have written it. Raises ValueError."""
    are_words = all(isinstance(word, str) and word for word in (mark.id, mark.stamp))
    if not are_words or type(mark.number) is not int or not 0 <= mark.number <= NUMBER_LIMIT:
        raise ValueError(mark)
    return mark


def _read_database(path: Path) -> _DatabaseState:
    """Read the facts without changing the file. Raises SettingError if it is not a database."""
    try:
        if not path.stat().st_size:
            return _DatabaseState()
        with closing(sqlite3.connect(schema_version.reading_address(path), uri=True)) as file:
            tables = {name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            is_used = 'user' in tables and file.execute('SELECT 1 FROM user LIMIT 1').fetchone() is not None
            query = 'SELECT value FROM setting WHERE name = ?'
            row = file.execute(query, (ID,)).fetchone() if 'setting' in tables else None
    except FileNotFoundError:
        return _DatabaseState()
    except (OSError, sqlite3.Error) as error:
        raise SettingError(
            f'{path} cannot be opened as a database ({error}); '
            'choose another with DATABASE_URL or DATA_DIR, or restore a backup.'
        ) from error
    return _DatabaseState(is_used=is_used, id=str(row[0]) if row else '')


def _name_of_setting(settings: Settings) -> str:
    return 'DATABASE_URL' if settings.database_url else 'DATA_DIR'
