"""A backup from the command line while people write to the server: nobody waits, nothing is missing."""

import asyncio
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from messenger.backup import restores
from messenger.settings import Settings
from tests.factories import PASSWORD
from tests.forked import ForkedServer
from tests.live_server import ROOT, LiveServer
from tests.window import Window

SENDERS = 6
BACKUPS = [1, pytest.param(10, marks=pytest.mark.proof)]
QUIET_S = 2.0
ANSWER_LIMIT_S = 5.0
UPLOAD_BYTES = 2_000_000


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    made = ForkedServer(tmp_path / 'data')
    made.start()
    yield made
    made.kill()


class Sender:
    """A person who keeps writing, and sends a file now and then."""

    def __init__(self, window: Window, room: int) -> None:
        self.window, self.room = window, room
        self.acknowledged: list[str] = []
        self.waits_s: list[float] = []

    async def send_forever(self) -> None:
        for number in range(1_000_000):
            key = f'{id(self)}-{number}'
            started = time.perf_counter()
            await self.window.send(self.room, f'message {number}', key=key)
            self.waits_s.append(time.perf_counter() - started)
            self.acknowledged.append(key)
            await asyncio.sleep(0.02)
            if number % 50 == 0:
                await self._upload(f'f{number}')

    async def _upload(self, key: str) -> None:
        params: dict[str, str | int] = {'room': self.room, 'name': 'x.bin', 'size': UPLOAD_BYTES}
        await self.window.http.post(f'/files/{key}', params=params)
        content = bytes(UPLOAD_BYTES)
        answer = await self.window.http.patch(f'/files/{key}', params={'offset': 0}, content=content)
        files = [answer.json()['file']['id']]
        message = {'room': self.room, 'key': f'{id(self)}-{key}', 'body': '', 'files': files}
        await self.window.ask('send', message)


async def _sign_up(server: LiveServer, name: str) -> Window:
    window = Window(Window.browser(server.url))
    fields = {'username': name, 'password': PASSWORD, 'repeat': PASSWORD}
    assert (await window.http.post('/register', data=fields)).status_code == httpx.codes.SEE_OTHER
    await window.open('/rooms')
    return window


async def _back_up(server: LiveServer, target: Path) -> str:
    command = [sys.executable, 'main.py', '--data', str(server.data_dir), '--backup', str(target)]
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stderr=asyncio.subprocess.PIPE)
    _, errors = await process.communicate()
    assert process.returncode == 0, errors.decode()
    return errors.decode()


@pytest.mark.parametrize('backups', BACKUPS)
async def test_command_line_backups_are_complete_while_people_write(
    server: LiveServer, tmp_path: Path, backups: int
) -> None:
    windows = [await _sign_up(server, f'person{number}') for number in range(SENDERS)]
    people = [Sender(window, (await window.ask('direct', {'user': 1}))['room']) for window in windows]
    sending = [asyncio.create_task(person.send_forever()) for person in people]
    await asyncio.sleep(QUIET_S)

    acknowledged: list[set[str]] = []
    for number in range(backups):
        acknowledged.append({key for person in people for key in person.acknowledged})
        assert '100 %' in await _back_up(server, tmp_path / f'{number}.tar.gz')

    assert not any(task.done() for task in sending), 'everyone still writes'
    for task in sending:
        task.cancel()
    await asyncio.gather(*sending, return_exceptions=True)
    for window in windows:
        await window.close()
        await window.http.aclose()
    assert max(wait for person in people for wait in person.waits_s) < ANSWER_LIMIT_S
    for number, keys in enumerate(acknowledged):
        assert keys
        _check(tmp_path / f'{number}.tar.gz', Settings(data_dir=tmp_path / f'restored {number}'), keys)
    assert not list(server.data_dir.glob('.backup-*'))


def _check(archive: Path, restored: Settings, acknowledged: set[str]) -> None:
    """Everything acknowledged before is in the backup, each message once and in its place, each file intact."""
    restored.data_dir.mkdir()
    restores.restore(restored, archive)
    with closing(sqlite3.connect(restored.database_path)) as file:
        assert acknowledged <= {key for (key,) in file.execute('SELECT key FROM message')}
        gaps = 'SELECT count(*) - max(seq) FROM message GROUP BY room_id'
        assert {gap for (gap,) in file.execute(gaps)} == {0}
        sent = file.execute('SELECT stored, size_bytes FROM attachment WHERE message_id IS NOT NULL').fetchall()
        assert sent
        for stored, size in sent:
            assert (restored.uploads_dir / stored[:2] / stored).stat().st_size == size
