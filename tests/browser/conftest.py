"""A browser, a server in a process of its own, and people who each have their own browser."""

import itertools
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, async_playwright, expect

from tests.browser.page_errors import PageErrors
from tests.browser.people import PASSWORD, Person, browser_of
from tests.ensure_browser import find_chromium
from tests.live import LiveServer

FLAGS = (
    *('--no-sandbox', '--disable-background-networking', '--disable-component-update'),
    '--host-resolver-rules=MAP messenger.lan 127.0.0.1',
)
WAIT_MS = 20_000
NUMBERS = itertools.count(1)

Arrive = Callable[..., Awaitable[Person]]


@pytest_asyncio.fixture(scope='session', loop_scope='session')
async def chromium() -> AsyncIterator[Browser]:
    """One Chromium for all browser tests."""
    expect.set_options(timeout=WAIT_MS)
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


@pytest.fixture(scope='session')
def live_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """The server that the tests share; its admin is `admin`."""
    server = founded(tmp_path_factory.mktemp('server') / 'data')
    yield server
    server.stop()


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[LiveServer]:
    """A server for a single test, which may kill it."""
    server = founded(tmp_path / 'data')
    yield server
    server.stop()


@pytest.fixture
def strict(tmp_path: Path) -> Iterator[LiveServer]:
    """A server with rate limits switched on."""
    server = founded(tmp_path / 'data', RATE_LIMITS='on')
    yield server
    server.stop()


@pytest.fixture
def lan_server(tmp_path: Path) -> Iterator[LiveServer]:
    """A server that is also known by a local network name, which browsers do not trust: see `lan_url`."""
    server = founded(tmp_path / 'data', is_in_lan=True)
    yield server
    server.stop()


def lan_url(server: LiveServer) -> str:
    """The address of `lan_server` by its name."""
    return f'http://messenger.lan:{server.port}'


def founded(folder: Path, *, is_in_lan: bool = False, **settings: str) -> LiveServer:
    """A server that is running, whose admin is `admin`."""
    server = LiveServer(folder, **settings)
    if is_in_lan:
        server.settings['PUBLIC_URL'] = lan_url(server)
    server.start()
    fields = {'username': 'admin', 'password': PASSWORD, 'repeat': PASSWORD}
    httpx.post(f'{server.url}/register', data=fields, headers={'origin': server.url})
    return server


@pytest.fixture
async def visit(chromium: Browser, page_errors: PageErrors) -> AsyncIterator[Arrive]:
    """`await visit(server, 'anna')`: a guest in a new browser; the name gets a number so that it is unique."""
    async with AsyncExitStack() as stack:

        async def guest(server: LiveServer, name: str, **options: object) -> Person:
            number = '' if name == 'admin' else next(NUMBERS)
            person = await stack.enter_async_context(browser_of(chromium, f'{name}{number}', server.url, **options))
            stack.push_async_callback(page_errors.collect, person.context)
            return person

        yield guest


@pytest.fixture
def arrive(visit: Arrive) -> Arrive:
    """`await arrive(server, 'anna')`: the same, signed up."""

    async def signed_up(server: LiveServer, name: str, **options: object) -> Person:
        person = await visit(server, name, **options)
        if name == 'admin':
            await person.page.goto(f'{person.url}/login')
            await person.log_in()
            await person.online()
        else:
            await person.arrive()
        return person

    return signed_up
