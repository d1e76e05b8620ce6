"""Requests that change something must come from our own pages, or they are refused."""

from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from messenger.database.engine import read
from messenger.models import Session
from messenger.settings import Settings, load
from tests.conftest import ORIGIN
from tests.factories import PASSWORD, log_in, make_user

FORBIDDEN, SEE_OTHER = httpx.codes.FORBIDDEN, httpx.codes.SEE_OTHER
PUBLIC = 'https://chat.example.org'
FOREIGN = [
    [],
    [''],
    ['null'],
    ['http://evil.example'],
    ['https://localhost'],
    ['http://localhost.evil.example'],
    ['http://evil.localhost'],
    ['http://localhost:8080'],
    ['http://localhost@evil.example'],
    ['http://user@localhost'],
    ['http://evil.example/localhost'],
    ['localhost'],
    ['//localhost'],
    ['ws://localhost'],
    ['http://'],
    ['http://['],
    ['http://[::1'],
    ['http://localhost http://evil.example'],
    ['http://evil.example', ORIGIN],
    [ORIGIN, ORIGIN],
    ['https://chat.example.org.evil.example'],
    ['http://chat.example.org'],
    ['https://chat.example.org:8443'],
    ['http://localhost\uff0eexample'],
]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a server that also has a public address, written the way people write it."""
    overrides = {
        'DATA_DIR': str(tmp_path / 'data'),
        'RATE_LIMITS': 'off',
        'PUBLIC_URL': 'https://Chat.Example.org:443/',
    }
    return load(overrides, env_file=tmp_path / 'none')


def addresses(app: FastAPI, method: str) -> list[str]:
    """One address for each route that accepts `method`."""
    routes = [route for route in iter_route_contexts(app.routes) if method in (route.methods or ())]
    return [str(route.path).replace('{', '').replace('}', '') for route in routes]


def from_(client: httpx.AsyncClient, method: str, address: str, origins: list[str]) -> httpx.Request:
    """A request with exactly these Origin headers."""
    request = client.build_request(method, address, data={'username': 'anna', 'password': PASSWORD})
    headers = [(name, value) for name, value in request.headers.raw if name.lower() != b'origin']
    request.headers = httpx.Headers(headers + [(b'origin', origin.encode()) for origin in origins])
    return request


@pytest.mark.parametrize('origins', FOREIGN, ids=repr)
async def test_nothing_can_be_changed_from_elsewhere(
    app: FastAPI, client: httpx.AsyncClient, origins: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    anna = await make_user('anna')
    await log_in(client, anna)
    posts = addresses(app, 'POST')
    assert {'/login', '/logout', '/register', '/reset/token'} <= set(posts)
    requests = [('POST', address) for address in posts]
    for method, address in [*requests, ('PUT', '/login'), ('PATCH', '/x'), ('DELETE', '/'), ('PROPFIND', '/')]:
        answer = await client.send(from_(client, method, address, origins))
        assert (answer.status_code, 'set-cookie' in answer.headers) == (FORBIDDEN, False), (method, address)
        assert 'did not come from this site' in answer.text
    assert await read(lambda: Session.select().count()) == 1
    assert caplog.records == []


async def test_our_own_pages_may_change_things(client: httpx.AsyncClient) -> None:
    await make_user('anna')
    answer = await client.send(from_(client, 'POST', '/login', [ORIGIN]))
    assert answer.status_code == SEE_OTHER


async def test_pages_at_the_public_address_may_too(client: httpx.AsyncClient) -> None:
    await make_user('anna')
    answer = await client.send(from_(client, 'POST', '/login', [PUBLIC]))
    assert answer.status_code == SEE_OTHER


async def test_reading_needs_no_origin(client: httpx.AsyncClient) -> None:
    for origins in ([], ['http://evil.example']):
        assert (await client.send(from_(client, 'GET', '/register', origins))).status_code == httpx.codes.OK


async def test_no_answer_allows_other_sites(client: httpx.AsyncClient) -> None:
    headers = {'origin': 'http://evil.example', 'access-control-request-method': 'POST'}
    for method in ('GET', 'OPTIONS', 'POST'):
        answer = await client.request(method, '/login', headers=headers)
        assert not [name for name in answer.headers if name.startswith('access-control-')]
