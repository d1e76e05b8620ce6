"""Errors that no page may show or log unless the test expects them: page errors, console errors and alerts."""

import asyncio
import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.async_api import BrowserContext, ConsoleMessage, Page, WebError

FLUSH_S = 2
cuts_the_line = pytest.mark.allows_errors(
    r'net::ERR_',
    r'WebSocket connection to .* failed',
    r'status of 50[24]',
    r'The connection to ws://.* was interrupted',  # Firefox's words for it
    r'establish a connection to the server at ws://',
    r'409 .*/files/',  # an upload resumes from the right offset
    reason='browsers log what is out of reach',
)
discards_files = pytest.mark.allows_errors(
    r'40[14] .*/files/\w+(\?[^)]*)?\)',
    reason='the server may not have heard of a file yet that is thrown away, or has logged out',
)
over_plain_http = pytest.mark.expects_errors(r'The Cross-Origin-Opener-Policy header has been ignored')
ALERT = '[alert] '
# alerts are toasts and everything else that a screen reader would announce as an error
REPORT_ALERTS = """(() => {
  const reported = new WeakMap();
  const report = () => {
    for (const element of document.querySelectorAll("[role=alert]")) {
      const text = element.textContent.trim();
      if (text && text !== reported.get(element)) console.debug("[alert] " + text);
      reported.set(element, text);
    }
  };
  new MutationObserver(report).observe(document, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["role"],
  });
})()"""


@dataclass
class PageErrors:
    """The errors of every page of the contexts it watches."""

    errors: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    async def watch(self, context: BrowserContext) -> None:
        """Record the errors of each page that this context opens."""
        context.on('weberror', self._on_page_error)
        context.on('console', self._on_console)
        await context.add_init_script(REPORT_ALERTS)
        self.contexts.append(context)

    async def collect(self, context: BrowserContext) -> None:
        """Wait until the open pages have reported their errors; call it before the context is closed."""
        await asyncio.gather(*map(_answer, context.pages))

    def check(self, expected: list[str], allowed: list[str]) -> None:
        """Fail on an error that matches no pattern, and on a pattern in `expected` that matched no error."""
        patterns = expected + allowed
        unexpected = [error for error in self.errors if not any(re.search(pattern, error) for pattern in patterns)]
        missing = [pattern for pattern in expected if not any(re.search(pattern, error) for error in self.errors)]
        assert not unexpected, f'Unexpected errors: {unexpected}'
        assert not missing, f'Expected errors that never came: {missing}; there were {self.errors}'

    def _on_page_error(self, event: WebError) -> None:
        self.errors.append(f'page error: {event.error}')

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == 'error':
            self.errors.append(f'console error: {message.text} ({message.location.get("url", "")})')
        elif message.type == 'debug' and message.text.startswith(ALERT):
            self.errors.append(f'alert: {message.text.removeprefix(ALERT)}')


async def _answer(page: Page) -> None:
    answer: Any = page.evaluate('1')
    with suppress(Exception):  # a page that is closed, crashed or loading has already reported its errors
        await asyncio.wait_for(answer, FLUSH_S)
