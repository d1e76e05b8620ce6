"""Links for setting a new password: valid once, within a day, and every other device is logged out."""

import asyncio
from collections import Counter
from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI

from messenger.accounts import accounts, sessions
from messenger.database.engine import read, write
from messenger.http.authentication import COOKIE
from messenger.models import ResetLink, Session, User
from messenger.models.base import now
from tests.conftest import browser
from tests.factories import PASSWORD, log_in, make_user
from tests.messenger.http.plain_page import Page

SEE_OTHER, REFUSED, GONE = httpx.codes.SEE_OTHER, httpx.codes.UNPROCESSABLE_ENTITY, httpx.codes.NOT_FOUND
FRESH = {'password': 'battery staple', 'repeat': 'battery staple'}


@pytest.fixture
async def anna(app: FastAPI) -> User:
    return await make_user('anna')


@pytest.fixture
async def link(anna: User) -> str:
    """The address of a fresh link that an admin made for Anna."""
    admin = await make_user('admin', admin=True)
    return f'/reset/{await write(accounts.make_reset_link, admin.id, anna.id)}'


async def test_a_link_sets_the_password_and_logs_in(client: httpx.AsyncClient, anna: User, link: str) -> None:
    form = await client.get(link)
    assert (form.status_code, Page(form).inputs['username']['value']) == (httpx.codes.OK, 'anna')
    answer = await client.post(link, data=FRESH)
    assert (answer.status_code, answer.headers['location']) == (SEE_OTHER, '/')
    assert (await client.get('/')).headers['location'] == '/rooms'
    client.cookies.clear()
    old = await client.post('/login', data={'username': 'anna', 'password': PASSWORD})
    assert old.status_code == REFUSED
    await log_in(client, anna, FRESH['password'])


async def test_a_link_works_once(client: httpx.AsyncClient, link: str) -> None:
    await client.post(link, data=FRESH)
    client.cookies.clear()
    for answer in (await client.get(link), await client.post(link, data=FRESH)):
        assert answer.status_code in (GONE, REFUSED)
        assert Page(answer).alerts == ['This link has been used or has expired. Ask for a new one.']
        assert 'password' not in Page(answer).inputs
        assert 'set-cookie' not in answer.headers


async def test_of_ten_people_using_a_link_at_once_one_gets_in(app: FastAPI, link: str) -> None:
    browsers = [browser(app) for _ in range(10)]
    answers = await asyncio.gather(*(client.post(link, data=FRESH) for client in browsers))
    assert Counter(answer.status_code for answer in answers) == {SEE_OTHER: 1, REFUSED: 9}
    assert await read(lambda: Session.select().count()) == 1
    for client in browsers:
        await client.aclose()


async def test_a_link_expires_after_a_day(
    client: httpx.AsyncClient, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for later, status in ((timedelta(hours=23), httpx.codes.OK), (timedelta(hours=24, seconds=1), GONE)):
        moment = now() + later
        monkeypatch.setattr(accounts, 'now', lambda moment=moment: moment)
        assert (await client.get(link)).status_code == status
    assert (await client.post(link, data=FRESH)).status_code == REFUSED


async def test_every_device_is_logged_out(app: FastAPI, client: httpx.AsyncClient, anna: User, link: str) -> None:
    async with browser(app) as elsewhere:
        await log_in(elsewhere, anna)
        await client.post(link, data=FRESH)
        assert (await elsewhere.get('/')).headers['location'] == '/login'


async def test_a_person_logged_in_to_the_same_account_stays_logged_in(
    client: httpx.AsyncClient, anna: User, link: str
) -> None:
    await log_in(client, anna)
    before = client.cookies[COOKIE]
    answer = await client.post(link, data=FRESH)
    assert (answer.status_code, client.cookies[COOKIE] != before) == (SEE_OTHER, True)
    assert (await client.get('/')).headers['location'] == '/rooms'


async def test_the_persons_other_links_expire_too(client: httpx.AsyncClient, anna: User, link: str) -> None:
    another = f'/reset/{await write(accounts.make_reset_link, anna.id, anna.id)}'
    await client.post(link, data=FRESH)
    assert (await client.get(another)).status_code == GONE


async def test_changing_the_password_in_the_profile_expires_the_links(
    client: httpx.AsyncClient, anna: User, link: str
) -> None:
    await log_in(client, anna)
    session = await read(sessions.find, client.cookies[COOKIE])
    assert session is not None
    await accounts.change_password(session, PASSWORD, 'my own choice', 'my own choice')
    assert (await client.get(link)).status_code == GONE


@pytest.mark.parametrize(
    ('fields', 'field'),
    [
        ({'password': 'short', 'repeat': 'short'}, 'password'),
        ({'password': 'battery staple', 'repeat': 'battery stable'}, 'repeat'),
        ({}, 'password'),
    ],
)
async def test_a_refused_password_keeps_the_link_valid(
    client: httpx.AsyncClient, link: str, fields: dict[str, str], field: str
) -> None:
    answer = await client.post(link, data=fields)
    assert answer.status_code == REFUSED
    assert Page(answer).said_beside(field)
    assert 'battery' not in answer.text
    assert (await client.post(link, data=FRESH)).status_code == SEE_OTHER


async def test_blocked_people_cannot_use_their_links(client: httpx.AsyncClient, anna: User, link: str) -> None:
    await write(lambda: User.update(blocked_at=now()).where(User.id == anna.id).execute())
    assert (await client.get(link)).status_code == GONE
    assert (await client.post(link, data=FRESH)).status_code == REFUSED


async def test_only_the_hash_of_a_link_is_stored(link: str) -> None:
    token = link.removeprefix('/reset/')
    row = await read(lambda: ResetLink.select().dicts().get())
    assert token not in str(row)
    assert len(token) == 43


@pytest.mark.parametrize('token', ['x', '%00', 'x' * 5000, 'a/b', '%F0%9F%8E%89', "'%20or%201=1"])
async def test_a_made_up_link_is_not_found(client: httpx.AsyncClient, link: str, token: str) -> None:
    assert (await client.get(f'/reset/{token}')).status_code == GONE
    assert (await client.post(f'/reset/{token}', data=FRESH)).status_code in (GONE, REFUSED)
