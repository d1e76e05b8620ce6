"""The page of rooms: mine, and open ones to join."""

from typing import Any

from nicegui import ui
from starlette.requests import Request

from messenger import broker
from messenger.db import read
from messenger.models.room import DIRECT
from messenger.services import faces, memberships, rooms, sites
from messenger.texts import _
from pages.components import room_dialog
from pages.components.markup import head, tag
from pages.components.refusals import told
from pages.components.view import View
from pages.frame import frame, viewer_of

REFRESH_S = 20


@ui.page('/rooms')
async def rooms_page(request: Request, welcome: str = '') -> None:
    """List the rooms of a person."""
    viewer = viewer_of(request)
    facts = await read(_facts, viewer.id)
    async with frame(request, _('Rooms'), place='rooms'):
        tools = head(_('Rooms'), _('Places to talk, and people to talk with.'))
        if viewer.is_admin or sites.current().create_rooms == sites.EVERYONE:
            with tools:
                tag('button', _('New room'), classes='button').on('click', lambda: room_dialog.new(viewer.id))
        view = View('rooms.html', welcome=welcome == 'admin' and viewer.is_admin, **facts).classes('page')
        _keep_fresh(view, viewer.id)

        async def act(told_facts: dict[str, str]) -> None:
            room = told_facts.get('room', '')
            if told_facts.get('action') == 'join' and room.isdecimal():
                with told() as refusals:
                    await memberships.join(viewer.id, int(room))
                if not refusals:
                    ui.navigate.to(f'/rooms/{int(room)}')

        view.on_action(act)


def _keep_fresh(view: View, viewer_id: int) -> None:
    """Draw the lists again when something concerns this person, and now and then for rooms opened by others."""

    async def refresh() -> None:
        if not view.is_deleted:
            view.refresh(**await read(_facts, viewer_id))

    with view:
        ui.timer(REFRESH_S, refresh, immediate=False)
        soon = ui.timer(0.2, refresh, once=False, active=False, immediate=False)

    async def settle() -> None:
        soon.deactivate()
        await refresh()

    soon.callback = settle
    unsubscribe = broker.subscribe(f'user:{viewer_id}', lambda _topic, _event: soon.activate())
    view.client.on_delete(unsubscribe)


def _facts(viewer_id: int) -> dict[str, Any]:
    entries = memberships.entries(viewer_id)
    for entry in entries:
        entry['title'] = faces.title(entry, viewer_id, _('Notes to self'))
        others = [one for one in entry['people'] if one['id'] != viewer_id] or entry['people']
        entry['face'] = others[0]['avatar'] if others else ''
    mine = [entry for entry in entries if entry['kind'] != DIRECT]
    directs = [entry for entry in entries if entry['kind'] == DIRECT]
    return {
        'mine': sorted(mine, key=lambda entry: (-bool(entry['unread']), -entry['last_at'])),
        'directs': sorted(directs, key=lambda entry: -entry['last_at']),
        'open_rooms': rooms.open_to_join(viewer_id),
    }
