"""Everything that uses NiceGUI: pages, elements, and NiceGUI's websocket."""

from functools import partial
from pathlib import Path

from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from nicegui import app as nicegui_app
from nicegui import core, ui
from starlette.requests import Request
from starlette.responses import Response

from messenger.errors import Refused
from messenger.http import error_pages
from messenger.live.hub import Hub
from messenger.settings import Settings
from messenger.site import settings as site_settings
from pages import client_module, nicegui_page
from pages.components.client_call import CLIENT_NAME
from pages.nicegui_files import MOUNTED_AT, NiceguiFiles
from pages.socket import mount, nicegui_internals
from pages.socket.handler_tasks import HandlerTasks
from pages.socket.page_limits import PageLimits
from pages.socket.page_turns import PageTurns

STATIC_DIR = Path(__file__).parent / 'static'
RECONNECT_S = 90  # a connection lost for a minute finds the same page; NiceGUI also keeps closed pages this long
GZIP_LEVEL = 6  # half the time of 9, for 1 % more bytes
# NiceGUI answers 500 if a page takes longer (default 3 s); our reads have shorter deadlines and answer 503
PAGE_S = 60
TAB_STORAGE_S = 60  # we store nothing per tab; by default NiceGUI keeps an empty entry per tab for 30 days


def register(app: FastAPI, settings: Settings, hub: Hub) -> None:
    """Mount the pages and the websocket on `app`, behind its routes and middlewares."""
    (ui.page.__init__.__kwdefaults__ or {})['response_timeout'] = PAGE_S
    from pages import admin, profile, room, rooms, search, user, users  # noqa: F401 - importing a page registers it

    nicegui_app.state.settings, nicegui_app.state.hub = settings, hub
    nicegui_app.state.page_limits = PageLimits()
    nicegui_app.router.redirect_slashes = False
    nicegui_app.storage.max_tab_storage_age = TAB_STORAGE_S
    mount.mount(app, settings, hub, HandlerTasks())
    app.mount(MOUNTED_AT, NiceguiFiles())
    client_module.load()
    nicegui_page.load()
    nicegui_internals.name_module(CLIENT_NAME, client_module.url)
    core.app.config.socket_io_js_transports = ['websocket']
    ui.run_with(
        app,
        title=site_settings.current().name,
        favicon=STATIC_DIR / 'icon.svg',
        dark=None,
        tailwind=False,
        binding_refresh_interval=0.2,
        reconnect_timeout=RECONNECT_S,
        message_history_length=200,
        show_welcome_message=False,
        gzip_middleware_factory=partial(GZipMiddleware, compresslevel=GZIP_LEVEL),
    )
    nicegui_app.add_middleware(PageTurns, hub=hub)
    nicegui_app.exception_handlers[404] = _not_found
    nicegui_app.exception_handlers[Exception] = _pass_error_on
    nicegui_internals.report_only_to(nicegui_app, _broken_in_a_window)


async def _pass_error_on(_request: Request, error: Exception) -> Response:
    """Raise it again: our own middleware logs it once and answers with a plain page."""
    raise error


def _broken_in_a_window(error: Exception) -> None:
    """Log the failure of a window's event; `page_layout` shows the person the same id."""
    if not isinstance(error, Refused):
        error_pages.log_once(error, 'An event of a window')


async def _not_found(request: Request, _error: Exception) -> Response:
    """Show our plain 404 page: NiceGUI's own would keep a client alive for a minute."""
    return error_pages.error_response(request, 404)
