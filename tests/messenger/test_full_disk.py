"""A full disk: messages, uploads and pictures are refused in plain words, nothing is left half done, all recovers."""

import asyncio
import io
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from messenger import file_sweep, housekeeping
from messenger.database.engine import read
from messenger.errors import StorageUnavailable
from messenger.files import attachments, uploads, workspace
from messenger.messages import messages
from messenger.models import Attachment, Message, User
from messenger.payloads import UploadState
from messenger.settings import Settings, load
from tests.bad_pictures import picture
from tests.conftest import browser
from tests.factories import PASSWORD, file_of, log_in, make_room, make_user, pieces

DISK_BYTES, UPLOAD_BYTES = 24_000_000, 600_000
JSON = {'accept': 'application/json'}


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk for this test."""
    folder = tmp_path / 'disk'
    folder.mkdir()
    mounted = ['mount', '-t', 'tmpfs', '-o', f'size={DISK_BYTES}', 'tmpfs', str(folder)]
    if subprocess.run(mounted, check=False, capture_output=True).returncode:
        pytest.skip('mounting a small disk takes root; full disks are feigned in test_db and test_avatar_files')
    yield folder
    subprocess.run(['umount', '--lazy', str(folder)], check=True)


@pytest.fixture
def settings(disk: Path, tmp_path: Path) -> Settings:
    """A data folder on the small disk."""
    return load({'DATA_DIR': str(disk / 'data'), 'RATE_LIMITS': 'off'}, env_file=tmp_path / 'none')


class Ballast:
    """A file that uses up every byte of the disk."""

    def __init__(self, disk: Path) -> None:
        self.path = disk / 'ballast'

    def fill(self, left: int = 0) -> None:
        with suppress(OSError), self.path.open('wb', buffering=0) as file:
            while file.write(b'x' * 4096):
                pass
        if left:
            size = self.path.stat().st_size
            with self.path.open('rb+') as file:
                file.truncate(size - left)

    def remove(self) -> None:
        self.path.unlink()


@pytest.fixture
def ballast(disk: Path) -> Ballast:
    return Ballast(disk)


@pytest.fixture
async def anna(app: FastAPI) -> User:
    return await make_user('anna', PASSWORD)


@pytest.fixture
async def room(anna: User) -> int:
    return await make_room(anna)


@pytest.fixture
async def window(app: FastAPI, anna: User) -> AsyncIterator[httpx.AsyncClient]:
    """Anna's browser."""
    async with browser(app) as client:
        await log_in(client, anna)
        yield client


def files(settings: Settings) -> list[str]:
    folders = (settings.uploads_dir, settings.avatars_dir)
    return sorted(path.name for folder in folders for path in folder.rglob('*') if path.is_file())


async def test_no_message_is_acknowledged_without_its_commit(anna: User, room: int, ballast: Ballast) -> None:
    ballast.fill()
    outcomes: dict[str, object] = {}
    for number in range(400):
        try:
            outcomes[f'm{number}'] = await messages.send(anna.id, room, f'm{number}', 'words ' * 100)
        except StorageUnavailable as refusal:
            outcomes[f'm{number}'] = refusal
    refused = {key for key, outcome in outcomes.items() if isinstance(outcome, StorageUnavailable)}
    assert len(refused) > 100
    stored = await read(lambda: {row.key for row in Message.select().where(Message.kind == 'text')})
    assert stored == outcomes.keys() - refused

    ballast.remove()
    again = [await messages.send(anna.id, room, key, 'words') for key in outcomes]
    assert len({row.seq for row in again}) == len(outcomes)


async def test_an_upload_waits_for_space_and_continues_where_it_was(
    window: httpx.AsyncClient, anna: User, room: int, ballast: Ballast, settings: Settings
) -> None:
    content = bytes(range(256)) * (UPLOAD_BYTES // 256)
    query: dict[str, str | int] = {'room': room, 'name': 'a.bin', 'size': len(content)}
    assert (await window.post('/files/k', params=query, headers=JSON)).json() == {'offset': 0}
    ballast.fill(left=200_000)

    answer = await window.patch('/files/k', params={'offset': 0}, content=content)

    assert (answer.status_code, answer.json()['code']) == (503, 'unavailable')
    assert not await read(lambda: Attachment.select().where(Attachment.kind != 'part').exists())
    assert [name for name in files(settings) if not name.startswith('.')] == []
    ballast.remove()
    offset = (await window.post('/files/k', params=query, headers=JSON)).json()['offset']
    done = await window.patch('/files/k', params={'offset': offset}, content=content[offset:])
    _, path = await attachments.find(anna.id, done.json()['file']['id'])
    assert path.read_bytes() == content


async def test_a_picture_without_space_for_its_thumbnails_leaves_no_half_copy(
    anna: User, room: int, ballast: Ballast, settings: Settings
) -> None:
    content = picture(size=(2000, 2000))
    await uploads.announce(anna.id, room, 'k', 'a.png', len(content))
    await uploads.append(anna.id, 'k', 0, pieces(content[:-1]))
    ballast.fill(left=4096)
    with pytest.raises(StorageUnavailable):
        await uploads.append(anna.id, 'k', len(content) - 1, pieces(content[-1:]))
    assert len(files(settings)) == 1, 'only what has arrived, and no half copy'

    ballast.remove()
    done = await uploads.append(anna.id, 'k', len(content), pieces(b''))
    assert file_of(done).kind == 'picture'
    for view in ('', 'small', 'large'):
        assert (await attachments.find(anna.id, file_of(done).id, view))[1].stat().st_size


async def test_an_announcement_without_space_is_refused_and_succeeds_later(
    window: httpx.AsyncClient, room: int, ballast: Ballast
) -> None:
    ballast.fill()
    query: dict[str, str | int] = {'room': room, 'name': 'a.bin', 'size': 9}
    answers = [await window.post(f'/files/k{number}', params=query) for number in range(40)]
    assert {answer.status_code for answer in answers} <= {200, 503}
    assert answers[-1].status_code == 503
    ballast.remove()
    again = [await window.post(f'/files/k{number}', params=query) for number in range(40)]
    assert {answer.status_code for answer in again} == {200}


async def test_an_avatar_without_space_leaves_the_old_one(
    window: httpx.AsyncClient, anna: User, ballast: Ballast, settings: Settings
) -> None:
    first = (await window.post('/avatars', files={'avatar': ('a.png', picture())})).json()['avatar']
    ballast.fill()

    answer = await window.post('/avatars', files={'avatar': ('b.png', io.BytesIO(picture(size=(300, 300))))})

    assert (answer.status_code, answer.json()['code']) == (503, 'unavailable')
    assert (await window.get(first)).status_code == httpx.codes.OK
    assert files(settings) == [first.rpartition('/')[2]]
    ballast.remove()
    answer = await window.post('/avatars', files={'avatar': ('b.png', picture())})
    assert answer.json()['avatar'] != first


async def test_the_messenger_starts_on_a_full_disk_and_recovers(
    settings: Settings, app: FastAPI, anna: User, room: int, ballast: Ballast
) -> None:
    ballast.fill()
    await workspace.current().open(settings, _never, file_sweep.newest_unknown)
    assert not workspace.current().is_newest()
    assert not workspace.current().is_older_copy()
    await asyncio.wait_for(housekeeping.one_round(settings), 20)
    with pytest.raises(StorageUnavailable):
        await uploads.announce(anna.id, room, 'k', 'a.bin', 9)

    ballast.remove()
    assert await uploads.announce(anna.id, room, 'k', 'a.bin', 9) == UploadState(offset=0)
    assert workspace.current().is_newest()


async def _never() -> bool:
    return False
