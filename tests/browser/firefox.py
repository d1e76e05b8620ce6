"""Lets browser tests run in an installed Firefox, which Playwright drives by WebDriver BiDi.

When it opens a window, Playwright sends a command that Firefox does not know yet. `python -m tests.browser.firefox …`
starts Firefox, stands between the two and answers that command itself; everything else passes through as it is.
"""

import asyncio
import json
import os
import re
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, async_playwright
from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve

NAMES = ('firefox-esr', 'firefox')
UNKNOWN = {'emulation.setMediaFeaturesOverride'}  # in Firefox 153; tests do not depend on it
LISTENING = re.compile(rb'WebDriver BiDi listening on (ws://\S+)')


def find_firefox() -> Path | None:
    """The browser in FIREFOX_PATH, or the system's; None if neither exists."""
    named = [os.environ.get('FIREFOX_PATH')] + [shutil.which(name) for name in NAMES]
    return next((Path(path) for path in named if path and Path(path).is_file()), None)


@asynccontextmanager
async def open_firefox(folder: Path) -> AsyncIterator[Browser]:
    """A Firefox of its own for one person, because only one window of each has the focus."""
    script = folder / 'firefox'
    script.write_text(f'#!/bin/sh\nexec {sys.executable} -m tests.browser.firefox "$@"\n')
    script.chmod(0o700)
    async with async_playwright() as playwright:
        browser = await playwright.firefox.launch(channel='moz-firefox', executable_path=script)
        yield browser
        await browser.close()


async def run(browser: Path, arguments: list[str]) -> int:
    """Start the browser, and print the address of the connection that answers the unknown command."""
    process = await asyncio.create_subprocess_exec(browser, *arguments, stderr=asyncio.subprocess.PIPE)
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, process.terminate)
    assert process.stderr is not None
    while line := await process.stderr.readline():
        if listening := LISTENING.search(line):
            port = await forward(listening[1].decode())
            line = line.replace(listening[1], f'ws://127.0.0.1:{port}'.encode())
        sys.stderr.buffer.write(line)
        sys.stderr.flush()
    return await process.wait()


async def forward(address: str) -> int:
    """Accept connections and pass them on to Firefox at `address`; returns the port."""

    async def handle(playwright: ServerConnection) -> None:
        path = playwright.request.path if playwright.request else '/'
        async with connect(address + path, max_size=None, compression=None) as firefox, asyncio.TaskGroup() as group:
            group.create_task(answers(firefox, playwright))
            async for text in playwright:
                command = json.loads(text)
                if command['method'] in UNKNOWN:
                    await playwright.send(json.dumps({'type': 'success', 'id': command['id'], 'result': {}}))
                else:
                    await firefox.send(text)
            await firefox.close()

    async def answers(firefox: ClientConnection, playwright: ServerConnection) -> None:
        async for text in firefox:
            await playwright.send(text)
        await playwright.close()

    server = await serve(handle, '127.0.0.1', 0, max_size=None, compression=None)
    return int(next(iter(server.sockets)).getsockname()[1])


if __name__ == '__main__':
    program = find_firefox()
    sys.exit('No Firefox found.' if program is None else asyncio.run(run(program, sys.argv[1:])))
