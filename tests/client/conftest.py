"""A page for the modules of pages/client/, shared by all their tests."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import async_playwright

from tests.client.page import ClientPage
from tests.ensure_browser import find_chromium


@pytest_asyncio.fixture(scope='session', loop_scope='session')
async def chromium_page() -> AsyncIterator[ClientPage]:
    """One page in one Chromium for the whole session."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_chromium(), args=['--no-sandbox'])
        yield await ClientPage.open(await browser.new_page())
        await browser.close()


@pytest.fixture
async def client(chromium_page: ClientPage) -> AsyncIterator[ClientPage]:
    """The page, empty again; the test fails if a script in it does."""
    await chromium_page.renew()
    yield chromium_page
    assert not chromium_page.errors
