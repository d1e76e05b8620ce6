"""The web application without pages: routes and middlewares."""

from pathlib import Path

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from messenger.app import App
from messenger.errors import Refused
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


def create_app(messenger: App, static_dir: Path) -> FastAPI:
    """Create the application without its pages, which are mounted behind it; `messenger` starts and stops with it."""
    static.load(static_dir)
    settings = messenger.settings
    app = FastAPI(
        lifespan=lambda _: messenger.running(), docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False
    )
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
