"""NiceGUI's own files: compressed once for any number of requests, the same bytes, and nothing else served."""

import asyncio
import gzip
import re
from typing import Any

import httpx
import pytest
from nicegui import __version__, dependencies

from messenger import rate_limits
from messenger.rate_limits import Rate
from pages import nicegui_files
from tests.conftest import Clock
from tests.pages.conftest import SignUp

BASE = f'/_nicegui/{__version__}'
LARGE = f'{BASE}/static/quasar.umd.prod.js'
FILE = re.compile(rf'{re.escape(BASE)}/[\w./@+-]+\.\w+')


async def test_a_file_is_compressed_once_however_many_ask(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    packed: list[bytes] = []
    whole = gzip.compress

    def compress(content: bytes, *args: Any, **named: Any) -> bytes:
        packed.append(content)
        return whole(content, *args, **named)

    monkeypatch.setattr(gzip, 'compress', compress)
    path = f'{BASE}/static/quasar.umd.js'  # no page loads this file
    async with httpx.AsyncClient(verify=False, base_url=server) as http:
        answers = await asyncio.gather(*(http.get(path) for _ in range(20)))
        assert len(packed) == 1
        assert {answer.headers['content-encoding'] for answer in answers} == {'gzip'}
        assert {answer.content for answer in answers} == {*packed}
        again = await http.get(path, headers={'if-none-match': answers[0].headers['etag']})
        assert (again.status_code, again.content) == (httpx.codes.NOT_MODIFIED, b'')


async def test_a_page_finds_all_its_files_with_and_without_compression(sign_up: SignUp) -> None:
    anna = await sign_up('anna')
    folders = {key: module.path for key, module in dependencies.esm_modules.items()}
    parts = {f'{BASE}/esm/{key}/{path.name}' for key, folder in folders.items() for path in folder.glob('*.*js')}
    parts |= {f'{BASE}/components/{key}' for key in dependencies.js_components}
    named = {*FILE.findall((await anna.http.get('/rooms')).text)}
    files = {file for file in parts | named if '/esm/' not in file or file in parts}  # our modules have no index.js
    assert len(files) > 40
    for file in files:
        packed, plain = [
            await anna.http.get(file, headers={'accept-encoding': encoding}) for encoding in ('gzip', 'identity')
        ]
        assert packed.status_code == plain.status_code == httpx.codes.OK, file
        assert packed.content == plain.content, file
        assert packed.headers['content-type'] == plain.headers['content-type'], file
        assert 'immutable' in packed.headers['cache-control']
        assert packed.headers['cache-control'] == plain.headers['cache-control']
        assert packed.headers['x-content-type-options'] == 'nosniff'


async def test_when_the_cache_is_full_other_files_are_sent_uncompressed(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nicegui_files, 'PACKED_MAX_BYTES', 0)
    async with httpx.AsyncClient(verify=False, base_url=server) as http:
        answer = await http.get(f'{BASE}/static/quasar.rtl.prod.css')
        if answer.status_code == httpx.codes.NOT_FOUND:
            answer = await http.get(f'{BASE}/static/vue.esm-browser.js')
        assert answer.status_code == httpx.codes.OK
        assert 'content-encoding' not in answer.headers


@pytest.mark.parametrize(
    'path',
    [
        '/_nicegui/',
        '/_nicegui/nothing',
        f'{BASE}/',
        f'{BASE}/static',
        f'{BASE}/static/',
        f'{BASE}/static/nothing.js',
        f'{BASE}/static/%2e/quasar.umd.prod.js',
        f'{BASE}/static//quasar.umd.prod.js',
        f'{BASE}/static/%2e%2e/nicegui.py',
        f'{BASE}/static/%2e%2e%2fnicegui.py',
        f'{BASE}/static/a%00b',
        f'{BASE}/static/lang',
        f'{BASE}/static/{"a" * 5_000}',
        f'{BASE}/esm/nothing/index.js',
        f'{BASE}/components/nothing',
        f'{BASE}/libraries/nothing',
        f'{BASE}/resources/nothing/x',
        f'{BASE}/dynamic_resources/nothing',
        f'{BASE}/other/x',
        '/_nicegui/client/x/upload/1',
    ],
)
async def test_nothing_else_is_served_and_nicegui_is_not_asked(server: str, path: str) -> None:
    async with httpx.AsyncClient(verify=False, base_url=server) as http:
        for method in ('GET', 'POST'):
            answer = await http.request(method, httpx.URL(server + path), headers={'origin': server})
            assert answer.status_code == httpx.codes.NOT_FOUND
            assert answer.text == ''


async def test_an_address_may_load_pages_for_a_class_but_not_endlessly(
    server: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert rate_limits.RATES['static'].burst >= 40 * 46
    monkeypatch.setitem(rate_limits.RATES, 'static', Rate(3, 1, 'files'))
    async with httpx.AsyncClient(verify=False, base_url=server) as http:
        for path in (LARGE, f'{BASE}/nothing', '/readyz'):
            assert (await http.get(path)).status_code != httpx.codes.TOO_MANY_REQUESTS
        for path in (LARGE, f'{BASE}/nothing', '/readyz', '/static/style.css', '/sw.js', '/favicon.ico'):
            answer = await http.get(path)
            assert answer.status_code == httpx.codes.TOO_MANY_REQUESTS
            assert answer.headers['retry-after'] == '1'
        assert (await http.get('/healthz')).status_code == httpx.codes.OK
