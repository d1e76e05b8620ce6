"""Layers over a page (dialogs and menus): few at a time, each only once, deleted when they are closed."""

import asyncio
from collections.abc import Callable
from weakref import WeakKeyDictionary

from nicegui import Client, ui
from nicegui.element import Element
from nicegui.elements.mixins.openable_element import OpenableElement

OPEN_MAX = 4
FADE_S = 2.0  # the browser reports when a layer has faded out; we wait no longer than this

_open: WeakKeyDictionary[Client, dict[str, Callable[[], None]]] = WeakKeyDictionary()


def put(name: str, layer: OpenableElement, *others: Element) -> None:
    """Register `layer` over its page, replacing one with the same `name`.

    When it is closed, delete it together with `others`.
    """
    layers = _open.setdefault(layer.client, {})

    def remove() -> None:
        if layers.get(name) is remove:
            del layers[name]
        for element in (layer, *others):
            if not element.is_deleted and not element.client.is_deleted:
                element.delete()

    def remove_if_closed() -> None:
        if not layer.value:
            asyncio.get_running_loop().call_later(FADE_S, remove)

    if name in layers:
        layers[name]()
    while len(layers) >= OPEN_MAX:
        next(iter(layers.values()))()
    layers[name] = remove
    layer.on('hide', remove)
    layer.on_value_change(remove_if_closed)


def dialog_over(client: Client) -> tuple[ui.dialog, Element]:
    """A new dialog, and the element that NiceGUI adds to tie it to the page, which would otherwise stay forever."""
    with client.content as content:
        shown = ui.dialog()
    return shown, content.default_slot.children[-1]
