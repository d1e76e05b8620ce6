"""People for the switcher; the window knows the rooms and the commands."""

from msgspec import Struct
from msgspec.structs import asdict

from messenger.database.engine import read, search
from messenger.live.connection import Connection
from messenger.live.fields import Number, Request, Text
from messenger.payloads import UserSummary
from messenger.people import directory
from messenger.rooms import directs

PEOPLE_SENT = 300
TYPED_LIMIT_CHARS = 100


class AskSwitcher(Request, frozen=True):
    """Ask for people, or, if `typed` is not empty, for those whose names match it."""

    typed: Text


class SwitcherPerson(UserSummary, frozen=True):
    """A person in the switcher, who is found by both names."""

    username: str


class SwitcherPeople(Struct, frozen=True):
    """The first people; `has_more`: there are others."""

    people: list[SwitcherPerson]
    has_more: bool


async def fill_switcher(window: Connection, request: AskSwitcher) -> SwitcherPeople:
    """Answer with the people that the switcher shows."""
    typed = request.typed[:TYPED_LIMIT_CHARS]
    page = await (search if typed else read)(directory.search, typed, limit=PEOPLE_SENT)
    people = [
        SwitcherPerson(**asdict(user.summary()), username=user.username)
        for user in page.people
        if user.id != window.user_id
    ]
    return SwitcherPeople(people, has_more=page.total > len(page.people))


class OpenDirect(Request, frozen=True):
    """Open the direct conversation with a person, which may be new."""

    user: Number


class OpenedDirect(Struct, frozen=True):
    """The room of the direct conversation."""

    room: int


async def open_direct(window: Connection, request: OpenDirect) -> OpenedDirect:
    """Answer with the room of the direct conversation."""
    return OpenedDirect(await directs.open_with(window.user_id, [request.user]))
