"""The title of a room: its name; for a direct conversation, one made of the other people in it.

This module chooses the form of the title, which depends on the room only. Windows fill in the nicks by themselves, as
these may change while a list is shown.
"""

from collections.abc import Sequence

from messenger.i18n import N_, _
from messenger.models.room import DIRECT
from messenger.payloads import RoomSummary

NAME, PEOPLE, GROUP_OF_TWO, ALONE, NOTES = 'name', 'people', 'group_of_two', 'alone', 'notes'
TEXTS = {
    PEOPLE: '{people}',
    GROUP_OF_TWO: N_('{people} (group)'),
    ALONE: N_('Only you are left'),
    NOTES: N_('Notes to self'),
}


def form_of(kind: str, others: int, *, group: bool) -> str:
    """The form of the title of a room with so many people besides the reader.

    A group with only one or two people left says so, because those two may also have a conversation of their own.
    """
    if kind != DIRECT:
        return NAME
    if group and others < 2:
        return GROUP_OF_TWO if others > 0 else ALONE
    return PEOPLE if others > 0 else NOTES


def text(form: str) -> str:
    """The text of a form other than NAME, with `{people}` for the nicks of the others."""
    return _(TEXTS[form])


def fill(form: str, name: str, others: Sequence[str]) -> str:
    """The title of a room with this name and these others (nicks)."""
    return name if form == NAME else text(form).format(people=', '.join(others))


def title_for(room: RoomSummary, viewer_id: int) -> str:
    """The title of a room for one of its members, or of a room that is no direct conversation for anyone."""
    return fill(room.title_form, room.name, [person.nick for person in room.people if person.id != viewer_id])
