"""Connects our sockets to NiceGUI's Socket.IO server; nothing else touches `nicegui.core.sio`."""

import asyncio
import contextlib
import logging
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
from messenger.live import people
from messenger.live.connection import Connection
from messenger.people import presence
from messenger.settings import Settings
from pages.socket import handler_tasks, heartbeat, page_fields
from pages.socket.handshake import RELOAD, SCOPE_KEY, SIGNED_OUT, Gate

logger = logging.getLogger(__name__)

FRAME_LIMIT_BYTES = 200_000
SWEEP_S = 30


def mount(app: FastAPI, settings: Settings) -> None:
    """Put our gate before NiceGUI's websocket: the gate handles all events; NiceGUI only learns who comes and goes."""
    pulse, windows = heartbeat.Heartbeat(), dict[str, Connection]()
    app.mount('/_nicegui_ws/', Gate(settings, pulse))
    sio = core.sio
    sio.eio.max_http_buffer_size = FRAME_LIMIT_BYTES
    connect, disconnect = sio.handlers['/']['connect'], sio.handlers['/']['disconnect']

    async def on_connect(sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        window = environ.get('asgi.scope', {}).get(SCOPE_KEY)
        if window is None:
            raise SocketRefused(RELOAD)
        window.sid = sid
        windows[sid] = window
        people.arrive(window)
        try:
            if window.session_id not in await read(sessions.living, [window.session_id]):
                raise SocketRefused(SIGNED_OUT)
            if not page_fields.well_formed(_query(environ)):
                raise SocketRefused(RELOAD)
            await connect(sid, environ, auth)
        except (SocketRefused, StorageUnavailable) as refusal:
            windows.pop(sid, None)
            window.alive = False
            people.depart(window)
            people.hang_up(window)
            reason = SIGNED_OUT if SIGNED_OUT in str(refusal) else RELOAD
            raise SocketRefused(reason) from None

    async def on_disconnect(sid: str, _reason: Any = None) -> None:
        window = windows.pop(sid, None)
        disconnect(sid)
        if window is not None and people.depart(window):
            with contextlib.suppress(StorageUnavailable):
                await presence.remember(window.user_id)

    sio.on('connect', on_connect)
    sio.on('disconnect', on_disconnect)
    handler_tasks.count()
    running = contextlib.AsyncExitStack()

    async def start() -> None:
        heartbeat.quiet_engine()
        tasks = background.running(sweeper=_sweep_forever, pulse=pulse.beat_forever)
        await running.enter_async_context(tasks)

    nicegui_app.on_startup(start)
    nicegui_app.on_shutdown(running.aclose)


def _query(environ: dict[str, Any]) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(environ.get('QUERY_STRING', '')).items()}


async def _sweep_forever() -> None:
    """Every SWEEP_S, end windows whose session ended elsewhere (another process, expiry); renew the other sessions."""
    while True:
        await asyncio.sleep(SWEEP_S)
        await sweep()


async def sweep() -> None:
    """Check the sessions of all windows against the database once."""
    windows = people.windows()
    living = await read(sessions.living, list({window.session_id for window in windows}))
    for window in windows:
        if window.session_id not in living:
            people.end(window)
    stale = await read(sessions.stale, list(living))
    if stale:
        await write(sessions.renew, stale)
