"""Avatars over HTTP: who may see and change them, headers, and bodies that are too large or no form at all."""

import io
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from PIL import Image

from messenger.db import read, write
from messenger.http.avatars import BODY_LIMIT_BYTES
from messenger.models import User
from messenger.services import avatars, limits
from messenger.settings import Settings
from tests.bad_pictures import BOMBS, ODD, STRANGERS, picture
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


async def test_a_picture_comes_back_with_its_headers(client: httpx.AsyncClient, anna: User) -> None:
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


async def test_without_a_picture_one_is_drawn(client: httpx.AsyncClient, anna: User) -> None:
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


async def test_crop(client: httpx.AsyncClient, anna: User) -> None:
    whole = picture('PNG', (640, 480))
    address = (await upload(client, whole, left='10', top='20.5', size='200')).json()['avatar']
    assert Image.open(io.BytesIO((await client.get(address)).content)).size == (200, 200)
    for fields in ({'left': '1'}, {'left': 'a', 'top': '0', 'size': '9'}, {'left': '0', 'top': '0', 'size': '900'}):
        answer = await upload(client, whole, **fields)
        assert (answer.status_code, answer.json()['code'], answer.json()['field']) == (REFUSED, 'malformed', 'avatar')
    assert await avatar_of(anna) == address


async def test_removing(client: httpx.AsyncClient, anna: User) -> None:
    before = (await upload(client, picture())).json()['avatar']
    answer = await client.delete('/avatars')
    assert (answer.status_code, answer.json()['avatar']) == (OK, anna.avatar_url)
    assert (await client.get(before)).status_code == NOT_FOUND


async def test_guests_get_no_avatar_and_change_none(app: FastAPI, client: httpx.AsyncClient, anna: User) -> None:
    address = (await upload(client, picture())).json()['avatar']
    async with browser(app) as guest:
        for asked in (address, anna.avatar_url):
            answer = await guest.get(asked)
            assert (answer.status_code, answer.headers['location'][:7]) == (SEE_OTHER, '/login?')
        assert (await upload(guest, picture())).status_code == UNAUTHORIZED
        assert (await guest.delete('/avatars')).status_code == UNAUTHORIZED
    assert await avatar_of(anna) == address


async def test_everyone_who_is_logged_in_sees_it(app: FastAPI, client: httpx.AsyncClient, anna: User) -> None:
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
async def test_what_does_not_exist_is_not_found(client: httpx.AsyncClient, anna: User, path: str) -> None:
    assert (await client.get(path)).status_code == NOT_FOUND


class Body:
    """A form whose file never ends, and how much of it was taken."""

    def __init__(self) -> None:
        self.taken = 0

    async def stream(self) -> AsyncIterator[bytes]:
        yield b'--b\r\nContent-Disposition: form-data; name="avatar"; filename="a.png"\r\n\r\n'
        while True:
            self.taken += CHUNK_BYTES
            yield bytes(CHUNK_BYTES)


async def test_an_endless_body_is_stopped_early(client: httpx.AsyncClient, anna: User) -> None:
    body = Body()
    form = {'content-type': 'multipart/form-data; boundary=b'}
    answer = await client.post('/avatars', content=body.stream(), headers=form)
    assert answer.status_code == TOO_LARGE
    assert answer.json() == {
        'error': 'This file is too large: at most 10 MB.',
        'field': 'avatar',
        'code': 'too_large',
    }
    assert body.taken <= BODY_LIMIT_BYTES + 2 * CHUNK_BYTES


async def test_a_body_that_says_it_is_too_large_is_not_read(client: httpx.AsyncClient, anna: User) -> None:
    body = Body()
    for length in (str(BODY_LIMIT_BYTES + 1), '9' * 300):
        form = {'content-type': 'multipart/form-data; boundary=b', 'content-length': length}
        answer = await client.post('/avatars', content=body.stream(), headers=form)
        assert (answer.status_code, body.taken) == (TOO_LARGE, 0)


async def test_the_largest_file_there_may_be_arrives(client: httpx.AsyncClient, anna: User) -> None:
    start = picture()
    answer = await upload(client, start + bytes(avatars.LIMIT_BYTES - len(start)))
    assert answer.status_code == OK
    answer = await upload(client, start + bytes(avatars.LIMIT_BYTES - len(start) + 1))
    assert answer.status_code == TOO_LARGE


