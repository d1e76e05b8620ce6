"""The database file: nothing is acknowledged that the next start would not find in it."""

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from messenger.database import database_file, engine
from messenger.errors import StorageUnavailable
from messenger.http import health
from messenger.messages import messages
from messenger.models import Setting
from messenger.settings import Settings
from tests.factories import make_room, make_user

MANY, LARGE = 400, 'x' * 50_000


def put(name: str, value: str = '') -> str:
    Setting.store(name, value)
    return name


def journal(settings: Settings) -> Path:
    return settings.database_path.with_name('messenger.db-wal')


def remove(settings: Settings) -> None:
    settings.database_path.unlink()


def remove_all(settings: Settings) -> None:
    for path in settings.data_dir.glob('messenger.db*'):
        path.unlink()


def remove_journal(settings: Settings) -> None:
    journal(settings).unlink()


def replace(settings: Settings) -> None:
    shutil.copy(settings.database_path, settings.data_dir / 'copy')
    (settings.data_dir / 'copy').replace(settings.database_path)


def overwrite_with_nothing(settings: Settings) -> None:
    settings.database_path.write_bytes(b'')


def overwrite_with_noise(settings: Settings) -> None:
    settings.database_path.write_bytes(os.urandom(50_000))


def overwrite_with_an_older_copy(settings: Settings) -> None:
    settings.database_path.write_bytes((settings.data_dir.parent / 'older').read_bytes())


SLIPS = [
    *(remove, remove_all, remove_journal, replace),
    *(overwrite_with_nothing, overwrite_with_noise, overwrite_with_an_older_copy),
]


@pytest.mark.parametrize('slip', SLIPS)
async def test_nothing_is_acknowledged_into_a_file_that_is_lost(
    slip: Callable[[Settings], None],
    client: httpx.AsyncClient,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(health, 'FRESH_S', 0)
    anna = await make_user('anna')
    room = await make_room(anna)
    _empty_journal(settings)
    shutil.copy(settings.database_path, settings.data_dir.parent / 'older')
    await messages.send(anna.id, room, 'first', 'It is there')
    _empty_journal(settings)
    assert (await client.get('/readyz')).status_code == httpx.codes.OK

    slip(settings)

    outcomes = await asyncio.gather(
        *(messages.send(anna.id, room, f'm{number}', 'Is it kept?') for number in range(20)), return_exceptions=True
    )
    assert [type(outcome) for outcome in outcomes] == [StorageUnavailable] * 20
    assert (await client.get('/readyz')).status_code == httpx.codes.SERVICE_UNAVAILABLE
    assert len([record for record in caplog.records if record.levelname == 'CRITICAL']) == 1


async def test_a_file_overwritten_in_the_middle_of_a_write_is_reported_once(
    client: httpx.AsyncClient, settings: Settings, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    noise = settings.data_dir.parent / 'noise'
    noise.write_bytes(os.urandom(50_000))

    def read_noise(*_: object) -> bool:
        with closing(sqlite3.connect(noise)) as file:
            file.execute(database_file.NEWEST)
        return True

    with monkeypatch.context() as while_writing:
        while_writing.setattr(database_file.DatabaseFile, 'note_commit', read_noise)
        with pytest.raises(StorageUnavailable):
            await engine.write(put, 'a')
    with pytest.raises(StorageUnavailable):
        await engine.write(put, 'b')
    assert (await client.get('/readyz')).status_code == httpx.codes.SERVICE_UNAVAILABLE
    assert len([record for record in caplog.records if record.levelname == 'CRITICAL']) == 1


def _empty_journal(settings: Settings) -> None:
    """Empty the journal as another program does: everything is in the file, and nothing in the journal."""
    with closing(sqlite3.connect(settings.database_path)) as file:
        assert file.execute('PRAGMA wal_checkpoint(TRUNCATE)').fetchone()[0] == 0


async def test_a_file_that_is_put_back_is_written_to_again(client: httpx.AsyncClient, settings: Settings) -> None:
    await engine.write(put, 'before')
    folder = settings.data_dir / 'away'
    folder.mkdir()
    for path in settings.data_dir.glob('messenger.db*'):
        path.rename(folder / path.name)
    with pytest.raises(StorageUnavailable):
        await engine.write(put, 'away')

    for path in folder.iterdir():
        path.rename(settings.data_dir / path.name)

    assert await engine.write(put, 'after') == 'after'
    assert (await client.get('/readyz')).status_code == httpx.codes.OK
    with closing(sqlite3.connect(settings.database_path)) as file:
        names = {name for (name,) in file.execute('SELECT name FROM setting')}
    assert {'before', 'after'} <= names
    assert 'away' not in names


async def test_a_file_that_disappears_during_a_commit_is_noticed(database: None, settings: Settings) -> None:
    def slip() -> None:
        put('lost')
        settings.database_path.unlink()

    with pytest.raises(StorageUnavailable):
        await engine.write(slip)


async def test_another_program_may_write_through_sqlite(database: None, settings: Settings) -> None:
    for number in range(3):
        await engine.write(put, f'ours {number}')
        with closing(sqlite3.connect(settings.database_path)) as file, file:
            file.execute("INSERT INTO setting (name, value) VALUES (?, '')", (f'theirs {number}',))
        _empty_journal(settings)
    assert await engine.write(put, 'ours') == 'ours'
    assert await engine.read(lambda: Setting.select().where(Setting.name.contains(' ')).count()) == 6


async def test_a_touched_file_still_counts_as_ours(database: None, settings: Settings) -> None:
    await engine.write(put, 'before')
    os.utime(settings.database_path)
    assert await engine.write(put, 'after') == 'after'


async def test_the_journal_stays_short_while_others_read(
    database: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_file, 'WAL_LIMIT_BYTES', 2**21)
    monkeypatch.setattr(database_file, 'TRUNCATION_PAUSE_S', 0)
    longest = 0
    reading = [asyncio.create_task(_read_forever()) for _ in range(engine.READER_THREADS)]
    for number in range(MANY):
        await engine.write(put, f'n{number % 20}', LARGE)
        longest = max(longest, journal(settings).stat().st_size)
    for task in reading:
        task.cancel()
    await asyncio.gather(*reading, return_exceptions=True)
    assert longest < MANY * len(LARGE) / 3


async def _read_forever() -> None:
    while True:
        await engine.read(lambda: list(Setting.select().tuples()))


async def test_the_journal_is_truncated_after_a_long_read(
    database: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, 'IDLE_S', 0.05)
    with closing(sqlite3.connect(settings.database_path)) as reader:
        reader.execute('BEGIN')
        reader.execute('SELECT count(*) FROM setting').fetchone()
        for number in range(MANY):
            await engine.write(put, f'n{number % 20}', LARGE)
        assert journal(settings).stat().st_size > database_file.WAL_IDLE_LIMIT_BYTES
    async with asyncio.timeout(10):
        while journal(settings).stat().st_size:  # noqa: ASYNC110 - a file cannot be awaited
            await asyncio.sleep(0.02)
