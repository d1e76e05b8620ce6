"""Logging in and out: where it leads, what the cookie contains, and what a refusal reveals."""

import asyncio

import httpx
import pytest
from fastapi import FastAPI

from messenger.accounts import passwords
from messenger.database.engine import read, write
from messenger.http.authentication import COOKIE
from messenger.models import Session, User
from messenger.models.base import now
from tests.conftest import ORIGIN, browser
from tests.factories import PASSWORD, log_in, make_room, make_user
from tests.messenger.http.plain_page import Page

SEE_OTHER, REFUSED = httpx.codes.SEE_OTHER, httpx.codes.UNPROCESSABLE_ENTITY
WRONG = 'Incorrect username or password.'

HOSTILE_TARGETS = [
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '\\/evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/\r\n/evil.example',
    '/rooms\r\nset-cookie: x=y',
    '/a\\..\\..\\evil',
    '\t//evil.example',
    ' //evil.example',
    '\x01//evil.example',
    '/\x7f/evil.example',
    'https:',
    'https:evil.example',
    'https:/evil.example',
    'https://evil.example',
    'HTTPS://evil.example',
    'ftp://evil.example',
    '//user@evil.example',
    'http://localhost@evil.example',
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,x',
    'evil.example',
    '?//evil.example',
    '#//evil.example',
    './/evil.example',
    '%2f%2fevil.example',
    '%5c%5cevil.example',
    '／／evil.example',
    '\u3000//evil.example',
    '\u202e//evil.example',
    '\ufeff//evil.example',
    '',
    ' ',
]
LOCAL_TARGETS = {
    '/': '/',
    '/rooms/7': '/rooms/7',
    '/rooms/7?message=3': '/rooms/7?message=3',
    '/search?q=a%20b%26c': '/search?q=a%20b%26c',
    '/search?q=https://example.org': '/search?q=https://example.org',
    '/search?q=Женя': '/search?q=%D0%96%D0%B5%D0%BD%D1%8F',
    '/%2f%2fevil.example': '/%2f%2fevil.example',
    '/\u2028/x': '/%E2%80%A8/x',
}


@pytest.fixture
async def anna(app: FastAPI) -> User:
    return await make_user('Anna')


@pytest.fixture
async def inside(client: httpx.AsyncClient, anna: User) -> httpx.AsyncClient:
    """Anna's browser, logged in."""
    await log_in(client, anna)
    return client


async def test_people_can_log_in_and_out(client: httpx.AsyncClient, anna: User) -> None:
    assert (await client.get('/')).headers['location'] == '/login'
    answer = await client.post('/login', data={'username': 'anna', 'password': PASSWORD})
    assert (answer.status_code, answer.headers['location']) == (SEE_OTHER, '/')
    assert (await client.get('/')).headers['location'] == '/rooms'
    token = client.cookies[COOKIE]
    answer = await client.post('/logout')
    assert (answer.status_code, answer.headers['location']) == (SEE_OTHER, '/login')
    assert COOKIE not in client.cookies
    assert (await client.get('/', headers={'cookie': f'{COOKIE}={token}'})).headers['location'] == '/login'


async def test_home_is_the_room_opened_last(inside: httpx.AsyncClient, anna: User) -> None:
    room = await make_room(anna)
    await write(lambda: User.update(last_room_id=room).where(User.id == anna.id).execute())
    assert (await inside.get('/')).headers['location'] == f'/rooms/{room}'


async def test_both_forms_redirect_people_who_are_logged_in(inside: httpx.AsyncClient) -> None:
    for address, target in {
        '/login': '/',
        '/login?next=/users': '/users',
        '/login?next=//evil.example': '/',
        '/register': '/',
    }.items():
        answer = await inside.get(address)
        assert (answer.status_code, answer.headers['location']) == (SEE_OTHER, target)


async def test_logging_in_makes_a_new_session_and_ends_the_previous_one(inside: httpx.AsyncClient, anna: User) -> None:
    before = inside.cookies[COOKIE]
    await log_in(inside, anna)
    assert inside.cookies[COOKIE] != before
    assert await read(lambda: Session.select().count()) == 1
    assert (await inside.get('/', headers={'cookie': f'{COOKIE}={before}'})).headers['location'] == '/login'
    assert (await inside.get('/')).headers['location'] == '/rooms'


async def test_a_cookie_planted_by_somebody_else_is_never_reused(client: httpx.AsyncClient, anna: User) -> None:
    client.cookies.set(COOKIE, 'planted', domain='localhost.local', path='/')
    await log_in(client, anna)
    assert client.cookies[COOKIE] != 'planted'


async def test_cookies_of_other_programs_on_the_same_host_do_no_harm(inside: httpx.AsyncClient) -> None:
    ours = f'{COOKIE}={inside.cookies[COOKIE]}'
    inside.cookies.clear()
    for foreign in ('settings={"theme": "dark"}', 'a b c', '=', 'ключ=слово', 'x="unclosed', 'expires=now; path'):
        for line in (f'{foreign}; {ours}', f'{ours}; {foreign}'):
            answer = await inside.get('/', headers={b'cookie': line.encode()})
            assert answer.headers['location'] == '/rooms', line


