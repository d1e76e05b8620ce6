"""The dialogs "New room" and "Edit room"."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nicegui import ui

from messenger import access, addresses
from messenger.access import Permission, Seat
from messenger.database.engine import read
from messenger.i18n import _
from messenger.models import Membership
from messenger.models.room import CLOSED, OPEN
from messenger.name_rules import ROOM_NAME_LIMIT_CHARS, TOPIC_LIMIT_CHARS
from messenger.people import directory
from messenger.people.directory import Named
from messenger.rooms import members, rooms
from pages.components import removal
from pages.components.dialog import ask, buttons, dialog, run
from pages.components.lasting import lasting
from pages.components.markup import tag
from pages.components.people_choice import people_choice
from pages.components.refusals import show_errors


@dataclass
class Form:
    """The input fields of a room."""

    name: ui.input
    topic: ui.input
    members: ui.select
    kind: ui.radio
    owners_only: ui.checkbox | None
    everyone_may_call: ui.checkbox | None

    def values(self) -> dict[str, Any]:
        """The entered values, as arguments for rooms.rooms."""
        return {
            'name': self.name.value or '',
            'topic': self.topic.value or '',
            'kind': self.kind.value,
            'owners_only': bool(self.owners_only.value) if self.owners_only else None,
            'everyone_may_call': bool(self.everyone_may_call.value) if self.everyone_may_call else None,
        }

    def chosen(self) -> list[int]:
        """The ids of the chosen members."""
        return [int(user_id) for user_id in self.members.value or []]


async def new(viewer_id: int) -> None:
    """Open "New room"; when the room is created, go to it."""
    names = await read(directory.names)
    names.pop(viewer_id, None)
    with dialog(_('New room'), _('You will own this room. The people you choose will see it immediately.')) as shown:
        form = _form(names, chosen=[], may_govern=True)

        async def create() -> None:
            values = form.values()
            with show_errors({'name': form.name, 'topic': form.topic}) as refusals:
                room_id = await rooms.create(viewer_id, values.pop('name'), form.chosen(), **values)
            if not refusals:
                shown.close()
                ui.navigate.to(addresses.room(room_id))

        buttons(shown, _('Create'), create)
        form.name.on('keydown.enter', lasting(create))


async def edit(
    viewer_id: int, room_id: int, done: Callable[[], Any] = lambda: None, *, adds_people: bool = False
) -> None:
    """Open "Edit room" with the current values; call `done` after saving. With `adds_people`, begin at the members."""
    with show_errors():
        seat = await read(access.room_for, viewer_id, room_id, Permission.EDIT)
        names, present = await read(lambda: (directory.names(), members.people(room_id)))
        present_names = {member.user.id: directory.names_of(member.user) for member in present}
        with dialog(_('Edit room')) as shown:
            form = _form(present_names | names, chosen=list(present_names), may_govern=seat.may_govern, seat=seat)
            if adds_people:
                del form.name.props['autofocus']
                form.members.props('autofocus')
            shown_values = form.values()

            async def save() -> bool:
                with show_errors({'name': form.name, 'topic': form.topic}) as refusals:
                    chosen, shown_ids = form.chosen(), list(present_names)
                    # save only changed values: the others may have been changed elsewhere meanwhile
                    changed = {name: value for name, value in form.values().items() if value != shown_values[name]}
                    await rooms.update(viewer_id, room_id, member_ids=chosen, shown_ids=shown_ids, **changed)
                if not refusals:
                    shown.close()
                    await run(done)
                return not refusals

            async def save_without(_removed: list[Membership]) -> bool:
                return await save()

            async def check() -> None:
                chosen = form.chosen()
                removed = [member for member in present if member.user.id not in chosen]
                is_leaving = seat.is_member and viewer_id not in chosen
                if not removed:
                    await save()
                    return
                with show_errors():
                    await read(access.room_for, viewer_id, room_id, Permission.EDIT)
                    if is_leaving:
                        hint = _('You removed yourself from the members. You will lose access to this room.')
                        ask(_('Leave this room?'), hint, _('Save and leave'), save, danger=True)
                    else:
                        removal.ask_to_remove(seat, removed, save_without, done)

            buttons(shown, _('Save'), check)


def _form(names: dict[int, Named], *, chosen: list[int], may_govern: bool, seat: Seat | None = None) -> Form:
    room = seat.room if seat else None
    name = ui.input(_('Room name'), value=room.name if room else '').classes('wide')
    name.props(f'outlined maxlength={2 * ROOM_NAME_LIMIT_CHARS} autofocus')
    topic = ui.input(_('Topic'), value=room.topic if room else '').classes('wide')
    topic.props(f'outlined maxlength={TOPIC_LIMIT_CHARS}')
    members = people_choice(_('Members'), names, chosen)
    tag('div', _('Who can join'), classes='label', id='who-can-join')
    kinds = {CLOSED: _('Only people who are added'), OPEN: _('Anyone can read and join')}
    kind = ui.radio(kinds, value=room.kind if room else CLOSED)
    kind.props.update({'aria-label': _('Who can join'), 'role': 'radiogroup'})
    owners_only = everyone_may_call = None
    if may_govern:
        owners_only = ui.checkbox(_('Only owners can edit or delete this room'), value=bool(room and room.owners_only))
        everyone_may_call = ui.checkbox(_('Everyone can mention all members with @all'))
        everyone_may_call.value = bool(room and room.everyone_may_call)
    return Form(name, topic, members, kind, owners_only, everyone_may_call)
