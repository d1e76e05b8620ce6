"""Events: what can happen in a room or to a person. They are frozen, JSON-able and published after the commit."""

from dataclasses import dataclass
from typing import Any

from messenger.payloads import Companion, MessageRow, OwnSettings, RoomEntry, RoomSummary, UserSummary


@dataclass(frozen=True, slots=True)
class Event:
    """Base class of all events; the class name is the `type` that clients see."""

    def payload(self) -> dict[str, Any]:
        """The event as JSON-able data: its fields and `type`."""
        return {'type': type(self).__name__} | {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True, slots=True)
class MessagePosted(Event):
    """A message was posted in a room. `message` and `author` hold all that is needed to draw its row."""

    room: int
    message: MessageRow
    author: UserSummary


@dataclass(frozen=True, slots=True)
class MessageDeleted(Event):
    """A message was deleted; `message` is the placeholder row that replaces it, `quote` is as in MessageChanged."""

    room: int
    message: MessageRow
    quote: str | None


@dataclass(frozen=True, slots=True)
class MessageChanged(Event):
    """A message was edited or undeleted; `message` is its complete new row.

    `quote` is the new quote of it in its replies, whose rows are not sent again; None if it has no replies.
    """

    room: int
    message: MessageRow
    quote: str | None


@dataclass(frozen=True, slots=True)
class MessageReacted(Event):
    """`user` reacted to message `seq` with `emoji`, or removed the reaction if `on` is false.

    `order` lists all current emoji of the message, in display order.
    """

    room: int
    seq: int
    revision: int
    emoji: str
    user: int
    nick: str
    on: bool
    order: list[str]


@dataclass(frozen=True, slots=True)
class MessagePinned(Event):
    """Message `seq` was pinned, or is no longer pinned."""

    room: int
    seq: int
    revision: int
    pinned: bool


@dataclass(frozen=True, slots=True)
class RoomActivity(Event):
    """There is something new in a room; this updates the badges of windows that do not show the room.

    `counts`: it can be unread; `names`: the ids of the people it mentions; `everyone`: it mentions everyone.
    """

    room: int
    seq: int
    author: int
    counts: bool
    revision: int
    names: list[int]
    everyone: bool


@dataclass(frozen=True, slots=True)
class ActivityWithdrawn(Event):
    """The message `seq` of `author` no longer counts as unread."""

    room: int
    seq: int
    author: int
    revision: int
    names: list[int]
    everyone: bool


@dataclass(frozen=True, slots=True)
class ActivityRestored(Event):
    """The message `seq` of `author` was undeleted and counts as unread again."""

    room: int
    seq: int
    author: int
    revision: int
    names: list[int]
    everyone: bool


@dataclass(frozen=True, slots=True)
class PersonRead(Event):
    """Somebody in the room (`user`, a summary) has read up to `seq`."""

    room: int
    user: UserSummary
    seq: int


@dataclass(frozen=True, slots=True)
class DraftChanged(Event):
    """This person's draft for a room changed; `body` is empty if there is no draft any more."""

    room: int
    body: str


@dataclass(frozen=True, slots=True)
class RoomChanged(Event):
    """Name, topic, kind or members of a room changed; `face` is its new summary (see rooms.summaries)."""

    room: int
    face: RoomSummary


@dataclass(frozen=True, slots=True)
class RoomGained(Event):
    """A room appeared in this person's list; `entry` is its row there."""

    room: int
    entry: RoomEntry


@dataclass(frozen=True, slots=True)
class RoomLost(Event):
    """This person may no longer see the room. `reason`: removed, left or deleted."""

    room: int
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class RoomRead(Event):
    """This person has read a room up to `last_read_seq`, or marked it as unread after that, on some device.

    `unread` and `mentions` (the unread messages that mention the person) are the server's counts at `revision`.
    """

    room: int
    last_read_seq: int
    unread: int
    mentions: int
    revision: int


@dataclass(frozen=True, slots=True)
class UserChanged(Event):
    """A person has a new nick or picture, or an admin blocked or unblocked their account.

    `user` is the summary that rows are drawn with, plus `is_closed`.
    """

    user: Companion


@dataclass(frozen=True, slots=True)
class PresenceChanged(Event):
    """A person is online, away or offline: `status` is a constant of people.presence."""

    user: int
    status: str


@dataclass(frozen=True, slots=True)
class Typing(Event):
    """`people` ({id, nick}) are typing in a room right now; sent to windows that show the room, and never stored."""

    room: int
    people: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class RoomLevelChanged(Event):
    """This person changed a room's notification level, or muted it until a time (milliseconds since 1970)."""

    room: int
    level: str
    muted_until: int | None


@dataclass(frozen=True, slots=True)
class OwnSettingsChanged(Event):
    """This person changed their notification or privacy settings; see people.preferences."""

    settings: OwnSettings


@dataclass(frozen=True, slots=True)
class BlocklistChanged(Event):
    """This person has blocked or unblocked somebody; `people` are the ids of everyone they block now."""

    people: list[int]


@dataclass(frozen=True, slots=True)
class SessionEnded(Event):
    """Sessions of a person ended: those in `sessions`, or all if it is None."""

    sessions: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class AdminChanged(Event):
    """A person became an admin or lost admin rights; what they may see must be checked again."""

    is_admin: bool
