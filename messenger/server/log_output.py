"""Writes log records to stderr, with limits: a few lines a second per call site, and a total for all of them.

A record's site is the place in the source that logged it (and, for an exception, the place that raised it), so nobody
outside can create new sites. The first record of a site in a while has its traceback; later ones are single lines.
Records beyond the limits are counted and reported in one line.
"""

import asyncio
import logging
import math
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from messenger import metrics
from messenger.server.log_format import TRACE_LIMIT_LINES, Formatter, summary

SITE_LINES_PER_S, SITE_BURST_LINES = 1, 5
TOTAL_LINES_PER_S, TOTAL_BURST_LINES = 5, 100
DEBUG_FACTOR = 20
TRACE_EVERY_S = 60
SUMMARY_AFTER_S = 5
SITES_LIMIT = 500
EXAMPLE_LIMIT_CHARS = 100
NOISY = ('uvicorn', 'httpx', 'httpcore', 'engineio', 'socketio', 'asyncio', 'PIL', 'multipart', 'python_multipart')

Site = tuple[str, str, int, str]
ELSEWHERE: Site = ('', '', 0, '')


@dataclass
class Allowance:
    """A limit on lines: `burst` at once, then `per_s` more each second."""

    per_s: float
    burst: float
    left: float = field(init=False)
    at_s: float = 0.0

    def __post_init__(self) -> None:
        self.left = self.burst

    def refill(self, now_s: float) -> float:
        """Add the lines earned until `now_s` and return how many are left."""
        self.left = min(self.burst, self.left + (now_s - self.at_s) * self.per_s)
        self.at_s = now_s
        return self.left


@dataclass
class _SiteState:
    allowance: Allowance
    example: dict[str, Any]
    traced_s: float = -math.inf
    suppressed: int = 0


