"""The schema version: the migrations that this program knows, and a check for newer ones it does not know."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

MIGRATIONS_DIR = Path(__file__).parent / 'migrations'
TABLE = 'schema_migration'


class TooNew(Exception):
    """A newer version of this program has changed the tables."""


def known_migrations() -> list[str]:
    """The migrations of this program, in order."""
    return sorted(script.stem for script in MIGRATIONS_DIR.glob('[0-9]*.py'))


def refuse_newer(applied: Iterable[str]) -> None:
    """Raise TooNew if a migration was applied that this program does not know."""
    if set(applied) - set(known_migrations()):
        raise TooNew


def refuse_newer_file(path: Path) -> None:
    """Check a database file without writing to it. Raises TooNew, sqlite3.Error and OSError (FileNotFoundError)."""
    if not path.stat().st_size:
        return
    with closing(sqlite3.connect(reading_address(path), uri=True)) as file:
        if file.execute('SELECT 1 FROM sqlite_master WHERE name = ?', (TABLE,)).fetchone():
            refuse_newer(str(name) for (name,) in file.execute(f'SELECT name FROM {TABLE}'))  # noqa: S608 - a constant


def reading_address(path: Path) -> str:
    """The URI that opens a database read-only; SQLite then leaves no extra files beside one that nobody has open."""
    has_journal = any(path.with_name(path.name + ending).exists() for ending in ('-wal', '-journal'))
    return f'file:{quote(str(path.absolute()))}?mode=ro' + ('' if has_journal else '&immutable=1')
