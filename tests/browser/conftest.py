"""A browser, a server in a process of its own, and people who each have their own browser."""

import itertools
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, async_playwright, expect

from tests.back_door import BackDoorServer
from tests.browser.firefox import open_firefox
from tests.browser.page_errors import PageErrors
from tests.browser.people import Person, browser_of
from tests.ensure_browser import find_chromium
from tests.factories import PASSWORD
from tests.live_server import LiveServer
from tests.patience import times_longer

FLAGS = (
    *('--no-sandbox', '--disable-background-networking', '--disable-component-update'),
    '--host-resolver-rules=MAP messenger.lan 127.0.0.1',
)
WAIT_MS = 20_000
ENGINE = os.environ.get('ENGINE', 'chromium')  # or firefox
NUMBERS = itertools.count(1)

Arrive = Callable[..., Awaitable[Person]]


@pytest_asyncio.fixture(scope='session', loop_scope='session')
async def chromium() -> AsyncIterator[Browser]:
    """One Chromium for all browser tests."""
    expect.set_options(timeout=WAIT_MS * times_longer())
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_chromium(), args=[*FLAGS])
        yield browser
        await browser.close()


@pytest.fixture(autouse=True)
async def page_errors(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[PageErrors]:
    """Watch every context that a test opens; the test fails on an error it does not expect.

    `@pytest.mark.expects_errors('pattern', …)` names the errors it expects, and it fails too if one never comes;
    `@pytest.mark.allows_errors('pattern', …, reason='…')` names those that may or may not happen.
    """
    errors = PageErrors()
    open_context = Browser.new_context

    async def watched(browser: Browser, **options: Any) -> BrowserContext:
        context = await open_context(browser, **options)
        await errors.watch(context)
        return context

    monkeypatch.setattr(Browser, 'new_context', watched)
    yield errors
    expected = [pattern for mark in request.node.iter_markers('expects_errors') for pattern in mark.args]
    allowed = [mark for mark in request.node.iter_markers('allows_errors') if mark.kwargs['reason']]
    errors.check(expected, [pattern for mark in allowed for pattern in mark.args])


@pytest_asyncio.fixture(scope='session', loop_scope='session')
async def live_server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[BackDoorServer]:
    """The server that the tests share; its admin is `admin`."""
    async with server_with_admin(tmp_path_factory.mktemp('server') / 'data') as server:
        yield server


@pytest.fixture
async def own_server(tmp_path: Path) -> AsyncIterator[BackDoorServer]:
    """A server for a single test, which may kill it."""
    async with server_with_admin(tmp_path / 'data') as server:
        yield server


@pytest.fixture
async def strict(tmp_path: Path) -> AsyncIterator[BackDoorServer]:
    """A server with rate limits switched on."""
    async with server_with_admin(tmp_path / 'data', RATE_LIMITS='on') as server:
        yield server


@pytest.fixture
async def lan_server(tmp_path: Path) -> AsyncIterator[BackDoorServer]:
    """A server that is also known by a local network name, which browsers do not trust: see `lan_url`."""
    async with server_with_admin(tmp_path / 'data', is_in_lan=True) as server:
        yield server


def lan_url(server: LiveServer) -> str:
    """The address of `lan_server` by its name."""
    return f'http://messenger.lan:{server.port}'


@asynccontextmanager
async def server_with_admin(folder: Path, *, is_in_lan: bool = False, **settings: str) -> AsyncIterator[BackDoorServer]:
    """A server that is running, whose admin is `admin`."""
    server = BackDoorServer(folder, **settings)
    if is_in_lan:
        server.settings['PUBLIC_URL'] = lan_url(server)
    async with server:
        fields = {'username': 'admin', 'password': PASSWORD, 'repeat': PASSWORD}
        await server.http.post(f'{server.url}/register', data=fields, headers={'origin': server.url})
        yield server


@pytest.fixture
async def visit(
    chromium: Browser, page_errors: PageErrors, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Arrive]:
    """`await visit(server, 'anna')`: a guest in a new browser; the name gets a number so that it is unique."""
    async with AsyncExitStack() as stack:

        async def guest(server: BackDoorServer, name: str, *, engine: str = ENGINE, **options: Any) -> Person:
            number = '' if name == 'admin' else next(NUMBERS)
            browser = chromium
            if engine == 'firefox':
                browser = await stack.enter_async_context(open_firefox(tmp_path_factory.mktemp('firefox')))
                options.pop('is_mobile', None)  # Firefox knows no such windows
            person = await stack.enter_async_context(browser_of(browser, f'{name}{number}', server, **options))
            stack.push_async_callback(page_errors.collect, person.context)
            return person

        yield guest


@pytest.fixture
def arrive(visit: Arrive) -> Arrive:
    """`await arrive(server, 'anna')`: the same, logged in; the first page is the one that the test opens."""

    async def logged_in(server: BackDoorServer, name: str, **options: object) -> Person:
        person = await visit(server, name, **options)
        await (person.enter() if name == 'admin' else person.register())
        return person

    return logged_in
