"""The pages for missing and broken things, and the headers of every answer."""

import asyncio
import re
from types import SimpleNamespace

import httpx
import pytest
from fastapi import FastAPI

from messenger.accounts import accounts
from messenger.database.engine import database
from messenger.errors import StorageUnavailable
from messenger.http import health
from tests.conftest import ORIGIN
from tests.factories import log_in, make_user
from tests.messenger.http.plain_page import Page

JSON = {'accept': 'application/json'}
INSIDE = 'the colour of the inside'


@pytest.fixture
async def inside(client: httpx.AsyncClient) -> httpx.AsyncClient:
    """A browser that is logged in."""
    await log_in(client, await make_user('anna'))
    return client


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Logging in fails in an unexpected way."""

    async def fail(*_args: object, **_options: object) -> None:
        raise RuntimeError(INSIDE)

    monkeypatch.setattr(accounts, 'log_in', fail)


@pytest.mark.parametrize(
    'address',
    [
        '/nothing',
        '/rooms/999',
        '/rooms/0',
        '/rooms/-1',
        '/rooms/1.5',
        '/rooms/x',
        '/rooms/٣',
        f'/rooms/{2**63}',
        f'/rooms/{"9" * 5000}',
        '/rooms/1%2F2',
        '/rooms/%00',
        '/users/999',
        '/users/x',
        '/admin',
        '/admin/users',
        '/static/nothing.css',
        '/static/..%2f..%2fmain.py',
        '/static/../main.py',
    ],
)
async def test_a_missing_page_is_answered_with_a_friendly_page(inside: httpx.AsyncClient, address: str) -> None:
    answer = await inside.get(address)
    assert answer.status_code == httpx.codes.NOT_FOUND
    assert Page(answer).headings == ['Page not found']
    assert 'href="/"' in answer.text
    assert answer.headers['content-type'] == 'text/html; charset=utf-8'


async def test_programs_get_their_errors_in_json(inside: httpx.AsyncClient) -> None:
    answer = await inside.get('/nothing', headers=JSON)
    assert (answer.status_code, answer.json()) == (
        404,
        {'error': 'This page does not exist, or you do not have access to it.'},
    )


async def test_guests_cannot_learn_what_exists(client: httpx.AsyncClient) -> None:
    for address in ('/nothing', '/rooms/999', '/admin', '/users/1', '/profile'):
        answer = await client.get(address)
        assert answer.headers['location'] == f'/login?next={address.replace("/", "%2F")}'


@pytest.mark.usefixtures('broken')
async def test_an_internal_error_shows_a_number_that_is_in_the_log_exactly_once(
    client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await client.post('/login', data={'username': 'anna', 'password': 'hush hush'})
    assert answer.status_code == httpx.codes.INTERNAL_SERVER_ERROR
    assert Page(answer).headings == ['Something went wrong']
    mark = re.search(r'Give an admin this reference: (\w+)', answer.text)
    assert mark is not None
    assert caplog.text.count(mark[1]) == 1
    assert caplog.text.count(f'RuntimeError: {INSIDE}') == 1
    assert caplog.text.count('Traceback') == 1
    assert 'POST /login failed' in caplog.text
    assert 'hush hush' not in caplog.text
    for revealing in (INSIDE, 'RuntimeError', 'Traceback', '.py', 'accounts'):
        assert revealing not in answer.text


@pytest.mark.usefixtures('broken')
async def test_programs_get_the_number_too(client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture) -> None:
    answer = await client.post('/login', data={}, headers=JSON)
    assert set(answer.json()) == {'error', 'id'}
    assert caplog.text.count(answer.json()['id']) == 1


async def test_an_unresponsive_database_is_not_an_internal_error(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def unavailable(*_args: object, **_options: object) -> None:
        raise StorageUnavailable

    monkeypatch.setattr(accounts, 'log_in', unavailable)
    answer = await client.post('/login', data={'username': 'anna', 'password': 'x'})
    assert answer.status_code in (422, 503)
    assert 'server can' in answer.text


async def test_a_disconnecting_browser_is_not_an_internal_error(app: FastAPI, caplog: pytest.LogCaptureFixture) -> None:
    origin = (b'origin', ORIGIN.encode())
    scope = {
        'type': 'http',
        'method': 'POST',
        'path': '/login',
        'query_string': b'',
        'scheme': 'http',
        'headers': [origin, (b'host', b'localhost')],
    }
    sent = []

    async def receive() -> dict[str, str]:
        return {'type': 'http.disconnect'}

    async def send(message: object) -> None:
        sent.append(message)

    await app(scope, receive, send)
    assert (sent, caplog.records) == ([], [])


async def test_an_endless_form_is_cut_off(client: httpx.AsyncClient) -> None:
    answer = await client.post('/login', data={'username': 'x' * 70_000})
    assert (answer.status_code, Page(answer).headings) == (413, ['Too large'])


async def test_an_unknown_method_is_answered_with_the_allowed_ones(client: httpx.AsyncClient) -> None:
    answer = await client.put('/login')
    assert answer.status_code == httpx.codes.METHOD_NOT_ALLOWED
    assert answer.headers['allow'] in ('GET', 'POST')


@pytest.mark.usefixtures('broken')
async def test_every_answer_carries_the_security_headers(client: httpx.AsyncClient) -> None:
    answers = {
        'a page': await client.get('/register'),
        'a way on': await client.get('/'),
        'a page for others': await client.get('/rooms'),
        'a fault': await client.post('/login', data={}),
        'a foreign form': await client.post('/login', headers={'origin': 'http://evil.example'}),
        'a dead link': await client.get('/reset/x'),
        'a file that is missing': await client.get('/static/nothing'),
        'the health': await client.get('/healthz'),
    }
    for name, answer in answers.items():
        policy = {part.split()[0]: part.split()[1:] for part in answer.headers['content-security-policy'].split('; ')}
        assert policy['default-src'] == ["'self'"], name
        assert policy['frame-ancestors'] == policy['object-src'] == policy['base-uri'] == ["'none'"], name
        assert policy['form-action'] == ["'self'"], name
        assert answer.headers['x-content-type-options'] == 'nosniff', name
        assert answer.headers['x-frame-options'] == 'DENY', name
        assert answer.headers['referrer-policy'] == 'same-origin', name
        assert answer.headers['cache-control'] == 'no-store', name


async def test_browsers_may_cache_static_files_and_they_carry_the_security_headers(client: httpx.AsyncClient) -> None:
    address = re.search(r'/static/style\.css\?v=\w+', (await client.get('/register')).text)
    assert address is not None
    answer = await client.get(address[0])
    assert answer.headers['cache-control'] == 'public, max-age=31536000, immutable'
    assert answer.headers['x-content-type-options'] == 'nosniff'
    again = await client.get(address[0], headers={'if-none-match': answer.headers['etag']})
    assert (again.status_code, again.content) == (httpx.codes.NOT_MODIFIED, b'')


async def test_the_server_reports_that_it_is_alive_and_ready(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (await client.get('/healthz')).text == (await client.get('/readyz')).text == 'ok'
    monkeypatch.setattr(health, 'FRESH_S', 0)
    monkeypatch.setattr(database.obj, 'execute', lambda *_args, **_options: (_ for _ in ()).throw(StorageUnavailable))
    assert (await client.get('/healthz')).status_code == httpx.codes.OK
    assert (await client.get('/readyz')).status_code == httpx.codes.SERVICE_UNAVAILABLE


async def test_readiness_checks_ask_the_database_at_most_once_a_second(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float] = []
    moment = SimpleNamespace(seconds=1_000.0)

    async def probing() -> None:
        asked.append(moment.seconds)

    monkeypatch.setattr(health, 'probe', probing)
    monkeypatch.setattr(health, 'time', SimpleNamespace(monotonic=lambda: moment.seconds))
    for seconds in (1_000.0, 1_000.9, 1_001.0, 1_001.5):
        moment.seconds = seconds
        answers = await asyncio.gather(*(client.get('/readyz') for _ in range(20)))
        assert {answer.text for answer in answers} == {'ok'}
    assert asked == [1_000.0, 1_001.0]
