"""Everything that is used of NiceGUI and is not in its documentation: names with an underscore, all of them here.

When a new version of NiceGUI renames one, its test in tests/pages/socket/test_nicegui_internals.py fails.
"""

from collections.abc import Callable
from typing import Any

from nicegui import App, Client, ui
from nicegui import nicegui as routes
from nicegui.element import Element
from nicegui.elements.choice_element import ChoiceElement
from nicegui.event_listener import EventListener
from nicegui.outbox import Message, Outbox
from starlette.responses import Response


def is_sent(client: Client) -> bool:
    """Whether the page has been sent, so that nothing can be added to its HTML any more."""
    return bool(client._response_built)


def add_to_head(client: Client, html: str) -> None:
    """Add to the `head` of a page; NiceGUI's own function wraps it."""
    client._head_html += html


def body_of(client: Client) -> str:
    """The HTML that is in the page beside its elements."""
    return client._body_html


def set_body(client: Client, html: str) -> None:
    """Put other HTML there."""
    client._body_html = html


def set_text(element: ui.element, text: str) -> None:
    """Give an element of any kind a plain text."""
    element._text = text


def listener(element: Element, name: str) -> EventListener | None:
    """The listener of an element with this id."""
    return element._event_listeners.get(name)


def drop_listeners(element: Element) -> None:
    """Let an element listen to nothing."""
    element._event_listeners.clear()


def choice_count(element: ChoiceElement) -> int:
    """How many options there are to choose from."""
    return len(element._values)


def delete(client: Client) -> None:
    """Delete a page now, instead of when its browser may not come back any more."""
    for document in list(client._delete_tasks):
        client._cancel_delete_task(document)
    client.delete()


def report_only_to(app: App, handler: Callable[[Exception], Any]) -> None:
    """Let exceptions of event handlers go to `handler` and nobody else."""
    app._exception_handlers[:] = [handler]


def file_route(kind: str) -> Callable[..., Response] | None:
    """The function that answers for NiceGUI's own files of a kind."""
    known: dict[str, Callable[..., Response]] = {
        'libraries': routes._get_library,
        'components': routes._get_component,
        'resources': routes._get_resource,
        'esm': routes._get_esm,
        'dynamic_resources': routes._get_dynamic_resource,
    }
    return known.get(kind)


class OpenOutbox(Outbox):
    """NiceGUI's outbox, where what it does inside can be replaced."""

    def on_work(self) -> None:
        """There is something to send."""

    async def emit(self, message: Message) -> None:
        """Send a message."""
        await super()._emit(message)

    def _set_enqueue_event(self) -> None:
        super()._set_enqueue_event()
        self.on_work()

    async def _emit(self, message: Message) -> None:
        await self.emit(message)

    def go_on(self) -> None:
        """Let the loop run again after `stop`."""
        self._should_stop = False
