"""Writes that wait for the writer thread, and how each hears its outcome: in its own event loop, in commit order."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from messenger import metrics

logger = logging.getLogger(__name__)


@dataclass
class Job:
    """One write that waits for its turn: what to do, who waits, and what to tell once it is committed."""

    work: Callable[[], Any]
    done: asyncio.Future[Any]
    result: Any = None
    error: BaseException | None = None
    afterwards: list[Callable[[], None]] = field(default_factory=list)

    def settle(self) -> None:
        """Tell what happened (in the event loop), then let the waiter go on."""
        if self.error is None:
            for tell in self.afterwards:
                _told(tell)
        if self.done.cancelled():
            return
        if self.error is not None:
            self.done.set_exception(self.error)
        else:
            self.done.set_result(self.result)


def _told(tell: Callable[[], None]) -> None:
    try:
        tell()
    except Exception:
        metrics.BACKGROUND_FAILURES.labels('listener').inc()
        logger.exception('A callback after a commit failed')


def settle(batch: list[Job]) -> None:
    """Give each job its outcome."""
    for loop, jobs in groupby(batch, lambda job: job.done.get_loop()):
        try:
            loop.call_soon_threadsafe(_settle_all, list(jobs))
        except RuntimeError:
            logger.debug('The event loop closed before a write finished')


def _settle_all(jobs: list[Job]) -> None:
    for job in jobs:
        job.settle()
