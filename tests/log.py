"""A logger for one test, whose output is kept as text."""

import io
import logging
import re

from messenger.server.log_output import Output

RECORD = re.compile(r'^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} [A-Z]+ \S+: ')


class Log:
    """A logger for one test that keeps its output, and a clock that the test moves."""

    def __init__(self, factor: float = 1) -> None:
        self.seconds = 0.0
        self.stream = io.StringIO()
        self.output = Output(self.stream, factor, clock=lambda: self.seconds)
        self.logger = logging.Logger('tests.log')
        self.logger.addHandler(self.output)

    @property
    def lines(self) -> list[str]:
        return self.stream.getvalue().splitlines()

    @property
    def text(self) -> str:
        return self.stream.getvalue()


class Forged(Exception):
    """An exception whose text looks like a log."""


def fail(text: str, depth: int = 0) -> None:
    """Raise Forged with this text from this many calls down."""
    if depth:
        fail(text, depth - 1)
    raise Forged(text)
