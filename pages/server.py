"""Runs the whole server: the plain app, the pages on top of it, uvicorn around both."""

import signal
import socket

import uvicorn
from fastapi import FastAPI

from messenger.app import App
from messenger.cli.parse import Arguments
from messenger.desktop import window
from messenger.files import inspections
from messenger.http.app import create_app
from messenger.server import file_handles, log_output
from messenger.server.http_timeouts import PatientHttp
from messenger.server.websocket import WebSocketProtocol
from messenger.settings import Settings
from messenger.site import settings as site_settings
from pages import STATIC_DIR, register
from pages.socket.mount import FRAME_LIMIT_BYTES

SHUTDOWN_S = 5
QUEUED_CONNECTIONS = 2048


def build(settings: Settings) -> FastAPI:
    """Build the complete application; a process does this once."""
    root = App(settings)
    app = create_app(root, STATIC_DIR)
    register(app, settings, root.hub)
    return app


class Server(uvicorn.Server):
    """Ends upload inspections on shutdown before it waits for open requests, because some of them wait for these."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the inspections, then shut down as usual."""
        await inspections.end_all()
        await super().shutdown(sockets)


def make(settings: Settings) -> uvicorn.Server:
    """Create the server for the application."""
    file_handles.raise_limit()
    return Server(
        uvicorn.Config(
            build(settings),
            host=settings.host,
            port=settings.port,
            log_config=None,
            access_log=False,
            http=PatientHttp,
            ws=WebSocketProtocol,
            ws_max_size=FRAME_LIMIT_BYTES,
            ws_per_message_deflate=False,
            ws_ping_interval=None,
            proxy_headers=False,
            server_header=False,
            backlog=QUEUED_CONNECTIONS,
            timeout_graceful_shutdown=SHUTDOWN_S,
        )
    )


def serve(settings: Settings, arguments: Arguments) -> None:
    """Serve until a signal arrives; with `--native`, show a window and stop when it is closed."""
    log_output.configure(settings.log_level)
    server = make(settings)
    print(f'Messenger is at {settings.public_url or settings.local_url}', flush=True)
    if arguments.native:
        window.run(server, settings.local_url, lambda: site_settings.current().name, settings.data_dir / 'window')
    else:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _ignore_signal)
        server.run()


def _ignore_signal(_number: int, _frame: object) -> None:
    """Ignore the signal that uvicorn raises again after a clean stop; it would kill the process."""
