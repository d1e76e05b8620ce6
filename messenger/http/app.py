"""The plain application: routes, middlewares around them, and what starts and ends with the server."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from messenger import tasks
from messenger.db import close_database, open_database, read, write
from messenger.errors import Refused
from messenger.http import accounts as account_routes
from messenger.http import avatars as avatar_routes
from messenger.http import (
    faults,
    files,
    headers,
    heads,
    health,
    installed,
    languages,
    metrics,
    origins,
    static,
    visitors,
)
from messenger.services import (
    accounts,
    attachments,
    avatars,
    guesses,
    limits,
    messages,
    presence,
    renderings,
    rooms,
    search_index,
    sessions,
    sites,
    staging,
    vitals,
)
from messenger.settings import Settings

logger = logging.getLogger(__name__)

HOUSEKEEPING_S = 3600


def create_app(settings: Settings, static_dir: Path) -> FastAPI:
    """The application without its pages, which are mounted behind it."""
    static.load(static_dir)
    app = FastAPI(lifespan=_lifespan, docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    app.state.settings = settings
    for part in (static, health, installed, metrics, languages, account_routes, avatar_routes, files):
        app.include_router(part.router)
    app.add_exception_handler(Refused, faults.on_refused)
    app.add_exception_handler(HTTPException, faults.on_http_error)
    app.add_exception_handler(RequestValidationError, faults.on_bad_input)
    app.add_middleware(visitors.Visitors)
    app.add_middleware(origins.OriginCheck, settings=settings)
    app.add_middleware(faults.Faults)
    app.add_middleware(headers.SecurityHeaders)
    app.add_middleware(heads.Heads)
    if settings.trusted_proxies:
        app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=list(settings.trusted_proxies))
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    open_database(settings)
    configure(settings)
    await read(sites.load)
    await read(presence.load)
    nobody_yet = await read(accounts.is_empty)
    if accounts.setup_code() and nobody_yet:
        print(f'Setup code for the first account: {accounts.setup_code()}', flush=True)
    try:
        async with tasks.running(
            housekeeping=lambda: _keep_house(settings),
            beat=vitals.beat,
            watch=vitals.watch,
            renewal=renderings.renew,
            search=search_index.build,
        ):
            yield
    finally:
        close_database()


def configure(settings: Settings) -> None:
    """Tell each service what the settings say of it."""
    accounts.configure(secret_key=settings.secret_key, listens_locally=settings.listens_locally)
    avatars.configure(folder=settings.avatars_dir)
    attachments.configure(folder=settings.uploads_dir, limit_mb=settings.upload_limit_mb)
    sessions.configure(days=settings.session_days)
    limits.configure(enabled=settings.rate_limits)
    guesses.configure(enabled=settings.rate_limits, tries_per_address=settings.address_tries)


async def _keep_house(settings: Settings) -> None:
    """Now and then: rooms that have lain in the bin for their days, words and files of deleted messages go for good,
    and so does what a killed backup left.
    """
    while True:
        while await write(rooms.empty_bin, settings.bin_days):
            pass
        while await write(messages.wipe_deleted):
            pass
        while await write(attachments.forget):
            pass
        await attachments.sweep()
        await asyncio.to_thread(staging.sweep, settings.data_dir)
        await asyncio.sleep(HOUSEKEEPING_S)
