"""A page for the modules of pages/client/, shared by all their tests."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.client.page import ClientPage, open_client_page


@pytest_asyncio.fixture(scope='session', loop_scope='session')
async def chromium_page() -> AsyncIterator[ClientPage]:
    """One page in one Chromium for the whole session."""
    async with open_client_page() as page:
        yield page


@pytest.fixture
async def client(chromium_page: ClientPage) -> AsyncIterator[ClientPage]:
    """The page, empty again; the test fails if a script in it does."""
    await chromium_page.renew()
    yield chromium_page
    assert not chromium_page.errors
