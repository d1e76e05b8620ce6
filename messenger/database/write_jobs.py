"""Writes queued for the writer thread; each caller gets the outcome in its own event loop, in commit order."""

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
    """One queued write: what to do, the future its caller awaits, and the callbacks to run after the commit."""

    work: Callable[[], Any]
    done: asyncio.Future[Any]
    result: Any = None
    error: BaseException | None = None
    afterwards: list[Callable[[], None]] = field(default_factory=list)

    def settle(self) -> None:
        """Run the callbacks, then resolve the caller's future. Runs in the event loop."""
        if self.error is None:
            for listener in self.afterwards:
                _call_listener(listener)
        if self.done.cancelled():
            return
        if self.error is not None:
            self.done.set_exception(self.error)
        else:
            self.done.set_result(self.result)


def _call_listener(listener: Callable[[], None]) -> None:
    try:
        listener()
    except Exception:
        metrics.BACKGROUND_FAILURES.labels('listener').inc()
        logger.exception('A callback after a commit failed')


def settle(batch: list[Job]) -> None:
    """Deliver the outcome of each job."""
    for loop, jobs in groupby(batch, lambda job: job.done.get_loop()):
        try:
            loop.call_soon_threadsafe(_settle_all, list(jobs))
        except RuntimeError:
            logger.debug('The event loop closed before a write finished')


def _settle_all(jobs: list[Job]) -> None:
    for job in jobs:
        job.settle()
