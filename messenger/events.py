"""Events: what can happen in a room or to a person. They are immutable and published after the commit."""

from msgspec import Struct

from messenger.payloads import Companion, MessageRow, OwnSettings, RoomEntry, RoomSummary, UserSummary


class Event(Struct, frozen=True, tag_field='type', tag=True):
    """Base class of all events; the class name is the `type` that clients see."""


class MessagePosted(Event, frozen=True):
    """A message was posted in a room. `message` and `author` hold all that is needed to draw its row."""

    room: int
    message: MessageRow
    author: UserSummary


class MessageDeleted(Event, frozen=True):
    """A message was deleted; `message` is the placeholder row that replaces it, `quote` is as in MessageChanged."""

    room: int
    message: MessageRow
    quote: str | None


class MessageChanged(Event, frozen=True):
    """A message was edited or undeleted; `message` is its complete new row.

    `quote` is the new quote of it in its replies, whose rows are not sent again; null if it has no replies.
    """

    room: int
    message: MessageRow
    quote: str | None


class MessageReacted(Event, frozen=True):
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


class MessagePinned(Event, frozen=True):
    """Message `seq` was pinned, or is no longer pinned."""

    room: int
    seq: int
    revision: int
    pinned: bool


class RoomActivity(Event, frozen=True):
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


class ActivityWithdrawn(Event, frozen=True):
    """The message `seq` of `author` no longer counts as unread."""

    room: int
    seq: int
    author: int
    revision: int
    names: list[int]
    everyone: bool


class ActivityRestored(Event, frozen=True):
    """The message `seq` of `author` was undeleted and counts as unread again."""

    room: int
    seq: int
    author: int
    revision: int
    names: list[int]
    everyone: bool


class PersonRead(Event, frozen=True):
    """Somebody in the room (`user`) has read up to `seq`."""

    room: int
    user: UserSummary
    seq: int


class DraftChanged(Event, frozen=True):
    """This person's draft for a room changed; `body` is empty if there is no draft any more."""

    room: int
    body: str


class RoomChanged(Event, frozen=True):
    """Name, topic, kind or members of a room changed; `summary` describes it as it is now."""

    room: int
    summary: RoomSummary


class RoomGained(Event, frozen=True):
    """A room appeared in this person's list; `entry` is its row there."""

    room: int
    entry: RoomEntry


class RoomLost(Event, frozen=True):
    """This person may no longer see the room. `reason`: removed, left or deleted."""

    room: int
    name: str
    reason: str


class RoomRead(Event, frozen=True):
    """This person has read a room up to `last_read_seq`, or marked it as unread after that, on some device.

    `unread` and `mentions` (the unread messages that mention the person) are the server's counts at `revision`.
    """

    room: int
    last_read_seq: int
    unread: int
    mentions: int
    revision: int


class UserChanged(Event, frozen=True):
    """A person has a new nick or picture, or an admin blocked or unblocked their account.

    `user` is the summary that rows are drawn with, plus `is_account_blocked`.
    """

    user: Companion


class PresenceChanged(Event, frozen=True):
    """`status` of a person is now `online`, `away` or `offline`."""

    user: int
    status: str


class Writer(Struct, frozen=True):
    """Somebody who is typing."""

    id: int
    nick: str


class Typing(Event, frozen=True):
    """`people` are typing in a room right now; sent to windows that show the room, and never stored."""

    room: int
    people: list[Writer]


class RoomLevelChanged(Event, frozen=True):
    """This person changed a room's notification level (see RoomEntry), or muted it until a time (ms since 1970)."""

    room: int
    hears: str
    muted_until: int | None


class OwnSettingsChanged(Event, frozen=True):
    """This person changed their notification or privacy settings."""

    settings: OwnSettings


class BlocklistChanged(Event, frozen=True):
    """This person has blocked or unblocked somebody; `people` are the ids of everyone they block now."""

    people: list[int]


class SessionEnded(Event, frozen=True):
    """Sessions of a person ended: those in `sessions`, or all if it is null."""

    sessions: tuple[int, ...] | None


class AdminChanged(Event, frozen=True):
    """A person became an admin or lost admin rights; what they may see must be checked again."""

    is_admin: bool
