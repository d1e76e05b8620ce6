"""What a page costs: few elements, few queries however long the lists, and a page that fails leaves nothing behind."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import httpx
import pytest
from nicegui import Client

from messenger.accounts import accounts
from messenger.admin import moderation
from messenger.database.engine import database, write
from messenger.models import User
from messenger.people import directory
from messenger.rooms import rooms
from tests.pages.conftest import SignUp, UserWindow

ELEMENTS_LIMIT, QUERIES_LIMIT = 64, 6
ADMIN_QUERIES_LIMIT = 12  # messages are searched in steps
ROOM_QUERIES_LIMIT = 18  # it brings along what the window shows
LIMITS = ('/admin', ADMIN_QUERIES_LIMIT), ('/rooms/', ROOM_QUERIES_LIMIT)
PAGES = (
    *('/rooms', '/users', '/profile'),
    *('/admin', '/admin/rooms', '/admin/messages', '/admin/bin', '/admin/settings', '/admin/log', '/admin/figures'),
)


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The SELECTs that any thread runs meanwhile."""
    queries: list[str] = []
    run = database.obj.execute_sql

    def noting(sql: str, *args: object, **options: object) -> object:
        queries.append(sql)
        return run(sql, *args, **options)

    with monkeypatch.context() as patch:
        patch.setattr(database.obj, 'execute_sql', noting)
        yield queries


async def an_admin(sign_up: SignUp) -> UserWindow:
    person = await sign_up('boss')
    await write(lambda: User.update(is_admin=True).where(User.id == person.user_id).execute())
    return person


async def fill(owner: UserWindow, number: int) -> None:
    """Add this many people, rooms and messages, all visible to `owner`."""

    def make() -> list[int]:
        return [accounts.create(uuid4().hex[:20], 'x').id for _ in range(number)]

    ids = await write(make)
    for _ in range(number):
        await rooms.create(owner.user_id, uuid4().hex, ids)
        await rooms.create(owner.user_id, name := uuid4().hex, [])
        deleted = await rooms.create(owner.user_id, name + 'x', [])
        await rooms.delete(owner.user_id, deleted, name + 'x')
        await moderation.end_sessions(owner.user_id, ids[0])


async def test_no_page_runs_a_query_per_row(sign_up: SignUp, monkeypatch: pytest.MonkeyPatch) -> None:
    boss = await an_admin(sign_up)
    room = await rooms.create(boss.user_id, uuid4().hex, [])
    pages = (*PAGES, f'/rooms/{room}', f'/users/{boss.user_id}')
    asked: dict[str, list[int]] = {page: [] for page in pages}
    for more in (2, 20):
        await fill(boss, more)
        for page in pages:
            asked[page].append(min([await _queries_of(boss, page, monkeypatch) for _ in range(6)]))
    for page, (few, many) in asked.items():
        limit = next((limit for start, limit in LIMITS if page.startswith(start)), QUERIES_LIMIT)
        # twenty more rows are at most one more query: the total, if they do not fit on a page
        assert many - 1 <= few <= limit, f'{page}: {few} queries, then {many}'


async def _queries_of(person: UserWindow, page: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many queries ran; sometimes another window's are among them."""
    with counted(monkeypatch) as queries:
        assert (await person.http.get(page)).is_success
    return len(queries)


async def test_pages_have_few_elements(sign_up: SignUp) -> None:
    boss = await an_admin(sign_up)
    room = await rooms.create(boss.user_id, uuid4().hex, [])
    for page in (*PAGES, f'/rooms/{room}', f'/users/{boss.user_id}'):
        await boss.open(page, hello=False)
        assert len(Client.instances[boss.client_id].elements) <= ELEMENTS_LIMIT, page
        await boss.close()


async def test_a_page_that_fails_says_so_and_is_logged_once(
    sign_up: SignUp, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    anna = await sign_up('anna')

    def broken() -> None:
        raise RuntimeError('secret detail')

    monkeypatch.setattr(directory, 'search', broken)
    with caplog.at_level(logging.ERROR):
        answer = await anna.http.get('/users')
    assert answer.status_code == 500
    assert 'secret detail' not in answer.text
    logged = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert len(logged) == 1
    mark = logged[0].getMessage().split('[')[1].strip(']')
    assert mark in answer.text


async def test_guests_and_missing_pages_build_no_page(sign_up: SignUp) -> None:
    anna = await sign_up('anna')
    before = set(Client.instances)
    for address in ('/rooms/999999', '/users/999999', '/rooms/x', '/admin', '/nowhere', '/rooms/1e3'):
        assert (await anna.http.get(address)).status_code == 404
    anna.http.cookies.clear()
    for address in ('/rooms', '/users', '/profile', '/rooms/1', '/admin'):
        assert (await anna.http.get(address)).status_code == 303
    assert set(Client.instances) <= before


async def test_a_head_request_for_a_page_has_no_body(sign_up: SignUp) -> None:
    anna, bob = await sign_up('anna'), await sign_up('bob')
    room = await rooms.create(anna.user_id, uuid4().hex, [])
    for path in ('/rooms', f'/rooms/{room}', '/users', '/profile'):
        answer = await anna.http.head(path)
        assert (answer.status_code, answer.content) == (httpx.codes.OK, b'')
    assert (await bob.http.head(f'/rooms/{room}')).status_code == httpx.codes.NOT_FOUND
    assert (await anna.http.get('/healthz')).text == 'ok', 'the connection goes on'
