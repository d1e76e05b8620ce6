"""Handlers that may outlive the menu, dialog or panel that they were called from."""

from collections.abc import Callable, Coroutine
from inspect import iscoroutine
from typing import Any

from nicegui import ui


def lasting(act: Callable[[], Any]) -> Callable[[], Coroutine[Any, Any, None] | None]:
    """Make a handler that calls `act` in the slot of the page, which outlives the slot of the pressed element.

    NiceGUI calls handlers in the slot of the element; once the element is deleted, they cannot show anything there.
    The handler does not wait for code that runs in the browser (an AwaitableResponse).
    """
    content = ui.context.client.content

    def handler() -> Coroutine[Any, Any, None] | None:
        with content:
            outcome = act()
        return _wait_for(content, outcome) if iscoroutine(outcome) else None

    return handler


async def _wait_for(content: ui.element, outcome: Coroutine[Any, Any, Any]) -> None:
    with content:
        await outcome
