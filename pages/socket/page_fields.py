"""Validates the events of a window's page before NiceGUI gets them: all of their data may be forged."""

from dataclasses import dataclass
from typing import Any

from nicegui import Client, json, ui
from nicegui.element import Element
from nicegui.elements.mixins.openable_element import OpenableElement
from nicegui.elements.mixins.value_element import ValueElement
from nicegui.event_listener import EventListener

from messenger.live import json_frames
from pages.socket import nicegui_internals

ARGS_MAX, ARGS_LIMIT_CHARS = 8, 120_000


@dataclass
class Event:
    """An event for NiceGUI to handle, and the size of its arguments.

    `is_state`: it reports a current value, so that earlier ones no longer matter.
    """

    data: dict[str, Any]
    size: int
    is_state: bool


def is_well_formed(data: dict[str, Any]) -> bool:
    """Whether a handshake has the fields that NiceGUI reads."""
    number = data.get('next_message_id')
    is_number = number is None or type(number) is int or (isinstance(number, str) and number.isdecimal())
    return (
        is_number
        and len(str(number)) < 12
        and all(isinstance(data.get(name), str) for name in ('tab_id', 'document_id'))
    )


def read(client: Client, data: dict[str, Any]) -> Event | None:
    """Return the event if the page has a listener for it and its arguments have the form that the listener expects."""
    match, args = listener_of(client, data), data.get('args', [])
    if match is None or not isinstance(args, list) or len(args) > ARGS_MAX:
        return None
    if not all(arg is None or isinstance(arg, str) for arg in args):
        return None
    size = sum(len(arg or '') for arg in args)
    if size > ARGS_LIMIT_CHARS:
        return None
    element, listener = match
    args = [None if arg is None else json_frames.mend(arg) for arg in args]  # NiceGUI parses them again
    try:
        values = [None if arg is None else json.loads(arg) for arg in args]
    except ValueError:
        return None
    if not _fits(element, listener.type, values[0] if len(values) == 1 else values):
        return None
    fields = {'id': element.id, 'listener_id': listener.id, 'args': args}
    return Event(fields, size, is_state=element.tag == 'input' or isinstance(element, ValueElement))


def listener_of(client: Client, data: dict[str, Any]) -> tuple[Element, EventListener] | None:
    """The element and the listener named in the data, if they are in the page and have a Python handler."""
    number, name = data.get('id'), data.get('listener_id')
    element = client.elements.get(number) if type(number) is int else None
    if element is None or element.is_ignoring_events or not isinstance(name, str):
        return None
    listener = nicegui_internals.listener(element, name)
    return (element, listener) if listener is not None and listener.handler is not None else None


def _fits(element: Element, event_type: str, args: Any) -> bool:
    """Whether the field could have the value that a window sends; true for other events."""
    if not event_type.startswith('update:'):
        return True
    if isinstance(element, ui.input | ui.textarea):
        return args is None or isinstance(args, str)
    if isinstance(element, ui.checkbox | OpenableElement):
        return isinstance(args, bool)
    if isinstance(element, ui.radio):
        return type(args) is int and 0 <= args < nicegui_internals.choice_count(element)
    if isinstance(element, ui.select):
        return args is None or (isinstance(args, list) and all(_is_choice(element, arg) for arg in args))
    return True


def _is_choice(select: ui.select, arg: Any) -> bool:
    """Whether it is an option as Quasar sends it: its index in the list, and its label."""
    if not isinstance(arg, dict) or type(arg.get('value')) is not int:
        return False
    return bool(0 <= arg['value'] < nicegui_internals.choice_count(select))
