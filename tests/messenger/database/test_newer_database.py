"""A database from a newer version is refused in one sentence, and nothing in it is changed."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from messenger.app import App
from messenger.cli import parse
from messenger.http.app import create_app
from messenger.settings import SettingError, Settings
from tests.conftest import STATIC_DIR


@pytest.fixture
def newer(settings: Settings, database_file: None) -> Settings:
    """Settings with a database that has a future migration."""
    with closing(sqlite3.connect(settings.database_path)) as file, file:
        file.execute("INSERT INTO schema_migration (name, applied) VALUES ('9999_future', 1)")
    return settings


def never(*args: object) -> None:
    raise AssertionError('it must not be served')


@pytest.mark.parametrize('options', [[], ['--demo'], ['--reset-password', 'anna'], ['--backup']])
def test_every_command_refuses_a_newer_database(
    options: list[str], newer: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = newer.database_path.read_bytes()
    target = [str(tmp_path / 'b.tar.gz')] if options == ['--backup'] else []
    argv = ['--data', str(newer.data_dir), '--port', '18999', *options, *target]

    assert parse.run(argv, never) == 2

    errors = capsys.readouterr().err
    assert 'was made by a newer version of this program; start that version' in errors
    assert errors.count('\n') == 1
    assert newer.database_path.read_bytes() == before
    assert [path.name for path in newer.data_dir.glob('messenger.db-*')] == []
    assert not (tmp_path / 'b.tar.gz').exists()


async def test_the_application_refuses_it_too(newer: Settings) -> None:
    before = newer.database_path.read_bytes()
    app = create_app(App(newer), STATIC_DIR)
    with pytest.raises(SettingError, match='newer version'):
        async with app.router.lifespan_context(app):
            never()
    assert newer.database_path.read_bytes() == before
