"""The headers that logged-in people get: each page, file, picture and refusal protects its reader."""

from uuid import uuid4

import httpx
import pytest

from messenger.database.engine import read, write
from messenger.http.headers import HEADERS, POLICY
from messenger.messages import messages
from messenger.models import User
from messenger.rooms import rooms
from tests.factories import upload
from tests.pages.conftest import SignUp, UserWindow
from tests.pages.test_pages import PAGES

SEARCHES = ('/search', '/search?q=words', '/search?q=%3Cscript%3E')
SANDBOX = "default-src 'none'; sandbox"
KEPT_PRIVATE = 'private, max-age=31536000, immutable'


@pytest.fixture
async def boss(sign_up: SignUp) -> UserWindow:
    """An admin."""
    person = await sign_up('boss')
    await write(lambda: User.update(is_admin=True).where(User.id == person.user_id).execute())
    return person


def protects(answer: httpx.Response, **others: str) -> None:
    """Check that every header is there once, with its value from HEADERS, or from `others` instead."""
    for name, value in (HEADERS | {name.replace('_', '-'): value for name, value in others.items()}).items():
        assert answer.headers.get_list(name) == [value], f'{answer.request.url}: {name}'
    assert 'server' not in answer.headers
    assert not [name for name in answer.headers if name.startswith('access-control-')]


async def test_every_page_carries_the_headers_for_logged_in_people(boss: UserWindow) -> None:
    room = await rooms.create(boss.user_id, uuid4().hex, [])
    for page in (*PAGES, *SEARCHES, f'/rooms/{room}', f'/rooms/{room}?message=1', f'/users/{boss.user_id}'):
        answer = await boss.http.get(page)
        assert answer.status_code == httpx.codes.OK, page
        protects(answer)


async def test_refusals_and_log_out_carry_the_headers(boss: UserWindow) -> None:
    for page in ('/rooms/999999', '/users/999999', '/nowhere', '/files/999999/a.txt', '/rooms/x', '/admin/nowhere'):
        answer = await boss.http.get(page)
        assert answer.status_code == httpx.codes.NOT_FOUND, page
        protects(answer)
    protects(await boss.http.get('/logout'))
    protects(await boss.http.post('/logout', headers={'origin': 'http://evil.example'}))
    protects(await boss.http.patch('/files/unknown', params={'offset': 0}))
    protects(await boss.http.post('/logout'))


async def test_uploaded_content_is_shown_in_a_sandbox(boss: UserWindow) -> None:
    room = await rooms.create(boss.user_id, uuid4().hex, [])
    user = await read(User.get_by_id, boss.user_id)
    for name in ('page.html', 'picture.svg', 'words.txt'):
        file = await upload(user, room, b'<script>alert(1)</script>', name)
        await messages.send(user.id, room, uuid4().hex, '', files=[file])
        answer = await boss.http.get(f'/files/{file}/{name}')
        protects(answer, content_security_policy=SANDBOX, cache_control=KEPT_PRIVATE)
        assert answer.headers['content-disposition'].startswith('attachment')
    picture = await boss.http.get(user.avatar_url)
    protects(picture, content_security_policy=SANDBOX, cache_control=KEPT_PRIVATE)


def test_the_policy_allows_nothing_from_elsewhere() -> None:
    sources = [source for part in POLICY.split('; ') for source in part.split()[1:]]
    assert set(sources) <= {"'self'", "'none'", "'unsafe-inline'", "'unsafe-eval'", 'data:', 'blob:'}
