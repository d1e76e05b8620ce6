"""Progress of a long command: one line on a terminal, an occasional line elsewhere."""

import io
import re
import sys

import pytest

from messenger.cli.progress import LINE_EVERY_S, REDRAWN_EVERY_S, Progress


class Terminal(io.StringIO):
    """A stream that claims to be a terminal."""

    def isatty(self) -> bool:
        return True


def work(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, *, seconds: int, upto: int = 100) -> str:
    """Report ten steps a second for this long; returns what was written."""
    monkeypatch.setattr(sys, 'stderr', stream)
    now_s = 0.0
    with Progress('Backing up', clock=lambda: now_s) as progress:
        for step in range(seconds * 10 + 1):
            now_s = step / 10
            progress(step * upto * 10**6 // seconds, 10**9)
    return stream.getvalue()


def test_without_a_terminal_there_is_a_line_every_few_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    written = work(monkeypatch, io.StringIO(), seconds=30)

    lines = written.splitlines()
    assert 30 / LINE_EVERY_S - 1 <= len(lines) <= 30 / LINE_EVERY_S + 1
    assert all(re.fullmatch(r'Backing up: \d+ % \((0\.\d|1\.0) of 1\.0 GB\)', line) for line in lines)
    assert lines[-1] == 'Backing up: 100 % (1.0 of 1.0 GB)'
    assert '\r' not in written


def test_a_short_job_only_says_that_it_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    assert work(monkeypatch, io.StringIO(), seconds=1) == 'Backing up: 100 % (1.0 of 1.0 GB)\n'


def test_progress_on_a_terminal_is_one_changing_line(monkeypatch: pytest.MonkeyPatch) -> None:
    written = work(monkeypatch, Terminal(), seconds=30)

    assert 100 < written.count('\r') <= 30 / REDRAWN_EVERY_S + 1
    assert written.count('\n') == 1
    assert written.endswith('Backing up: 100 % (1.0 of 1.0 GB)\x1b[K\n')


def test_an_interrupted_job_ends_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    written = work(monkeypatch, Terminal(), seconds=3, upto=50)

    assert written.endswith('\n')
    assert '100 %' not in written


def test_rows_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, 'stderr', stream)
    Progress('Checking', unit='rows')(12_345, 12_345)

    assert stream.getvalue() == 'Checking: 100 % (12,345 of 12,345 rows)\n'
