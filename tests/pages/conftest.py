"""A server in the test process for tests of pages and sockets, so that they can also call the domains."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, suppress

import httpx
import pytest
import pytest_asyncio
from nicegui import app, binding

from messenger.database.engine import read
from messenger.live.hub import Hub
from messenger.models import User
from messenger.settings import load
from pages import server as pages_server
from tests.factories import PASSWORD
from tests.live_server import free_port
from tests.window import Window

START_S = 20

SignUp = Callable[[str], Awaitable['UserWindow']]


class UserWindow(Window):
    """A window and the person it belongs to."""

    user_id: int = 0

    def another(self) -> 'UserWindow':
        """A second window of the same browser."""
        window = UserWindow(self.http)
        window.user_id = self.user_id
        return window


def hub() -> Hub:
    """The open windows of the server."""
    current: Hub = app.state.hub
    return current


@pytest.fixture(autouse=True)
def no_polled_bindings() -> Iterator[None]:
    """No page or dialog opened by a test has a binding that NiceGUI polls, which costs event loop time."""
    yield
    assert binding.active_links == []


@pytest_asyncio.fixture(scope='package', loop_scope='session')
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """The address of one server for all tests in this folder; each test makes its own people and rooms.

    Its first account, the admin, belongs to no test.
    """
    folder = tmp_path_factory.mktemp('server')
    port = free_port()
    settings = load({'DATA_DIR': str(folder), 'RATE_LIMITS': 'off', 'PORT': str(port)}, env_file=folder / 'none')
    uvicorn_server = pages_server.make(settings)
    serving = asyncio.create_task(uvicorn_server.serve())
    async with asyncio.timeout(START_S), httpx.AsyncClient(verify=False) as http:
        while not uvicorn_server.started:  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.01)
        assert (await http.get(f'{settings.local_url}/healthz')).status_code == httpx.codes.OK
        fields = {'username': 'first', 'password': PASSWORD, 'repeat': PASSWORD}
        origin = {'origin': settings.local_url}
        await http.post(f'{settings.local_url}/register', data=fields, headers=origin)
    yield settings.local_url
    uvicorn_server.should_exit = True
    with suppress(asyncio.CancelledError):
        await serving


@pytest.fixture
async def sign_up(server: str) -> AsyncIterator[SignUp]:
    """Make an account and log in: `anna = await sign_up('anna')`; the name gets a number so that it is unique."""
    async with AsyncExitStack() as stack:

        async def person(name: str) -> UserWindow:
            http = Window.browser(server)
            number = await read(lambda: User.select().count())
            fields = {'username': f'{name}{number}', 'password': PASSWORD, 'repeat': PASSWORD}
            answer = await http.post('/register', data=fields)
            assert answer.status_code == httpx.codes.SEE_OTHER, answer.text
            window = await stack.enter_async_context(UserWindow(http))
            user: User = await read(lambda: User.get(User.username == fields['username']))
            window.user_id = user.id
            return window

        yield person
