"""Files over HTTP: sent in pieces, fetched with safe headers, in ranges, by those who may; and sixty bad ones."""

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from starlette.requests import ClientDisconnect, Request

from messenger import rate_limits
from messenger.database.engine import read
from messenger.http.files import append
from messenger.messages import messages
from messenger.models import Attachment, User
from messenger.settings import Settings
from tests.bad_pictures import BOMBS, ODD, STRANGERS, picture
from tests.conftest import ORIGIN, Clock, browser
from tests.factories import log_in, make_room, make_user

OK, PARTIAL, SEE_OTHER, UNAUTHORIZED, FORBIDDEN, NOT_FOUND = 200, 206, 303, 401, 403, 404
NOT_ALLOWED, CONFLICT, TOO_LARGE, NOT_SATISFIABLE, REFUSED, TOO_OFTEN = 405, 409, 413, 416, 422, 429

KEPT = 'private, max-age=31536000, immutable'
MP3 = b'ID3\x04' + bytes(200_000)


@pytest.fixture
async def anna(client: httpx.AsyncClient) -> User:
    """Anna, logged in with `client`."""
    user = await make_user('anna')
    await log_in(client, user)
    return user


@pytest.fixture
async def room(anna: User) -> int:
    return await make_room(anna)


async def announce(client: httpx.AsyncClient, room: int, name: str, size: int, key: str = '') -> httpx.Response:
    query: dict[str, str | int] = {'room': room, 'name': name, 'size': size}
    return await client.post(f'/files/{key or uuid4().hex}', params=query)


async def upload(client: httpx.AsyncClient, room: int, content: bytes, name: str = 'a.bin') -> dict[str, Any]:
    key = uuid4().hex
    announced = await announce(client, room, name, len(content), key)
    assert announced.json() == {'offset': 0}, announced.text
    answer = await client.patch(f'/files/{key}', params={'offset': 0}, content=content)
    assert answer.status_code == OK, answer.text
    file: dict[str, Any] = answer.json()['file']
    return file


def address(file: dict[str, Any]) -> str:
    return f'/files/{file["id"]}/{file["name"]}'


async def test_a_picture_is_shown_in_place(client: httpx.AsyncClient, anna: User, room: int) -> None:
    content = picture('JPEG', (1000, 500))
    file = await upload(client, room, content, 'beach.html')
    assert (file['kind'], file['width'], file['height']) == ('picture', 1000, 500)
    shown = await client.get(address(file))
    assert (shown.status_code, shown.content == content) == (OK, True)
    assert shown.headers['content-type'] == 'image/jpeg'
    assert shown.headers['content-disposition'] == 'inline; filename="beach.html"'
    for view in ('small', 'large'):
        shown = await client.get(address(file), params={'view': view})
        assert (shown.headers['content-type'], shown.content[8:12]) == ('image/webp', b'WEBP')
        assert shown.headers['content-security-policy'] == "default-src 'none'; sandbox"
        assert shown.headers['x-content-type-options'] == 'nosniff'
        assert shown.headers['cache-control'] == KEPT
        assert 'cookie' in shown.headers['vary'].lower()
    assert (await client.get(address(file), params={'view': 'huge'})).status_code == NOT_FOUND


@pytest.mark.parametrize('name', ['svg', 'html', 'html called gif', 'pdf', 'xml that unfolds', 'program'])
async def test_files_that_could_run_code_are_downloaded(
    client: httpx.AsyncClient, anna: User, room: int, name: str
) -> None:
    file = await upload(client, room, STRANGERS[name](), 'cat.png')
    shown = await client.get(address(file))
    assert shown.headers['content-type'] == 'application/octet-stream'
    assert shown.headers['content-disposition'].startswith('attachment')
    assert shown.headers['content-security-policy'] == "default-src 'none'; sandbox"
    assert (await client.get(address(file), params={'view': 'small'})).status_code == NOT_FOUND


