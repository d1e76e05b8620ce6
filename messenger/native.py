"""The messenger as a desktop window: the server in a thread, pywebview in the main thread."""

import importlib.util
import sys
import threading
import time
from pathlib import Path
from typing import Protocol

WIDTH_PX, HEIGHT_PX = 1200, 800
LEAST_WIDTH_PX, LEAST_HEIGHT_PX = 360, 480
START_LIMIT_S = 30
STOP_LIMIT_S = 10
LOOK_EVERY_S = 0.05


class Server(Protocol):
    """What is needed of a `uvicorn.Server`."""

    started: bool
    should_exit: bool

    def run(self) -> None:
        """Serve until `should_exit`."""


def is_installed() -> bool:
    """Whether pywebview is there."""
    return importlib.util.find_spec('webview') is not None


def run(server: Server, url: str, title: str, profile: Path) -> None:
    """Serve beside a window on `url`, and stop serving when the window is closed; call from the main thread.

    `profile` is the folder for the window's cookies and drafts. Ends the program when the server does not start.
    """
    thread = threading.Thread(target=server.run, name='server', daemon=True)
    thread.start()
    try:
        _wait_for(server, thread)
        open_window(url, title, profile)
    finally:
        server.should_exit = True
        thread.join(STOP_LIMIT_S)


def open_window(url: str, title: str, profile: Path) -> None:
    """Show `url` in a window until it is closed; log-in and drafts are kept in the folder `profile`."""
    import webview

    profile.mkdir(parents=True, exist_ok=True)
    webview.settings['ALLOW_DOWNLOADS'] = True
    webview.create_window(
        title,
        url,
        width=WIDTH_PX,
        height=HEIGHT_PX,
        min_size=(LEAST_WIDTH_PX, LEAST_HEIGHT_PX),
        text_select=True,
        zoomable=True,
    )
    gui = 'qt' if sys.platform == 'linux' else None
    webview.start(gui=gui, private_mode=False, storage_path=str(profile))


def _wait_for(server: Server, thread: threading.Thread) -> None:
    limit = time.monotonic() + START_LIMIT_S
    while not server.started:
        if not thread.is_alive() or time.monotonic() > limit:
            sys.exit('The server did not start.')
        time.sleep(LOOK_EVERY_S)
