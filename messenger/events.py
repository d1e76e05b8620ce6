"""What can happen in a room and to a person: frozen, JSON-able, told after the commit."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    """Base of all events; its class name is its type on the wire."""

    def payload(self) -> dict[str, Any]:
        """The event as JSON-able data: its fields and `type`."""
        return {'type': type(self).__name__} | {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True, slots=True)
class MessagePosted(Event):
    """A message stands in a room. `message` and `author` are all that a row needs to be drawn."""

    room: int
    message: dict[str, Any]
    author: dict[str, Any]


@dataclass(frozen=True, slots=True)
class MessageDeleted(Event):
    """A message is gone; `message` is the trace that stays in its place, `quote` as for MessageChanged."""

    room: int
    message: dict[str, Any]
    quote: str | None


@dataclass(frozen=True, slots=True)
class MessageChanged(Event):
    """A message was edited or brought back; `message` is its whole new row.

    `quote` is how its replies quote it from now on, None where it has no replies: their rows are not sent again.
    """

    room: int
    message: dict[str, Any]
    quote: str | None


@dataclass(frozen=True, slots=True)
class MessageReacted(Event):
    """`user` put `emoji` under message `seq`, or took it away again where `on` is false.

    `order` lists all emoji under the message now, in the order in which they are shown.
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
    """Something stands new in a room, for the badges of windows that look elsewhere.

    `counts`: it can be unread; `names`: the ids of those it speaks to, `everyone`: it speaks to all.
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
    """The message `seq` of `author` was deleted and counts again."""

    room: int
    seq: int
    author: int
    revision: int
    names: list[int]
    everyone: bool


@dataclass(frozen=True, slots=True)
class PersonRead(Event):
    """Somebody in the room (a brief) has read up to `seq`."""

    room: int
    user: dict[str, Any]
    seq: int


@dataclass(frozen=True, slots=True)
class DraftChanged(Event):
    """This person's unsent text for a room is another one; empty when there is none any more."""

    room: int
    body: str


@dataclass(frozen=True, slots=True)
class RoomChanged(Event):
    """Name, topic, kind or members of a room changed; `room` is its new face (see rooms.rooms.face)."""

    room: int
    face: dict[str, Any]


@dataclass(frozen=True, slots=True)
class RoomGained(Event):
    """A room appeared in this person's list; `entry` is its line there."""

    room: int
    entry: dict[str, Any]


@dataclass(frozen=True, slots=True)
class RoomLost(Event):
    """This person may no longer see the room. `reason`: removed, left or deleted."""

    room: int
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class RoomRead(Event):
    """This person has read a room up to `last_read_seq`, or has marked it unread after that, on some device.

    `unread` and `mentions` (those of them that speak to the person) are the server's word at `revision`.
    """

    room: int
    last_read_seq: int
    unread: int
    mentions: int
    revision: int


@dataclass(frozen=True, slots=True)
class UserChanged(Event):
    """A person shows a new nick or picture, or an admin closed or opened their account.

    `user` is the brief that rows are drawn with, and `is_closed`.
    """

    user: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PresenceChanged(Event):
    """A person is here, away or gone: `status` is one of people.presence."""

    user: int
    status: str


@dataclass(frozen=True, slots=True)
class Typing(Event):
    """Some `people` ({id, nick}) are writing in a room just now; told to those who look at it, and never stored."""

    room: int
    people: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class RoomLevelChanged(Event):
    """This person wants to be told more or less of a room, or nothing until a moment (milliseconds since 1970)."""

    room: int
    level: str
    muted_until: int | None


@dataclass(frozen=True, slots=True)
class OwnSettingsChanged(Event):
    """This person chose how they are told of things and what others see of them; see people.preferences."""

    settings: dict[str, Any]


@dataclass(frozen=True, slots=True)
class BlocklistChanged(Event):
    """This person has blocked or unblocked somebody; `people` are the ids of all whom they block now."""

    people: list[int]


@dataclass(frozen=True, slots=True)
class SessionEnded(Event):
    """Sessions of a person ended: those in `sessions`, or all where it is None."""

    sessions: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class AdminChanged(Event):
    """A person became an admin or ceases to be one; what they may see has to be asked again."""

    is_admin: bool
