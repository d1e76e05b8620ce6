"""The admin page "Messages": find and delete messages in rooms."""

from typing import Any

from nicegui import ui
from starlette.requests import Request

from messenger import access, addresses
from messenger.admin import moderated_messages
from messenger.database.engine import read, search
from messenger.i18n import _
from pages.admin.shell import admin_frame
from pages.components.dialog import ask
from pages.components.markup import tag
from pages.components.refusals import show_errors
from pages.components.search_box import search_box
from pages.components.view import View, id_in
from pages.layout import viewer_of
from pages.socket import nicegui_internals


@ui.page(addresses.ADMIN_MESSAGES)
async def messages_page(request: Request) -> None:
    """Show messages in rooms, the newest first, but not direct conversations."""
    admin_id = viewer_of(request).id
    async with admin_frame(request, _('Messages'), _('Messages in rooms. Direct conversations are private.')):
        search_box(_('Search messages'), lambda query: show(query, None))
        progress = tag('p', classes='faint', role='status')
        view = View('admin/messages.html', **await search(_values, admin_id, '', None))

    async def show(query: str, before: int | None) -> None:
        nicegui_internals.set_text(progress, _('Searching…'))
        progress.update()
        with show_errors() as refusals:
            values = await search(_values, admin_id, query, before)
        nicegui_internals.set_text(progress, '')
        progress.update()
        if not refusals:
            earlier = view.values['messages'] if before is not None else []
            view.refresh(messages=earlier + values.pop('messages'), **values)

    async def act(data: dict[str, str]) -> None:
        if data.get('action') == 'older':
            await show(view.values['query'], view.values['next'])
        elif data.get('action') == 'delete' and (message_id := id_in(data, 'message')):
            hint = _('The message will be deleted for everyone. A note stays in its place.')
            with show_errors():
                await read(access.admin_for, admin_id)
                ask(_('Delete this message?'), hint, _('Delete message'), lambda: delete(message_id), danger=True)

    async def delete(message_id: int) -> None:
        with show_errors() as refusals:
            await moderated_messages.delete_message(admin_id, message_id)
        if not refusals:
            view.refresh(messages=[message for message in view.values['messages'] if message.id != message_id])

    view.on_action(act)


def _values(admin_id: int, query: str, before: int | None) -> dict[str, Any]:
    rows, following = moderated_messages.search(admin_id, query, before)
    is_cut = following is not None and len(rows) < moderated_messages.PAGE
    since = moderated_messages.time_of_message(following) if is_cut and following is not None else None
    return {'messages': rows, 'next': following, 'query': query, 'since': since}
