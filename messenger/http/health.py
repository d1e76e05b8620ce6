"""Is it alive, and can it work: for supervisors, and for pages that wait to reload."""

from fastapi import APIRouter
from starlette.responses import PlainTextResponse, Response

from messenger.db import probe, read
from messenger.errors import Refused
from messenger.models import Setting

router = APIRouter()


@router.get('/healthz')
async def alive() -> Response:
    """The process answers."""
    return PlainTextResponse('ok')


@router.get('/readyz')
async def ready() -> Response:
    """The database answers, too, and is the file in its place; 503 otherwise."""
    try:
        await probe()
        await read(lambda: Setting.select(Setting.name).first())
    except Refused:
        return PlainTextResponse('the database does not answer', 503)
    return PlainTextResponse('ok')
