"""The dialog with the members of a room and their roles, which owners can change here."""

from collections.abc import Callable
from functools import partial
from typing import Any

from messenger import access
from messenger.access import Permission, Seat
from messenger.database.engine import read
from messenger.i18n import _
from messenger.models import Membership
from messenger.models.membership import MEMBER, OWNER
from messenger.people import presence
from messenger.rooms import members, ownership
from pages.components import removal
from pages.components.dialog import dialog
from pages.components.markup import tag
from pages.components.menu import item, menu
from pages.components.refusals import show_errors
from pages.components.view import View, id_in


async def show(viewer_id: int, room_id: int) -> None:
    """Open the dialog."""
    with show_errors():
        seat, people = await read(lambda: (access.room_for(viewer_id, room_id), members.people(room_id)))
        with dialog(_('Members')) as shown:
            view = View('members.html', **_values(seat, people))

            async def refresh() -> None:
                now = await read(lambda: (access.room_for(viewer_id, room_id), members.people(room_id)))
                if not view.is_deleted:
                    view.refresh(**_values(*now))

            async def act(data: dict[str, str]) -> None:
                user_id = id_in(data, 'user')
                member = next((entry for entry in view.values['people'] if entry.user.id == user_id), None)
                if member is not None and data.get('action') == 'menu':
                    await _open_menu(viewer_id, member, refresh)

            view.on_action(act)
            with tag('div', classes='dialog-foot'):
                tag('button', _('Done'), classes='button', type='button').on('click', shown.close)


async def _open_menu(viewer_id: int, member: Membership, refresh: Callable[[], Any]) -> None:
    user_id, room_id = member.user.id, member.room_id

    async def give(role: str) -> None:
        with show_errors():
            await ownership.set_role(viewer_id, room_id, user_id, role)
            await refresh()

    async def remove(removed: list[Membership]) -> bool:
        for membership in removed:
            await members.remove(viewer_id, room_id, membership.user.id)
        return True

    async def ask() -> None:
        with show_errors():
            now = await read(access.room_for, viewer_id, room_id, Permission.EDIT)
            removal.ask_to_remove(now, [member], remove, refresh)

    with show_errors():
        seat = await read(access.room_for, viewer_id, room_id, Permission.EDIT)
        with menu(f'#member-{user_id}'):
            if _may_give_roles(seat) and member.role == OWNER:
                item(_('Make member'), partial(give, MEMBER), icon='profile')
            elif _may_give_roles(seat):
                item(_('Make owner'), partial(give, OWNER), icon='admin')
            if user_id != viewer_id:
                item(_('Remove from this room'), ask, icon='delete', danger=True)


def _may_give_roles(seat: Seat) -> bool:
    return seat.may_govern and not seat.room.is_direct


def _values(seat: Seat, people: list[Membership]) -> dict[str, Any]:
    return {
        'seat': seat,
        'people': people,
        'here': presence.known_to(seat.user.id),
        'OWNER': OWNER,
        'may_give_roles': _may_give_roles(seat),
    }
