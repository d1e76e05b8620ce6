"""How soon a page is usable in Chromium, and how soon another room is shown."""

import statistics
import time
from typing import Any

from playwright.async_api import BrowserContext, Page, async_playwright

from tests.bench import figures, harness
from tests.ensure_browser import find_chromium

FLAGS = ('--no-sandbox', '--disable-background-networking', '--disable-component-update')
TIMES = 10
USABLE = "document.activeElement?.tagName === 'TEXTAREA' && document.querySelector('[role=log] article')"


async def usable() -> list[dict[str, Any]]:
    """Medians: from the address to the focused composer with a warm cache; from the click to the other room."""
    with harness.place(people=50, rooms=50, messages=50_000) as (server, place):
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=find_chromium(), args=[*FLAGS])
            context = await browser.new_context(viewport={'width': 1440, 'height': 900})
            await context.add_cookies([{'name': 'messenger_session', 'value': place.token(2), 'url': server.url}])
            opened = [await _open(context, f'{server.url}/rooms/2') for _ in range(TIMES + 2)][2:]
            page = await context.new_page()
            await page.goto(f'{server.url}/rooms/2')
            await page.wait_for_function(USABLE)
            switched = [await _switch(page, 3 + number % 10) for number in range(TIMES)]
            await browser.close()
    first, second = statistics.median(opened), statistics.median(switched)
    return [
        figures.row(
            'usable', 'room page usable in Chromium, warm cache', first, 'ms', hold='≤ 700', is_met=first <= 700
        ),
        figures.row('usable', 'another room shown in an open page', second, 'ms', hold='≤ 150', is_met=second <= 150),
    ]


async def _open(context: BrowserContext, address: str) -> float:
    page = await context.new_page()
    started = time.monotonic()
    await page.goto(address, wait_until='commit')
    await page.wait_for_function(USABLE)
    took = (time.monotonic() - started) * 1e3
    await page.close()
    return took


async def _switch(page: Page, room: int) -> float:
    took: float = await page.evaluate(
        """(room) => new Promise((resolve) => {
          const started = performance.now(), link = document.querySelector(`aside a[href="/rooms/${room}"]`);
          const look = () => {
            const shown = document.querySelector("main h1")?.textContent === `Room ${room}`;
            if (shown && document.querySelector("[role=log] article")) resolve(performance.now() - started);
            else requestAnimationFrame(look);
          };
          link.click();
          look();
        })""",
        room,
    )
    return took
