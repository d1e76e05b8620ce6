"""Starts servers with a back door as copies of one process: importing everything is most of what a start costs."""

import multiprocessing
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.live_server import ROOT, LiveServer, Process

CONTEXT = multiprocessing.get_context('forkserver')
CONTEXT.set_forkserver_preload(['tests.back_door_program'])


class ForkedServer(LiveServer):
    """A server that starts quickly; it runs `tests.back_door_program` instead of `main.py`."""

    def _launch(self, arguments: list[str]) -> Process:
        return Forked(arguments, os.environ | self.settings, self.log)


class Forked:
    """A process with these arguments and this environment; what it prints is added to the file `log`."""

    def __init__(self, arguments: list[str], environment: Mapping[str, str], log: Path) -> None:
        self._process = CONTEXT.Process(target=_serve, args=(arguments, dict(environment), log), daemon=True)
        self._process.start()

    @property
    def pid(self) -> int:
        number = self._process.pid
        assert number is not None
        return number

    def poll(self) -> int | None:
        """The exit code, or None while the process runs; the negative number of the signal that ended it."""
        return self._process.exitcode

    def wait(self, timeout: float) -> int:
        """Wait for the end, at most so many seconds; returns the exit code. Raises TimeoutError."""
        self._process.join(timeout)
        code = self._process.exitcode
        if code is None:
            raise TimeoutError(f'Process {self.pid} is still running after {timeout:.0f} s.')
        return code

    def send_signal(self, sig: int) -> None:
        """Send a signal, unless the process has ended."""
        if self.poll() is None:
            os.kill(self.pid, sig)


def _serve(arguments: list[str], environment: dict[str, str], log: Path) -> None:
    from tests import back_door_program  # the tests themselves need none of it

    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(environment)
    with log.open('ab') as file:
        for stream in (sys.stdout, sys.stderr):
            os.dup2(file.fileno(), stream.fileno())
    sys.exit(back_door_program.main(arguments))
