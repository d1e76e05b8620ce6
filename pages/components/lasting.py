"""Handlers that may take longer than the menu, dialog or panel they were called from is open."""

from collections.abc import Callable, Coroutine
from inspect import iscoroutine
from typing import Any

from nicegui import ui


def lasting(act: Callable[[], Any]) -> Callable[[], Coroutine[Any, Any, None] | None]:
    """A handler that calls `act` in the slot of the page, which outlives that of whatever was pressed.

    NiceGUI calls handlers in the slot of the element; once the element is deleted, nothing can be shown from there.
    What runs in the browser (an AwaitableResponse) is not waited for.
    """
    content = ui.context.client.content

    def handler() -> Coroutine[Any, Any, None] | None:
        with content:
            outcome = act()
        return _awaited(content, outcome) if iscoroutine(outcome) else None

    return handler


async def _awaited(content: ui.element, outcome: Coroutine[Any, Any, Any]) -> None:
    with content:
        await outcome
