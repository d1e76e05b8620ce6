"""Connects our sockets to NiceGUI's Socket.IO server; nothing else touches `nicegui.core.sio`."""

import asyncio
import contextlib
import logging
from functools import partial
from typing import Any
from urllib.parse import parse_qs

from fastapi import FastAPI
from nicegui import app as nicegui_app
from nicegui import core
from socketio.exceptions import ConnectionRefusedError as SocketRefused

from messenger import background
from messenger.accounts import sessions
from messenger.database.engine import read, write
from messenger.errors import StorageUnavailable
from messenger.live.connection import Connection
from messenger.live.hub import Hub
from messenger.people import presence
from messenger.settings import Settings
from pages.socket import handler_tasks, heartbeat, page_fields
from pages.socket.handler_tasks import HandlerTasks
from pages.socket.handshake import SCOPE_KEY, SIGNED_OUT, STALE_PAGE, Handshake
from pages.socket.heartbeat import Heartbeat

logger = logging.getLogger(__name__)

FRAME_LIMIT_BYTES = 200_000
SWEEP_S = 30


def mount(app: FastAPI, settings: Settings, hub: Hub, handlers: HandlerTasks) -> None:
    """Put our handshake before NiceGUI's websocket. NiceGUI learns only which windows come and go."""
    beating = Heartbeat()
    app.mount('/_nicegui_ws/', Handshake(settings, hub, beating, handlers))
    core.sio.eio.max_http_buffer_size = FRAME_LIMIT_BYTES
    Arrivals(hub).listen()
    handler_tasks.charge_tasks()
    hub.publish_metrics()
    works = background.running(sweeper=partial(_sweep_forever, hub), heartbeat=beating.beat_forever)

    async def start() -> None:
        heartbeat.quiet_engine()
        await works.__aenter__()

    async def stop() -> None:
        await works.__aexit__(None, None, None)

    nicegui_app.on_startup(start)
    nicegui_app.on_shutdown(stop)


class Arrivals:
    """Lets windows in once Socket.IO has connected them, and notes when they leave."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.windows: dict[str, Connection] = {}  # by the id of the socket
        handlers = core.sio.handlers['/']
        self._connect, self._disconnect = handlers['connect'], handlers['disconnect']  # NiceGUI's own

    def listen(self) -> None:
        """Take the place of NiceGUI's handlers, which are called from here."""
        core.sio.on('connect', self.on_connect)
        core.sio.on('disconnect', self.on_disconnect)

    async def on_connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        """Let a window in. Raises ConnectionRefusedError with what the window has to do instead."""
        window = environ.get('asgi.scope', {}).get(SCOPE_KEY)
        if window is None:
            raise SocketRefused(STALE_PAGE)
        window.sid = sid
        self.windows[sid] = window
        self.hub.arrive(window)
        try:
            await _check(window, environ)
            await self._connect(sid, environ, auth)
        except (SocketRefused, StorageUnavailable) as refusal:
            self._turn_away(window)
            raise SocketRefused(SIGNED_OUT if SIGNED_OUT in str(refusal) else STALE_PAGE) from None

    async def on_disconnect(self, sid: str, _reason: Any = None) -> None:
        """Note that a window has gone, and when its person was last here."""
        window = self.windows.pop(sid, None)
        self._disconnect(sid)
        if window is not None and self.hub.depart(window):
            with contextlib.suppress(StorageUnavailable):
                await presence.remember(window.user_id)

    def _turn_away(self, window: Connection) -> None:
        self.windows.pop(window.sid, None)
        window.alive = False
        self.hub.depart(window)
        self.hub.hang_up(window)


async def _check(window: Connection, environ: dict[str, Any]) -> None:
    """Check the session, which may have ended since the handshake, and what the page sent with it."""
    if window.identity.session_id not in await read(sessions.living, [window.identity.session_id]):
        raise SocketRefused(SIGNED_OUT)
    if not page_fields.is_well_formed(_query(environ)):
        raise SocketRefused(STALE_PAGE)


def _query(environ: dict[str, Any]) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(environ.get('QUERY_STRING', '')).items()}


async def _sweep_forever(hub: Hub) -> None:
    """Every SWEEP_S, end windows whose session ended elsewhere (another process, expiry); renew the other sessions."""
    while True:
        await asyncio.sleep(SWEEP_S)
        await sweep(hub)


async def sweep(hub: Hub) -> None:
    """Check the sessions of all windows against the database once."""
    windows = hub.windows()
    living = await read(sessions.living, list({window.identity.session_id for window in windows}))
    for window in windows:
        if window.identity.session_id not in living:
            hub.end(window)
    stale = await read(sessions.find_stale, list(living))
    if stale:
        await write(sessions.renew, stale)
