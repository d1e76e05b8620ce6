"""The layout around every page: sidebar, connection status, and `main` for the page itself."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from copy import copy
from datetime import UTC, tzinfo
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from nicegui import Client, ui
from starlette.requests import Request

from messenger import i18n
from messenger.database.engine import read
from messenger.errors import Refused
from messenger.http import error_pages, page_head, static
from messenger.i18n import _
from messenger.models import User
from messenger.payloads import RoomEntry
from messenger.people import blocklists, preferences
from messenger.rooms import members
from messenger.settings import Settings
from messenger.site import settings as site_settings
from pages import client_module
from pages.components import direct_dialog, room_dialog, skeleton, user_menu
from pages.components.markup import icon_button, tag
from pages.components.refusals import alert
from pages.sidebar import Sidebar, Viewer
from pages.socket import nicegui_internals, outbox

QUASAR_LANGUAGES: dict[str, Any] = {'ru': 'ru'}  # Quasar's default is American English
# does not follow the link: `#page` in the address would add an entry to the browser's history
SKIP = """(event) => {
  event.preventDefault();
  (document.querySelector(".composer textarea") ?? document.getElementById("page")).focus();
}"""


# searches by day use the reader's time zone
_TELL_ZONE = (
    'document.cookie = `zone=${Intl.DateTimeFormat().resolvedOptions().timeZone}; '
    'path=/; max-age=31536000; samesite=lax`'
)
ZONE_LIMIT_CHARS = 60


def viewer_of(request: Request) -> User:
    """The person who asked for the page."""
    user: User = request.state.user
    return user


def settings_of(request: Request) -> Settings:
    """The settings of this process."""
    settings: Settings = request.app.state.settings
    return settings


def zone_of(request: Request) -> tzinfo:
    """The reader's time zone, from a cookie that an earlier page set; UTC without one."""
    name = unquote(request.cookies.get('zone', ''))
    try:
        return ZoneInfo(name) if 0 < len(name) <= ZONE_LIMIT_CHARS else UTC
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return UTC


def base_url(request: Request) -> str:
    """The address of this site: PUBLIC_URL, else the requested address; without a slash at the end."""
    return settings_of(request).public_url or str(request.base_url).rstrip('/')


@asynccontextmanager
async def page_layout(
    request: Request,
    title: str,
    *,
    nav: str = '',
    entries: list[RoomEntry] | None = None,
    room_title: str | None = None,
    scripts: tuple[str, ...] = (),
) -> AsyncIterator[None]:
    """Build the layout; what is built inside goes into `main`. `nav` is the current link of the main navigation.

    `entries` is the person's room list if the page has read it already; `room_title` is for the page of a room, and
    empty if it is not known yet; `scripts` are those that only this page needs.
    """
    viewer, site = viewer_of(request), site_settings.current()
    entries = await read(members.entries, viewer.id) if entries is None else entries
    client = ui.context.client
    outbox.use_sleeping_outbox(client, request.app.state.hub)
    client.title = f'{title} · {site.name}' if title else site.name
    _add_head(client, scripts)
    skeleton.add(client, site=site.name, room_title=room_title)
    nicegui_internals.drop_listeners(client.layout)  # of NiceGUI's sub-pages, which are not used here
    tag('a', _('Skip to content'), href='#page', classes='skip').on('click', js_handler=SKIP)
    _add_sidebar(viewer, entries, nav)
    icon_button('menu', _('Open menu'), id='open-menu').classes('menu-button')
    _add_connection_status()
    client.on_exception(_show_error)
    request.app.state.page_limits.enter(client, viewer.id)
    with tag('main', classes='main', id='page', tabindex='-1'):
        yield


def _add_sidebar(viewer: User, entries: list[RoomEntry], nav: str) -> None:
    me = Viewer(
        viewer.id,
        viewer.nick,
        viewer.avatar_url,
        viewer.is_admin,
        preferences.settings_of(viewer),
        sorted(blocklists.blocked_by(viewer.id)),
    )
    sidebar = Sidebar(me=me, rooms=entries, site=site_settings.current().name, nav=nav).classes('contents')
    sidebar.on('user-menu', lambda: user_menu.open_menu(viewer.id))
    sidebar.on('new-room', lambda: room_dialog.new(viewer.id))
    sidebar.on('new-message', lambda: direct_dialog.choose(viewer.id))


def _show_error(error: Exception) -> None:
    """Tell the person that something failed through our fault, with the id from the log."""
    if isinstance(error, Refused):
        alert(str(error))
        return
    mark = error_pages.log_once(error, 'An event of a window')
    alert(_('Something went wrong. The error has been logged as {mark}. Try again in a moment.').format(mark=mark))


def _add_head(client: Client, scripts: tuple[str, ...]) -> None:
    """Add the stylesheet, the scripts of every page and those of this one (`scripts`), and the language."""
    language = i18n.language.get()
    addresses = client_module.url(), *(static.url(name) for name in scripts)
    modules = ''.join(f'<script type="module" src="{address}"></script>' for address in addresses)
    nicegui_internals.add_to_head(
        client,
        f'{page_head.installable()}<link rel="stylesheet" href="{static.url(static.STYLE)}">'
        f'<script>document.documentElement.lang = "{language}";{_TELL_ZONE}</script>'
        f'<script>{static.content("theme.js").decode()}</script>{modules}',
    )
    client.page = copy(client.page)
    client.page.language = QUASAR_LANGUAGES.get(language)
    client.page.viewport = page_head.VIEWPORT


def _add_connection_status() -> None:
    tag('div', classes='connection', id='connection', role='status', aria_label=_('Connection'), data_status='online')
