"""The admin page "Log": which admin did what, and when."""

from typing import Any

from nicegui import ui
from starlette.requests import Request

from messenger import addresses, audit_log
from messenger.database.engine import read
from messenger.i18n import _
from pages.admin.settings import doors, makers
from pages.admin.shell import admin_frame
from pages.components.refusals import show_errors
from pages.components.view import View
from pages.layout import viewer_of


@ui.page(addresses.ADMIN_LOG)
async def log_page(request: Request) -> None:
    """Show what admins did, the latest first."""
    admin_id = viewer_of(request).id
    async with admin_frame(request, _('Log'), _('Everything that admins did. Entries cannot be changed.')):
        entries = await read(audit_log.list_latest, admin_id)
        view = View('admin/log.html', words=_words(), details=_details, **_values(entries, entries))
        view.classes('table-place')

    async def act(data: dict[str, str]) -> None:
        shown = view.values['entries']
        if data.get('action') == 'older' and shown:
            with show_errors():
                older = await read(lambda: audit_log.list_latest(admin_id, before=shown[-1].id))
                view.refresh(**_values(shown + older, older))

    view.on_action(act)


def _values(entries: list[Any], last_page: list[Any]) -> dict[str, Any]:
    return {'entries': entries, 'more': len(last_page) == audit_log.PAGE}


def _details(entry: Any) -> str:
    if entry.action == 'stopped':
        return _('Removed (messages, rooms, conversations): {counts}').format(counts=entry.details)
    if entry.action != 'changed_settings':
        return str(entry.details)
    sign_up, _sign, create = entry.details.partition(', ')
    chosen = {
        _('Who can sign up'): doors().get(sign_up, sign_up),
        _('Who can create rooms'): makers().get(create, create),
    }
    return '; '.join(f'{name}: {value}' for name, value in chosen.items())


def _words() -> dict[str, str]:
    return {
        'renamed_person': _('Renamed a person'),
        'blocked': _('Blocked a person'),
        'stopped': _('Stopped a person'),
        'unblocked': _('Unblocked a person'),
        'brought_back': _('Unblocked a person and restored everything'),
        'made_admin': _('Made someone an admin'),
        'unmade_admin': _('Removed admin rights'),
        'created_account': _('Created an account'),
        'made_reset_link': _('Created a password reset link'),
        'ended_sessions': _('Ended the sessions'),
        'changed_settings': _('Changed the settings'),
        'renewed_invite': _('Created a new invite link'),
        'deleted_message': _('Deleted a message'),
        'joined_room': _('Joined a closed room'),
        'edited_room': _('Edited a room'),
        'changed_members': _('Changed the members'),
        'deleted_room': _('Deleted a room'),
        'restored_room': _('Restored a room'),
        'kept_database': _('Kept an older copy of the database'),
    }
