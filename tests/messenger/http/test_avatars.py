"""Avatars over HTTP: who may see and change them, and with which headers."""

import io

import httpx
import pytest
from fastapi import FastAPI
from PIL import Image

from messenger.database.engine import read, write
from messenger.models import User
from tests.bad_pictures import picture
from tests.conftest import ORIGIN, browser
from tests.factories import log_in, make_user

OK, SEE_OTHER, UNAUTHORIZED, FORBIDDEN, NOT_FOUND = 200, 303, 401, 403, 404
TOO_LARGE, REFUSED, TOO_OFTEN = 413, 422, 429

CHUNK_BYTES = 64_000
KEPT = 'private, max-age=31536000, immutable'


@pytest.fixture
async def anna(client: httpx.AsyncClient) -> User:
    """Anna, logged in with `client`."""
    user = await make_user('anna')
    await log_in(client, user)
    return user


async def upload(client: httpx.AsyncClient, content: bytes, **fields: str) -> httpx.Response:
    return await client.post('/avatars', files={'avatar': ('me.png', content, 'image/png')}, data=fields)


async def avatar_of(user: User) -> str:
    stored: User = await read(User.get_by_id, user.id)
    return stored.avatar_url


async def test_a_picture_is_served_with_its_headers(client: httpx.AsyncClient, anna: User) -> None:
    answer = await upload(client, picture('JPEG', (600, 400)))
    address = answer.json()['avatar']
    assert (answer.status_code, address) == (OK, await avatar_of(anna))
    shown = await client.get(address)
    assert shown.status_code == OK
    assert Image.open(io.BytesIO(shown.content)).size == (300, 200)
    assert shown.headers['content-type'] == 'image/webp'
    assert shown.headers['cache-control'] == KEPT
    assert shown.headers['x-content-type-options'] == 'nosniff'
    assert shown.headers['content-security-policy'] == "default-src 'none'; sandbox"


async def test_without_a_picture_initials_are_drawn(client: httpx.AsyncClient, anna: User) -> None:
    drawn = await client.get(anna.avatar_url)
    assert (drawn.status_code, drawn.headers['content-type']) == (OK, 'image/svg+xml')
    assert '>AN</text>' in drawn.text
    assert drawn.headers['cache-control'] == KEPT
    assert drawn.headers['content-security-policy'] == "default-src 'none'; sandbox"
    other = await client.get(f'/avatars/{anna.id}/initials.svg')
    assert (other.status_code, other.text, other.headers['cache-control']) == (OK, drawn.text, 'private, no-cache')


async def test_the_old_address_is_gone_after_a_change(client: httpx.AsyncClient, anna: User) -> None:
    first = (await upload(client, picture())).json()['avatar']
    await upload(client, picture())
    assert (await client.get(first)).status_code == NOT_FOUND


async def test_the_avatar_is_cropped(client: httpx.AsyncClient, anna: User) -> None:
    whole = picture('PNG', (640, 480))
    address = (await upload(client, whole, left='10', top='20.5', size='200')).json()['avatar']
    assert Image.open(io.BytesIO((await client.get(address)).content)).size == (200, 200)
    for fields in ({'left': '1'}, {'left': 'a', 'top': '0', 'size': '9'}, {'left': '0', 'top': '0', 'size': '900'}):
        answer = await upload(client, whole, **fields)
        assert (answer.status_code, answer.json()['code'], answer.json()['field']) == (REFUSED, 'malformed', 'avatar')
    assert await avatar_of(anna) == address


async def test_the_avatar_can_be_removed(client: httpx.AsyncClient, anna: User) -> None:
    before = (await upload(client, picture())).json()['avatar']
    answer = await client.delete('/avatars')
    assert (answer.status_code, answer.json()['avatar']) == (OK, anna.avatar_url)
    assert (await client.get(before)).status_code == NOT_FOUND


async def test_guests_get_no_avatar_and_can_change_none(app: FastAPI, client: httpx.AsyncClient, anna: User) -> None:
    address = (await upload(client, picture())).json()['avatar']
    async with browser(app) as guest:
        for asked in (address, anna.avatar_url):
            answer = await guest.get(asked)
            assert (answer.status_code, answer.headers['location'][:7]) == (SEE_OTHER, '/login?')
        assert (await upload(guest, picture())).status_code == UNAUTHORIZED
        assert (await guest.delete('/avatars')).status_code == UNAUTHORIZED
    assert await avatar_of(anna) == address


async def test_everyone_logged_in_sees_it(app: FastAPI, client: httpx.AsyncClient, anna: User) -> None:
    address = (await upload(client, picture())).json()['avatar']
    async with browser(app) as other:
        await log_in(other, await make_user('bob'))
        assert (await other.get(address)).status_code == OK


@pytest.mark.parametrize('origin', ['http://evil.test', 'null', ''])
async def test_a_foreign_origin_is_refused(client: httpx.AsyncClient, anna: User, origin: str) -> None:
    address = (await upload(client, picture())).json()['avatar']
    client.headers['origin'] = origin
    assert (await upload(client, picture())).status_code == FORBIDDEN
    assert (await client.delete('/avatars')).status_code == FORBIDDEN
    del client.headers['origin']
    assert (await upload(client, picture())).status_code == FORBIDDEN
    client.headers['origin'] = ORIGIN
    assert await avatar_of(anna) == address


@pytest.mark.parametrize(
    'path',
    [
        '/avatars/1/x.webp',
        '/avatars/1/..%2f..%2fsecret',
        '/avatars/1/%2e%2e',
        '/avatars/999/a.svg',
        '/avatars/0/a.svg',
        '/avatars/-1/a.svg',
        '/avatars/99999999999999999999999/a.svg',
        '/avatars/1e9/a.svg',
        '/avatars/anna/a.svg',
        '/avatars/1/%00.webp',
        '/avatars/1',
        '/avatars/1/a/b.svg',
    ],
)
async def test_a_missing_avatar_is_not_found(client: httpx.AsyncClient, anna: User, path: str) -> None:
    assert (await client.get(path)).status_code == NOT_FOUND


async def test_a_person_who_disconnects_during_an_upload_changes_nothing(app: FastAPI, anna: User) -> None:
    from starlette.requests import Request

    from messenger.http.avatars import replace

    headers = [(b'content-type', b'multipart/form-data; boundary=b')]
    scope = {'type': 'http', 'method': 'POST', 'headers': headers, 'state': {'user': anna}}

    async def gone() -> dict[str, str]:
        return {'type': 'http.disconnect'}

    assert (await replace(Request(scope, gone))).status_code == REFUSED


async def test_initials_follow_the_nick(client: httpx.AsyncClient, anna: User) -> None:
    await write(lambda: User.update(nick='Zoé Q').where(User.id == anna.id).execute())
    renamed = await client.get(await avatar_of(anna))
    assert ('>ZQ</text>' in renamed.text, renamed.headers['cache-control']) == (True, KEPT)
    assert (await client.get(anna.avatar_url)).headers['cache-control'] == 'private, no-cache'
