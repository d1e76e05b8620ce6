"""The shell around every page: sidebar, status of the line, and `main` for the page itself."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from copy import copy
from typing import Any

from nicegui import Client, ui
from starlette.requests import Request

from messenger import texts
from messenger.db import read
from messenger.http import static
from messenger.models import User
from messenger.services import memberships, sites
from messenger.settings import Settings
from messenger.texts import _
from pages.components import room_dialog, user_menu
from pages.components.markup import icon_button, tag
from pages.sidebar import Sidebar

QUASAR_LANGUAGES: dict[str, Any] = {'ru': 'ru'}  # Quasar speaks American English by itself
SCRIPTS = ('messenger.js', 'outbox.js', 'times.js')


def viewer_of(request: Request) -> User:
    """The person who asked for the page."""
    user: User = request.state.user
    return user


def settings_of(request: Request) -> Settings:
    """The settings this process runs with."""
    settings: Settings = request.app.state.settings
    return settings


def base_url(request: Request) -> str:
    """Where people reach this place: PUBLIC_URL, else the address that was asked, without a slash at the end."""
    return settings_of(request).public_url or str(request.base_url).rstrip('/')


@asynccontextmanager
async def frame(request: Request, title: str, *, place: str = '') -> AsyncIterator[None]:
    """Build the shell; what is built inside stands in `main`. `place` is the current link of the main navigation."""
    viewer, site = viewer_of(request), sites.current()
    entries = await read(memberships.entries, viewer.id)
    client = ui.context.client
    client.title = f'{title} · {site.name}' if title else site.name
    _speak(client)
    sidebar = Sidebar(
        me=viewer.brief() | {'is_admin': viewer.is_admin}, rooms=entries, site=site.name, place=place
    ).classes('contents')
    sidebar.on('user-menu', lambda: user_menu.open_menu(sidebar, viewer.id))
    sidebar.on('new-room', lambda: room_dialog.new(viewer.id))
    sidebar.on('new-message', lambda: ui.navigate.to('/users'))
    icon_button('menu', _('Open menu'), id='open-menu').classes('menu-button')
    _connection()
    with tag('main', classes='main'):
        yield


def _speak(client: Client) -> None:
    """Give the page its style, scripts and language."""
    language = texts.language.get()
    scripts = ''.join(f'<script src="{static.url(name)}"></script>' for name in SCRIPTS)
    client._head_html += (
        f'<link rel="stylesheet" href="{static.url("style.css")}">'
        f'<script>document.documentElement.lang = "{language}"</script>'
        f'<script src="{static.url("theme.js")}"></script>{scripts}'
    )
    client.page = copy(client.page)
    client.page.language = QUASAR_LANGUAGES.get(language)


def _connection() -> None:
    tag(
        'div',
        classes='connection',
        id='connection',
        role='status',
        aria_label=_('Connection'),
        data_status='online',
        data_online=_('Online'),
        data_reconnecting=_('Reconnecting…'),
        data_offline=_('Offline: your messages are kept and will be sent'),
    )
