"""The text of log records: no outside text can forge a line, move the cursor or be endless."""

import logging
import re
import sys

import pytest

from messenger.server.log_format import (
    MESSAGE_LIMIT_CHARS,
    TRACE_LIMIT_LINES,
    TRACE_LINE_LIMIT_CHARS,
    Formatter,
    escape,
)
from tests.hostile import STRINGS
from tests.log import RECORD, Forged, Log, fail

FORBIDDEN = re.compile('[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029\u2066-\u2069\ud800-\udfff]')


@pytest.fixture
def log() -> Log:
    return Log()


def test_no_outside_text_moves_the_cursor_or_begins_a_line(subtests: pytest.Subtests) -> None:
    controls = ['a\nb', 'a\r\nb', '\x1b[31mred\x1b[0m', '\x9b2J', '\x08' * 5, '\u2028x', '\ud800']
    for text in [*STRINGS, *controls]:
        with subtests.test(repr(text)):
            log = Log()
            log.logger.warning('GET %s failed', text)
            log.logger.warning(text)

            assert log.text.count('\n') == 2
            assert all(RECORD.match(line) for line in log.text.split('\n')[:-1])
            assert not FORBIDDEN.search(log.text)


def test_escaped_text_is_distinguishable_from_literal_text() -> None:
    assert escape('a\nb') == r'a\nb'
    assert escape(r'a\nb') == r'a\\nb'
    assert escape('Ж — ok ✓') == 'Ж — ok ✓'


def test_a_message_has_a_maximum_length(log: Log) -> None:
    log.logger.warning('path %s', 'x' * 20_000_000)

    assert len(log.text) < MESSAGE_LIMIT_CHARS + 200
    assert 'more characters)' in log.text


def test_a_message_that_does_not_fit_its_arguments_is_one_line(log: Log) -> None:
    class Odd:
        def __str__(self) -> str:
            raise ValueError('no\ntext')

    log.logger.warning(*('%d and %d', 1))
    log.logger.warning('%s', Odd())

    assert len(log.lines) == 2
    assert 'cannot be formatted' in log.lines[0]


def test_the_text_of_an_exception_cannot_forge_a_line(log: Log) -> None:
    forged = 'x\n2026-01-01 00:00:00,000 INFO messenger: all is well\x1b[2J\u202e'
    try:
        try:
            fail(forged)
        except Forged as error:
            error.add_note(forged)
            raise ExceptionGroup(forged, [error]) from error
    except ExceptionGroup:
        log.logger.exception('It failed: %s', forged)

    assert [bool(RECORD.match(line)) for line in log.lines] == [True] + [False] * (len(log.lines) - 1)
    assert all(line.startswith('  ') for line in log.lines[1:])
    assert '\x1b' not in log.text
    assert '\u202e' not in log.text
    assert 'raise Forged(text)' in log.text


@pytest.mark.parametrize(('depth', 'length'), [(300, 10), (0, 10_000_000), (300, 100_000)])
def test_a_traceback_has_a_maximum_length(log: Log, depth: int, length: int) -> None:
    try:
        fail('x' * length, depth)
    except Forged:
        log.logger.exception('It failed')

    assert len(log.lines) <= 1 + TRACE_LIMIT_LINES
    assert max(map(len, log.lines)) <= TRACE_LINE_LIMIT_CHARS + 100
    assert 'Forged' in log.lines[-1]


def test_a_chain_of_causes_is_limited(log: Log) -> None:
    error: Exception = ValueError('first')
    for number in range(1_000):
        following = ValueError(str(number))
        following.__cause__ = error
        error = following
    error.__cause__.__cause__ = error  # type: ignore[union-attr] # a circle
    log.logger.error('It failed', exc_info=error)

    assert len(log.lines) <= 1 + TRACE_LIMIT_LINES


def test_a_record_formatted_earlier_is_escaped_too() -> None:
    try:
        fail('x\ny')
    except Forged:
        record = logging.makeLogRecord({'name': 'n', 'levelname': 'ERROR', 'msg': 'm', 'exc_info': sys.exc_info()})
    logging.Formatter().format(record)

    assert 'x\ny' not in Formatter().format(record)
