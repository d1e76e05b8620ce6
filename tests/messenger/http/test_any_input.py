"""Whatever is sent to the plain routes, they answer with something other than a fault of ours."""

from urllib.parse import quote

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from messenger.db import read, write
from messenger.http.visitors import COOKIE
from messenger.models import User
from messenger.services import accounts, names
from tests.conftest import ORIGIN
from tests.factories import log_in, make_user

any_input = settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)

ODD = st.sampled_from(
    ['', '\x00', '\r\n', '//', '\\', '../..', '%', '%zz', '{}', '[', 'https://[', '\u202e', '\ud7ff', '1e999']
)
TEXT = st.one_of(st.text(max_size=60), ODD, st.text(min_size=1, max_size=3).map(lambda text: text * 900))
FORM = st.dictionaries(
    st.one_of(st.sampled_from(['username', 'password', 'repeat', 'invite', 'code', 'next']), TEXT), TEXT, max_size=8
)
RAW = st.one_of(st.binary(max_size=300), TEXT.map(lambda text: text.encode()))
TYPE = st.one_of(
    st.sampled_from(
        [
            b'application/x-www-form-urlencoded',
            b'application/x-www-form-urlencoded; charset=nothing',
            b'multipart/form-data',
            b'multipart/form-data; boundary=x',
            b'application/json',
            b'',
        ]
    ),
    st.binary(max_size=30),
)
HEADER = st.sampled_from(
    [
        b'accept',
        b'accept-language',
        b'authorization',
        b'content-length',
        b'cookie',
        b'host',
        b'if-none-match',
        b'origin',
        b'range',
        b'referer',
        b'user-agent',
        b'x-forwarded-for',
        b'x-forwarded-proto',
    ]
)
VALUE = st.one_of(
    st.binary(max_size=60),
    st.sampled_from(
        [
            b'en;q=nan',
            b'ru;q=inf,en;q=-1',
            b'q=,;,',
            f'{COOKIE}="'.encode(),
            f'{COOKIE}=\xff'.encode('latin-1'),
            b'http://[',
        ]
    ),
)
METHOD = st.sampled_from(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'X-ODD'])
START = st.sampled_from(
    ['/', '/login', '/register', '/reset/', '/rooms/', '/users/', '/admin/', '/static/', '/healthz']
)

FAULT = 500


@pytest.fixture
async def link(app: FastAPI) -> str:
    """The address of a reset link of a person who is there."""
    anna = await make_user('anna', admin=True)
    return f'/reset/{await write(accounts.make_reset_link, anna.id, anna.id)}'


def sent(address: str, *, method: str = 'POST', body: bytes = b'', headers: list[tuple[bytes, bytes]]) -> httpx.Request:
    """A request with just these headers, however odd."""
    request = httpx.Request(method, ORIGIN, content=body)
    request.headers = httpx.Headers([(b'host', b'messenger.test'), *headers])
    raw = address.encode('ascii')
    request.url = request.url.copy_with(raw_path=raw)
    return request


@any_input
@given(form=FORM, address=st.sampled_from(['/login', '/register', 'link']))
async def test_any_fields(client: httpx.AsyncClient, link: str, form: dict[str, str], address: str) -> None:
    client.cookies.clear()
    answer = await client.post(link if address == 'link' else address, data=form)
    assert answer.status_code < FAULT
    assert answer.next_request is None or answer.next_request.url.host == 'messenger.test'


@any_input
@given(username=TEXT)
async def test_whoever_gets_in_has_a_name_that_keeps_the_rules(client: httpx.AsyncClient, username: str) -> None:
    client.cookies.clear()
    fields = {'username': username, 'password': 'correct horse', 'repeat': 'correct horse'}
    answer = await client.post('/register', data=fields)
    if answer.status_code == httpx.codes.SEE_OTHER:
        user: User = await read(lambda: User.select().order_by(User.id.desc()).first())
        assert names.personal(user.username, field='') == user.username == user.nick
        assert user.username_key == user.nick_key == names.key(username.replace('\x00', ''))
        await log_in(client, user, fields['password'])
        await write(lambda: User.delete().execute())
    else:
        assert answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY


@any_input
@given(body=RAW, kind=TYPE, address=st.sampled_from(['/login', '/register', '/logout', 'link']))
async def test_any_body(client: httpx.AsyncClient, link: str, body: bytes, kind: bytes, address: str) -> None:
    headers = [(b'origin', ORIGIN.encode()), (b'content-type', kind)]
    answer = await client.send(sent(link if address == 'link' else address, body=body, headers=headers))
    assert answer.status_code < FAULT


@any_input
@given(start=START, path=TEXT, query=TEXT, method=METHOD, logged_in=st.booleans())
async def test_any_address(
    client: httpx.AsyncClient, link: str, start: str, path: str, query: str, method: str, logged_in: bool
) -> None:
    if logged_in and COOKIE not in client.cookies:
        await log_in(client, await read(User.get))
    headers = [(b'origin', ORIGIN.encode())]
    if logged_in:
        headers.append((b'cookie', f'{COOKIE}={client.cookies[COOKIE]}'.encode()))
    address = f'{start}{quote(path)}?{quote(query, safe="=&%+;")}'
    answer = await client.send(sent(address, method=method, headers=headers))
    assert answer.status_code < FAULT
    assert answer.next_request is None or answer.next_request.url.host == 'messenger.test'


@any_input
@given(
    headers=st.lists(st.tuples(HEADER, VALUE), max_size=6),
    method=st.sampled_from(['GET', 'POST']),
    address=st.sampled_from(['/', '/login', '/register', '/rooms/1', '/nothing', '/static/style.css']),
)
async def test_any_headers(
    client: httpx.AsyncClient, headers: list[tuple[bytes, bytes]], method: str, address: str
) -> None:
    answer = await client.send(sent(address, method=method, headers=headers))
    assert answer.status_code < FAULT
