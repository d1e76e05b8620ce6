"""Metrics for Prometheus: for admins, and for scrapers that know METRICS_TOKEN."""

import hmac

from fastapi import APIRouter, Request
from starlette.responses import Response

from messenger import metrics
from messenger.errors import NotFound
from messenger.settings import Settings

router = APIRouter()

TYPE = 'text/plain; version=0.0.4; charset=utf-8'


@router.get('/metrics')
async def figures(request: Request) -> Response:
    """Return all metrics of the process. Raises NotFound for anybody else."""
    settings: Settings = request.app.state.settings
    user = request.state.user
    if not _knows(request.headers.get('authorization', ''), settings.metrics_token) and not (user and user.is_admin):
        raise NotFound
    return Response(metrics.text(), media_type=TYPE)


def _knows(header: str, token: str) -> bool:
    return bool(token) and hmac.compare_digest(header.encode(), f'Bearer {token}'.encode())
