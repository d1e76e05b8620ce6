"""What lies over a page, dialogs and menus: few at a time, each only once, and gone for good once it is closed."""

import asyncio
from collections.abc import Callable
from weakref import WeakKeyDictionary

from nicegui import Client, ui
from nicegui.element import Element
from nicegui.elements.mixins.openable_element import OpenableElement

OPEN_MAX = 4
FADE_S = 2.0  # the browser says when it has faded out; one that says nothing is not waited for

_open: WeakKeyDictionary[Client, dict[str, Callable[[], None]]] = WeakKeyDictionary()


def put(name: str, layer: OpenableElement, *others: Element) -> None:
    """`layer` lies over its page from now on, instead of what is there by the same `name`.

    It is deleted when it is closed, and `others` with it.
    """
    layers = _open.setdefault(layer.client, {})

    def gone() -> None:
        if layers.get(name) is gone:
            del layers[name]
        for element in (layer, *others):
            if not element.is_deleted and not element.client.is_deleted:
                element.delete()

    def changed() -> None:
        if not layer.value:
            asyncio.get_running_loop().call_later(FADE_S, gone)

    if name in layers:
        layers[name]()
    while len(layers) >= OPEN_MAX:
        next(iter(layers.values()))()
    layers[name] = gone
    layer.on('hide', gone)
    layer.on_value_change(changed)


def dialog_over(client: Client) -> tuple[ui.dialog, Element]:
    """A new dialog, and the element by which NiceGUI ties it to the page, which would stay there for ever."""
    with client.content as content:
        shown = ui.dialog()
    return shown, content.default_slot.children[-1]