class Output(logging.StreamHandler[Any]):
    """Writes records to a stream, within limits; `factor` raises all limits."""

    def __init__(self, stream: Any = None, factor: float = 1, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(stream)
        self.setFormatter(Formatter())
        self._factor, self._clock = factor, clock
        self.sites: dict[Site, _SiteState] = {}
        # warnings must not crowd out errors
        self._totals = {
            is_error: Allowance(TOTAL_LINES_PER_S * factor, TOTAL_BURST_LINES * factor, at_s=clock())
            for is_error in (False, True)
        }
        self._timer: threading.Timer | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write the record, write it without its traceback, or just count it."""
        now_s = self._clock()
        site = self._site(record, now_s)
        total = self._totals[record.levelno >= logging.ERROR]
        if site.allowance.refill(now_s) < 1 or total.refill(now_s) < 1:
            site.suppressed += 1
            metrics.LOG_RECORDS_SUPPRESSED.inc()
            self._summarise_later()
            return
        site.allowance.left -= 1
        self._write_summary(site)
        if record.exc_info or record.stack_info:
            if now_s - site.traced_s < TRACE_EVERY_S / self._factor or total.left < TRACE_LIMIT_LINES:
                record = _without_trace(record)
            else:
                site.traced_s = now_s
        self._write(record, total)

    def summarise(self) -> None:
        """Write how many records of each site were suppressed, and reset the counts."""
        assert self.lock is not None  # noqa: S101 - every handler has one
        with self.lock:
            self._timer = None
            for site in self.sites.values():
                self._write_summary(site)
            self.flush()

    def close(self) -> None:
        """Summarise at the end of the program."""
        if self._timer is not None:
            self._timer.cancel()
        self.summarise()
        super().close()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name and arguments of logging
        """Do nothing: if the stream cannot be written (full disk, closed pipe), there is no point in writing more."""

    def _site(self, record: logging.LogRecord, now_s: float) -> _SiteState:
        key: Site = (record.name[:100], record.pathname, record.lineno, _raised_at(record))
        if key not in self.sites and len(self.sites) >= SITES_LIMIT:
            key = ELSEWHERE
        if key not in self.sites:
            allowance = Allowance(SITE_LINES_PER_S * self._factor, SITE_BURST_LINES * self._factor, at_s=now_s)
            self.sites[key] = _SiteState(allowance, {})
        site = self.sites[key]
        site.example = {
            'name': record.name[:100],
            'levelno': record.levelno,
            'levelname': record.levelname,
            'msg': '… and %d more like “%s”',
            'short': str(record.msg)[:EXAMPLE_LIMIT_CHARS],
        }
        return site

    def _write_summary(self, site: _SiteState) -> None:
        if site.suppressed:
            count, site.suppressed = site.suppressed, 0
            more = logging.makeLogRecord(site.example | {'args': (count, site.example['short'])})
            self._write(more, self._totals[more.levelno >= logging.ERROR])

    def _write(self, record: logging.LogRecord, total: Allowance) -> None:
        try:
            text = self.format(record)
            total.left -= 1 + text.count('\n')
            self.stream.write(text.encode('utf-8', 'backslashreplace').decode() + self.terminator)
            self.flush()
        except Exception:
            self.handleError(record)

    def _summarise_later(self) -> None:
        if self._timer is None:
            self._timer = threading.Timer(SUMMARY_AFTER_S, self.summarise)
            self._timer.daemon = True
            self._timer.start()


def _without_trace(record: logging.LogRecord) -> logging.LogRecord:
    """Reduce the record to a single line that names its exception and keeps no frames alive."""
    if not record.exc_info and not record.stack_info:
        return record
    error = record.exc_info[1] if record.exc_info else None
    reduced = logging.makeLogRecord({**vars(record), 'exc_info': None, 'exc_text': None, 'stack_info': None})
    if error is not None:
        reduced.msg, reduced.args = '%s (%s)', (_message(record), summary(error))
    return reduced


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception:
        return str(record.msg)[:500]


def _raised_at(record: logging.LogRecord) -> str:
    """The place in the source that raised a record's exception."""
    if not record.exc_info or record.exc_info[1] is None:
        return ''
    trace: TracebackType | None = record.exc_info[2]
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    location = f'{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}' if trace is not None else ''
    return f'{type(record.exc_info[1]).__qualname__[:100]} {location}'


def configure(level: str) -> None:
    """Send all log records, warnings and uncaught exceptions to stderr through one Output."""
    output = Output(sys.stderr, DEBUG_FACTOR if level == 'DEBUG' else 1)
    root = logging.getLogger()
    for logger in (root, *map(logging.getLogger, list(root.manager.loggerDict))):
        for handler in list(logger.handlers):  # those of socketio and engineio escape nothing
            logger.removeHandler(handler)
        logger.propagate = True
    output.addFilter(is_no_cancellation)
    root.addHandler(output)
    root.setLevel(level)
    for name in NOISY:
        logging.getLogger(name).setLevel(level if level != 'INFO' else 'WARNING')
    logging.captureWarnings(capture=True)
    sys.excepthook = _on_uncaught
    sys.unraisablehook = _on_unraisable
    threading.excepthook = _on_thread_failure


def is_no_cancellation(record: logging.LogRecord) -> bool:
    """Drop uvicorn's reports of requests that it cancels itself when it stops; it calls them application errors."""
    error = record.exc_info[1] if record.exc_info else None
    return not (isinstance(error, asyncio.CancelledError) and record.name.startswith('uvicorn'))


_uncaught = logging.getLogger('messenger.uncaught')


def _on_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    _uncaught.critical('The program stopped because of an error', exc_info=(kind, error, trace))


def _on_unraisable(failure: Any) -> None:
    error = failure.exc_value
    information = (type(error), error, failure.exc_traceback) if error is not None else None
    _uncaught.error('%s', failure.err_msg or 'An exception was ignored', exc_info=information)


def _on_thread_failure(failure: Any) -> None:
    if failure.exc_value is not None and not isinstance(failure.exc_value, SystemExit):
        name = failure.thread.name if failure.thread else 'unknown'
        information = (failure.exc_type, failure.exc_value, failure.exc_traceback)
        _uncaught.error('Thread %s ended', name, exc_info=information)
