"""Removing people from a room: asked first, and undone with one click."""

from collections.abc import Awaitable, Callable
from typing import Any

from messenger.access import Seat
from messenger.i18n import _
from messenger.models import Membership
from messenger.rooms import members
from pages.components.dialog import ask, run
from pages.components.refusals import show_errors
from pages.components.undo_toast import offer_undo


def ask_to_remove(
    seat: Seat,
    removed: list[Membership],
    remove: Callable[[list[Membership]], Awaitable[bool]],
    done: Callable[[], Any],
) -> None:
    """Ask before `remove(removed)` takes these members out of the room of `seat`; if it does, offer to undo it.

    `done` is called after both.
    """
    nicks = ', '.join(membership.user.nick for membership in removed)
    title = _('Remove {people} from this room?').format(people=nicks)
    hint = _('They lose access to this room and see that you removed them.')

    async def go_on() -> None:
        with show_errors():
            if await remove(removed):
                offer_undo(_('{people} removed.').format(people=nicks), bring_back)
                await run(done)

    async def bring_back() -> None:
        with show_errors():
            roles = {membership.user.id: membership.role for membership in removed}
            await members.bring_back(seat.user.id, seat.room.id, roles)
            await run(done)

    ask(title, hint, _('Remove'), go_on, danger=True)
