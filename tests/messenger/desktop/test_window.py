"""The desktop window: the server runs alongside it and stops with it."""

import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from messenger.desktop import window


class Served:
    """A server that does nothing until `should_exit` is set."""

    def __init__(self, *, works: bool = True) -> None:
        self.works, self.started, self.should_exit = works, False, False

    def run(self) -> None:
        """Run like uvicorn's server, until `should_exit`."""
        self.started = self.works
        while self.works and not self.should_exit:
            time.sleep(0.01)


class Closing:
    """pywebview's event: handlers are added with `+=`."""

    def __init__(self) -> None:
        self.handlers: list[Callable[[], None]] = []

    def __iadd__(self, handler: Callable[[], None]) -> 'Closing':
        self.handlers.append(handler)
        return self

    def happen(self) -> None:
        for handler in self.handlers:
            handler()


@pytest.fixture
def webview(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Stands in for pywebview; the window is open while `start` runs."""
    seen = SimpleNamespace(url='', options={}, server=None)
    module = ModuleType('webview')
    module.settings = {}  # type: ignore[attr-defined] # a stand-in
    seen.window = SimpleNamespace(
        width=900, height=700, x=5, y=6, events=SimpleNamespace(closing=Closing(), before_show=Closing())
    )

    def create_window(title: str, url: str, **place: object) -> SimpleNamespace:
        seen.title, seen.url, seen.place = title, url, place
        return SimpleNamespace(**vars(seen.window))

    module.create_window = create_window  # type: ignore[attr-defined] # the same

    def start(**options: object) -> None:
        seen.options, seen.serving = options, 'server' in {thread.name for thread in threading.enumerate()}
        seen.window.events.closing.happen()

    module.start = start  # type: ignore[attr-defined] # the same
    monkeypatch.setitem(sys.modules, 'webview', module)
    return seen


def test_the_server_runs_exactly_as_long_as_the_window_is_open(webview: SimpleNamespace, tmp_path: Path) -> None:
    server = Served()

    window.run(server, 'http://127.0.0.1:1', lambda: 'Workshop', tmp_path / 'window')

    assert webview.title == 'Workshop'
    assert webview.url == 'http://127.0.0.1:1'
    assert webview.serving
    assert server.should_exit
    assert 'server' not in {thread.name for thread in threading.enumerate()}


def test_the_session_and_drafts_are_kept_in_the_data_folder(webview: SimpleNamespace, tmp_path: Path) -> None:
    window.open_window('http://127.0.0.1:1', 'Messenger', tmp_path / 'window')

    assert webview.options['private_mode'] is False
    assert Path(webview.options['storage_path']).is_dir()


def test_without_a_server_there_is_no_window(webview: SimpleNamespace, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match='did not start'):
        window.run(Served(works=False), 'http://127.0.0.1:1', lambda: 'Workshop', tmp_path / 'window')

    assert not webview.url


def test_the_window_reopens_where_it_was(webview: SimpleNamespace, tmp_path: Path) -> None:
    window.open_window('http://127.0.0.1:1', 'Messenger', tmp_path)
    assert (webview.place['width'], webview.place['height']) == (window.WIDTH_PX, window.HEIGHT_PX)

    window.open_window('http://127.0.0.1:1', 'Messenger', tmp_path)
    assert {name: webview.place[name] for name in ('width', 'height', 'x', 'y')} == {
        'width': 900,
        'height': 700,
        'x': 5,
        'y': 6,
    }


@pytest.mark.parametrize('kept', ['', '[]', '{"width": 1}', '{"width": "x"}', '{"width": null}'])
def test_a_corrupt_window_position_is_ignored(webview: SimpleNamespace, tmp_path: Path, kept: str) -> None:
    (tmp_path / window.PLACE).write_text(kept)
    window.open_window('http://127.0.0.1:1', 'Messenger', tmp_path)
    assert webview.place['width'] == window.WIDTH_PX


def test_another_messenger_has_its_own_profile(webview: SimpleNamespace, tmp_path: Path) -> None:
    window.connect(window.check_address('https://chat.example.org:8443/'), tmp_path)
    assert (webview.url, webview.title) == ('https://chat.example.org:8443', 'chat.example.org:8443')
    assert Path(webview.options['storage_path']).name == 'chat.example.org_8443'


def test_an_invalid_address_is_refused(subtests: pytest.Subtests) -> None:
    for address in ['', 'chat.example.org', 'file:///etc', 'javascript:alert(1)', 'https://', 'https://a@b']:
        with subtests.test(repr(address)), pytest.raises(ValueError):  # noqa: PT011 - the error has no message
            window.check_address(address)
