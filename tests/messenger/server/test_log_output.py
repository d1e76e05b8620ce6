"""Logging: nothing forges a line, nothing is endless, and no call site writes more than a few lines a second."""

import io
import logging
import re
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from messenger.server import log_output
from messenger.server.log_format import MESSAGE_LIMIT_CHARS
from messenger.server.log_output import (
    DEBUG_FACTOR,
    SITE_BURST_LINES,
    SITE_LINES_PER_S,
    SUMMARY_AFTER_S,
    TOTAL_BURST_LINES,
    TOTAL_LINES_PER_S,
    Output,
)
from tests.log import RECORD, Forged, Log, fail

LINE_BYTES = 6 * MESSAGE_LIMIT_CHARS


@pytest.fixture
def log() -> Iterator[Log]:
    made = Log()
    yield made
    made.output.close()


def test_a_call_site_that_floods_writes_a_few_lines_a_second_and_a_count_of_the_rest(log: Log) -> None:
    for number in range(100_000):
        log.seconds = number / 10_000
        log.logger.warning('A bad frame: %d', number)
    log.output.summarise()

    assert len(log.lines) <= SITE_BURST_LINES + 2 * 10 * SITE_LINES_PER_S + 1
    written = [line for line in log.lines if 'more like' not in line]
    counted = sum(int(match[1]) for line in log.lines if (match := re.search(r'… and (\d+) more like', line)))
    assert len(written) + counted == 100_000


def test_a_loud_call_site_does_not_silence_another(log: Log) -> None:
    for _ in range(1_000):
        log.logger.warning('loud')
    log.logger.warning('quiet')

    assert 'quiet' in log.lines[-1]


def test_a_repeated_error_shows_its_traceback_once(log: Log) -> None:
    for number in range(10):
        log.seconds = number
        try:
            fail(f'Try {number}', 5)
        except Forged:
            log.logger.exception('Nothing could be saved')

    assert log.text.count('Traceback') == 1
    assert log.text.count('Nothing could be saved (Forged: Try ') >= 5


def test_different_errors_at_one_call_site_are_all_shown(log: Log) -> None:
    def attempt(work: Callable[[], Any]) -> None:
        try:
            work()
        except Exception:
            log.logger.exception('It failed')

    attempt(lambda: 1 / 0)
    attempt(lambda: int('x'))
    attempt(lambda: ''.index('x'))

    assert log.text.count('Traceback') == 3


def _sites(count: int) -> list[Callable[[logging.Logger, str], None]]:
    """Functions that each log from a different line."""
    source = '\n'.join(f'def f{number}(logger, text): logger.error(text)' for number in range(count))
    names: dict[str, Any] = {}
    exec(compile(source, 'many sites', 'exec'), names)
    return [names[f'f{number}'] for number in range(count)]


@pytest.mark.parametrize(('factor', 'limit'), [(1, 250), (DEBUG_FACTOR, 5_000)])
def test_all_call_sites_together_are_limited(factor: float, limit: int) -> None:
    log = Log(factor)
    for second in range(10):
        log.seconds = second
        for site in _sites(1_000):
            site(log.logger, 'x' * 10_000)
    log.output.close()

    bound = (TOTAL_BURST_LINES + 10 * TOTAL_LINES_PER_S) * factor
    assert len([line for line in log.lines if 'more like' not in line]) <= bound
    assert len(log.output.sites) <= log_output.SITES_LIMIT + 1
    assert len(log.text) < bound * LINE_BYTES + 1_000_000


def test_minor_records_do_not_crowd_out_errors(log: Log) -> None:
    for site in _sites(300):
        site(logging.Logger('x'), '')
    for number in range(300):
        log.output.handle(
            logging.makeLogRecord({'name': f'n{number}', 'levelno': 20, 'levelname': 'INFO', 'msg': 'odd'})
        )
    log.logger.error('The disk is full')

    assert 'The disk is full' in log.lines[-1]


def test_the_count_of_suppressed_lines_appears_without_a_further_record(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_output, 'SUMMARY_AFTER_S', 0.01)
    assert SUMMARY_AFTER_S < 10
    written = threading.Event()

    class Stream(io.StringIO):
        def write(self, text: str) -> int:
            if 'more like' in text:
                written.set()
            return super().write(text)

    output = Output(Stream(), clock=lambda: 0.0)
    for _ in range(50):
        output.handle(logging.makeLogRecord({'name': 'n', 'levelno': 30, 'levelname': 'WARNING', 'msg': 'odd'}))

    assert written.wait(5)


def test_a_stream_that_cannot_be_written_stops_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    class Full(io.StringIO):
        def write(self, _text: str) -> int:
            raise OSError(28, 'No space left on device')

    output = Output(Full())
    for _ in range(100):
        output.handle(logging.makeLogRecord({'name': 'n', 'levelno': 40, 'levelname': 'ERROR', 'msg': 'x'}))

    assert capsys.readouterr().err == ''


@pytest.fixture
def configured(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """The program's logging, directed into a string; afterwards everything is restored."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, 'stderr', stream)
    for module, name in ((sys, 'excepthook'), (sys, 'unraisablehook'), (threading, 'excepthook')):
        monkeypatch.setattr(module, name, getattr(module, name))
    root = logging.getLogger()
    loggers = [root, *(logging.getLogger(name) for name in list(root.manager.loggerDict))]
    before = [(logger, list(logger.handlers), logger.level, logger.propagate) for logger in loggers]
    log_output.configure('INFO')
    yield stream
    logging.captureWarnings(capture=False)
    for output in list(root.handlers):
        output.close()
    for logger, handlers, level, propagate in before:
        logger.handlers[:], logger.propagate = handlers, propagate
        logger.setLevel(level)


def test_libraries_log_through_the_same_output(configured: io.StringIO) -> None:
    logging.getLogger('nicegui').warning('http://x/%s not found', 'a\nb')
    logging.getLogger('socketio.server').error('Failed\n%s', '\x1b[0m')
    logging.getLogger('uvicorn.error').warning('Invalid HTTP request received.')

    assert len(configured.getvalue().splitlines()) == 3
    assert '\x1b' not in configured.getvalue()
    assert not logging.getLogger('engineio.server').handlers
    assert not logging.getLogger('socketio.server').handlers


def test_uncaught_exceptions_are_logged_through_it_too(configured: io.StringIO) -> None:
    thread = threading.Thread(target=fail, args=('x\ny',), name='wor\nker')
    thread.start()
    thread.join()
    try:
        fail('x\ny')
    except Forged as error:
        sys.excepthook(Forged, error, error.__traceback__)
    with warnings.catch_warnings():
        warnings.simplefilter('always')
        warnings.warn('odd\nwarning', stacklevel=1)

    records = [line for line in configured.getvalue().splitlines() if RECORD.match(line)]
    assert len(records) == 3
    assert all(line.startswith('  ') or RECORD.match(line) for line in configured.getvalue().splitlines())
