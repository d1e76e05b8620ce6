"""A desktop for one test: a virtual screen, a window manager, and the messenger's window on it."""

import asyncio
import contextlib
import importlib.util
import itertools
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from websockets.asyncio.client import connect

from tests.live_server import free_port

PROGRAMS = ('Xvfb', 'openbox', 'wmctrl', 'xdotool')

WAIT_S = 30
LOOK_EVERY_S = 0.1


def missing() -> str:
    """What this machine lacks for a desktop, in words; empty if nothing is missing."""
    lacking = [name for name in PROGRAMS if shutil.which(name) is None]
    lacking += [name for name in ('webview', 'PySide6') if importlib.util.find_spec(name) is None]
    return ', '.join(lacking)


@dataclass
class Desktop:
    """A screen of 1400×1000; `home` is the home folder of its user."""

    home: Path
    environment: dict[str, str]

    def run(self, *command: str) -> str:
        """The output of a program; raises CalledProcessError if it fails."""
        return subprocess.run(
            command, env=self.environment, check=True, capture_output=True, text=True, timeout=WAIT_S
        ).stdout

    def type(self, text: str) -> None:
        """Type into whatever has the focus."""
        self.run('xdotool', 'type', '--delay', '30', text)

    def press(self, key: str) -> None:
        """Press a key by its X name, like Return."""
        self.run('xdotool', 'key', key)

    def titles(self) -> list[str]:
        """The titles of the windows on the screen."""
        return [line.split(maxsplit=3)[3] for line in self.run('wmctrl', '-l').splitlines() if line.count(' ') > 2]

    async def titled(self, part: str) -> str:
        """The title of the first window that contains `part`, once there is one."""
        for _ in range(int(WAIT_S / LOOK_EVERY_S)):
            if titles := [title for title in self.titles() if part in title]:
                return titles[0]
            await asyncio.sleep(LOOK_EVERY_S)
        raise AssertionError(f'no window titled {part!r} among {self.titles()}')


@contextlib.contextmanager
def desktop(home: Path) -> Iterator[Desktop]:
    """A screen with a window manager for the duration of the block."""
    (home / 'Downloads').mkdir(parents=True)
    with contextlib.ExitStack() as stack:
        reader, writer = os.pipe()
        screen = subprocess.Popen(
            ['Xvfb', '-displayfd', str(writer), '-screen', '0', '1400x1000x24', '-nolisten', 'tcp'],
            pass_fds=(writer,),
            stderr=subprocess.DEVNULL,
        )
        stack.callback(screen.wait, WAIT_S)
        stack.callback(screen.terminate)
        os.close(writer)
        with os.fdopen(reader) as output:
            number = output.readline().strip()
        programs = home / 'bin'
        programs.mkdir()
        environment = os.environ | {
            'DISPLAY': f':{number}',
            'HOME': str(home),
            'PATH': f'{programs}:{os.environ["PATH"]}',
            'XDG_CONFIG_HOME': str(home / '.config'),
        }
        manager = subprocess.Popen(['openbox'], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        stack.callback(manager.wait, WAIT_S)
        stack.callback(manager.terminate)
        yield Desktop(home, environment)


@dataclass
class Window:
    """The page inside the window, through Chromium's DevTools protocol; the window itself belongs to the desktop."""

    program: subprocess.Popen[bytes]
    inspector: int
    address: str
    log: Path
    _page: str = ''
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    async def ask(self, script: str) -> Any:
        """The value of the expression in the page."""
        async with httpx.AsyncClient(verify=False) as client:
            pages = (await client.get(f'http://127.0.0.1:{self.inspector}/json/list')).json()
        shown = [page for page in pages if page['type'] == 'page' and page['url'].startswith('http')]
        self._page = self._page or shown[0]['id']  # a second page, never visible, catches links that open a new window
        page = next(page for page in pages if page['id'] == self._page)
        number = next(self._numbers)
        params = {'expression': script, 'awaitPromise': True, 'returnByValue': True, 'userGesture': True}
        async with connect(page['webSocketDebuggerUrl'], max_size=None) as socket:
            await socket.send(json.dumps({'id': number, 'method': 'Runtime.evaluate', 'params': params}))
            async for frame in socket:
                answer = json.loads(frame)
                if answer.get('id') == number:
                    outcome = answer.get('result', answer)
                    if 'result' not in outcome or 'exceptionDetails' in outcome:
                        raise AssertionError(outcome)
                    return outcome['result'].get('value')
        raise AssertionError('the inspector hung up')

    async def until(self, script: str) -> Any:
        """The value of the expression once it is true in the page."""
        answer: object = None
        for _ in range(int(WAIT_S / LOOK_EVERY_S)):
            with contextlib.suppress(
                httpx.TransportError, LookupError, StopIteration, RuntimeError, OSError, AssertionError
            ):
                answer = await self.ask(script)
                if answer:
                    return answer
            assert self.program.poll() is None, self.log.read_text()
            await asyncio.sleep(LOOK_EVERY_S)
        raise AssertionError(f'never true: {script}; last {answer!r}\n{self.log.read_text()[-3000:]}')

    async def ended(self) -> int:
        """Wait for the program to end; returns its exit code."""
        return await asyncio.to_thread(self.program.wait, WAIT_S)


@contextlib.contextmanager
def window(desk: Desktop, data: Path, port: int, *more: str) -> Iterator[Window]:
    """`main.py --native` on this desktop; killed at the end of the block if it still runs."""
    inspector = free_port()
    log = data.parent / f'window-{inspector}.log'
    environment = desk.environment | {
        'QTWEBENGINE_REMOTE_DEBUGGING': str(inspector),
        'QTWEBENGINE_DISABLE_SANDBOX': '1',  # Chromium does not start as root with the sandbox, and CI is root
        'DATA_DIR': str(data),
        'PORT': str(port),
        'RATE_LIMITS': 'off',
    }
    with log.open('wb') as out:
        program = subprocess.Popen(
            [sys.executable, 'main.py', '--native', *more], env=environment, stdout=out, stderr=subprocess.STDOUT
        )
    try:
        yield Window(program, inspector, f'http://127.0.0.1:{port}', log)
    finally:
        if program.poll() is None:
            program.kill()
        program.wait(WAIT_S)
