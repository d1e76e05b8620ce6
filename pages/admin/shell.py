"""The layout of the admin pages: a heading, and links between them."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from starlette.requests import Request

from messenger import addresses
from messenger.i18n import _, pgettext
from pages.admin.older_copy import older_copy_card
from pages.components.markup import head, tag
from pages.layout import page_layout, viewer_of


@asynccontextmanager
async def admin_frame(
    request: Request, title: str, hint: str = '', *, tools: Callable[[], Any] = lambda: None
) -> AsyncIterator[None]:
    """Build the layout around an admin page called `title`; `tools` builds what is beside its heading."""
    path = request.url.path.rstrip('/')
    async with page_layout(request, f'{title} · {pgettext("pages", "Admin")}', nav='admin'):
        with head(title, hint, is_wide=True):
            tools()
        with tag('nav', classes='tabs', aria_label=pgettext('pages', 'Admin')):
            for address, label in sections().items():
                link = tag('a', label, href=address)
                if address == path:
                    link.props['aria-current'] = 'page'
        with tag('div', classes='page wide-page'):
            older_copy_card(viewer_of(request).id)
            yield


def sections() -> dict[str, str]:
    """The admin pages by address."""
    return {
        addresses.ADMIN: _('People'),
        addresses.ADMIN_ACTIVITY: _('Activity'),
        addresses.ADMIN_ROOMS: _('Rooms'),
        addresses.ADMIN_MESSAGES: _('Messages'),
        addresses.ADMIN_BIN: _('Bin'),
        addresses.ADMIN_SETTINGS: _('Settings'),
        addresses.ADMIN_LOG: _('Log'),
        addresses.ADMIN_FIGURES: _('Statistics'),
    }
