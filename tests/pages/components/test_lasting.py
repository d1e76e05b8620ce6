"""A control may disappear before its action is done: the action still completes, and its result is still shown."""

import asyncio
import gc
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from nicegui import Client, ui

from pages.components.dialog import buttons, dialog
from pages.components.menu import item, menu
from pages.components.refusals import confirm
from pages.components.view import View
from pages.socket.nicegui_internals import listeners
from tests.pages.conftest import SignUp, UserWindow
from tests.pages.listeners import fire

WAIT_S = 5


async def press(person: UserWindow, element: ui.element, event: str) -> None:
    """Send what the window sends when the element is used."""
    for listener in listeners(element):
        if listener.type == event and listener.handler:
            await fire(person, (element, listener), {'action': 'go'})


def in_menu(act: Callable[[], Any]) -> tuple[ui.element, ui.element, str]:
    """A menu, its item, and the event that uses the item."""
    before = set(ui.context.client.elements)
    with menu('body'):
        item('Do it', act)
    made = [element for id_, element in ui.context.client.elements.items() if id_ not in before]
    return made[0], next(element for element in made if isinstance(element, ui.menu_item)), 'click'


def in_dialog(act: Callable[[], Any]) -> tuple[ui.element, ui.element, str]:
    """The same for a dialog and its button."""
    with dialog('Sure?') as shown:
        chosen = buttons(shown, 'Do it', act)
    return shown, chosen, 'click'


def in_template(act: Callable[[], Any]) -> tuple[ui.element, ui.element, str]:
    """The same for a list drawn from a template."""
    with ui.element() as holder:
        view = View('chain.html', links=[])
        view.on_action(lambda _data: act())
    return holder, view, 'submit'


@pytest.mark.parametrize('build', [in_menu, in_dialog, in_template])
async def test_an_action_that_outlasts_its_menu_or_dialog_still_shows_its_result(
    sign_up: SignUp, build: Callable[[Callable[[], Any]], tuple[ui.element, ui.element, str]]
) -> None:
    anna = await sign_up('anna')
    await anna.open('/rooms')
    client = Client.instances[anna.client_id]
    started, go_on, shown = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def act() -> None:
        started.set()
        await go_on.wait()
        confirm('Done.')
        shown.set()

    with client.content:
        holder, control, event = build(act)
    await press(anna, control, event)
    await asyncio.wait_for(started.wait(), WAIT_S)
    holder.delete()
    del holder, control
    gc.collect()
    go_on.set()
    with suppress(TimeoutError):
        await asyncio.wait_for(shown.wait(), WAIT_S)
    assert shown.is_set()
