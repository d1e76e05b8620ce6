"""A data folder, a database and an HTTP client for each test that needs them."""

import gzip
import shutil
from collections.abc import AsyncIterator, Iterator
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from fastapi import FastAPI
from passlib.hash import argon2

from messenger import rate_limits
from messenger.accounts import passwords
from messenger.app import App
from messenger.database import engine
from messenger.http import static
from messenger.http.app import create_app
from messenger.rate_limits import RateLimits
from messenger.settings import Settings, load

STATIC_DIR = Path(__file__).parent.parent / 'pages' / 'static'
ORIGIN = 'http://localhost'


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests that are marked as long first."""
    items.sort(key=lambda item: item.get_closest_marker('long') is None)


@pytest.fixture(scope='session', autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Hash with the cheapest argon2 settings; the real cost is tested where it matters."""
    with pytest.MonkeyPatch.context() as patch:
        cheap = argon2.using(type='ID', memory_cost=8, time_cost=1, parallelism=1)
        patch.setattr(passwords, 'hasher', cheap)
        patch.setattr(passwords, 'unknown_user_hash', cheap.hash('nobody'))
        yield


@pytest.fixture(scope='session', autouse=True)
def process_memory(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The objects of the process, for tests that need no database or server of their own."""
    App(Settings(data_dir=tmp_path_factory.mktemp('process'), rate_limits=False))


@pytest.fixture(scope='session', autouse=True)
def packed_once() -> Iterator[None]:
    """Compress each static file once, not for each application."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(static, 'gzip', SimpleNamespace(compress=lru_cache(gzip.compress)))
        yield


@pytest.fixture(scope='session')
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the current schema and no rows; migrations have their own tests."""
    settings = load({'DATA_DIR': str(tmp_path_factory.mktemp('empty'))})
    engine.open_database(settings)
    engine.close_database()
    return settings.database_path


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with a data folder for this test."""
    return load({'DATA_DIR': str(tmp_path / 'data'), 'RATE_LIMITS': 'off'}, env_file=tmp_path / 'none')


@pytest.fixture
def database_file(settings: Settings, empty_database: Path) -> None:
    """Put a database file without rows into the data folder, as if a server had run there before."""
    settings.database_path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(empty_database, settings.database_path)


@pytest.fixture
async def database(settings: Settings, database_file: None) -> AsyncIterator[None]:
    """An open, empty database."""
    engine.open_database(settings)
    await App(settings).load()
    yield
    engine.close_database()


class Clock:
    """The clock that limits use: it only moves when a test moves it, however slow the machine is."""

    seconds = 1_000_000.0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    """Switch limits on, with a clock for this test. Request it after `database` or `app`, which switch them off."""
    fake = Clock()
    monkeypatch.setattr(rate_limits, 'time', SimpleNamespace(monotonic=lambda: fake.seconds))
    before = rate_limits.limits.value
    rate_limits.limits.set(RateLimits(is_on=True))
    yield fake
    rate_limits.limits.set(before)


@pytest.fixture
async def app(settings: Settings, database_file: None) -> AsyncIterator[FastAPI]:
    """The plain application, started, without pages."""
    application = create_app(App(settings), STATIC_DIR)
    async with application.router.lifespan_context(application):
        yield application


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A browser without cookies whose requests carry our Origin."""
    async with browser(app) as session:
        yield session


def browser(app: FastAPI, address: str = '127.0.0.1') -> httpx.AsyncClient:
    """Another browser, at `address`."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(address, 40_000))
    return httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers={'origin': ORIGIN})
