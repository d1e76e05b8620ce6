"""The host name of a request: our own names are served, all others are refused before anything happens."""

from itertools import product
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


async def status(client: httpx.AsyncClient, host: str, path: str = '/offline', method: str = 'GET') -> int:
    return (await client.request(method, path, headers=[(b'host', host.encode())])).status_code


async def test_a_local_server_answers_to_its_local_names(tmp_path: Path, subtests: pytest.Subtests) -> None:
    async with browser(application(tmp_path)) as client:
        for host in LOCAL:
            with subtests.test(host):
                assert await status(client, host) == httpx.codes.OK


async def test_a_local_server_answers_to_no_other_name(tmp_path: Path, subtests: pytest.Subtests) -> None:
    async with browser(application(tmp_path, ALLOWED_HOSTS='chat.lan')) as client:
        for host in [*FOREIGN, *ADDRESSES, 'chat.lan']:
            with subtests.test(host):
                assert await status(client, host) == MISDIRECTED


async def test_a_public_server_answers_to_addresses_and_listed_names(tmp_path: Path, subtests: pytest.Subtests) -> None:
    async with browser(application(tmp_path, HOST='0.0.0.0', ALLOWED_HOSTS='chat.lan, чат.рф')) as client:
        for host in [*LOCAL, *ADDRESSES, 'chat.lan', 'Chat.LAN:8080', 'xn--80a0bn.xn--p1ai']:
            with subtests.test(host):
                assert await status(client, host) == httpx.codes.OK


async def test_a_public_server_answers_to_no_other_name(tmp_path: Path, subtests: pytest.Subtests) -> None:
    app = application(tmp_path, HOST='0.0.0.0', ALLOWED_HOSTS='chat.lan', PUBLIC_URL='https://chat.example.org')
    async with browser(app) as client:
        for host in FOREIGN:
            with subtests.test(host):
                assert await status(client, host) == MISDIRECTED


@pytest.mark.parametrize('listening', ['127.0.0.1', '0.0.0.0'])
async def test_the_public_address_is_served(tmp_path: Path, listening: str) -> None:
    async with browser(application(tmp_path, HOST=listening, PUBLIC_URL='https://Chat.Example.org:8443')) as client:
        assert await status(client, 'chat.example.org') == httpx.codes.OK
        assert await status(client, 'other.example.org') == MISDIRECTED


async def test_nothing_is_served_under_a_foreign_name(tmp_path: Path, subtests: pytest.Subtests) -> None:
    async with browser(application(tmp_path)) as client:
        for method, path in product(['GET', 'HEAD', 'POST', 'DELETE', 'OPTIONS'], PATHS):
            with subtests.test(f'{method} {path}'):
                assert await status(client, 'evil.example', path, method) == MISDIRECTED


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
