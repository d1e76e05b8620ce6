"""Migrations: a fresh file and a migrated old one both have the tables that the models declare."""

import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from peewee import SqliteDatabase

from messenger import models
from messenger.database.engine import close_database, open_database
from messenger.database.schema_version import MIGRATIONS_DIR
from messenger.messages import rows as message_rows
from messenger.settings import Settings

OLD_SCHEMAS = sorted((Path(__file__).parent / 'old_schemas').glob('*.sql'))
ALL_SCRIPTS = sorted(script.stem for script in MIGRATIONS_DIR.glob('[0-9]*.py'))

Schema = dict[str, tuple[set[Any], set[Any], set[Any]]]


@contextmanager
def _opened(settings: Settings) -> Generator[list[str]]:
    applied = open_database(settings)
    try:
        yield applied
    finally:
        close_database()


def _schema(path: Path) -> Schema:
    """The columns, indexes and references of each table, ignoring what does not matter (order, names, SQL text)."""
    with closing(sqlite3.connect(path)) as file:
        query = file.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        names = [name for (name,) in query]
        return {name: (_columns(file, name), _indexes(file, name), _references(file, name)) for name in names}


def _columns(file: sqlite3.Connection, table: str) -> set[Any]:
    rows = file.execute(f'PRAGMA table_info("{table}")')
    return {(name, kind.upper(), notnull, key) for _, name, kind, notnull, _, key in rows}


def _indexes(file: sqlite3.Connection, table: str) -> set[Any]:
    indexes = set()
    for _, name, unique, _, partial in file.execute(f'PRAGMA index_list("{table}")').fetchall():
        columns = tuple(row[2] for row in file.execute(f'PRAGMA index_info("{name}")'))
        indexes.add((columns, unique, partial))
    return indexes


def _references(file: sqlite3.Connection, table: str) -> set[Any]:
    rows = file.execute(f'PRAGMA foreign_key_list("{table}")')
    return {(column, other, key, on_delete) for _, _, other, column, key, _, on_delete, _ in rows}


def _declared(path: Path) -> Schema:
    plain = SqliteDatabase(str(path))
    with plain.bind_ctx(models.ALL):
        plain.create_tables(models.ALL)
    plain.close()
    return _schema(path)


def test_a_fresh_file_has_the_tables_that_the_models_declare(settings: Settings, tmp_path: Path) -> None:
    with _opened(settings) as applied:
        assert applied == ALL_SCRIPTS

    fresh, declared = _schema(settings.database_path), _declared(tmp_path / 'declared.db')

    assert {name: fresh[name] for name in declared} == declared


@pytest.mark.parametrize('dump', OLD_SCHEMAS, ids=lambda path: str(path.stem))
def test_a_migrated_old_file_equals_a_fresh_one(dump: Path, settings: Settings, tmp_path: Path) -> None:
    fresh = Settings(data_dir=tmp_path / 'fresh')
    with _opened(fresh):
        pass
    _load(dump, settings)

    with _opened(settings) as applied:
        assert applied == [name for name in ALL_SCRIPTS if name[:4] > dump.stem]

    assert _schema(settings.database_path) == _schema(fresh.database_path)
    with closing(sqlite3.connect(settings.database_path)) as file:
        assert file.execute('PRAGMA integrity_check').fetchone() == ('ok',)
        assert file.execute('PRAGMA foreign_key_check').fetchall() == []


@pytest.mark.parametrize('dump', OLD_SCHEMAS, ids=lambda path: str(path.stem))
def test_the_contents_of_an_old_file_survive(dump: Path, settings: Settings) -> None:
    _load(dump, settings)

    with _opened(settings):
        bob = models.User.get(models.User.username == 'bob')
        stored = models.Message.select().order_by(models.Message.seq)
        rows = [message_rows.row_of_message(message.id)[1] for message in stored]

    assert (bob.nick, bob.avatar, bob.is_admin, bob.blocked_at is not None) == ('Bob', '0123456789.webp', False, True)
    assert [(row.seq, row.kind, row.author) for row in rows] == [
        (1, 'notice', 1),
        (2, 'text', 1),
        (3, 'text', 2),
        (4, 'text', 1),
    ]
    assert rows[1].body == 'Суп & хлеб https://example.org'
    assert rows[1].at == '2025-03-01T08:00:02.000Z'
    assert (rows[2].deleted, rows[2].body) == (True, '')


def test_opening_a_database_again_changes_nothing(settings: Settings) -> None:
    with _opened(settings):
        pass
    before = _schema(settings.database_path)

    with _opened(settings) as applied:
        assert applied == []

    assert _schema(settings.database_path) == before


def _load(dump: Path, settings: Settings) -> None:
    with closing(sqlite3.connect(settings.database_path)) as file:
        file.executescript(dump.read_text(encoding='utf-8'))
