"""The desktop window: the server runs beside it and stops with it."""

import sys
import threading
import time
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from messenger import native


class Served:
    """A server that does nothing until it is told to exit."""

    def __init__(self, *, works: bool = True) -> None:
        self.works, self.started, self.should_exit = works, False, False

    def run(self) -> None:
        """As uvicorn's: until `should_exit`."""
        self.started = self.works
        while self.works and not self.should_exit:
            time.sleep(0.01)


@pytest.fixture
def webview(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Stands in for pywebview; a window is open while `start` runs."""
    seen = SimpleNamespace(url='', options={}, server=None)
    module = ModuleType('webview')
    module.settings = {}  # type: ignore[attr-defined] # a stand-in
    module.create_window = lambda _title, url, **_size: setattr(seen, 'url', url)  # type: ignore[attr-defined] # the same

    def start(**options: object) -> None:
        seen.options, seen.serving = options, 'server' in {thread.name for thread in threading.enumerate()}

    module.start = start  # type: ignore[attr-defined] # the same
    monkeypatch.setitem(sys.modules, 'webview', module)
    return seen


def test_the_server_runs_while_the_window_is_open_and_no_longer(webview: SimpleNamespace, tmp_path: Path) -> None:
    server = Served()

    native.run(server, 'http://127.0.0.1:1', 'Messenger', tmp_path / 'window')

    assert webview.url == 'http://127.0.0.1:1'
    assert webview.serving
    assert server.should_exit
    assert 'server' not in {thread.name for thread in threading.enumerate()}


def test_log_in_and_drafts_are_kept_in_the_data_folder(webview: SimpleNamespace, tmp_path: Path) -> None:
    native.open_window('http://127.0.0.1:1', 'Messenger', tmp_path / 'window')

    assert webview.options['private_mode'] is False
    assert Path(webview.options['storage_path']).is_dir()


def test_no_window_without_a_server(webview: SimpleNamespace, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match='did not start'):
        native.run(Served(works=False), 'http://127.0.0.1:1', 'Messenger', tmp_path / 'window')

    assert not webview.url
