"""Health checks: is the process alive, can it work? For supervisors, and for pages that wait to reload."""

import asyncio
import time

from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse, Response

from messenger.database.engine import probe, read
from messenger.errors import Refused
from messenger.site import settings as site_settings

FRESH_S = 1.0

router = APIRouter()


class Readiness:
    """Whether the database answers; checked at most once in FRESH_S for all callers."""

    def __init__(self) -> None:
        self.checking: asyncio.Task[bool] | None = None
        self.begun_at = 0.0

    async def is_ready(self) -> bool:
        """Return the last answer, or a new one if that is too old."""
        now = time.monotonic()
        if self.checking is None or (self.checking.done() and now - self.begun_at >= FRESH_S):
            self.checking, self.begun_at = asyncio.create_task(_answers()), now
        return await asyncio.shield(self.checking)


async def _answers() -> bool:
    try:
        await probe()
        await read(site_settings.read_stored)
    except Refused:
        return False
    return True


@router.get('/healthz')
async def alive() -> Response:
    """Report that the process is alive."""
    return PlainTextResponse('ok')


@router.get('/readyz')
async def report_ready(request: Request) -> Response:
    """Report that the database answers and its file is in place; 503 otherwise."""
    readiness: Readiness = request.app.state.readiness
    if await readiness.is_ready():
        return PlainTextResponse('ok')
    return PlainTextResponse('the database is not available', 503)
