"""The page of rooms: one's own, and open ones to join."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any

from markupsafe import Markup, escape
from nicegui import ui
from starlette.requests import Request

from messenger import addresses, notifications
from messenger.database.engine import read
from messenger.i18n import _, ngettext
from messenger.messages import latest
from messenger.messages.latest import Latest
from messenger.models.room import DIRECT
from messenger.payloads import RoomEntry, RoomSummary
from messenger.people import blocklists
from messenger.people.name_match import NamePattern
from messenger.rooms import members, rooms, titles
from messenger.site import onboarding
from messenger.site import settings as site_settings
from pages.components import onboarding as onboarding_section
from pages.components import room_dialog
from pages.components.markup import head, tag
from pages.components.refusals import show_errors
from pages.components.search_box import search_box
from pages.components.view import View, id_in
from pages.layout import base_url, page_layout, viewer_of

REFRESH_S, HEARD_S = 20, 0.3
FEW_ROOMS = 8  # nobody needs to search these


@dataclass(frozen=True)
class Lists:
    """What the page shows: the person's rooms, their `counts` (unread) and last messages by id, and open rooms."""

    entries: list[RoomEntry]
    counts: dict[int, int]
    latest: dict[int, Latest]
    open_rooms: list[RoomSummary]


@dataclass(frozen=True)
class Row:
    """One of the person's rooms as they see it.

    `avatars` belong to a direct conversation. `excerpt` is the beginning of the last message, with the author
    where that is not clear, and `at` is its time.
    """

    entry: RoomEntry
    title: str
    avatars: list[str]
    excerpt: str
    at: str


@ui.page(addresses.ROOMS)
async def rooms_page(request: Request, welcome: str = '') -> None:
    """List the rooms of a person."""
    viewer = viewer_of(request)
    lists = await read(_read_lists, viewer.id)
    steps = onboarding.steps_for(viewer, [*lists.entries, *lists.open_rooms])
    new_room = partial(room_dialog.new, viewer.id)
    may_create = viewer.is_admin or site_settings.current().create_rooms == site_settings.EVERYONE
    query = ''

    async def refresh() -> None:
        fresh = await read(_read_lists, viewer.id)
        view.refresh(**_values(viewer.id, fresh, query))

    async def look_for(text: str) -> None:
        nonlocal query
        query = text
        await refresh()

    async def act(data: dict[str, str]) -> None:
        room_id = id_in(data, 'room')
        if data.get('action') == 'new':
            await new_room()
        elif data.get('action') == 'join' and room_id:
            with show_errors() as refusals:
                await members.join(viewer.id, room_id)
            if not refusals:
                ui.navigate.to(addresses.room(room_id))

    async with page_layout(request, _('Rooms'), nav='rooms', entries=lists.entries):
        tools = head(_('Rooms'), _('Rooms and conversations.'))
        if may_create:
            with tools:
                tag('button', _('New room'), classes='button').on('click', new_room)
        with tag('div', classes='page'):
            if steps is not None:
                onboarding_section.show(viewer.id, steps, base_url(request), is_welcome=welcome == 'admin')
            box = search_box(_('Search rooms'), look_for)
            box.set_visibility(len(lists.entries) + len(lists.open_rooms) > FEW_ROOMS)
            view = View('rooms.html', may_create=may_create, **_values(viewer.id, lists, query))
    view.on_action(act)
    # redrawn when this person's window gets events of its rooms, and now and then for other rooms
    view.props['data-live'] = ''
    view.on('stale', refresh, js_handler='() => emit()', throttle=HEARD_S)
    with view:
        ui.timer(REFRESH_S, refresh, immediate=False)


def _read_lists(viewer_id: int) -> Lists:
    entries, open_rooms = members.entries(viewer_id), rooms.open_to_join(viewer_id)
    return Lists(entries, notifications.count_shown(entries), latest.of_rooms(room.id for room in entries), open_rooms)


def _values(viewer_id: int, lists: Lists, query: str) -> dict[str, Any]:
    pattern = NamePattern(query)
    rows = [_row(entry, viewer_id, lists.latest.get(entry.id)) for entry in lists.entries]
    rows = [row for row in rows if pattern.is_empty or pattern.rank(row.title) is not None]
    mine = [row for row in rows if row.entry.kind != DIRECT]
    directs = [row for row in rows if row.entry.kind == DIRECT]
    return {
        'is_asked': not pattern.is_empty,
        'mine': sorted(mine, key=lambda row: (-bool(lists.counts[row.entry.id]), -row.entry.last_at)),
        'directs': sorted(directs, key=lambda row: -row.entry.last_at),
        'open_rooms': [room for room in lists.open_rooms if pattern.is_empty or pattern.rank(room.name) is not None],
        'counts': lists.counts,
        'members': cache(_members),
    }


def _members(count: int) -> Markup:
    return escape(ngettext('{count} member', '{count} members', count).format(count=count))


def _row(entry: RoomEntry, viewer_id: int, last: Latest | None) -> Row:
    others = [person for person in entry.people if person.id != viewer_id] or entry.people
    title = titles.title_for(entry, viewer_id)
    time = datetime.fromtimestamp(entry.last_at, UTC).isoformat(timespec='seconds')
    return Row(entry, title, [person.avatar for person in others[:2]], _excerpt(entry, viewer_id, last), time)


def _excerpt(entry: RoomEntry, viewer_id: int, last: Latest | None) -> str:
    if last is None or last.author_id in blocklists.blocked_by(viewer_id):
        return ''
    text = last.excerpt or _('A file')
    if last.author_id == viewer_id:
        return _('You: {words}').format(words=text)
    return text if entry.kind == DIRECT and not entry.is_group else f'{last.nick}: {text}'
