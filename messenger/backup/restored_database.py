"""The database of an archive: this reads it without trusting it and copies its rows into a new file with our schema.

The file itself is never used: whatever a schema can hide (triggers, views, expressions, unreachable pages, an index
that contradicts its table) stays behind. The new file has the migrations of the archive's version; the messenger
applies later ones when it opens the file. Nobody is signed in, and password reset links are no longer valid. The
running messenger builds the word index.
"""

import contextlib
import os
import re
import sqlite3
import threading
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from peewee import SqliteDatabase
from playhouse.migrations import Runner

from messenger.backup import restored_rows
from messenger.database import schema_version
from messenger.database.schema_version import MIGRATIONS_DIR

MAGIC = b'SQLite format 3\0'
VALUE_LIMIT_BYTES = 4_000_000
CHECK_LIMIT_S, CHECK_BYTES_PER_S = 60, 5_000_000
BATCH_ROWS = 500
WORD_INDEX = 'message_index'
OWN_TABLES = frozenset({'sqlite_sequence', 'sqlite_stat1', 'sqlite_stat4'})
_NEVER = re.compile(r'\b(check|generated|collate|strict|without)\b|\bas\s*\(', re.IGNORECASE)

Progress = Callable[[int, int], None]
Columns = dict[str, str]


class NotOurs(Exception):
    """The file is not a database of this program, or it is damaged."""


def rebuild(source: Path, target: Path, tell: Progress) -> None:
    """Copy the rows of `source` into `target`, a new file; `tell(done, total)` reports the rows.

    Raises NotOurs, schema_version.TooNew and OSError; `target` is unusable then.
    """
    with source.open('rb') as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise NotOurs
    try:
        with _open_untrusted(source) as (old, deadline):
            migration = _migration(old)
            _create(target, migration)
            with contextlib.closing(sqlite3.connect(target, isolation_level=None)) as new:
                tables = _compare_schemas(old, new)
                _check_pages(old, tables)
                deadline.cancel()
                _copy_all(old, new, tables, tell)
                _check_whole(new)
    except (sqlite3.Error, UnicodeDecodeError, OverflowError, MemoryError, restored_rows.Odd) as error:
        raise NotOurs from error


@contextlib.contextmanager
def _open_untrusted(path: Path) -> Generator[tuple[sqlite3.Connection, threading.Timer]]:
    """Open the file read-only and untrusted, with a deadline that the caller may cancel."""
    address = f'file:{quote(str(path.absolute()))}?mode=ro&immutable=1'
    connection = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
    limit_s = CHECK_LIMIT_S + path.stat().st_size / CHECK_BYTES_PER_S
    deadline = threading.Timer(limit_s, connection.interrupt)
    deadline.daemon = True
    with contextlib.closing(connection):
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, VALUE_LIMIT_BYTES)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        deadline.start()
        try:
            for pragma in ('trusted_schema = OFF', 'cell_size_check = ON', 'mmap_size = 0', 'query_only = ON'):
                connection.execute(f'PRAGMA {pragma}')
            yield connection, deadline
        finally:
            deadline.cancel()
            deadline.join()


def _migration(old: sqlite3.Connection) -> str:
    """Check that the applied migrations are our first ones, without a gap, and return the last."""
    if not _is_plain_table(old, 'schema_migration'):
        raise NotOurs
    applied = {name for (name,) in old.execute('SELECT name FROM schema_migration NOT INDEXED LIMIT 1000')}
    migrations = schema_version.known_migrations()
    if not applied or not all(isinstance(name, str) for name in applied):
        raise NotOurs
    schema_version.refuse_newer(applied)
    if set(migrations[: len(applied)]) != applied:
        raise NotOurs
    return migrations[len(applied) - 1]


def _is_plain_table(file: sqlite3.Connection, name: str) -> bool:
    rows = file.execute('SELECT type, sql FROM sqlite_schema WHERE name = ?', (name,)).fetchall()
    return [kind for kind, _ in rows] == ['table'] and rows[0][1].lower().startswith('create table')


def _create(path: Path, migration: str) -> None:
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    database = SqliteDatabase(str(path), pragmas={'journal_mode': 'delete', 'synchronous': 'off'})
    try:
        Runner(database, str(MIGRATIONS_DIR)).up(migration)
    finally:
        database.close()


def _compare_schemas(old: sqlite3.Connection, new: sqlite3.Connection) -> dict[str, Columns]:
    """The tables, with the declared type of each column. Raises NotOurs unless both schemas are the same."""
    old_objects, expected = _objects(old), _objects(new)
    if old_objects != expected:
        raise NotOurs
    tables = sorted(name for kind, name, _ in expected if kind == 'table' and not name.startswith(WORD_INDEX))
    for name in tables:
        if _shape(old, name) != _shape(new, name):
            raise NotOurs
    return {name: {column[1]: column[2] for column in _columns(new, name)} for name in tables}