@pytest.mark.parametrize('step', [5, pytest.param(1, marks=pytest.mark.proof)])
async def test_sixty_bad_files_are_refused_or_harmless(
    client: httpx.AsyncClient, anna: User, room: int, settings: Settings, step: int
) -> None:
    corpus = [*STRANGERS.items(), *BOMBS.items(), *ODD.items()]
    assert len(corpus) >= 60
    for name, recipe in corpus[::step]:
        content = recipe()
        if not content:
            assert (await announce(client, room, name, 0)).json()['code'] == 'empty_file'
            continue
        file = await upload(client, room, content, name)
        shown = await client.get(address(file))
        assert shown.content == content, name
        if file['kind'] == 'file':
            assert shown.headers['content-disposition'].startswith('attachment'), name
            assert shown.headers['content-type'] == 'application/octet-stream', name
        else:
            assert shown.headers['content-type'].partition('/')[0] in ('image', 'audio', 'video'), name
            assert name in ODD or name in ('mp4', 'wav'), name
        await messages.send(anna.id, room, uuid4().hex, '', files=[file['id']])
    assert not list(settings.uploads_dir.rglob('.*'))


async def test_file_names_cannot_break_out_of_the_header(client: httpx.AsyncClient, anna: User, room: int) -> None:
    file = await upload(client, room, b'x', 'a"; filename="b.html\r\nSet-Cookie: c=d;ж.txt')
    shown = await client.get(f'/files/{file["id"]}/x')
    assert shown.headers['content-disposition'].startswith("attachment; filename*=utf-8''a%22%3B%20filename%3D")
    assert 'set-cookie' not in shown.headers


async def test_audio_is_served_in_ranges(client: httpx.AsyncClient, anna: User, room: int) -> None:
    file = await upload(client, room, MP3, 'song.mp3')
    assert file['kind'] == 'audio'
    part = await client.get(address(file), headers={'range': 'bytes=1000-1999'})
    assert (part.status_code, part.content == MP3[1000:2000]) == (PARTIAL, True)
    assert part.headers['content-range'] == f'bytes 1000-1999/{len(MP3)}'
    assert (part.headers['accept-ranges'], part.headers['content-type']) == ('bytes', 'audio/mpeg')
    beyond = await client.get(address(file), headers={'range': 'bytes=999999-'})
    assert beyond.status_code == NOT_SATISFIABLE


def broken(user: User, content: bytes) -> Request:
    """A request whose connection breaks after the content."""
    messages: list[dict[str, Any]] = [
        {'type': 'http.request', 'body': content, 'more_body': True},
        {'type': 'http.disconnect'},
    ]

    async def receive() -> dict[str, Any]:
        return messages.pop(0)

    return Request({'type': 'http', 'method': 'PATCH', 'headers': [], 'state': {'user': user}}, receive)


async def test_an_upload_continues_after_a_lost_connection_without_a_second_copy(
    client: httpx.AsyncClient, anna: User, room: int, settings: Settings
) -> None:
    content = bytes(range(256)) * 4000

    assert (await announce(client, room, 'a.bin', len(content), 'k')).json() == {'offset': 0}
    with pytest.raises(ClientDisconnect):
        await append(broken(anna, content[:600_000]), 'k', 0)
    arrived = (await announce(client, room, 'a.bin', len(content), 'k')).json()['offset']
    assert arrived == 600_000
    far = await client.patch('/files/k', params={'offset': arrived + 1}, content=b'x')
    assert (far.status_code, far.json()['offset'], far.json()['code']) == (CONFLICT, arrived, 'wrong_offset')
    done = await client.patch('/files/k', params={'offset': arrived}, content=content[arrived:])
    again = await announce(client, room, 'a.bin', len(content), 'k')
    assert (again.json(), done.json()['sent']) == (done.json(), False)
    assert (await client.get(address(done.json()['file']))).content == content
    assert len([path for path in settings.uploads_dir.rglob('*') if path.is_file()]) == 1


