"""Sessions: how long they last, what is stored about them, and what ends them."""

import hashlib
from datetime import datetime, timedelta

import httpx
import pytest
from fastapi import FastAPI

from messenger import pubsub
from messenger.accounts import accounts, sessions
from messenger.database.engine import read, write
from messenger.errors import NotFound, PasswordsDiffer, WeakPassword, WrongPassword
from messenger.events import Event, SessionEnded
from messenger.http.authentication import COOKIE
from messenger.models import Session, User
from messenger.models.base import now
from tests.conftest import browser
from tests.factories import PASSWORD, log_in, make_user

DAYS = 30


class Clock:
    """The clock that sessions read; `at` moves it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.start = now()
        self._patch = monkeypatch

    def at(self, **later: float) -> datetime:
        """Set the time to this much after the start."""
        moment = self.start + timedelta(**later)
        self._patch.setattr(sessions, 'now', lambda: moment)
        return moment


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
async def anna(app: FastAPI, client: httpx.AsyncClient) -> User:
    """Anna, logged in with `client`."""
    user = await make_user('anna')
    await log_in(client, user)
    return user


async def is_in(client: httpx.AsyncClient) -> bool:
    return (await client.get('/')).headers['location'] == '/rooms'


async def the_session(client: httpx.AsyncClient) -> Session:
    session = await read(sessions.find, client.cookies[COOKIE])
    assert session is not None
    return session


@pytest.mark.usefixtures('anna')
async def test_only_the_hash_of_a_token_is_stored(client: httpx.AsyncClient) -> None:
    token = client.cookies[COOKIE]
    row = await read(Session.select().get)
    assert row.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert token not in str(row.__data__)
    assert len(token) == 43
    client.cookies.clear()
    answer = await client.get('/', headers={'cookie': f'{COOKIE}={row.token_hash}'})
    assert answer.headers['location'] == '/login'


@pytest.mark.usefixtures('anna')
async def test_an_unused_session_expires(client: httpx.AsyncClient, clock: Clock) -> None:
    clock.at(days=DAYS, minutes=-1)
    session = await read(sessions.find, client.cookies[COOKIE])
    assert session is not None
    clock.at(days=DAYS, minutes=1)
    assert not await is_in(client)


@pytest.mark.usefixtures('anna')
async def test_a_session_in_use_continues(client: httpx.AsyncClient, clock: Clock) -> None:
    for day in range(20, 200, 20):
        clock.at(days=day)
        assert await is_in(client)
    clock.at(days=180 + DAYS, hours=1)
    assert not await is_in(client)


@pytest.mark.usefixtures('anna')
async def test_use_is_recorded_once_an_hour_and_renews_the_cookie(client: httpx.AsyncClient, clock: Clock) -> None:
    clock.at(minutes=50)
    assert 'set-cookie' not in (await client.get('/')).headers
    later = clock.at(minutes=70)
    answer = await client.get('/')
    assert answer.headers['set-cookie'].startswith(f'{COOKIE}={client.cookies[COOKIE]}; HttpOnly; Max-Age=34560000')
    assert 'set-cookie' not in (await client.get('/')).headers
    session = await the_session(client)
    assert (session.last_used_at, session.expires_at) == (later, later + timedelta(days=DAYS))


async def test_the_cookie_of_an_idle_session_never_replaces_a_newer_one(
    client: httpx.AsyncClient, anna: User, clock: Clock
) -> None:
    clock.at(hours=2)
    answer = await client.post('/login', data={'username': 'anna', 'password': PASSWORD})
    assert len(answer.headers.get_list('set-cookie')) == 1
    assert await is_in(client)
    clock.at(hours=4)
    answer = await client.post('/logout')
    assert len(answer.headers.get_list('set-cookie')) == 1
    assert COOKIE not in client.cookies


async def test_the_id_of_an_ended_session_is_never_reused(client: httpx.AsyncClient, anna: User) -> None:
    before = (await the_session(client)).id
    await client.post('/logout')
    await log_in(client, anna)
    assert (await the_session(client)).id != before


@pytest.mark.usefixtures('anna')
async def test_a_guest_with_an_expired_cookie_is_a_guest(client: httpx.AsyncClient) -> None:
    await write(lambda: Session.delete().execute())
    assert (await client.get('/login')).status_code == httpx.codes.OK
    assert (await client.post('/logout')).status_code == httpx.codes.UNAUTHORIZED


async def test_logging_in_removes_expired_sessions(client: httpx.AsyncClient, anna: User) -> None:
    await write(lambda: Session.update(expires_at=now() - timedelta(seconds=1)).execute())
    client.cookies.clear()
    await log_in(client, anna)
    assert await read(lambda: Session.select().count()) == 1


async def test_the_list_shows_a_persons_devices_with_the_last_used_first(
    app: FastAPI, client: httpx.AsyncClient, anna: User
) -> None:
    async with browser(app, '192.0.2.7') as phone:
        phone.headers['user-agent'] = 'Phone ' + 'x' * 500
        await log_in(phone, anna)
        await log_in(browser(app), await make_user('bob'))
        await write(
            lambda: Session.update(last_used_at=now() - timedelta(days=1)).where(Session.address == '127.0.0.1')
        )
        listed = await read(sessions.of_person, anna.id)
        assert [row.address for row in listed] == ['192.0.2.7', '127.0.0.1']
        assert listed[0].device == ('Phone ' + 'x' * 500)[: sessions.DEVICE_LIMIT_CHARS]


async def test_only_its_owner_can_end_a_session_and_its_windows_are_notified(
    app: FastAPI, client: httpx.AsyncClient, anna: User
) -> None:
    events: list[Event] = []
    bob = await make_user('bob')
    number = (await the_session(client)).id
    stop = pubsub.subscribe(f'user:{anna.id}', lambda _topic, event: events.append(event))
    with pytest.raises(NotFound):
        await write(sessions.end, bob.id, number)
    assert await is_in(client)
    await write(sessions.end, anna.id, number)
    assert not await is_in(client)
    stop()
    assert events == [SessionEnded((number,))]


async def test_a_new_password_ends_the_other_sessions(app: FastAPI, client: httpx.AsyncClient, anna: User) -> None:
    async with browser(app) as elsewhere, browser(app) as of_bob:
        await log_in(elsewhere, anna)
        await log_in(of_bob, await make_user('bob'))
        await accounts.change_password(await the_session(client), PASSWORD, 'battery staple', 'battery staple')
        assert [await is_in(visitor) for visitor in (client, elsewhere, of_bob)] == [True, False, True]


@pytest.mark.parametrize(
    ('current', 'password', 'repeat', 'error', 'field'),
    [
        ('wrong', 'battery staple', 'battery staple', WrongPassword, 'current'),
        (PASSWORD, 'short', 'short', WeakPassword, 'password'),
        (PASSWORD, 'battery staple', 'battery stable', PasswordsDiffer, 'repeat'),
    ],
)
@pytest.mark.usefixtures('anna')
async def test_a_refused_new_password_changes_nothing(
    app: FastAPI,
    client: httpx.AsyncClient,
    current: str,
    password: str,
    repeat: str,
    error: type[WrongPassword],
    field: str,
) -> None:
    with pytest.raises(error) as refusal:
        await accounts.change_password(await the_session(client), current, password, repeat)
    assert refusal.value.field == field
    assert await is_in(client)
    async with browser(app) as elsewhere:
        await log_in(elsewhere, await read(User.get))


async def test_living_and_stale_sessions_are_found_in_one_query(anna: User, clock: Clock) -> None:
    number = await read(lambda: Session.get().id)
    assert await read(sessions.living, [number, number + 1]) == {number}
    assert await read(sessions.find_stale, [number, number + 1]) == []
    clock.at(hours=2)
    assert await read(sessions.find_stale, [number, number + 1]) == [number]
    await write(sessions.renew, [number])
    assert await read(sessions.find_stale, [number]) == []
    await write(lambda: User.update(blocked_at=now()).where(User.id == anna.id).execute())
    assert await read(sessions.living, [number]) == set()
