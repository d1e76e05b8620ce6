"""The application without pages: routes, middlewares, and what starts and stops with the server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from messenger import background, housekeeping, rate_limits, runtime_stats
from messenger.accounts import accounts, login_attempts, sessions
from messenger.database.engine import close_database, open_database, read
from messenger.errors import Refused
from messenger.files import attachments, decoding, inspections, removed_files, workspace, workspace_mark
from messenger.http import accounts as account_routes
from messenger.http import (
    authentication,
    error_pages,
    files,
    head_requests,
    headers,
    health,
    hosts,
    languages,
    metrics,
    origins,
    pwa,
    static,
)
from messenger.http import avatars as avatar_routes
from messenger.index import word_index
from messenger.messages import rerender
from messenger.people import avatars, blocklists, presence
from messenger.settings import Settings
from messenger.site import settings as site_settings


def create_app(settings: Settings, static_dir: Path) -> FastAPI:
    """Create the application without its pages, which are mounted behind it."""
    static.load(static_dir)
    app = FastAPI(lifespan=_lifespan, docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    app.state.settings = settings
    app.state.readiness = health.Readiness()
    for part in (static, health, pwa, metrics, languages, account_routes, avatar_routes, files):
        app.include_router(part.router)
    app.add_exception_handler(Refused, error_pages.on_refused)
    app.add_exception_handler(HTTPException, error_pages.on_http_error)
    app.add_exception_handler(RequestValidationError, error_pages.on_bad_input)
    app.add_middleware(authentication.Visitors)
    app.add_middleware(origins.OriginCheck, settings=settings)
    app.add_middleware(hosts.HostCheck, settings=settings)
    app.add_middleware(error_pages.Faults)
    app.add_middleware(headers.SecurityHeaders)
    app.add_middleware(head_requests.Heads)
    if settings.trusted_proxies:
        app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=list(settings.trusted_proxies))
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    workspace_mark.check(settings)
    open_database(settings)
    configure(settings)
    await housekeeping.begin(settings)
    await read(site_settings.load)
    await read(presence.load)
    await read(blocklists.load)
    nobody_yet = await read(accounts.is_empty)
    if accounts.setup_code() and nobody_yet:
        print(f'Setup code for the first account: {accounts.setup_code()}', flush=True)
    try:
        async with background.running(
            housekeeping=lambda: housekeeping.keep_house(settings),
            beat=runtime_stats.beat,
            watch=runtime_stats.watch,
            renewal=rerender.renew,
            search=word_index.build,
        ):
            yield
        await housekeeping.end()
    finally:
        await inspections.end_all()
        close_database()


def configure(settings: Settings) -> None:
    """Pass the settings to the modules that need them."""
    workspace.close_workspace()
    removed_files.configure(settings)
    accounts.configure(secret_key=settings.secret_key, listens_locally=settings.listens_locally)
    avatars.configure(folder=settings.avatars_dir)
    attachments.configure(folder=settings.uploads_dir, limit_mb=settings.upload_limit_mb)
    decoding.queue.open()
    sessions.configure(days=settings.session_days)
    rate_limits.configure(enabled=settings.rate_limits)
    login_attempts.configure(enabled=settings.rate_limits, tries_per_address=settings.address_tries)
