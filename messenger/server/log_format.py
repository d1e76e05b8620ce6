"""Formats log records: one line for the message, a bounded traceback below it, and no way to forge a line.

Names, addresses, file names and exception texts come from outside. Characters that could move the cursor, begin a line
or hide text are escaped, and everything has a maximum length.
"""

import logging
import re
import traceback
import unicodedata
from types import TracebackType

MESSAGE_LIMIT_CHARS = 1_000
TRACE_LINE_LIMIT_CHARS = 300
TRACE_LIMIT_LINES = 40
TRACE_FIRST_LINES = 8
CHAIN_LIMIT = 5
TRACE_MARGIN = '  '

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None]

_PRINTABLE_ASCII = re.compile(r'[ -\[\]-~]*')
_UNSAFE_CATEGORIES = frozenset({'Cc', 'Cf', 'Cs', 'Co', 'Cn', 'Zl', 'Zp'})
_SHORT = {'\n': r'\n', '\r': r'\r', '\t': r'\t', '\\': r'\\'}


def escape(text: str, limit_chars: int = MESSAGE_LIMIT_CHARS) -> str:
    """`text` on one line, cut to `limit_chars`, with control, format and unassigned characters as Python escapes."""
    shortened = text[:limit_chars]
    if not _PRINTABLE_ASCII.fullmatch(shortened):
        shortened = ''.join(map(_escape_char, shortened))
    return shortened if len(text) <= limit_chars else f'{shortened}… ({len(text) - limit_chars} more characters)'


def _escape_char(char: str) -> str:
    if char in _SHORT:
        return _SHORT[char]
    return ascii(char)[1:-1] if unicodedata.category(char) in _UNSAFE_CATEGORIES else char


class Formatter(logging.Formatter):
    """Puts time, level and logger before the message; indents tracebacks, so that they cannot pass for records."""

    def __init__(self) -> None:
        super().__init__('%(asctime)s %(levelname)s %(name)s: %(message)s')

    def format(self, record: logging.LogRecord) -> str:
        """Format a record. Never use cached text: what another handler cached may not be escaped."""
        try:
            message = record.getMessage()
        except Exception as error:  # a message that does not fit its arguments is still a message
            message = f'{record.msg!r:.500} (cannot be formatted: {type(error).__name__})'
        line = (
            f'{self.formatTime(record)} {record.levelname} {escape(record.name, 100)}: '
            f'{escape(message, MESSAGE_LIMIT_CHARS)}'
        )
        return '\n'.join([line, *trace_lines(record)])


def trace_lines(record: logging.LogRecord) -> list[str]:
    """The traceback and the stack of a record as indented lines, at most TRACE_LIMIT_LINES."""
    lines: list[str] = []
    if record.exc_info and record.exc_info[1] is not None:
        lines += _exception_lines(record.exc_info[1])
    if record.stack_info:
        lines += record.stack_info.split('\n')
    if len(lines) > TRACE_LIMIT_LINES:
        last = TRACE_LIMIT_LINES - TRACE_FIRST_LINES - 1
        left_out = len(lines) - TRACE_FIRST_LINES - last
        lines = [*lines[:TRACE_FIRST_LINES], f'… {left_out} lines left out', *lines[-last:]]
    return [TRACE_MARGIN + _visible(line) for line in lines]


def _visible(line: str) -> str:
    return ''.join(map(_escape_char, line[:TRACE_LINE_LIMIT_CHARS])).replace(r'\\', '\\')


def _exception_lines(error: BaseException) -> list[str]:
    """Format like Python, causes first, but the text of each exception is one line, whatever it contains."""
    try:
        chain, causes = [error], {id(error)}
        while (before := _cause(chain[-1])) is not None and id(before) not in causes and len(chain) < CHAIN_LIMIT:
            chain.append(before)
            causes.add(id(before))
        lines: list[str] = []
        for number, link in enumerate(reversed(chain)):
            if number:
                lines.append('which led to:')
            lines.append('Traceback (most recent call last):')
            for frame in traceback.extract_tb(link.__traceback__, limit=-TRACE_LIMIT_LINES).format():
                lines += frame.rstrip('\n').split('\n')
            lines.append(summary(link))
            if isinstance(link, BaseExceptionGroup):
                lines += [f'  with {summary(part)}' for part in link.exceptions[:CHAIN_LIMIT]]
    except Exception as failure:  # an exception whose own text fails
        return [f'{type(error).__qualname__} (cannot be shown: {type(failure).__name__})']
    return lines


def _cause(error: BaseException) -> BaseException | None:
    return error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def summary(error: BaseException) -> str:
    """The type and the beginning of the text of an exception, not yet escaped."""
    try:
        text = str(error)
    except Exception:
        text = '(no text)'
    return f'{type(error).__qualname__[:100]}: {text[:TRACE_LINE_LIMIT_CHARS]}'
