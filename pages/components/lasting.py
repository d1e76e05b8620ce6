"""Handlers that may take longer than the menu, dialog or panel they were called from is open."""

from collections.abc import Awaitable, Callable
from typing import Any

from nicegui import ui


def lasting(act: Callable[[], Any]) -> Callable[[], Awaitable[None] | None]:
    """A handler that calls `act` in the slot of the page, which outlives that of whatever was pressed.

    NiceGUI calls handlers in the slot of the element; once the element is deleted, nothing can be shown from there.
    """
    content = ui.context.client.content

    def handler() -> Awaitable[None] | None:
        with content:
            outcome = act()
        return _awaited(content, outcome) if isinstance(outcome, Awaitable) else None

    return handler


async def _awaited(content: ui.element, outcome: Awaitable[Any]) -> None:
    with content:
        await outcome
