"""Migrations from every past schema: rows survive, and a kill at any moment loses nothing."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from peewee import SqliteDatabase
from playhouse.migrations import Runner

from messenger import models
from messenger.database.engine import close_database, open_database
from messenger.database.schema_version import MIGRATIONS_DIR
from messenger.settings import Settings

DUMP = Path(__file__).parent / 'old_schemas' / '0001.sql'
SCRIPTS = sorted(script.stem for script in MIGRATIONS_DIR.glob('[0-9]*.py'))
KILLED = 9
COLUMNS = 'id, user_id, key, room_id, message_id, name, kind, media_type, size_bytes, width, height, stored, created_at'
FILES = [
    (3, 1, 'k1', 1, 2, 'Суп.png', 'picture', 'image/png', 5_000_000_000, 640, 480, 'a' * 32, 1740816002000),
    (8, 2, 'k1', 1, None, 'half.bin', 'part', '', 9, 0, 0, 'b' * 32, 1740816003000),
]


def make_past(settings: Settings, schema: str) -> None:
    """Make a file as left by the version that ended with the migration `schema`."""
    settings.data_dir.mkdir(exist_ok=True)
    with closing(sqlite3.connect(settings.database_path)) as file:
        file.executescript(DUMP.read_text(encoding='utf-8'))
    plain = SqliteDatabase(str(settings.database_path), pragmas={'journal_mode': 'wal', 'foreign_keys': 1})
    Runner(plain, str(MIGRATIONS_DIR)).up(schema)
    if plain.table_exists('attachment'):
        marks = ', '.join('?' * len(FILES[0]))
        for row in FILES:
            insert: Any = plain.execute_sql  # Peewee's stubs give it no types
            insert(f'INSERT INTO attachment ({COLUMNS}) VALUES ({marks})', row)
    plain.close()


def content(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows by table, and the schema."""
    with closing(sqlite3.connect(path)) as file:
        table_names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        tables = file.execute(f"{table_names} AND name NOT LIKE 'message_index%'")  # which is derived from the messages
        rows = {name: file.execute(f'SELECT * FROM "{name}"').fetchall() for (name,) in tables.fetchall()}
        rows['schema_migration'] = [(row[1],) for row in rows['schema_migration']]
        rows['schema'] = sorted(file.execute('SELECT type, name, sql FROM sqlite_master').fetchall(), key=str)
        assert file.execute('PRAGMA integrity_check').fetchone() == ('ok',)
        assert file.execute('PRAGMA foreign_key_check').fetchall() == []
    return rows


def migrate(settings: Settings) -> list[str]:
    applied = open_database(settings)
    close_database()
    return applied


@pytest.mark.parametrize('schema', SCRIPTS)
def test_a_past_schema_is_migrated_with_all_its_rows(schema: str, settings: Settings, tmp_path: Path) -> None:
    make_past(settings, schema)
    assert migrate(settings) == SCRIPTS[SCRIPTS.index(schema) + 1 :]

    migrated = content(settings.database_path)
    newest = Settings(data_dir=tmp_path / 'newest')
    make_past(newest, SCRIPTS[-1])
    expected = content(newest.database_path)
    if schema < '0002':
        migrated['attachment'] = expected['attachment']
    assert migrated == expected


@pytest.mark.parametrize('schema', [schema for schema in SCRIPTS if '0002' <= schema < '0006'])
def test_the_id_of_a_deleted_file_is_never_reused(schema: str, settings: Settings) -> None:
    make_past(settings, schema)
    open_database(settings)
    try:
        models.Attachment.delete().where(models.Attachment.id == 8).execute()
        values = {name: value for name, value in zip(COLUMNS.split(', '), FILES[1], strict=True) if name != 'id'}
        row = models.Attachment.create(**values)
        assert row.id == 9
    finally:
        close_database()


@pytest.mark.parametrize(
    ('schema', 'step'),
    [
        # from the first schema on, all later steps run on rows
        (SCRIPTS[0], 4),
        *[pytest.param(schema, 1, marks=pytest.mark.proof) for schema in ['', *SCRIPTS[:-1]]],
    ],
)
def test_a_kill_in_the_middle_of_a_migration_loses_nothing(
    schema: str, step: int, settings: Settings, tmp_path: Path
) -> None:
    """Kill it at every `step`th statement."""
    whole = Settings(data_dir=tmp_path / 'whole')
    prepare: Callable[[Settings], None] = lambda copy: make_past(copy, schema) if schema else None
    prepare(whole)
    migrate(whole)
    expected, number, code = content(whole.database_path), 0, KILLED

    while code == KILLED:
        number += step
        for path in settings.data_dir.glob('messenger.db*'):
            path.unlink()
        prepare(settings)
        code = _killed_at(settings, number)
        migrate(settings)
        assert content(settings.database_path) == expected, f'killed at statement {number}'
    assert code == 0
    assert number > 5


def _killed_at(settings: Settings, number: int) -> int:
    """Migrate in a process that kills itself before statement `number`; returns its exit code, 0 if it had fewer."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    left = number
    run: Any = SqliteDatabase.execute_sql

    def counting(self: SqliteDatabase, *args: object, **options: object) -> object:
        nonlocal left
        left -= 1
        if not left:
            os._exit(KILLED)
        return run(self, *args, **options)

    patch.object(SqliteDatabase, 'execute_sql', counting).start()
    try:
        plain = SqliteDatabase(str(settings.database_path), pragmas={'journal_mode': 'wal', 'foreign_keys': 1})
        Runner(plain, str(MIGRATIONS_DIR)).up()
        os._exit(0)
    finally:
        os._exit(1)
