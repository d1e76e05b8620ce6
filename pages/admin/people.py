"""The admin page "People": create accounts, search, rename, block, make admin, reset link, end sessions."""

from functools import partial
from typing import Any

from nicegui import ui
from starlette.requests import Request

from messenger import access, addresses
from messenger.admin import moderation
from messenger.database.engine import read
from messenger.i18n import _
from messenger.models import User
from messenger.name_rules import NAME_LIMIT_CHARS
from messenger.people import directory, presence
from pages.admin.shell import admin_frame
from pages.admin.table import Table
from pages.components.dialog import ask, buttons, dialog
from pages.components.lasting import lasting
from pages.components.link import show_link
from pages.components.markup import tag
from pages.components.menu import item, menu
from pages.components.refusals import confirm, show_errors
from pages.layout import base_url, viewer_of


@ui.page(addresses.ADMIN)
async def people_page(request: Request) -> None:
    """Show everyone, including blocked people."""
    admin_id = viewer_of(request).id
    first = await read(_values, admin_id, '', 0)
    base = base_url(request)

    async def open_dialog() -> None:
        with show_errors():
            await read(access.admin_for, admin_id)
            _account_dialog(table, admin_id, base)

    def tools() -> None:
        create = tag('button', _('Create account'), classes='button', type='button')
        create.on('click', open_dialog)

    async with admin_frame(request, _('People'), tools=tools):
        table = Table('admin/people.html', partial(_values, admin_id), first, label=_('Search people'))
        table.on_menu('user', partial(_open_menu, table, admin_id, base))


def _account_dialog(table: Table, admin_id: int, base: str) -> None:
    """Create an account for somebody, and show the link with which they choose their password."""
    with dialog(_('Create account'), _('You get a link to hand over. With it the person chooses a password.')) as shown:
        username = ui.input(_('Username')).classes('wide')
        username.props(f'outlined autofocus maxlength={2 * NAME_LIMIT_CHARS}')

        async def create() -> None:
            with show_errors({'username': username}) as refusals:
                user, token = await moderation.create_account(admin_id, username.value or '')
            if refusals:
                return
            shown.close()
            hint = _('Give this link to {nick} to choose a password. It works once and expires after 24 hours.')
            show_link(_('Account created'), hint.format(nick=user.nick), f'{base}/reset/{token}')
            await table.refresh()

        buttons(shown, _('Create'), create)
        username.on('keydown.enter', lasting(create))


def _values(admin_id: int, query: str, offset: int) -> dict[str, Any]:
    page = moderation.persons(admin_id, query, offset)
    counts = moderation.session_counts([user.id for user in page.people])
    return {
        'people': page.people,
        'total': page.total,
        'sessions': counts,
        'here': presence.known_to(admin_id),
        'last_seen': partial(presence.last_seen, admin_id),
    }


async def _open_menu(table: Table, admin_id: int, base: str, user_id: int) -> None:
    with show_errors():
        user, is_last = await read(_person, admin_id, user_id)

        async def do(change: Any, done: str) -> None:
            with show_errors() as refusals:
                await change
            if not refusals:
                confirm(done.format(nick=user.nick))
                await table.refresh()

        with menu(f'#person-{int(user_id)}'):
            item(_('Rename'), partial(_ask_nick, table, admin_id, user_id))
            item(_('Create a reset link'), partial(_make_link, admin_id, user, base))
            if user.is_admin and not is_last:
                change = partial(moderation.set_admin, admin_id, user_id, is_admin=False)
                item(_('Remove admin rights'), lambda: do(change(), _('{nick} is no longer an admin.')))
            elif not user.is_admin and not user.blocked_at:
                change = partial(moderation.set_admin, admin_id, user_id, is_admin=True)
                item(_('Make admin'), lambda: do(change(), _('{nick} is an admin now.')))
            end = partial(moderation.end_sessions, admin_id, user_id)
            item(_('End sessions'), lambda: do(end(), _('{nick} is signed out everywhere.')))
            if user.blocked_at:
                unblock = partial(moderation.unblock, admin_id, user_id)
                item(_('Unblock'), lambda: do(unblock(), _('{nick} can log in again.')))
            elif not is_last:
                block = partial(moderation.block, admin_id, user_id)
                shut_out = lambda: do(block(), _('{nick} is blocked.'))
                item(_('Block'), partial(_ask_block, admin_id, user_id, shut_out), danger=True)


def _person(admin_id: int, user_id: int) -> tuple[User, bool]:
    """A person, and whether they are the last admin, who cannot be blocked or lose admin rights."""
    access.admin_for(admin_id)
    user = directory.get_user(user_id)
    return user, moderation.is_last_admin(user)


async def _ask_block(admin_id: int, user_id: int, block: Any) -> None:
    hint = _('{nick} will be signed out immediately and cannot log in again. Messages stay. You can undo this.')
    with show_errors():
        user, _is_last = await read(_person, admin_id, user_id)
        ask(_('Block {nick}?').format(nick=user.nick), hint.format(nick=user.nick), _('Block'), block, danger=True)


async def _ask_nick(table: Table, admin_id: int, user_id: int) -> None:
    with show_errors():
        user, _is_last = await read(_person, admin_id, user_id)
        _nick_dialog(table, admin_id, user)


def _nick_dialog(table: Table, admin_id: int, user: User) -> None:
    hint = _('Everyone will see the new name immediately. The username is still {username}.').format(
        username=user.username
    )
    with dialog(_('Rename {nick}').format(nick=user.nick), hint) as shown:
        nick = ui.input(_('Nickname'), value=user.nick).classes('wide')
        nick.props(f'outlined autofocus maxlength={2 * NAME_LIMIT_CHARS}')

        async def rename() -> None:
            with show_errors({'nick': nick}) as refusals:
                await moderation.rename(admin_id, user.id, nick.value or '')
            if not refusals:
                shown.close()
                await table.refresh()

        buttons(shown, _('Rename'), rename)
        nick.on('keydown.enter', lasting(rename))


async def _make_link(admin_id: int, user: User, base: str) -> None:
    with show_errors() as refusals:
        token = await moderation.reset_link(admin_id, user.id)
    if not refusals:
        hint = _('Give this link to {nick} to set a new password. It works once and expires after 24 hours.')
        show_link(_('Reset link'), hint.format(nick=user.nick), f'{base}/reset/{token}')
