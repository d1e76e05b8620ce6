"""A terminal for tests: runs a command line in this process, with a server that only records its settings."""

import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from messenger.cli import parse as command_line
from messenger.settings import Settings


@dataclass
class Outcome:
    """The result of a run: its exit code, what it served (if it did), what it printed."""

    code: int
    served: Settings | None
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """The only sentence on stderr; checks that nothing was served."""
        assert self.served is None
        assert self.err.count('\n') == 1
        assert self.err.endswith('.\n')
        assert 'Traceback' not in self.err
        return self.err


Run = Callable[..., Outcome]


def terminal(capsys: pytest.CaptureFixture[str]) -> Run:
    """The function that runs `main.py` with these arguments."""

    def run(*argv: str) -> Outcome:
        served: list[Settings] = []
        capsys.readouterr()
        try:
            code = command_line.run(argv, lambda settings, _arguments: served.append(settings))
        except SystemExit as ended:
            sys.stderr.write(f'{ended.code}\n')
            code = 1
        printed = capsys.readouterr()
        return Outcome(code, served[0] if served else None, printed.out, printed.err)

    return run
