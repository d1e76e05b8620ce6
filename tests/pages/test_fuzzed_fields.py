"""Any fields in any socket event get a result or a refusal, never a failure, and the socket survives."""

import asyncio
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import strategies as st

from messenger.live.requests.table import EVENTS
from tests.fuzzing import FOR_SO_LONG, fuzz
from tests.hostile import STRINGS
from tests.pages.conftest import SignUp, UserWindow

# every field of a request; new ones are found automatically
NAMES = sorted({name for route in EVENTS.values() for name in route.request.__struct_fields__})
ROOM, MESSAGE, PERSON = 'ROOM', 'MESSAGE', 'PERSON'
PLACES = st.sampled_from([ROOM, MESSAGE, PERSON])
NUMBERS = st.integers(-2, 20) | st.sampled_from([2**31, 2**53, 2**63 - 1, 2**63, 2**64, 10**30, -1, 0])
TEXTS = st.sampled_from(STRINGS) | st.text(max_size=30) | st.sampled_from(['', ' ', '\n', 'x' * 9_000, '👍', 'k1'])
SIMPLE = st.none() | st.booleans() | NUMBERS | st.floats() | TEXTS | PLACES
JSON = st.recursive(SIMPLE, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=3))
FIELDS = st.dictionaries(
    st.sampled_from(NAMES), JSON | PLACES | NUMBERS | st.lists(NUMBERS | PLACES, max_size=3), max_size=8
)
ASKED = st.tuples(st.sampled_from(sorted(EVENTS)), FIELDS | JSON)


@pytest_asyncio.fixture(loop_scope='session')
async def loop() -> asyncio.AbstractEventLoop:
    """The event loop that the server runs in."""
    return asyncio.get_running_loop()


@pytest.fixture
async def anna(sign_up: SignUp) -> UserWindow:
    person = await sign_up('anna')
    await person.open()
    return person


def meant(value: Any, ids: dict[str, int]) -> Any:
    """Replace names by the ids of existing rows."""
    if isinstance(value, str):
        return ids.get(value, value)
    if isinstance(value, list):
        return [meant(part, ids) for part in value]
    if isinstance(value, dict):
        return {name: meant(part, ids) for name, part in value.items()}
    return value


def test_all_fields_are_known() -> None:
    assert {'room', 'key', 'body', 'seq', 'emoji'} <= set(NAMES)


@pytest.mark.parametrize('seconds', FOR_SO_LONG)
def test_any_fields_are_answered(seconds: float, loop: asyncio.AbstractEventLoop, anna: UserWindow) -> None:
    async def begin() -> dict[str, int]:
        room = (await anna.ask('direct', {'user': anna.user_id}))['room']
        message = await anna.send(room, 'Hello')
        return {ROOM: room, MESSAGE: message['id'], PERSON: anna.user_id}

    async def ask(name: str, data: Any) -> None:
        answer = (await anna.emit(name, data))[0]
        assert 'ok' in answer or answer['error']['code'] != 'failed', answer
        assert await anna.ask('hello')

    ids = loop.run_until_complete(begin())
    fuzz(ASKED, lambda asked: loop.run_until_complete(ask(asked[0], meant(asked[1], ids))), seconds)
