"""The listeners of a page, found in the page itself, and how a window fires one."""

import json
from typing import Any

from nicegui import Client
from nicegui.element import Element
from nicegui.event_listener import EventListener

from pages.socket.nicegui_internals import listeners, text_of
from tests.pages.conftest import UserWindow

Target = tuple[Element, EventListener]


def client_of(person: UserWindow) -> Client:
    """The page shown in a window."""
    return Client.instances[person.client_id]


def targets_in(client: Client) -> list[Target]:
    """Every listener that Python code handles."""
    elements = list(client.elements.values())
    return [
        (element, listener) for element in elements for listener in listeners(element) if listener.handler is not None
    ]


def name_of(element: Element, listener: EventListener) -> str:
    """`Save click`: the label of the element, or the template it draws, and the event."""
    props, text = element.props, text_of(element)
    inside = next(filter(None, map(text_of, element.descendants())), '') if element.tag == 'q-item' else ''
    title = props.get('aria-label') or text or props.get('label') or getattr(element, 'template', '') or inside
    return f'{title or type(element).__name__} {listener.type}'


def listener(client: Client, name: str) -> Target:
    """The newest listener with that name."""
    return next(target for target in reversed(targets_in(client)) if name_of(*target) == name)


async def fire(person: UserWindow, target: Target, *args: Any) -> None:
    """Fire a listener with `args`; the answer confirms that they were accepted."""
    element, event_listener = target
    data = {'id': element.id, 'client_id': person.client_id, 'listener_id': event_listener.id}
    await person.emit('event', data | {'args': [json.dumps(arg) for arg in args]})