@pytest.mark.parametrize('target', HOSTILE_TARGETS)
async def test_logging_in_never_leads_to_another_site(client: httpx.AsyncClient, anna: User, target: str) -> None:
    form = await client.get('/login', params={'next': target})
    assert Page(form).inputs['next']['value'] == '/'
    answer = await client.post('/login', data={'username': 'anna', 'password': PASSWORD, 'next': target})
    assert (answer.status_code, answer.headers['location']) == (SEE_OTHER, '/')
    assert (await client.get('/login', params={'next': target})).headers['location'] == '/'


@pytest.mark.parametrize('target', LOCAL_TARGETS)
async def test_logging_in_leads_to_the_requested_page(client: httpx.AsyncClient, anna: User, target: str) -> None:
    fields = Page(await client.get('/login', params={'next': target})).values()
    answer = await client.post('/login', data=fields | {'username': 'anna', 'password': 'wrong'})
    answer = await client.post('/login', data=Page(answer).values() | {'password': PASSWORD})
    assert (answer.status_code, answer.headers['location']) == (SEE_OTHER, LOCAL_TARGETS[target])


async def test_a_guest_who_requests_a_page_gets_there_after_logging_in(client: httpx.AsyncClient, anna: User) -> None:
    answer = await client.get('/rooms/7?message=3&x=a%20b')
    assert answer.status_code == SEE_OTHER
    fields = Page(await client.get(answer.headers['location'])).values()
    answer = await client.post('/login', data=fields | {'username': 'anna', 'password': PASSWORD})
    assert answer.headers['location'] == '/rooms/7?message=3&x=a%20b'


async def test_a_plain_link_cannot_log_anyone_out(inside: httpx.AsyncClient) -> None:
    for method in ('GET', 'HEAD'):
        answer = await inside.request(method, '/logout')
        assert (answer.status_code, 'set-cookie' in answer.headers) == (httpx.codes.METHOD_NOT_ALLOWED, False)
    assert (await inside.get('/')).headers['location'] == '/rooms'


async def test_a_guest_who_logs_out_sees_that_they_are_logged_out(client: httpx.AsyncClient) -> None:
    assert (await client.post('/logout')).status_code == httpx.codes.UNAUTHORIZED


async def test_logging_out_twice_at_once_is_not_an_error(inside: httpx.AsyncClient) -> None:
    answers = await asyncio.gather(*(inside.post('/logout') for _ in range(5)))
    assert {answer.status_code for answer in answers} <= {SEE_OTHER, httpx.codes.UNAUTHORIZED}
    assert (await inside.get('/')).headers['location'] == '/login'


async def test_unknown_names_and_wrong_passwords_look_and_cost_the_same(
    client: httpx.AsyncClient, anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    verify = passwords.verify
    hashes = []

    def watched(password: str, stored: str | None) -> bool:
        hashes.append(stored)
        return verify(password, stored)

    monkeypatch.setattr(passwords, 'verify', watched)
    answers = []
    for name in ('anna', 'nobody'):
        answer = await client.post('/login', data={'username': name, 'password': 'wrong horse'})
        assert answer.status_code == REFUSED
        assert Page(answer).said_beside('password') == WRONG
        assert Page(answer).inputs['username']['value'] == name
        assert 'wrong horse' not in answer.text
        answers.append(answer.text.replace(name, ''))
    assert answers[0] == answers[1]
    assert [stored is None for stored in hashes] == [False, True]


async def test_no_password_is_right_for_an_unknown_name(client: httpx.AsyncClient) -> None:
    for password in ('', 'nobody', 'the password of no one'):
        answer = await client.post('/login', data={'username': 'nobody', 'password': password})
        assert answer.status_code == REFUSED


async def test_blocked_people_cannot_log_in_and_learn_no_more_than_others(
    client: httpx.AsyncClient, app: FastAPI, anna: User
) -> None:
    await log_in(client, anna)
    await write(lambda: User.update(blocked_at=now()).where(User.id == anna.id).execute())
    assert (await client.get('/')).headers['location'] == '/login'
    answer = await client.post('/login', data={'username': 'anna', 'password': PASSWORD})
    assert (answer.status_code, Page(answer).said_beside('password')) == (REFUSED, WRONG)


@pytest.mark.parametrize('scheme', ['http', 'https'])
async def test_the_cookie_is_for_us_alone(app: FastAPI, anna: User, scheme: str) -> None:
    async with browser(app) as client:
        client.base_url = httpx.URL(ORIGIN.replace('http', scheme))
        client.headers['origin'] = ORIGIN.replace('http', scheme)
        for answer in (
            await client.post('/login', data={'username': 'anna', 'password': PASSWORD}),
            await client.post('/logout'),
        ):
            name, *flags = answer.headers['set-cookie'].split('; ')
            assert name.startswith(f'{COOKIE}=')
            assert {'HttpOnly', 'SameSite=lax', 'Path=/'} <= set(flags)
            assert ('Secure' in flags) is (scheme == 'https')
            assert not any(flag.startswith('Domain') for flag in flags)


async def test_an_endless_address_is_shortened_in_the_redirect_to_log_in(client: httpx.AsyncClient) -> None:
    answer = await client.get('/rooms/' + '%F0%90%80%80' * 2_000)
    assert answer.status_code == httpx.codes.SEE_OTHER
    assert len(answer.headers['location']) < 30_000
