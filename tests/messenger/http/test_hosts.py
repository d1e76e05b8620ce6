"""The host name of a request: our own names are served, all others are refused before anything happens."""

from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from messenger.app import App
from messenger.http.app import create_app
from messenger.settings import Settings, load
from tests.conftest import STATIC_DIR, browser

MISDIRECTED = httpx.codes.MISDIRECTED_REQUEST
LOCAL = ['localhost', 'localhost:8080', 'LOCALHOST', 'localhost.', '127.0.0.1', '127.0.0.1:8080', '[::1]', '[::1]:8080']
FOREIGN = [
    'evil.example',
    'evil.example:8080',
    'localhost.evil.example',
    '127.0.0.1.nip.io',
    'evil.example/localhost',
    'localhost@evil.example',
    'evil.example#localhost',
    'localhost evil.example',
    'localhost, evil.example',
    '',
    ':8080',
    'localhost:8080:8080',
    '[::1',
    '::1',
    '[localhost]',
    '127.1',
    '0x7f000001',
    '2130706433',
    'ｌｏｃａｌｈｏｓｔ',
    '.',
]
ADDRESSES = ['192.168.0.7', '192.168.0.7:8080', '[fd00::7]', '[fd00::7]:8080', '203.0.113.9']
PATHS = ['/', '/login', '/healthz', '/rooms', '/static/style.css', '/_nicegui_ws/socket.io', '/files/1/x', '/nowhere']


def application(folder: Path, **settings: str) -> FastAPI:
    return create_app(App(load({'DATA_DIR': str(folder), **settings}, env_file=folder / 'none')), STATIC_DIR)


async def status(app: FastAPI, host: str, path: str = '/offline', method: str = 'GET') -> int:
    async with browser(app) as client:
        return (await client.request(method, path, headers=[(b'host', host.encode())])).status_code


@pytest.mark.parametrize('host', LOCAL)
async def test_a_local_server_answers_to_its_local_names(tmp_path: Path, host: str) -> None:
    assert await status(application(tmp_path), host) == httpx.codes.OK


@pytest.mark.parametrize('host', [*FOREIGN, *ADDRESSES, 'chat.lan'])
async def test_a_local_server_answers_to_no_other_name(tmp_path: Path, host: str) -> None:
    assert await status(application(tmp_path, ALLOWED_HOSTS='chat.lan'), host) == MISDIRECTED


@pytest.mark.parametrize('host', [*LOCAL, *ADDRESSES, 'chat.lan', 'Chat.LAN:8080', 'xn--80a0bn.xn--p1ai'])
async def test_a_public_server_answers_to_addresses_and_listed_names(tmp_path: Path, host: str) -> None:
    app = application(tmp_path, HOST='0.0.0.0', ALLOWED_HOSTS='chat.lan, чат.рф')
    assert await status(app, host) == httpx.codes.OK


@pytest.mark.parametrize('host', FOREIGN)
async def test_a_public_server_answers_to_no_other_name(tmp_path: Path, host: str) -> None:
    app = application(tmp_path, HOST='0.0.0.0', ALLOWED_HOSTS='chat.lan', PUBLIC_URL='https://chat.example.org')
    assert await status(app, host) == MISDIRECTED


@pytest.mark.parametrize('listening', ['127.0.0.1', '0.0.0.0'])
async def test_the_public_address_is_served(tmp_path: Path, listening: str) -> None:
    app = application(tmp_path, HOST=listening, PUBLIC_URL='https://Chat.Example.org:8443')
    assert await status(app, 'chat.example.org') == httpx.codes.OK
    assert await status(app, 'other.example.org') == MISDIRECTED


@pytest.mark.parametrize('path', PATHS)
@pytest.mark.parametrize('method', ['GET', 'HEAD', 'POST', 'DELETE', 'OPTIONS'])
async def test_nothing_is_served_under_a_foreign_name(tmp_path: Path, path: str, method: str) -> None:
    assert await status(application(tmp_path), 'evil.example', path, method) == MISDIRECTED


async def test_a_request_must_name_exactly_one_host(settings: Settings) -> None:
    app = create_app(App(settings), STATIC_DIR)
    for hosts in ([], ['localhost', 'evil.example'], ['localhost', 'localhost']):
        answers: list[int] = []

        async def send(message: dict[str, int], answers: list[int] = answers) -> None:
            answers.append(message.get('status', 0))

        scope: dict[str, object] = {
            'type': 'http',
            'method': 'GET',
            'path': '/offline',
            'scheme': 'http',
            'query_string': b'',
        }
        scope['headers'] = [(b'host', host.encode()) for host in hosts]
        await app(scope, None, send)  # type: ignore[arg-type] # nothing is received
        assert answers[0] == MISDIRECTED


async def test_the_answer_explains_what_to_do_in_the_readers_language(settings: Settings) -> None:
    async with browser(create_app(App(settings), STATIC_DIR)) as client:
        headers = {'host': 'evil.example'}
        answer = await client.get('/', headers=headers)
        assert 'PUBLIC_URL or ALLOWED_HOSTS' in answer.text
        assert answer.headers['x-content-type-options'] == 'nosniff'
        answer = await client.get('/', headers=headers | {'accept': 'application/json', 'accept-language': 'ru'})
        assert 'PUBLIC_URL или ALLOWED_HOSTS' in answer.json()['error']


async def test_a_websocket_under_a_foreign_name_is_refused(settings: Settings) -> None:
    app = create_app(App(settings), STATIC_DIR)
    extended: dict[str, object] = {'websocket.http.response': {}}
    for extensions, sent in (extended, MISDIRECTED), ({}, 4421):
        answers: list[dict[str, int]] = []

        async def receive() -> dict[str, str]:
            return {'type': 'websocket.connect'}

        async def send(message: dict[str, int], answers: list[dict[str, int]] = answers) -> None:
            answers.append(message)

        scope: dict[str, object] = {
            'type': 'websocket',
            'path': '/_nicegui_ws/socket.io/',
            'scheme': 'ws',
            'query_string': b'',
        }
        scope |= {'headers': [(b'host', b'evil.example')], 'extensions': extensions}
        await app(scope, receive, send)  # type: ignore[arg-type] # messages are dicts
        assert sent in (answers[0].get('status'), answers[0].get('code'))
