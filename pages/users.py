"""The page of people: everyone here, searchable by name, each one click away from a conversation."""

from typing import Any

from nicegui import ui
from starlette.requests import Request

from messenger import addresses
from messenger.database.engine import read, search
from messenger.i18n import _, ngettext
from messenger.models import User
from messenger.people import directory, presence
from pages.components import direct_dialog
from pages.components.markup import head, tag
from pages.components.search_box import search_box
from pages.components.view import View, id_in
from pages.layout import page_layout, viewer_of

REFRESH_S = 20
SHOWN_LIMIT = 2_000


@ui.page(addresses.USERS)
async def users_page(request: Request) -> None:
    """List everyone who is not blocked."""
    viewer = viewer_of(request)
    first = await read(directory.search)
    async with page_layout(request, _('Users'), nav='users'):
        count = ngettext('{count} person', '{count} people', first.total).format(count=first.total)
        with head(_('Users'), count):
            several = tag('button', _('New conversation'), classes='button', type='button')
            several.on('click', lambda: direct_dialog.choose(viewer.id))
        with tag('div', classes='page'):
            _list(viewer, first)


def _list(viewer: User, first: directory.Page) -> None:
    viewer_id, query, limit = viewer.id, '', directory.PAGE

    async def refresh() -> None:
        page = await (search if query else read)(directory.search, query, limit=limit)
        view.refresh(**_values(page, viewer, query))

    async def look_for(text: str) -> None:
        nonlocal query, limit
        query, limit = text, directory.PAGE
        await refresh()

    async def act(data: dict[str, str]) -> None:
        nonlocal limit
        user_id = id_in(data, 'user')
        if data.get('action') == 'more':
            limit = min(limit + directory.PAGE, SHOWN_LIMIT)
            await refresh()
        elif data.get('action') == 'message' and user_id:
            await direct_dialog.open_with(viewer_id, [user_id])

    search_box(_('Search users'), look_for)
    view = View('users.html', **_values(first, viewer, ''))
    view.on_action(act)
    ui.timer(REFRESH_S, refresh, immediate=False)


def _values(page: directory.Page, viewer: User, query: str) -> dict[str, Any]:
    return {
        'people': page.people,
        'total': page.total,
        'here': presence.known_to(viewer.id),
        'is_alone': not query and page.total == 1,
        'invite': viewer.is_admin,
    }
