"""The messenger as a desktop window: the server in a thread, pywebview in the main thread."""

import importlib.util
import json
import os
import re
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from messenger.desktop import libraries

WIDTH_PX, HEIGHT_PX = 1200, 800
LEAST_WIDTH_PX, LEAST_HEIGHT_PX = 360, 480
START_LIMIT_S = 30
STOP_LIMIT_S = 10
LOOK_EVERY_S = 0.05
PLACE = 'window.json'
ICON = Path(__file__).parents[2] / 'pages' / 'static' / 'icon-512.png'


class Server(Protocol):
    """The part of `uvicorn.Server` that is used here."""

    started: bool
    should_exit: bool

    def run(self) -> None:
        """Serve until `should_exit`."""


def missing() -> str | None:
    """A sentence about what this machine lacks for a window, or None if it has everything."""
    if importlib.util.find_spec('webview') is None:
        return '--native needs pywebview: pip install -r requirements-native.txt.'
    if sys.platform == 'linux' and not (os.environ.get('DISPLAY') or os.environ.get('WAYLAND_DISPLAY')):
        return '--native needs a desktop. Without --native the messenger runs here for browsers.'
    lacking = libraries.missing() if sys.platform == 'linux' else []
    if lacking:
        command = f'apt install {" ".join(libraries.packages_with(lacking))}'
        return f'--native needs libraries that are not installed: {", ".join(lacking)}. On Debian and Ubuntu: {command}'
    return None


def run(server: Server, url: str, title: Callable[[], str], profile: Path) -> None:
    """Serve and show a window on `url`; stop serving when the window is closed. Call it from the main thread.

    `title` is called once the server runs; `profile` is the folder for the window's cookies and drafts. Ends the
    program if the server does not start.
    """
    thread = threading.Thread(target=server.run, name='server', daemon=True)
    thread.start()
    try:
        _wait_for(server, thread)
        open_window(url, title(), profile)
    finally:
        server.should_exit = True
        thread.join(STOP_LIMIT_S)


def open_window(url: str, title: str, profile: Path) -> None:
    """Show `url` in a window until it is closed; the folder `profile` keeps log-in, drafts, size and position."""
    import webview

    profile.mkdir(parents=True, exist_ok=True)
    webview.settings['ALLOW_DOWNLOADS'] = True
    window = webview.create_window(
        title,
        url,
        min_size=(LEAST_WIDTH_PX, LEAST_HEIGHT_PX),
        text_select=True,
        zoomable=True,
        **_read_geometry(profile),
    )
    window.events.closing += lambda: _store_geometry(profile, window)
    gui = None
    if sys.platform == 'linux':
        gui = 'qt'
        window.events.before_show += lambda: _outfit(window, url)
    try:
        webview.start(gui=gui, private_mode=False, storage_path=str(profile), icon=str(ICON))
    except webview.WebViewException as fault:
        sys.exit(f'The window could not be opened: {fault}')


def check_address(address: str) -> str:
    """Return the address of another messenger without a slash at the end. Raises ValueError if it is invalid."""
    parts = urlsplit(address.strip())
    if parts.scheme not in ('http', 'https') or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise ValueError
    return parts.geturl().rstrip('/')


def connect(address: str, folder: Path) -> None:
    """Show the messenger at `address` (see `check_address`) until the window is closed."""
    host = urlsplit(address).netloc
    open_window(address, host, folder / re.sub(r'[^\w.-]', '_', host))


def _outfit(window: Any, url: str) -> None:
    """Give Qt's window what other systems' web views have built in."""
    from messenger.desktop.qt import Window

    window.outfit = Window(window.native, url, ICON)


def _read_geometry(profile: Path) -> dict[str, int]:
    """The window's last width, height and position, in pixels; the default size the first time."""
    usual = {'width': WIDTH_PX, 'height': HEIGHT_PX}
    try:
        stored = json.loads((profile / PLACE).read_text())
        geometry = {name: int(stored[name]) for name in ('width', 'height', 'x', 'y') if stored.get(name) is not None}
    except (OSError, ValueError, TypeError, AttributeError):
        return usual
    if geometry.get('width', 0) < LEAST_WIDTH_PX or geometry.get('height', 0) < LEAST_HEIGHT_PX:
        return usual
    return geometry


def _store_geometry(profile: Path, window: Any) -> None:
    geometry = {name: getattr(window, name, None) for name in ('width', 'height', 'x', 'y')}
    (profile / PLACE).write_text(json.dumps(geometry))


def _wait_for(server: Server, thread: threading.Thread) -> None:
    limit = time.monotonic() + START_LIMIT_S
    while not server.started:
        if not thread.is_alive() or time.monotonic() > limit:
            sys.exit('The server did not start.')
        time.sleep(LOOK_EVERY_S)
