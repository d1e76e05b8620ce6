"""The journal of a running messenger is truncated or overwritten: nothing acknowledged after that is lost."""

import asyncio
import os
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import closing, nullcontext
from pathlib import Path

import httpx
import pytest

from messenger import background
from messenger.database import engine
from messenger.errors import StorageUnavailable
from messenger.http import health
from messenger.messages import messages
from messenger.settings import Settings, load
from tests.factories import PASSWORD, make_room, make_user
from tests.forked import ForkedServer
from tests.live_server import ROOT, LiveServer
from tests.messenger.database.test_database_file import journal, put
from tests.window import Refusal, Window


def cut(path: Path, _older: bytes) -> None:
    path.write_bytes(b'')


def cut_in_half(path: Path, _older: bytes) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def overwrite_with_an_older_copy(path: Path, older: bytes) -> None:
    path.write_bytes(older)


def overwrite_the_beginning(path: Path, _older: bytes) -> None:
    with path.open('r+b') as file:
        file.write(bytes(1000))


def overwrite_the_middle(path: Path, _older: bytes) -> None:
    size = path.stat().st_size
    with path.open('r+b') as file:
        file.seek(32 + 24)
        file.write(bytes(size - 32 - 24 - 8192))
    os.utime(path, ns=(0, path.stat().st_mtime_ns + 10**7))  # at a different tick of the system clock


@pytest.fixture
def nothing_else_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    """No background task commits at the moment of a slip: the next commit would take the file as it is then."""
    monkeypatch.setattr(background, 'running', lambda **_works: nullcontext())


SLIPS = [cut, cut_in_half, overwrite_with_an_older_copy, overwrite_the_beginning]
Slip = Callable[[Path, bytes], None]


@pytest.mark.parametrize('slip', [*SLIPS, overwrite_the_middle])
async def test_nothing_is_acknowledged_into_a_journal_that_is_lost(
    slip: Slip,
    nothing_else_writes: None,
    client: httpx.AsyncClient,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    anna = await make_user('anna')
    room = await make_room(anna)
    older = journal(settings).read_bytes()
    await messages.send(anna.id, room, 'first', 'It is there')
    monkeypatch.setattr(health, 'FRESH_S', 0)
    assert (await client.get('/readyz')).status_code == httpx.codes.OK

    slip(journal(settings), older)

    outcomes = await asyncio.gather(
        *(messages.send(anna.id, room, f'm{number}', 'Is it kept?') for number in range(20)), return_exceptions=True
    )
    assert [type(outcome) for outcome in outcomes] == [StorageUnavailable] * 20
    assert (await client.get('/readyz')).status_code == httpx.codes.SERVICE_UNAVAILABLE
    critical = [record for record in caplog.records if record.levelname == 'CRITICAL']
    assert len(critical) == 1


@pytest.mark.parametrize('slip', SLIPS)
async def test_a_journal_lost_during_a_commit_is_noticed(slip: Slip, database: None, settings: Settings) -> None:
    await engine.write(put, 'older')
    older = journal(settings).read_bytes()
    await engine.write(put, 'before')

    def change() -> None:
        put('lost')
        slip(journal(settings), older)

    with pytest.raises(StorageUnavailable):
        await engine.write(change)


@pytest.mark.parametrize('slip', SLIPS)
async def test_a_lost_journal_is_not_checkpointed_into_the_file(slip: Slip, database: None, settings: Settings) -> None:
    await engine.write(put, 'older')
    older = journal(settings).read_bytes()
    await engine.write(put, 'before')
    before = settings.database_path.read_bytes()
    slip(journal(settings), older)
    wrong = journal(settings).read_bytes()

    await asyncio.to_thread(engine.close_database)

    assert settings.database_path.read_bytes() == before
    assert journal(settings).read_bytes() == wrong


async def test_our_own_journal_is_checkpointed_into_the_file_at_the_end(database: None, settings: Settings) -> None:
    await engine.write(put, 'before')
    await asyncio.to_thread(engine.close_database)
    assert not journal(settings).exists()
    assert b'before' in settings.database_path.read_bytes()


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[LiveServer]:
    """Anna's server."""
    engine.open_database(load({'DATA_DIR': str(tmp_path / 'data')}, env_file=tmp_path / 'none'))
    await make_room(await make_user('anna'))
    engine.close_database()
    made = ForkedServer(tmp_path / 'data')
    await asyncio.to_thread(made.start)
    yield made
    await asyncio.to_thread(made.kill)


@pytest.mark.parametrize(
    ('slip', 'end'),
    [
        (cut, LiveServer.kill),
        (overwrite_with_an_older_copy, LiveServer.stop),
        pytest.param(cut, LiveServer.stop, marks=pytest.mark.proof),
        pytest.param(overwrite_with_an_older_copy, LiveServer.kill, marks=pytest.mark.proof),
    ],
)
async def test_after_shutdown_everything_acknowledged_is_there(
    slip: Slip, end: Callable[[LiveServer], object], server: LiveServer
) -> None:
    path = server.data_dir / 'messenger.db-wal'
    async with await Window.log_in(server.url, 'anna', PASSWORD) as anna:
        await anna.open('/rooms/1')
        await anna.join(1)
        older = path.read_bytes()
        await anna.send(1, 'first', key='first')
        slip(path, older)
        acknowledged = [key for key in (f'm{number}' for number in range(20)) if await _is_kept(anna, key)]
        assert (await anna.http.get('/readyz')).status_code == httpx.codes.SERVICE_UNAVAILABLE
    await asyncio.to_thread(end, server)
    with closing(sqlite3.connect(server.data_dir / 'messenger.db')) as file:
        assert file.execute('PRAGMA integrity_check').fetchone() == ('ok',)
        bodies = {body for (body,) in file.execute('SELECT body FROM message')}
    assert set(acknowledged) <= bodies
    assert 'CRITICAL' in server.log.read_text()


async def test_other_programs_that_write_through_sqlite_do_no_harm(server: LiveServer, tmp_path: Path) -> None:
    async with await Window.log_in(server.url, 'anna', PASSWORD) as anna:
        await anna.open('/rooms/1')
        await anna.join(1)
        for number in range(2):
            await _run(server, '--reset-password', 'anna')
            assert await _is_kept(anna, f'reset {number}')
            await _run(server, '--backup', str(tmp_path / f'{number}.tar.gz'))
            assert await _is_kept(anna, f'backup {number}')
        assert (await anna.http.get('/readyz')).status_code == httpx.codes.OK
    assert 'CRITICAL' not in server.log.read_text()


async def _run(server: LiveServer, *options: str) -> None:
    command = [sys.executable, 'main.py', '--data', str(server.data_dir), *options]
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.DEVNULL)
    assert await process.wait() == 0


async def _is_kept(window: Window, body: str) -> bool:
    try:
        await window.send(1, body)
    except Refusal:
        return False
    return True
