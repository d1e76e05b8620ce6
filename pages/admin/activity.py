"""The admin page "Activity": how much each person did in the last hour, and how to stop someone who floods the site."""

from collections.abc import Awaitable
from typing import Any

from nicegui import ui
from starlette.requests import Request

from messenger import access, addresses
from messenger.admin import floods, moderation
from messenger.database.engine import read, search
from messenger.errors import NotFound, Refused
from messenger.i18n import _, ngettext, pgettext
from messenger.models import User
from messenger.people import directory
from pages.admin.shell import admin_frame
from pages.components.dialog import ask
from pages.components.menu import item, menu
from pages.components.refusals import confirm, show_errors
from pages.components.view import View, id_in
from pages.layout import viewer_of

EVERY_S = 3.0


@ui.page(addresses.ADMIN_ACTIVITY)
async def activity_page(request: Request) -> None:
    """Show who did the most in the last hour; of direct conversations, only their number."""
    admin_id = viewer_of(request).id
    hint = _('What people created in the last hour. Direct conversations stay private.')
    async with admin_frame(request, _('Activity'), hint):
        view = View('admin/activity.html', columns=_columns(), **await search(_values, admin_id, ''))
        view.classes('table-place')
    table = ActivityTable(admin_id, view)
    view.on_action(table.act)


class ActivityTable:
    """The table on the page; it is drawn again every EVERY_S."""

    def __init__(self, admin_id: int, view: View) -> None:
        self.admin_id = admin_id
        self.view = view
        self.timer = ui.timer(EVERY_S, self._follow, immediate=False)

    async def act(self, data: dict[str, str]) -> None:
        """Do what a button of the table asks for."""
        if data.get('action') == 'sort':
            await self._look(data.get('order', ''))
        elif data.get('action') == 'menu' and (user_id := id_in(data, 'user')):
            await self._open_menu(user_id)

    async def _look(self, order: str) -> None:
        with show_errors() as refusals:
            values = await search(_values, self.admin_id, order)
        if not refusals:
            self.view.redraw(is_asked=True, **values)

    async def _follow(self) -> None:
        try:
            values = await search(_values, self.admin_id, self.view.values['order'])
        except NotFound:  # no longer an admin
            self.timer.cancel()
            self.view.delete()
            ui.navigate.to('/')
        except Refused:
            return  # the server is too busy: try again next time
        else:
            self.view.redraw(is_asked=False, **values)

    async def _open_menu(self, user_id: int) -> None:
        with show_errors():
            user, totals, can_return = await search(_person, self.admin_id, user_id)
            with menu(f'#active-{user_id}'):
                if not user.blocked_at and user_id != self.admin_id:
                    item(_('Stop'), lambda: _ask_to_stop(self.admin_id, user, totals, self._do), danger=True)
                else:
                    self._offer_return(user, can_return=can_return)

    def _offer_return(self, user: User, *, can_return: bool) -> None:
        if can_return:
            restored = _('{nick} can log in again. Everything was restored.').format(nick=user.nick)
            label = _('Unblock and restore everything')
            item(label, lambda: self._do(floods.bring_back(self.admin_id, user.id), restored))
        done = _('{nick} can log in again.').format(nick=user.nick)
        item(_('Unblock'), lambda: self._do(moderation.unblock(self.admin_id, user.id), done))

    async def _do(self, action: Awaitable[Any], done: str) -> None:
        with show_errors() as refusals:
            await action
        if not refusals:
            confirm(done)
            await self._look(self.view.values['order'])


def _values(admin_id: int, order: str) -> dict[str, Any]:
    return {'active': floods.activity(admin_id, order), 'order': order, 'me': admin_id}


def _person(admin_id: int, user_id: int) -> tuple[User, floods.Made, bool]:
    totals, user = floods.count_made(admin_id, user_id), directory.get_user(user_id)
    return user, totals, floods.can_bring_back(user)


def _columns() -> dict[str, str]:
    return {
        'messages': _('Messages'),
        'rooms': _('Rooms'),
        'conversations': _('Conversations'),
        'uploads': _('Files'),
        'refused': pgettext('by limits', 'Refused'),
        'directs': pgettext('direct conversations', 'Direct, all time'),
    }


async def _ask_to_stop(admin_id: int, user: User, total: floods.Made, do: Any) -> None:
    counts = [
        ngettext('{count} message', '{count} messages', total.messages).format(count=total.messages),
        ngettext('{count} room', '{count} rooms', total.rooms).format(count=total.rooms),
        ngettext('{count} conversation', '{count} conversations', total.conversations).format(
            count=total.conversations
        ),
    ]
    hint = _(
        '{nick} will be blocked and signed out. Everything {nick} created in the last hour will be removed: '
        '{counts}. Rooms and conversations where others have written stay. You can restore messages for an hour, '
        'and rooms and conversations until you unblock {nick}.'
    )
    done = _('{nick} was stopped and blocked.').format(nick=user.nick)
    title = _('Stop {nick}?').format(nick=user.nick)
    text = hint.format(nick=user.nick, counts=', '.join(counts))
    with show_errors():
        await read(access.admin_for, admin_id)
        ask(title, text, _('Stop'), lambda: do(floods.stop(admin_id, user.id), done), danger=True)