def _objects(file: sqlite3.Connection) -> set[tuple[str, str, str]]:
    """The schema: tables by name, virtual ones by their full SQL. Refuses views, triggers and expressions."""
    objects = set()
    for kind, name, sql in file.execute('SELECT type, name, sql FROM sqlite_schema'):
        if kind == 'index':
            continue  # compared table by table
        if kind != 'table' or not isinstance(sql, str):
            raise NotOurs
        is_virtual = sql.lower().startswith('create virtual')
        if not is_virtual and not sql.lower().startswith('create table'):
            raise NotOurs
        if name in OWN_TABLES:
            continue
        if not is_virtual and not name.startswith(WORD_INDEX) and _NEVER.search(sql):
            raise NotOurs
        objects.add((kind, name, ' '.join(sql.split()) if is_virtual else ''))
    return objects


def _columns(file: sqlite3.Connection, table: str) -> list[tuple[Any, ...]]:
    return file.execute(f'PRAGMA table_xinfo("{table}")').fetchall()


def _shape(file: sqlite3.Connection, table: str) -> tuple[Any, ...]:
    """Columns and indexes of a table, without what may differ (order, index names)."""
    columns = {
        (name, declared.upper(), bool(not_null), key, hidden)
        for _, name, declared, not_null, _, key, hidden in _columns(file, table)
    }
    indexes = set()
    for _, index, unique, _, partial in file.execute(f'PRAGMA index_list("{table}")').fetchall():
        column_names = tuple(row[2] for row in file.execute('SELECT * FROM pragma_index_info(?)', (index,)))
        indexes.add((column_names, unique, partial, _condition(file, index) if partial else ''))
    return columns, indexes


def _condition(file: sqlite3.Connection, index: str) -> str:
    (sql,) = file.execute('SELECT sql FROM sqlite_schema WHERE name = ?', (index,)).fetchone()
    return ' '.join(re.sub('["`\\[\\]]', '', str(sql)).lower().split()).partition(' where ')[2]


def _check_pages(old: sqlite3.Connection, tables: dict[str, Columns]) -> None:
    """Check that each table is a tree; otherwise a page that is its own child could be read forever."""
    for name in tables:
        if old.execute(f'PRAGMA quick_check("{name}")').fetchone() != ('ok',):
            raise NotOurs


def _copy_all(old: sqlite3.Connection, new: sqlite3.Connection, tables: dict[str, Columns], tell: Progress) -> None:
    kept_tables = [name for name in tables if name not in restored_rows.DROPPED_TABLES]
    total = sum(old.execute(f'SELECT count(*) FROM "{name}" NOT INDEXED').fetchone()[0] for name in kept_tables)  # noqa: S608 - our own names
    new.execute('PRAGMA foreign_keys = OFF')
    new.execute('BEGIN')
    rows_done = 0
    for name in kept_tables:
        for count in _copy(old, new, name, tables[name]):
            rows_done += count
            tell(rows_done, total)
    _count_on(old, new)
    new.execute('COMMIT')


def _copy(old: sqlite3.Connection, new: sqlite3.Connection, table: str, types: Columns) -> Iterator[int]:
    names = ', '.join(f'"{column}"' for column in types)
    marks = ', '.join('?' * len(types))
    rows = old.execute(f'SELECT {names} FROM "{table}" NOT INDEXED')  # noqa: S608 - our own names
    while batch := rows.fetchmany(BATCH_ROWS):
        checked = (restored_rows.check_row(table, types, dict(zip(types, row, strict=True))) for row in batch)
        values = [tuple(row[column] for column in types) for row in checked if row is not None]
        new.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', values)  # noqa: S608 - our own names
        yield len(batch)


def _count_on(old: sqlite3.Connection, new: sqlite3.Connection) -> None:
    """Carry the id counters over, so that ids of deleted rows are never reused."""
    counted = dict(old.execute('SELECT name, seq FROM sqlite_sequence LIMIT 1000').fetchall())
    counting = new.execute("SELECT name FROM sqlite_schema WHERE sql LIKE '%AUTOINCREMENT%'").fetchall()
    for (name,) in counting:
        number = counted.get(name, 0)
        if not isinstance(number, int) or not 0 <= number <= restored_rows.ID_LIMIT:
            raise NotOurs
        (highest,) = new.execute(f'SELECT coalesce(max(id), 0) FROM "{name}"').fetchone()  # noqa: S608 - our own name
        new.execute('DELETE FROM sqlite_sequence WHERE name = ?', (name,))
        new.execute('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)', (name, max(number, highest)))


def _check_whole(new: sqlite3.Connection) -> None:
    """Check that rows refer to existing rows, and that no message is ahead of its room's counters."""
    behind = """SELECT 1 FROM room JOIN message ON message.room_id = room.id
                GROUP BY room.id HAVING max(message.seq) > room.last_seq OR max(message.revision) > room.revision"""
    if new.execute('PRAGMA foreign_key_check').fetchone() or new.execute(behind).fetchone():
        raise NotOurs
