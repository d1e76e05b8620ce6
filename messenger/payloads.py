"""Payloads: what windows receive about people, messages and rooms. Immutable; absent fields are left out of the JSON.

A field whose default is None, False or UNSET is absent when it has that value; all other fields are always there.
"""

from msgspec import UNSET, Struct, UnsetType


class UserSummary(Struct, frozen=True):
    """A person as rows, lists and events show them; `avatar` is the address of the picture."""

    id: int
    nick: str
    avatar: str


class Companion(UserSummary, frozen=True):
    """A person in a direct conversation; `is_account_blocked`: an admin has blocked the account."""

    is_account_blocked: bool


class Mentionable(UserSummary, frozen=True):
    """A person who can be mentioned, by nick or user name, and whether they are a member of the room."""

    username: str
    is_member: bool


class OwnSettings(Struct, frozen=True):
    """What somebody chose for all their rooms; `quiet_until` is in milliseconds since 1970."""

    level: str
    plays_sound: bool
    quiet_until: int | None
    hides_presence: bool


class FileRow(Struct, frozen=True):
    """A file of a message: `type` is its media type, `size` is in bytes, `width` and `height` in pixels.

    A picture that would cost too much to show has the kind `file`, and a width and height if it has too many pixels.
    `lines` is how many lines a text file has, and 0 for all others.
    """

    id: int
    name: str
    kind: str
    type: str
    size: int
    width: int
    height: int
    lines: int


class UploadState(Struct, frozen=True, omit_defaults=True):
    """The progress of an upload: `offset`, the bytes that have arrived, or once it is complete the `file`.

    `sent`: whether a message has the file. `next_in` is how many seconds to wait before announcing another file.
    """

    offset: int | None = None
    file: FileRow | None = None
    sent: bool | None = None
    next_in: float | None = None


class ReactionRow(Struct, frozen=True):
    """An emoji on a message: the ids of all `users` who chose it, and the nicks of the first of them."""

    emoji: str
    users: list[int]
    names: list[str]


class Quote(Struct, frozen=True):
    """What a reply shows of the message it answers; `text` is empty if that was deleted."""

    seq: int
    author: UserSummary
    text: str


class MessageRow(Struct, frozen=True, omit_defaults=True):
    """A message as windows draw it. A deleted message keeps its place, but not its text.

    `author` is an id; `key` was chosen by the author's window; `at` and `edited` are times in UTC (ISO 8601);
    `names` are the current nicks of the people in its mentions, by id.
    """

    id: int
    seq: int
    revision: int
    author: int
    key: str
    kind: str
    at: str
    deleted: bool
    body: str
    html: str
    edited: str | None = None
    reply: Quote | None = None
    reactions: list[ReactionRow] | None = None
    pinned: bool = False
    files: list[FileRow] | None = None
    names: dict[str, str] | None = None


class PinnedRow(MessageRow, frozen=True, omit_defaults=True, kw_only=True):
    """A pinned message; `by` is its author."""

    by: UserSummary


class Unheard(Struct, frozen=True, omit_defaults=True):
    """The mentions in a message that notify nobody.

    `outsiders` are not in the room, and `may_add` says whether the author can add them; `uncalled`: the message
    contains `@all`, which its author may not use here.
    """

    outsiders: list[UserSummary] | None = None
    may_add: bool | UnsetType = UNSET
    uncalled: bool = False


class SentRow(MessageRow, frozen=True, omit_defaults=True):
    """The answer to the author of a message: its row, and what `Unheard` says."""

    outsiders: list[UserSummary] | None = None
    may_add: bool | UnsetType = UNSET
    uncalled: bool = False


class Mentionables(Struct, frozen=True):
    """Suggestions for a mention that is being typed; `everyone`: whether to offer `@all`."""

    people: list[Mentionable]
    everyone: bool


class UnmatchedName(Struct, frozen=True):
    """What was typed after an `@` and names nobody, and the person who was probably meant."""

    name: str
    suggestion: Mentionable | None


class UnmatchedNames(Struct, frozen=True):
    """The mentions in a text that name nobody."""

    names: list[UnmatchedName]


class RoomSummary(Struct, frozen=True):
    """What is the same about a room for everyone who may see it.

    `is_group`: it is a direct conversation of several people. `title_form` is explained in rooms.titles. `members` is
    their number; `people` are only those of direct conversations.
    """

    id: int
    kind: str
    name: str
    topic: str
    owners_only: bool
    is_group: bool
    title_form: str
    members: int
    people: list[Companion]


class RoomEntry(RoomSummary, frozen=True):
    """A room in somebody's list: its summary, their membership, and how much they have not read.

    `hears` is the level that applies: whether everything, mentions or nothing in this room notifies them. `last_at` is
    in seconds since 1970, `muted_until` in milliseconds.
    """

    role: str
    last_read_seq: int
    unread: int
    mentions: int
    hears: str
    muted_until: int | None
    last_seq: int
    revision: int
    last_at: float


class JoinedRoom(RoomEntry, frozen=True):
    """A room that one of its members has opened, and what they may do there.

    `has_blocked`: this is a conversation of two, and they have blocked the other.
    """

    is_member: bool
    has_blocked: bool
    may_edit: bool
    may_govern: bool
    may_moderate: bool


class VisitedRoom(RoomSummary, frozen=True):
    """A room that somebody else has opened; the rights are as in JoinedRoom."""

    is_member: bool
    has_blocked: bool
    may_edit: bool
    may_govern: bool
    may_moderate: bool
    last_seq: int


class HistoryPage(Struct, frozen=True):
    """Messages of a room in order of their seq, and their authors."""

    messages: list[MessageRow]
    people: list[UserSummary]


class OpenedRoom(Struct, frozen=True):
    """Everything a window needs to show a room; see history.open_room.

    `quotes` are texts by seq, `seen` are [user, last read seq], `last_seen` is in milliseconds since 1970. `online` is
    the number of members who are online, 0 in direct conversations and if the person may not know.
    """

    room: JoinedRoom | VisitedRoom
    messages: list[MessageRow]
    quotes: dict[str, str]
    people: list[UserSummary]
    revision: int
    complete: bool
    draft: str
    seen: list[tuple[int, int]] | None
    last_seen: int | None
    online: int
