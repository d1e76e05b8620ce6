"""Pictures designed to be slow: nobody waits for them, and the server still stops."""

import asyncio
import threading
import time
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI

from messenger.errors import StorageUnavailable
from messenger.files import decoding, thumbnails
from messenger.messages import messages
from messenger.models import User
from tests.bad_pictures import BOMBS, ODD, SLOW, STRANGERS, many_scans, picture
from tests.conditions import until
from tests.conftest import browser
from tests.factories import log_in, make_room, make_user

OK, NOT_FOUND, TOO_OFTEN, UNAVAILABLE = 200, 404, 429, 503
SLOW_ONES = 12
LOOSE_S = 1.0  # allows for a scheduler stretching a few milliseconds


@pytest.fixture
async def anna(client: httpx.AsyncClient) -> User:
    user = await make_user('anna')
    await log_in(client, user)
    return user


@pytest.fixture
async def bob() -> User:
    return await make_user('bob')


@pytest.fixture
async def room(anna: User, bob: User) -> int:
    return await make_room(anna, bob)


async def send(client: httpx.AsyncClient, room: int, content: bytes, name: str = 'a.bin') -> httpx.Response:
    key = uuid4().hex
    await client.post(f'/files/{key}', params={'room': room, 'name': name, 'size': len(content)})
    return await client.patch(f'/files/{key}', params={'offset': 0}, content=content)


async def stalled(client: httpx.AsyncClient, anna: User, room: int) -> list[asyncio.Task[httpx.Response]]:
    """Send twelve pictures of Anna's; one is being decoded and eleven wait."""
    slow = [asyncio.ensure_future(send(client, room, picture(), 'slow.png')) for _ in range(SLOW_ONES)]
    await until(lambda: decoding.queue.waiting(anna.id) == SLOW_ONES - 1)
    return slow


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are decoded until they are stopped."""

    def copied(_path: Path, _views: Path, _kind: str, stop: threading.Event) -> thumbnails.Content:
        stop.wait()
        raise StorageUnavailable

    monkeypatch.setattr(thumbnails, 'make_copies', copied)


async def test_a_text_file_is_sent_at_once_while_twelve_pictures_wait(
    app: FastAPI, client: httpx.AsyncClient, anna: User, bob: User, room: int, endless: None
) -> None:
    slow = await stalled(client, anna, room)
    async with browser(app) as theirs:
        await log_in(theirs, bob)
        for sender in (client, theirs):
            answer = await send(sender, room, b'words', 'notes.txt')
            assert answer.json()['file']['kind'] == 'text'
            await messages.send(anna.id if sender is client else bob.id, room, uuid4().hex, '', files=[id_of(answer)])
            assert (await sender.get(f'/files/{id_of(answer)}/notes.txt')).content == b'words'
    assert not any(task.done() for task in slow)
    decoding.queue.close()
    assert {answer.status_code for answer in await asyncio.gather(*slow)} == {UNAVAILABLE}


async def test_a_client_that_does_not_wait_for_the_result_asks_for_it(
    client: httpx.AsyncClient, anna: User, room: int, endless: None
) -> None:
    size = len(picture())
    await client.post('/files/k', params={'room': room, 'name': 'a.png', 'size': size})
    sent = await client.patch('/files/k', params={'offset': 0, 'wait': 0}, content=picture())
    again = await client.patch('/files/k', params={'offset': size, 'wait': 0.01})
    assert sent.json() == again.json() == {'offset': size}
    assert (await client.delete('/files/k')).status_code == OK
    assert (await client.patch('/files/k', params={'offset': size, 'wait': 0})).status_code == NOT_FOUND
    for wait in ('-1', 'nan', '1e9', 'x'):
        assert (await client.patch('/files/k', params={'offset': 0, 'wait': wait})).status_code == NOT_FOUND


async def test_a_full_queue_keeps_the_bytes_of_a_file_and_refuses_an_avatar(
    client: httpx.AsyncClient, anna: User, room: int, endless: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoding, 'WAITING_PER_PERSON', SLOW_ONES - 1)
    slow = await stalled(client, anna, room)
    size = len(picture())
    await client.post('/files/k', params={'room': room, 'name': 'a.png', 'size': size})
    sent = await client.patch('/files/k', params={'offset': 0}, content=picture())
    announced = await client.post('/files/k', params={'room': room, 'name': 'a.png', 'size': size})
    assert sent.json() == announced.json() == {'offset': size}
    refused = await client.post('/avatars', files={'avatar': picture()})
    assert refused.status_code == TOO_OFTEN
    decoding.queue.close()
    await asyncio.gather(*slow)


async def test_others_can_send_files_while_bad_ones_arrive(
    app: FastAPI, client: httpx.AsyncClient, anna: User, bob: User, room: int
) -> None:
    """Anna sends slow and broken pictures; each of Bob's files is processed as usual."""
    bad = [*SLOW.values(), *list(ODD.values())[::9], *list(BOMBS.values())[::5], *list(STRANGERS.values())[::9]]
    contents = [content for recipe in bad if (content := await asyncio.to_thread(recipe))]
    arriving = [asyncio.ensure_future(send(client, room, content, 'bad')) for content in contents]
    await until(lambda: decoding.queue.waiting(anna.id) > 0)
    async with browser(app) as theirs:
        await log_in(theirs, bob)
        for number in range(3):
            photo = await send(theirs, room, picture('JPEG', (900, 600)), f'{number}.jpg')
            notes = await send(theirs, room, b'words', f'{number}.txt')
            assert (photo.json()['file']['kind'], notes.json()['file']['kind']) == ('picture', 'text')
            shown = await theirs.get(f'/files/{id_of(photo)}/x', params={'view': 'small'})
            assert (shown.status_code, shown.content[8:12]) == (OK, b'WEBP')
    assert not all(task.done() for task in arriving)
    assert {answer.status_code for answer in await asyncio.gather(*arriving)} == {OK}


@pytest.mark.proof
async def test_slow_pictures_hardly_slow_down_other_people(
    app: FastAPI, client: httpx.AsyncClient, anna: User, bob: User, room: int
) -> None:
    """With twelve pictures as slow as possible, other people's text and photos take about as long as without them."""
    async with browser(app) as theirs:
        await log_in(theirs, bob)

        async def seconds(content: bytes) -> float:
            started = time.perf_counter()
            assert 'file' in (await send(theirs, room, content)).json()
            return time.perf_counter() - started

        photo = picture('JPEG', (1200, 800))
        quiet = max([await seconds(b'words') for _ in range(5)]), max([await seconds(photo) for _ in range(5)])
        slow = await asyncio.to_thread(many_scans, 63 - 6)
        arriving = [asyncio.ensure_future(send(client, room, slow)) for _ in range(SLOW_ONES)]
        await until(lambda: decoding.queue.waiting(anna.id) > 0)
        words, photos = max([await seconds(b'words') for _ in range(5)]), max([await seconds(photo) for _ in range(5)])
        assert not all(task.done() for task in arriving)
        print(f'words {quiet[0]:.3f} -> {words:.3f} s, photo {quiet[1]:.3f} -> {photos:.3f} s')
        assert words < 3 * quiet[0] + LOOSE_S
        assert photos < 3 * quiet[1] + LOOSE_S
        await asyncio.gather(*arriving)


def id_of(answer: httpx.Response) -> int:
    return int(answer.json()['file']['id'])
