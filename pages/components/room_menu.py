"""The menu of a room, and the dialogs behind it: jump to a date, leave, delete."""

from collections.abc import Callable
from typing import Any

from nicegui import ui

from messenger import access, addresses
from messenger.access import Permission, Seat
from messenger.database.engine import read
from messenger.i18n import _
from messenger.models import User
from messenger.models.user import companion_of
from messenger.rooms import members, rooms
from pages.components import block_dialog, level_dialog, members_dialog, room_dialog
from pages.components.dialog import ask, buttons, dialog, run
from pages.components.markup import tag
from pages.components.menu import item, menu
from pages.components.refusals import confirm, show_errors


async def open_menu(anchor: ui.element, viewer_id: int, room_id: int, chat: ui.element) -> None:
    """Open the menu with what this person may do in this room; `chat` is the element that shows it."""
    with show_errors():
        seat = await read(access.room_for, viewer_id, room_id)
        other = await read(_companion, seat)
        with menu(anchor):
            if seat.may_edit:
                item(_('Edit room'), lambda: room_dialog.edit(viewer_id, room_id), icon='edit')
            item(_('Members'), lambda: members_dialog.show(viewer_id, room_id), icon='users')
            if seat.is_member:
                item(_('Notifications'), lambda: level_dialog.open_dialog(viewer_id, room_id), icon='bell')
            item(_('Jump to a date'), lambda: choose_date(chat), icon='date')
            if seat.is_member and not seat.room.is_direct:
                item(_('Leave room'), lambda: ask_to_leave(viewer_id, room_id), icon='log_out')
            if seat.is_member and seat.room.is_group:
                item(_('Leave conversation'), lambda: ask_to_leave(viewer_id, room_id), icon='log_out')
            if other is not None:
                _block_item(seat, other)
            if seat.may_edit:
                item(_('Delete room'), lambda: ask_to_delete(viewer_id, room_id), icon='delete', danger=True)


def _companion(seat: Seat) -> User | None:
    """Inside a read: the other person in a two-person conversation, or in one with only two unblocked people left."""
    if not seat.room.is_direct:
        return None
    return companion_of([row.user for row in members.people(seat.room.id) if row.user_id != seat.user.id])


def _block_item(seat: Seat, other: User) -> None:
    viewer_id = seat.user.id
    if seat.has_blocked:
        unblock = lambda: block_dialog.unblock(viewer_id, other.id)
        item(_('Unblock {nick}').format(nick=other.nick), unblock, icon='block')
    else:
        block = lambda: block_dialog.ask_to_block(viewer_id, other)
        item(_('Block {nick}').format(nick=other.nick), block, icon='block', danger=True)


def choose_date(chat: ui.element) -> None:
    """Let the person choose a day, and show the first message since then."""
    with dialog(_('Jump to a date')) as shown:
        day = ui.input(_('Date')).props('outlined autofocus type=date stack-label').classes('wide')

        def jump() -> None:
            if day.value:
                shown.close()
                chat.run_method('jumpTo', day.value)

        day.on('keydown.enter', jump)
        buttons(shown, _('Jump to date'), jump)


async def ask_to_leave(viewer_id: int, room_id: int) -> None:
    """Leave a room or a group conversation, after a confirmation."""

    async def leave() -> None:
        with show_errors() as refusals:
            await members.leave(viewer_id, room_id)
        if not refusals:
            ui.navigate.to(addresses.ROOMS)

    with show_errors():
        room = (await read(access.room_for, viewer_id, room_id, Permission.POST)).room
        if room.is_direct:
            title, verb = _('Leave this conversation?'), _('Leave conversation')
            hint = _('You will no longer see this conversation. The others keep it and will see that you left.')
        else:
            title, verb = _('Leave “{room}”?').format(room=room.name), _('Leave room')
            hint = _('You will lose access to this room, and its members will see that you left.')
        ask(title, hint, verb, leave, danger=True)


async def ask_to_delete(viewer_id: int, room_id: int, done: Callable[[], Any] = lambda: None) -> None:
    """Move a room to the bin after its name has been typed; then call `done`."""
    with show_errors():
        delete_dialog(viewer_id, await read(access.room_for, viewer_id, room_id, Permission.EDIT), done)


def delete_dialog(viewer_id: int, seat: Seat, done: Callable[[], Any]) -> None:
    """Ask for the name of the room, then delete it."""
    hint = _('An admin can restore the room from the bin for a while. To confirm, type its name:')
    with dialog(_('Delete room'), hint) as shown:
        tag('p', seat.room.name, classes='to-type')
        typed = ui.input(_('Room name')).props('outlined autofocus').classes('wide')

        async def delete() -> None:
            with show_errors({'confirmation': typed}) as refusals:
                await read(access.room_for, viewer_id, seat.room.id, Permission.EDIT)
                await rooms.delete(viewer_id, seat.room.id, typed.value or '')
            if not refusals:
                shown.close()
                confirm(_('The room has been moved to the bin.'))
                await run(done)

        buttons(shown, _('Delete room'), delete, danger=True)
