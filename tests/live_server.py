"""A real server in a separate process with a fresh data folder, for socket and browser tests."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Protocol

import httpx

from tests.patience import times_longer

ROOT = Path(__file__).parent.parent
START_S = 30
STOP_S = 15


def free_port() -> int:
    """A port that is free now."""
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return int(probe.getsockname()[1])


class Process(Protocol):
    """What is used of `subprocess.Popen`."""

    @property
    def pid(self) -> int: ...

    def poll(self) -> int | None:
        """The exit code, or None while the process runs."""

    def wait(self, timeout: float) -> int:
        """Wait for the end, at most so many seconds; returns the exit code. Raises an error if the time is over."""

    def send_signal(self, sig: int) -> None:
        """Send a signal, unless the process has ended."""


class LiveServer:
    """`main.py` on its own port; it can be stopped, killed and restarted on the same data."""

    program: tuple[str, ...] = ('main.py',)

    def __init__(self, data_dir: Path, **settings: str) -> None:
        self.data_dir = data_dir
        self.port = free_port()
        self.settings = {'RATE_LIMITS': 'off'} | settings
        self.process: Process | None = None
        self.log = data_dir.parent / f'{data_dir.name}.log'

    @property
    def url(self) -> str:
        """The address of the server, without a trailing slash."""
        return f'http://127.0.0.1:{self.port}'

    def start(self, *options: str) -> None:
        """Start and wait until the server answers. Raises AssertionError with its log if it does not."""
        self.process = self._launch(['--data', str(self.data_dir), '--port', str(self.port), *options])
        limit = time.monotonic() + START_S * times_longer()
        with httpx.Client(verify=False, timeout=1) as http:
            while time.monotonic() < limit and self.process.poll() is None:
                try:
                    if http.get(f'{self.url}/healthz').status_code == httpx.codes.OK:
                        return
                except httpx.TransportError:
                    time.sleep(0.05)
        self.kill()
        raise AssertionError(f'The server did not start:\n{self.log.read_text()}')

    def _launch(self, arguments: list[str]) -> Process:
        command = [sys.executable, *self.program, *arguments]
        with self.log.open('ab') as log:
            return subprocess.Popen(command, cwd=ROOT, env=os.environ | self.settings, stdout=log, stderr=log)

    def stop(self) -> int:
        """Stop the server with SIGTERM; returns its exit code."""
        return self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Kill the server with SIGKILL."""
        self._end(signal.SIGKILL)

    def _end(self, number: signal.Signals) -> int:
        if self.process is None:
            return 0
        self.process.send_signal(number)
        code = self.process.wait(STOP_S * times_longer())
        self.process = None
        return code
