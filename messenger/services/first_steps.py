"""First steps: what a new place still lacks, told to its admins until it is there or they have seen enough."""

from dataclasses import dataclass

from messenger.db import write
from messenger.models import Room, Setting, User
from messenger.models.room import DIRECT
from messenger.services import access, sites

DISMISSED = 'first_steps'


@dataclass(frozen=True)
class Steps:
    """Which steps are done: the place has a name of its own, somebody else is here, there is a room."""

    is_named: bool
    has_people: bool
    has_room: bool

    @property
    def are_done(self) -> bool:
        """Whether nothing is left to do."""
        return self.is_named and self.has_people and self.has_room


def of(user: User) -> Steps | None:
    """From a read: the steps for an admin; None for others, when all is done, and once they were dismissed."""
    if not user.is_admin or Setting.get_or_none(Setting.name == DISMISSED) is not None:
        return None
    steps = Steps(
        is_named=sites.current().name != sites.Site.name,
        has_people=User.select().count() > 1,
        has_room=Room.living().where(Room.kind != DIRECT).exists(),
    )
    return None if steps.are_done else steps


async def dismiss(user_id: int) -> None:
    """Show the steps no more, to any admin. Raises NotFound for those who are none."""

    def work() -> None:
        access.admin_for(user_id)
        Setting.replace(name=DISMISSED, value='dismissed').execute()

    await write(work)