async def test_refusals_keep_the_old_one(client: httpx.AsyncClient, anna: User) -> None:
    address = (await upload(client, picture())).json()['avatar']
    answer = await upload(client, b'<svg/>')
    assert (answer.status_code, answer.json()) == (
        REFUSED,
        {
            'error': 'This file is not a picture that can be used (png, jpg, gif, webp or avif).',
            'field': 'avatar',
            'code': 'bad_picture',
        },
    )
    assert (await client.get(address)).status_code == OK


async def test_the_corpus_of_bad_files(client: httpx.AsyncClient, anna: User, settings: Settings) -> None:
    refused = 0
    for name, recipe in {**STRANGERS, **ODD, **BOMBS}.items():
        answer = await upload(client, recipe())
        assert answer.status_code in (OK, TOO_LARGE, REFUSED), name
        refused += answer.status_code != OK
    assert refused >= len(STRANGERS) + len(BOMBS)
    assert len(list(settings.avatars_dir.rglob('*.*'))) <= 2
    assert (await client.get(await avatar_of(anna))).status_code == OK


async def test_forms_that_are_none(client: httpx.AsyncClient, anna: User) -> None:
    file = b'--b\r\nContent-Disposition: form-data; name="avatar"; filename="a.png"\r\n\r\n' + picture()
    form = 'multipart/form-data; boundary=b'
    for kind, body in [
        ('', b''),
        ('image/png', picture()),
        ('application/json', b'{}'),
        ('application/x-www-form-urlencoded', b'avatar=x'),
        ('multipart/form-data', file),
        ('multipart/form-data; boundary=', file),
        ('multipart/form-data; boundary=' + 'b' * 5000, file),
        ('multipart/form-data; boundary=b; charset=nonsense', file),
        (form, b''),
        (form, file),
        (form, b'--b--\r\n'),
        (form, b'--b\r\n\r\nx\r\n--b--\r\n'),
        (form, b'--b\r\nContent-Disposition: form-data; name="avatar"\r\n\r\ntext\r\n--b--\r\n'),
        (form, b'--b\r\nContent-Disposition: form-data; name="other"; filename="a"\r\n\r\nx\r\n--b--\r\n'),
        (form, file + b'\r\n' + file + b'\r\n--b--\r\n'),
        (form, b'--b\r\nX: ' + b'x' * 100_000),
        (form, b'--b\r\n' + b'X: y\r\n' * 10_000),
        (form, (b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n1\r\n') * 100 + b'--b--\r\n'),
        (form, b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n' + b'1' * 10_000 + b'\r\n--b--\r\n'),
    ]:
        answer = await client.post('/avatars', content=body, headers={'content-type': kind} if kind else {})
        assert (answer.status_code, answer.json()['field']) == (REFUSED, 'avatar'), (kind[:60], body[:60])


@examples(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.binary(max_size=300), kind=st.text(st.characters(codec='latin-1', exclude_categories=['Cc']), max_size=40)
)
async def test_any_body_is_answered(client: httpx.AsyncClient, anna: User, body: bytes, kind: str) -> None:
    form = f'multipart/form-data; boundary=b{kind}'.encode('latin-1')
    answer = await client.post('/avatars', content=b'--b\r\n' + body, headers={b'content-type': form})
    assert answer.status_code == REFUSED


async def test_too_many_at_once(client: httpx.AsyncClient, anna: User) -> None:
    limits.configure(enabled=True)
    answers = [await client.delete('/avatars') for _ in range(limits.RATES['upload'].burst + 1)]
    body = Body()
    form = {'content-type': 'multipart/form-data; boundary=b'}
    answers.append(await client.post('/avatars', content=body.stream(), headers=form))
    limits.configure(enabled=False)
    assert [answer.status_code for answer in answers[-3:]] == [OK, TOO_OFTEN, TOO_OFTEN]
    assert (answers[-1].json()['code'], body.taken) == ('limit_reached', 0)
    assert float(answers[-1].headers['retry-after']) > 0


async def test_a_person_who_leaves_in_mid_upload_changes_nothing(app: FastAPI, anna: User) -> None:
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
