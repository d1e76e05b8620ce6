"""One Chromium page that can import the modules of pages/client/, without a server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import Page, Route, async_playwright

from pages import client_module
from tests.ensure_browser import find_chromium

ROOT = Path(__file__).parents[2]
FOLDERS = {'client': ROOT / 'pages' / 'client', 'tests': ROOT / 'tests' / 'client'}
ORIGIN = 'http://localhost'  # a secure context, although no port is open there: `serve` answers
EMPTY = '<!doctype html><html lang="en"><title>empty</title>'
CALL = """async ([address, name, given]) => {
  const module = await import(address);
  return await module[name](...given);
}"""


class ClientPage:
    """Runs functions that modules export; `open_client_page` makes one."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.errors: list[str] = []
        page.on('pageerror', lambda error: self.errors.append(str(error)))

    async def renew(self) -> None:
        """Start again with an empty document, fresh modules and empty storage."""
        self.errors.clear()
        await self.page.goto(f'{ORIGIN}/')
        await self.page.evaluate('() => { localStorage.clear(); sessionStorage.clear(); }')

    async def run(self, address: str, name: str, *given: Any) -> Any:
        """Call an exported function with these values and return its answer.

        `address` is relative to pages/client/, or begins with `/tests/` for a file in tests/client/.
        """
        complete = address if address.startswith('/') else f'/client/{address}'
        return await self.page.evaluate(CALL, [complete, name, list(given)])


async def serve(route: Route) -> None:
    """Answer a request of the page from the files of the project."""
    folder, _, rest = route.request.url.removeprefix(f'{ORIGIN}/').partition('/')
    if not rest:
        await route.fulfill(body=EMPTY, content_type='text/html')
    elif (folder, rest) == ('client', client_module.GIVEN):
        await route.fulfill(body=client_module.module_text({}), content_type='text/javascript')
    elif folder in FOLDERS and (FOLDERS[folder] / rest).is_file():
        await route.fulfill(path=FOLDERS[folder] / rest)
    else:
        await route.fulfill(status=404)


@asynccontextmanager
async def open_client_page() -> AsyncIterator[ClientPage]:
    """A Chromium with one page that has the modules and an empty document."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_chromium(), args=['--no-sandbox'])
        page = await browser.new_page()
        await page.route(f'{ORIGIN}/**', serve)
        made = ClientPage(page)
        await made.renew()
        yield made
        await browser.close()
