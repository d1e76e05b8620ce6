"""Uploads of avatars: bodies that are too large or not a form at all."""

from collections.abc import AsyncIterator

import httpx
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from messenger import rate_limits
from messenger.database.engine import read
from messenger.http.avatars import BODY_LIMIT_BYTES
from messenger.models import User
from messenger.people import avatars
from messenger.settings import Settings
from tests.bad_pictures import BOMBS, ODD, STRANGERS, picture
from tests.conftest import Clock
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


class Body:
    """A form whose file never ends, counting how much of it was read."""

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


async def test_a_body_that_declares_itself_too_large_is_not_read(client: httpx.AsyncClient, anna: User) -> None:
    body = Body()
    for length in (str(BODY_LIMIT_BYTES + 1), '9' * 300):
        form = {'content-type': 'multipart/form-data; boundary=b', 'content-length': length}
        answer = await client.post('/avatars', content=body.stream(), headers=form)
        assert (answer.status_code, body.taken) == (TOO_LARGE, 0)


async def test_the_largest_allowed_file_arrives(client: httpx.AsyncClient, anna: User) -> None:
    start = picture()
    answer = await upload(client, start + bytes(avatars.LIMIT_BYTES - len(start)))
    assert answer.status_code == OK
    answer = await upload(client, start + bytes(avatars.LIMIT_BYTES - len(start) + 1))
    assert answer.status_code == TOO_LARGE


async def test_refused_uploads_keep_the_old_avatar(client: httpx.AsyncClient, anna: User) -> None:
    address = (await upload(client, picture())).json()['avatar']
    answer = await upload(client, b'<svg/>')
    assert (answer.status_code, answer.json()) == (
        REFUSED,
        {
            'error': 'This file is not a supported picture (png, jpg, gif, webp or avif).',
            'field': 'avatar',
            'code': 'bad_picture',
        },
    )
    assert (await client.get(address)).status_code == OK


@pytest.mark.parametrize('step', [5, pytest.param(1, marks=pytest.mark.proof)])
async def test_all_bad_files_are_refused_or_harmless(
    client: httpx.AsyncClient, anna: User, settings: Settings, step: int
) -> None:
    refused, corpus = 0, [*STRANGERS.items(), *BOMBS.items(), *ODD.items()]
    for name, recipe in corpus[::step]:
        answer = await upload(client, recipe())
        assert answer.status_code in (OK, TOO_LARGE, REFUSED), name
        refused += answer.status_code != OK
    assert refused >= (len(STRANGERS) + len(BOMBS)) // step
    assert len(list(settings.avatars_dir.rglob('*.*'))) <= 2
    assert (await client.get(await avatar_of(anna))).status_code == OK


async def test_malformed_forms_are_refused(client: httpx.AsyncClient, anna: User) -> None:
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


async def test_too_many_at_once_are_refused(client: httpx.AsyncClient, anna: User, clock: Clock) -> None:
    answers = [await client.delete('/avatars') for _ in range(rate_limits.RATES['avatar'].burst + 1)]
    body = Body()
    form = {'content-type': 'multipart/form-data; boundary=b'}
    answers.append(await client.post('/avatars', content=body.stream(), headers=form))
    assert [answer.status_code for answer in answers[-3:]] == [OK, TOO_OFTEN, TOO_OFTEN]
    assert (answers[-1].json()['code'], body.taken) == ('limit_reached', 0)
    assert float(answers[-1].headers['retry-after']) > 0
