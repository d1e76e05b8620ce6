"""Onboarding: the first steps on a new site, shown to its admins until they are done or dismissed."""

from collections.abc import Iterable
from dataclasses import dataclass

from messenger import access, rate_limits
from messenger.database.engine import write
from messenger.models import User
from messenger.models.room import DIRECT
from messenger.payloads import RoomSummary
from messenger.site import settings as site_settings


@dataclass(frozen=True)
class Steps:
    """Which steps are done: the site has its own name, a room has more than one member, there is a room."""

    is_named: bool
    has_people: bool
    has_room: bool

    @property
    def are_done(self) -> bool:
        """Whether nothing is left to do."""
        return self.is_named and self.has_people and self.has_room


def steps_for(user: User, rooms: Iterable[RoomSummary]) -> Steps | None:
    """The steps for an admin, based on the summaries of the rooms they see.

    None for others, if all steps are done, and after they were dismissed.
    """
    site = site_settings.current()
    if not user.is_admin or site.first_steps:
        return None
    seen = list(rooms)
    steps = Steps(
        is_named=site.name != site_settings.Site.name,
        has_people=any(room.members > 1 for room in seen),
        has_room=any(room.kind != DIRECT for room in seen),
    )
    return None if steps.are_done else steps


async def dismiss(user_id: int) -> None:
    """Hide the steps from all admins. Raises NotFound for anyone who is not an admin."""
    rate_limits.take('admin', user_id)

    def work() -> None:
        access.admin_for(user_id)
        site_settings.dismiss_first_steps()

    await write(work)
