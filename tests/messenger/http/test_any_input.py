"""Whatever is sent to the plain routes, the answer is never an internal error."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from messenger import name_rules
from messenger.accounts import accounts
from messenger.database.engine import read, write
from messenger.http.authentication import COOKIE
from messenger.models import User
from tests.conftest import ORIGIN
from tests.factories import log_in, make_user

EXAMPLES = [60, pytest.param(1_000, marks=pytest.mark.proof)]

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
ANSWER_S = 20


@pytest.fixture
async def link(app: FastAPI) -> str:
    """The address of a reset link of an existing person."""
    anna = await make_user('anna', admin=True)
    return f'/reset/{await write(accounts.make_reset_link, anna.id, anna.id)}'


Examine = Callable[..., None]


@pytest.fixture(params=EXAMPLES)
async def examine(request: pytest.FixtureRequest) -> Examine:
    """`examine(act, **strategies)`: await `act` with this many examples drawn from the strategies."""
    loop = asyncio.get_running_loop()

    def run(act: Callable[..., Awaitable[None]], **strategies: st.SearchStrategy[Any]) -> None:
        def story(**drawn: Any) -> None:
            loop.run_until_complete(asyncio.wait_for(act(**drawn), ANSWER_S))

        settings(max_examples=request.param, deadline=None, suppress_health_check=[HealthCheck.too_slow])(
            given(**strategies)(story)
        )()

    return run


def sent(address: str, *, method: str = 'POST', body: bytes = b'', headers: list[tuple[bytes, bytes]]) -> httpx.Request:
    """A request with exactly these headers, however odd."""
    request = httpx.Request(method, ORIGIN, content=body)
    request.headers = httpx.Headers([(b'host', b'localhost'), *headers])
    raw = address.encode('ascii')
    request.url = request.url.copy_with(raw_path=raw)
    return request


def test_any_fields_are_answered(examine: Examine, client: httpx.AsyncClient, link: str) -> None:
    async def act(form: dict[str, str], address: str) -> None:
        client.cookies.clear()
        answer = await client.post(link if address == 'link' else address, data=form)
        assert answer.status_code < FAULT
        assert answer.next_request is None or answer.next_request.url.host == 'localhost'

    examine(act, form=FORM, address=st.sampled_from(['/login', '/register', 'link']))


def test_everyone_who_gets_in_has_a_valid_name(examine: Examine, client: httpx.AsyncClient) -> None:
    async def act(username: str) -> None:
        client.cookies.clear()
        fields = {'username': username, 'password': 'correct horse', 'repeat': 'correct horse'}
        answer = await client.post('/register', data=fields)
        if answer.status_code == httpx.codes.SEE_OTHER:
            user: User = await read(lambda: User.select().order_by(User.id.desc()).first())
            assert name_rules.personal(user.username, field='') == user.username == user.nick
            assert user.username_key == user.nick_key == name_rules.key(username.replace('\x00', ''))
            await log_in(client, user, fields['password'])
            await write(lambda: User.delete().execute())
        else:
            assert answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY

    examine(act, username=TEXT)


def test_any_body_is_answered(examine: Examine, client: httpx.AsyncClient, link: str) -> None:
    async def act(body: bytes, kind: bytes, address: str) -> None:
        headers = [(b'origin', ORIGIN.encode()), (b'content-type', kind)]
        if address == '/avatars':
            if COOKIE not in client.cookies:
                await log_in(client, await read(User.get))
            headers.append((b'cookie', f'{COOKIE}={client.cookies[COOKIE]}'.encode()))
        answer = await client.send(sent(link if address == 'link' else address, body=body, headers=headers))
        assert answer.status_code < FAULT

    examine(act, body=RAW, kind=TYPE, address=st.sampled_from(['/login', '/register', '/logout', '/avatars', 'link']))


def test_any_address_is_answered(examine: Examine, client: httpx.AsyncClient, link: str) -> None:
    async def act(start: str, path: str, query: str, method: str, logged_in: bool) -> None:
        if logged_in and COOKIE not in client.cookies:
            await log_in(client, await read(User.get))
        headers = [(b'origin', ORIGIN.encode())]
        if logged_in:
            headers.append((b'cookie', f'{COOKIE}={client.cookies[COOKIE]}'.encode()))
        address = f'{start}{quote(path)}?{quote(query, safe="=&%+;")}'
        answer = await client.send(sent(address, method=method, headers=headers))
        assert answer.status_code < FAULT
        assert answer.next_request is None or answer.next_request.url.host == 'localhost'

    examine(act, start=START, path=TEXT, query=TEXT, method=METHOD, logged_in=st.booleans())


def test_any_headers_are_answered(examine: Examine, client: httpx.AsyncClient) -> None:
    async def act(headers: list[tuple[bytes, bytes]], method: str, address: str) -> None:
        answer = await client.send(sent(address, method=method, headers=headers))
        assert answer.status_code < FAULT

    examine(
        act,
        headers=st.lists(st.tuples(HEADER, VALUE), max_size=6),
        method=st.sampled_from(['GET', 'POST']),
        address=st.sampled_from(['/', '/login', '/register', '/rooms/1', '/nothing', '/static/style.css']),
    )
