"""A browser, a server in a process of its own, and people with browsers of their own."""

import itertools
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A story that fails is told once more, for a whole browser may be late on a machine that does much else.

    The run counts such stories and names them at its end: they are looked at, not forgotten.
    """
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest_asyncio.fixture(scope='session', loop_scope='session')
async def chromium() -> AsyncIterator[Browser]:
    """One Chromium for all stories."""
    expect.set_options(timeout=WAIT_MS)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_chromium(), args=[*FLAGS])
        yield browser
        await browser.close()


@pytest.fixture(scope='session')
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """The server that the stories share; its admin is `admin`."""
    server = _founded(tmp_path_factory.mktemp('town') / 'data')
    yield server
    server.stop()


@pytest.fixture
def own_town(tmp_path: Path) -> Iterator[LiveServer]:
    """A server for one story alone, which may kill it."""
    server = _founded(tmp_path / 'data')
    yield server
    server.stop()


def _founded(folder: Path) -> LiveServer:
    server = LiveServer(folder)
    server.settings['PUBLIC_URL'] = f'http://messenger.lan:{server.port}'  # a name that browsers do not trust
    server.start()
    fields = {'username': 'admin', 'password': PASSWORD, 'repeat': PASSWORD}
    httpx.post(f'{server.url}/register', data=fields, headers={'origin': server.url})
    return server


@pytest.fixture
async def visit(chromium: Browser) -> AsyncIterator[Arrive]:
    """`await visit(server, 'anna')`: a new browser, a guest's; names get a number so that they are new."""
    async with AsyncExitStack() as stack:

        async def guest(server: LiveServer, name: str, **options: object) -> Person:
            number = '' if name == 'admin' else next(NUMBERS)
            return await stack.enter_async_context(browser_of(chromium, f'{name}{number}', server.url, **options))

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
