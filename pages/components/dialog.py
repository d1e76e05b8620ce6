"""A dialog in the product's style: title, body, and buttons that say what they do."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

from nicegui import ui

from messenger.i18n import _
from pages.components import layers
from pages.components.lasting import lasting
from pages.components.markup import tag
from pages.components.menu import GIVE_BACK


@contextmanager
def dialog(title: str, hint: str = '') -> Iterator[ui.dialog]:
    """Build and open a dialog, replacing one with the same title; it is deleted when it is closed (see layers)."""
    shown, tie = layers.dialog_over(ui.context.client)
    layers.put(title, shown, tie)
    with shown:
        shown.props['aria-label'] = title
        shown.on('hide', js_handler=GIVE_BACK)
        with tag('div', classes='dialog'):
            tag('h2', title)
            if hint:
                tag('p', hint, classes='soft')
            yield shown
    shown.open()


def ask(title: str, hint: str, verb: str, act: Callable[[], Any], *, danger: bool = False) -> None:
    """Ask for confirmation before `act`; the button is labelled `verb`."""
    with dialog(title, hint) as shown:

        async def go_on() -> None:
            shown.close()
            await run(act)

        buttons(shown, verb, go_on, danger=danger, careful=True)


async def run(act: Callable[[], Any]) -> None:
    """Call `act`, and await its result if it is awaitable."""
    outcome = act()
    if isinstance(outcome, Awaitable):
        await outcome


def buttons(
    shown: ui.dialog, verb: str, act: Callable[[], Any], *, danger: bool = False, careful: bool = False
) -> ui.element:
    """Add the two buttons of a dialog and return the one that acts; if `careful`, "Cancel" gets the focus."""
    with tag('div', classes='dialog-foot'):
        leave = tag('button', _('Cancel'), classes='button quiet', type='button').on('click', shown.close)
        if careful:
            leave.props['data-autofocus'] = ''
        chosen = tag('button', verb, classes='button danger' if danger else 'button', type='button')
        chosen.on('click', lasting(act))
    return chosen
