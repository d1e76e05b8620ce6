"""Every action is in the table of limits: each write of a service, each socket event, each route."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from messenger import rate_limits
from messenger.database.engine import read
from messenger.live.requests import table
from messenger.live.requests.table import BATCH_MAX
from messenger.messages import messages
from messenger.models import User
from messenger.rate_limits import Rate, RateLimits
from messenger.rooms import rooms
from tests.conftest import Clock
from tests.pages.conftest import SignUp, UserWindow
from tests.pages.test_matrix import ROUTES
from tests.window import NotConnected, Refusal

ROOT = Path(__file__).parent.parent.parent
TOO_OFTEN = httpx.codes.TOO_MANY_REQUESTS

# these write without a limit of their own, for these reasons
UNLIMITED = {
    'last_room.remember': 'it is part of opening a room, which is limited',
    'presence.remember': 'it follows the end of a connection, and those are limited',
    'avatars.replace': 'its route takes the limit before it reads the picture',
    'avatars.clear': 'its route takes the limit',
    'inspections.inspect': 'it follows the last piece of an upload, which is limited',
    'rerender.renew': 'nobody asks for it',
    'word_index.build': 'nobody asks for it',
    'file_texts.keep_indexing': 'nobody asks for it',
    'file_texts.index_waiting': 'nobody asks for it',
    'demos.fill': 'it is for the command line',
    'housekeeping.keep_house': 'nobody asks for it',
    'housekeeping.one_round': 'nobody asks for it',
    'housekeeping.empty_bin': 'nobody asks for it',
}
WRITERS = {  # outside the services
    'messenger/cli/commands.py': 'it is for the command line',
    'messenger/http/accounts.py': 'logging out; the request is limited',
    'messenger/http/authentication.py': 'renews a session once an hour',
    'pages/socket/mount.py': 'renews sessions once an hour',
}
# this route reads nothing, and monitoring must get through a flood
UNCOUNTED = {'GET /healthz'}


class Module:
    """The functions of one module, and what each calls by name."""

    def __init__(self, path: Path) -> None:
        self.name = path.stem
        functions = [node for node in ast.parse(path.read_text()).body if isinstance(node, ast.AsyncFunctionDef)]
        self.calls = {function.name: set(_called(function)) for function in functions}

    def reaches(self, function: str, call: str, passed: frozenset[str] = frozenset()) -> bool:
        """Whether a function calls `call`, directly or through others in its module."""
        calls = self.calls.get(function, set())
        onward = calls & {*self.calls} - passed
        return call in calls or any(self.reaches(caller, call, passed | {function}) for caller in onward)


def _called(node: ast.AST) -> Iterator[str]:
    for call in ast.walk(node):
        if isinstance(call, ast.Call):
            yield ast.unparse(call.func)


ENTRANCES = {'http', 'models', 'cli', 'live', 'database', 'migrations'}  # folders without services


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


SERVICES = [
    path
    for path in sorted((ROOT / 'messenger').rglob('*.py'))
    if not ENTRANCES & {*path.parts} and named(path) not in {*WRITERS, 'messenger/database/engine.py'}
]
MODULES = [Module(path) for path in SERVICES]
WRITING = {
    f'{module.name}.{name}': module.reaches(name, 'rate_limits.take')
    for module in MODULES
    for name in module.calls
    if not name.startswith('_') and module.reaches(name, 'write')
}


def test_every_service_that_writes_takes_a_limit() -> None:
    assert len(WRITING) > 40
    assert {name for name, is_limited in WRITING.items() if not is_limited} == {*UNLIMITED}


def test_no_other_module_writes() -> None:
    callers = {
        named(path)
        for folder in ('messenger', 'pages')
        for path in (ROOT / folder).rglob('*.py')
        if path not in SERVICES and re.search(r'(?<![.\w])(?<!def )write\(', path.read_text())
    }
    assert callers - {'messenger/database/engine.py'} == {*WRITERS}


def test_the_table_has_exactly_the_limits_that_are_used() -> None:
    text = ''.join(path.read_text() for folder in ('messenger', 'pages') for path in (ROOT / folder).rglob('*.py'))
    taken = re.findall(r'limits\.take\((.*?), ', text)
    kinds = {kind for arg in taken for kind in re.findall(r"'(\w+)'", arg.partition(' if ')[0] + arg[-8:])}
    kinds |= {route.limit for route in table.EVENTS.values()} - {''}
    assert kinds == {*rate_limits.RATES}


async def world(sign_up: SignUp) -> tuple[UserWindow, dict[str, object]]:
    """A person with an open window, and a request that every event accepts."""
    anna, bob = await sign_up('anna'), await sign_up('bob')
    room = await rooms.create(anna.user_id, uuid4().hex, [bob.user_id])
    row = await messages.send(anna.user_id, room, uuid4().hex, 'words')
    data = {'room': room, 'message': row.id, 'user': bob.user_id, 'key': uuid4().hex, 'body': 'words', 'seq': 1}
    data |= {'before': 5, 'emoji': '👍', 'on': True, 'typed': '', 'moment': 0, 'idle': False}
    await anna.open()
    return anna, data | {'changes': [['react', data]]}


def allow(monkeypatch: pytest.MonkeyPatch, burst: int, **others: int) -> None:
    """Allow `burst` of everything, and other numbers for some."""
    few = {kind: Rate(others.get(kind, burst), 0.01, kind) for kind in rate_limits.RATES}
    monkeypatch.setattr(rate_limits, 'RATES', few)
    rate_limits.limits.set(RateLimits(is_on=True))


def exhaust(monkeypatch: pytest.MonkeyPatch, person: UserWindow) -> None:
    """Allow nothing more from this person, nor from their address."""
    allow(monkeypatch, 1)
    for kind in rate_limits.RATES:
        for who in (person.user_id, '127.0.0.1'):
            rate_limits.take(kind, who)


async def test_every_event_has_its_own_limit(sign_up: SignUp, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    anna, data = await world(sign_up)
    for event in table.EVENTS:
        allow(monkeypatch, 1, event=10)
        first = await anna.ask(event, data)
        route = table.EVENTS[event]
        assert event == 'batch' or rate_limits.wait_for(route.limit or route.domain_limit, anna.user_id) > 0, event
        if event == 'batch':  # which sends other events
            again = (await anna.ask(event, data))['answers'][0]['error']
            assert 'error' not in first['answers'][0]
        else:
            with pytest.raises(Refusal) as refused:
                await anna.ask(event, data)
            again = refused.value.facts
        assert again['code'] == 'limit_reached', event
        assert again['retry_after'] > 0, event


async def test_events_share_a_limit_that_invalid_ones_count_towards(
    sign_up: SignUp, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, data = await world(sign_up)
    for event in (*table.EVENTS, 'nonsense', ''):
        exhaust(monkeypatch, anna)
        with pytest.raises(Refusal, match='limit_reached'):
            await anna.ask(event, data)


async def test_a_batch_of_twenty_costs_twenty(sign_up: SignUp, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    anna, data = await world(sign_up)
    changes = [['pin', data | {'on': bool(number % 2)}] for number in range(BATCH_MAX)]
    for kinds in ({'pin': 7}, {'event': 8}):
        allow(monkeypatch, 100, **kinds)
        answers = (await anna.ask('batch', {'changes': changes}))['answers']
        assert len(answers) == 8
        assert [answer.get('error', {}).get('code') for answer in answers] == [None] * 7 + ['limit_reached']


async def test_every_route_has_a_limit(sign_up: SignUp, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    anna, data = await world(sign_up)
    owner = await read(User.get_by_id, anna.user_id)
    for route in ROUTES:
        method, path = route.split(' ')
        for name, fact in (('{room_id}', data['room']), ('{user_id}', owner.id), ('{file_id}', 1), ('{name}', 'x')):
            path = path.replace(name, str(fact))
        path = path.replace('{key}', 'k').replace('{token}', 't')
        exhaust(monkeypatch, anna)
        answer = await anna.http.request(method, path)
        if route in UNCOUNTED:
            assert answer.status_code != TOO_OFTEN, route
        else:
            assert answer.status_code == TOO_OFTEN, route
            assert int(answer.headers['retry-after']) > 0, route
            as_data = await anna.http.request(method, path, headers={'accept': 'application/json'})
            assert method == 'HEAD' or as_data.json()['retry_after'] > 0, route


async def test_strangers_are_counted_by_address(sign_up: SignUp, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    anna = await sign_up('anna')
    anna.http.cookies.clear()
    allow(monkeypatch, 1)
    assert (await anna.http.get('/login')).status_code == httpx.codes.OK
    assert (await anna.http.get('/register')).status_code == TOO_OFTEN


async def test_sockets_cannot_be_opened_and_closed_endlessly(
    sign_up: SignUp, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = await sign_up('anna')
    await anna.open()
    await anna.close()
    allow(monkeypatch, 100, connect=2)
    for _ in range(2):
        await anna.open(hello=False)
        await anna.close()
    with pytest.raises(NotConnected, match='unavailable'):
        await anna.open(hello=False)