async def test_an_endless_body_is_stopped_early(client: httpx.AsyncClient, anna: User, room: int) -> None:
    bytes_read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal bytes_read
        while True:
            bytes_read += 64_000
            yield bytes(64_000)

    await announce(client, room, 'a.bin', 1_000_000, 'k')
    answer = await client.patch('/files/k', params={'offset': 0}, content=endless())
    assert (answer.status_code, answer.json()['code']) == (TOO_LARGE, 'too_large')
    assert bytes_read < 1_200_000


async def test_refusals_are_sentences_for_the_script(client: httpx.AsyncClient, anna: User, room: int) -> None:
    large = await announce(client, room, 'a.bin', 26 * 2**20)
    assert (large.status_code, large.json()['error']) == (TOO_LARGE, 'This file is too large: at most 25 MB.')
    assert (await announce(client, 10**6, 'a.bin', 5)).status_code == NOT_FOUND
    assert (await client.patch('/files/none', params={'offset': 0}, content=b'x')).status_code == NOT_FOUND
    assert (await client.delete('/files/none')).status_code == NOT_FOUND


async def test_one_request_asks_about_many_files(
    client: httpx.AsyncClient, anna: User, room: int, clock: Clock
) -> None:
    for number in range(rate_limits.RATES['upload'].burst):
        await announce(client, room, 'a.bin', 5, f'k{number}')
    await client.patch('/files/k1', params={'offset': 0}, content=b'words')
    response = await client.get('/files', params={'keys': 'k0,k1,none'})
    assert (response.status_code, response.headers['cache-control']) == (OK, 'no-store')
    answer = response.json()
    assert (answer['next_in'], [*answer['files']], answer['files']['k0']) == (3, ['k0', 'k1'], {'offset': 0})
    assert (answer['files']['k1']['file']['size'], answer['files']['k1']['sent']) == (5, False)
    many = ','.join(f'k{number}' for number in range(101))
    assert (await client.get('/files', params={'keys': many})).status_code == REFUSED
    assert (await client.get('/files')).json()['files'] == {}


async def test_after_too_many_requests_the_answer_says_when_to_come_back(
    client: httpx.AsyncClient, anna: User, room: int, clock: Clock
) -> None:
    answers = [await announce(client, room, 'a.bin', 5) for _ in range(rate_limits.RATES['upload'].burst + 1)]
    assert (answers[-1].status_code, answers[-1].json()['retry_after'] > 0) == (TOO_OFTEN, True)


async def test_guests_and_foreign_pages_are_refused(
    app: FastAPI, client: httpx.AsyncClient, anna: User, room: int
) -> None:
    file = await upload(client, room, b'words')
    async with browser(app) as guest:
        assert (await guest.get(address(file))).status_code == SEE_OTHER
        assert (await announce(guest, room, 'a.bin', 5)).status_code == UNAUTHORIZED
    client.headers['origin'] = 'http://evil.test'
    assert (await announce(client, room, 'a.bin', 5)).status_code == FORBIDDEN
    assert (await client.patch('/files/k', params={'offset': 0}, content=b'x')).status_code == FORBIDDEN
    client.headers['origin'] = ORIGIN
    assert await read(lambda: Attachment.select().count()) == 1


@pytest.mark.parametrize('path', ['/files/1/x', '/files/0/x', '/files/-1/x', '/files/x/x', f'/files/{2**64}/x'])
async def test_a_missing_file_is_not_found(client: httpx.AsyncClient, anna: User, path: str) -> None:
    assert (await client.get(path)).status_code == NOT_FOUND


@examples(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    key=st.text(max_size=30),
    params=st.fixed_dictionaries(
        {}, optional={name: st.one_of(st.integers(), st.text(max_size=30)) for name in ('room', 'name', 'size')}
    ),
)
async def test_any_announcement_is_answered(
    client: httpx.AsyncClient, anna: User, key: str, params: dict[str, Any]
) -> None:
    answer = await client.post(f'/files/{quote(key, safe="", errors="replace")}', params=params)
    assert answer.status_code in (NOT_FOUND, NOT_ALLOWED, TOO_LARGE, REFUSED)
