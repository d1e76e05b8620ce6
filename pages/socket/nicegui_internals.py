"""All undocumented parts of NiceGUI that we use: its names with an underscore appear only here.

If a new version of NiceGUI renames one, its test in tests/pages/socket/test_nicegui_internals.py fails.
"""

from collections import UserDict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nicegui import App, Client, dependencies, ui
from nicegui import client as pages
from nicegui import nicegui as routes
from nicegui.element import Element
from nicegui.elements.choice_element import ChoiceElement
from nicegui.event_listener import EventListener
from nicegui.outbox import Message, Outbox
from starlette.responses import Response
from starlette.templating import Jinja2Templates

STATIC = Path(pages.__file__).parent / 'static'  # NiceGUI's own files
TEMPLATE = Path(pages.__file__).parent / 'templates' / 'index.html'


def is_sent(client: Client) -> bool:
    """Whether the page has been sent; then nothing can be added to its HTML any more."""
    return bool(client._response_built)


def add_to_head(client: Client, html: str) -> None:
    """Add to the `head` of a page as is; NiceGUI's own function wraps the HTML."""
    client._head_html += html


def body_of(client: Client) -> str:
    """The HTML in the page besides its elements."""
    return client._body_html


def set_body(client: Client, html: str) -> None:
    """Replace the HTML in the page besides its elements."""
    client._body_html = html


def set_text(element: ui.element, text: str) -> None:
    """Set the plain text of an element of any kind."""
    element._text = text


def text_of(element: Element) -> str:
    """The plain text of an element of any kind."""
    return element._text or ''


def listeners(element: Element) -> list[EventListener]:
    """All listeners of an element."""
    return list(element._event_listeners.values())


def listener(element: Element, name: str) -> EventListener | None:
    """The listener of an element with this id."""
    return element._event_listeners.get(name)


def drop_listeners(element: Element) -> None:
    """Remove all listeners of an element."""
    element._event_listeners.clear()


def choice_count(element: ChoiceElement) -> int:
    """The number of options of a choice element."""
    return len(element._values)


def delete(client: Client) -> None:
    """Delete a page now, instead of waiting until its browser can no longer come back."""
    for document in list(client._delete_tasks):
        client._cancel_delete_task(document)
    client.delete()


def report_only_to(app: App, handler: Callable[[Exception], Any]) -> None:
    """Send exceptions of event handlers to `handler` only."""
    app._exception_handlers[:] = [handler]


def tab_storage(app: App) -> dict[str, Any]:
    """What NiceGUI keeps for each tab, by the tab's id."""
    return app.storage._tabs


def file_route(kind: str) -> Callable[..., Response] | None:
    """NiceGUI's function that serves its own files of a kind."""
    functions: dict[str, Callable[..., Response]] = {
        'libraries': routes._get_library,
        'components': routes._get_component,
        'resources': routes._get_resource,
        'esm': routes._get_esm,
        'dynamic_resources': routes._get_dynamic_resource,
    }
    return functions.get(kind)


def use_template(folder: Path, **values: Any) -> None:
    """Let `index.html` in this folder be the HTML of all pages; it may also use these values."""
    templates = Jinja2Templates(folder)
    templates.env.globals.update(values)
    pages.templates = templates


def component_path(key: str) -> Path:
    """The file of a component, by its key in the addresses of components."""
    return dependencies.js_components[key].path


def name_module(name: str, address: Callable[[], str]) -> None:
    """Let pages import a module as `name`; NiceGUI asks for its address when it builds the answer of a page."""
    dependencies.importmap_overrides = ImportMap(name, address)  # type: ignore[assignment] # it reads it as a mapping


class ImportMap(UserDict[str, str]):
    """The addresses of modules; that of `name` may differ from page to page."""

    def __init__(self, name: str, address: Callable[[], str]) -> None:
        super().__init__({name: ''})
        self._name, self._address = name, address

    def __getitem__(self, name: str) -> str:
        return self._address() if name == self._name else super().__getitem__(name)


class OpenOutbox(Outbox):
    """NiceGUI's outbox with public hooks for its internal steps."""

    def on_work(self) -> None:
        """React to something to send."""

    async def emit(self, message: Message) -> None:
        """Send a message."""
        await super()._emit(message)

    def _set_enqueue_event(self) -> None:
        super()._set_enqueue_event()
        self.on_work()

    async def _emit(self, message: Message) -> None:
        await self.emit(message)

    def go_on(self) -> None:
        """Allow the loop to run again after `stop`."""
        self._should_stop = False
