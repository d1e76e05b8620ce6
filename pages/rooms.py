"""The page of rooms: one's own, and open ones to join."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from markupsafe import Markup, escape
from nicegui import ui
from starlette.requests import Request

from messenger import addresses, notifications
from messenger.database.engine import read
from messenger.i18n import _, ngettext
from messenger.models.room import DIRECT
from messenger.payloads import RoomEntry, RoomSummary, UserSummary
from messenger.rooms import members, rooms, summaries, titles
from messenger.site import onboarding
from messenger.site import settings as site_settings
from pages.components import onboarding as onboarding_section
from pages.components import room_dialog
from pages.components.markup import head, tag
from pages.components.refusals import show_errors
from pages.components.view import View, number_in
from pages.layout import base_url, frame, viewer_of

REFRESH_S, HEARD_S = 20, 0.3
FACED_ROOMS = 40  # the latest rooms; avatars for hundreds would cost more than the rest of the page


@dataclass(frozen=True)
class Lists:
    """What the page shows: the person's rooms, their `counts` (unread) by id, and open rooms.

    `few` are some members of the rooms that show avatars, by room.
    """

    entries: list[RoomEntry]
    counts: dict[int, int]
    open_rooms: list[RoomSummary]
    few: dict[int, list[UserSummary]]


@dataclass(frozen=True)
class Direct:
    """A direct conversation as one of the people in it sees it; `said` is the time of the last message."""

    entry: RoomEntry
    title: str
    avatar: str
    said: str


@ui.page(addresses.ROOMS)
async def rooms_page(request: Request, welcome: str = '') -> None:
    """List the rooms of a person."""
    viewer = viewer_of(request)
    lists = await read(_read_lists, viewer.id)
    steps = onboarding.steps_for(viewer, [*lists.entries, *lists.open_rooms])
    async with frame(request, _('Rooms'), place='rooms', entries=lists.entries):
        tools = head(_('Rooms'), _('Rooms and conversations.'))
        if viewer.is_admin or site_settings.current().create_rooms == site_settings.EVERYONE:
            with tools:
                tag('button', _('New room'), classes='button').on('click', lambda: room_dialog.new(viewer.id))
        with tag('div', classes='page'):
            if steps is not None:
                onboarding_section.show(viewer.id, steps, base_url(request), is_welcome=welcome == 'admin')
            view = View('rooms.html', **_facts(viewer.id, lists))
        _keep_fresh(view, viewer.id)

        async def act(told_facts: dict[str, str]) -> None:
            room_id = number_in(told_facts, 'room')
            if told_facts.get('action') == 'join' and room_id:
                with show_errors() as refusals:
                    await members.join(viewer.id, room_id)
                if not refusals:
                    ui.navigate.to(addresses.room(room_id))

        view.on_action(act)


def _keep_fresh(view: View, viewer_id: int) -> None:
    """Redraw the lists when this person's window gets events of its rooms, and now and then for other rooms."""

    async def refresh() -> None:
        lists = await read(_read_lists, viewer_id)
        view.refresh(**_facts(viewer_id, lists))

    view.props['data-live'] = ''
    view.on('stale', refresh, js_handler='() => emit()', throttle=HEARD_S)
    with view:
        ui.timer(REFRESH_S, refresh, immediate=False)


def _read_lists(viewer_id: int) -> Lists:
    mine, others = members.entries(viewer_id), rooms.open_to_join(viewer_id)
    named = sorted((room for room in mine if room.kind != DIRECT), key=lambda room: -room.last_at)
    few = summaries.first_members(room.id for room in (*named, *others)[:FACED_ROOMS])
    return Lists(mine, notifications.count_shown(mine), others, few)


def _facts(viewer_id: int, lists: Lists) -> dict[str, Any]:
    mine = [entry for entry in lists.entries if entry.kind != DIRECT]
    directs = [entry for entry in lists.entries if entry.kind == DIRECT]
    return {
        'mine': sorted(mine, key=lambda entry: (-bool(lists.counts[entry.id]), -entry.last_at)),
        'directs': [_direct(entry, viewer_id) for entry in sorted(directs, key=lambda entry: -entry.last_at)],
        'open_rooms': lists.open_rooms,
        'counts': lists.counts,
        'few': lists.few,
        'members': cache(_members),
    }


def _members(count: int) -> Markup:
    return escape(ngettext('{count} member', '{count} members', count).format(count=count))


def _direct(entry: RoomEntry, viewer_id: int) -> Direct:
    others = [one for one in entry.people if one.id != viewer_id] or entry.people
    title = titles.title_for(entry, viewer_id)
    said = datetime.fromtimestamp(entry.last_at, UTC).isoformat(timespec='seconds')
    return Direct(entry, title, others[0].avatar if others else '', said)
