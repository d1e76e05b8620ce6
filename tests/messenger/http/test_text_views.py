"""Text files over HTTP: their views are data, bounded, and for those who may have the file."""

import httpx
import pytest
from fastapi import FastAPI

from messenger.files import text_files
from messenger.models import User
from tests.conftest import browser
from tests.factories import log_in, make_room, make_user
from tests.messenger.http.test_files import KEPT, NOT_FOUND, OK, SEE_OTHER, address, upload

LOG = '\n'.join(f'line {number} of 300: всё в порядке' for number in range(1, 301))


@pytest.fixture
async def anna(client: httpx.AsyncClient) -> User:
    """Anna, logged in with `client`."""
    user = await make_user('anna')
    await log_in(client, user)
    return user


async def test_a_text_file_has_a_head_and_a_text(client: httpx.AsyncClient, anna: User) -> None:
    file = await upload(client, await make_room(anna), LOG.encode('windows-1251'), 'server.log')
    assert (file['kind'], file['type'], file['lines']) == ('text', 'text/plain', 300)
    shown = await client.get(address(file), params={'view': 'head'})
    assert shown.json() == {'text': '\n'.join(LOG.split('\n')[:12]), 'html': '', 'is_whole': False}
    shown = await client.get(address(file), params={'view': 'text'})
    assert shown.json() == {'text': LOG, 'html': '', 'is_whole': True}
    assert shown.headers['content-type'] == 'application/json'
    assert shown.headers['x-content-type-options'] == 'nosniff'
    assert shown.headers['content-security-policy'] == "default-src 'none'; sandbox"
    assert shown.headers['cache-control'] == KEPT
    assert 'cookie' in shown.headers['vary'].lower()


async def test_the_file_itself_stays_a_download(client: httpx.AsyncClient, anna: User) -> None:
    file = await upload(client, await make_room(anna), b'<script>alert(1)</script>', 'page.html')
    assert file['kind'] == 'text'
    plain = await client.get(address(file))
    assert plain.headers['content-type'] == 'application/octet-stream'
    assert plain.headers['content-disposition'] == 'attachment; filename="page.html"'
    shown = (await client.get(address(file), params={'view': 'head'})).json()
    assert '<script' not in shown['html'].lower()
    assert '&lt;' in shown['html']


async def test_code_is_highlighted_by_its_extension(client: httpx.AsyncClient, anna: User) -> None:
    room = await make_room(anna)
    file = await upload(client, room, b'def main():\n    return 1\n', 'main.py')
    shown = await client.get(address(file), params={'view': 'head'})
    assert '<span class="h-keyword">def</span>' in shown.json()['html']
    named_like_code = await upload(client, room, b'def main(): ...', 'py')
    assert (await client.get(address(named_like_code), params={'view': 'head'})).json()['html'] == ''


async def test_a_large_file_is_shown_up_to_a_limit(client: httpx.AsyncClient, anna: User) -> None:
    file = await upload(client, await make_room(anna), b'x' * 3_000_000, 'long.txt')
    for view, limit in (('head', text_files.HEAD_LIMIT_CHARS), ('text', text_files.SHOWN_BYTES)):
        shown = (await client.get(address(file), params={'view': view})).json()
        assert (len(shown['text']), shown['is_whole']) == (limit, False)


async def test_other_files_have_no_views_of_text_and_texts_none_of_pictures(
    client: httpx.AsyncClient, anna: User
) -> None:
    room = await make_room(anna)
    binary = await upload(client, room, b'one\0two', 'notes.txt')
    assert (binary['kind'], binary['lines']) == ('file', 0)
    for view in ('head', 'text'):
        assert (await client.get(address(binary), params={'view': view})).status_code == NOT_FOUND
    text = await upload(client, room, b'one two', 'notes.txt')
    for view in ('small', 'large'):
        assert (await client.get(address(text), params={'view': view})).status_code == NOT_FOUND


async def test_views_are_for_people_who_may_have_the_file(app: FastAPI, client: httpx.AsyncClient, anna: User) -> None:
    file = await upload(client, await make_room(anna), LOG.encode(), 'server.log')
    async with browser(app) as theirs:
        for view in ('head', 'text'):
            assert (await theirs.get(address(file), params={'view': view})).status_code == SEE_OTHER
        await log_in(theirs, await make_user('bob'))
        for view in ('head', 'text'):
            assert (await theirs.get(address(file), params={'view': view})).status_code == NOT_FOUND
            assert (await client.get(address(file), params={'view': view})).status_code == OK
