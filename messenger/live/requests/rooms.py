"""Requests about what a window shows: the list of rooms, and one room at a time."""

from typing import Annotated

from msgspec import Meta, Struct

from messenger import access, history
from messenger.database.engine import read
from messenger.errors import SignedOut
from messenger.live.connection import Connection
from messenger.live.fields import Number, Request
from messenger.live.requests.answers import Done
from messenger.payloads import OpenedRoom, OwnSettings, RoomEntry
from messenger.people import blocklists, preferences, presence
from messenger.reading import drafts, receipts
from messenger.rooms import members

SHOWN_AUTHORS_LIMIT = 500


class Hello(Request, frozen=True):
    """Ask for the room list, and for the events of all rooms in it from now on."""


class RoomList(Struct, frozen=True):
    """One's rooms. `presence` has the status of people in direct conversations, by id; `drafts` are rooms with a draft.

    `own` are the settings for all rooms (see OwnSettingsChanged), `blocked` the ids of people one has blocked.
    """

    rooms: list[RoomEntry]
    presence: dict[str, str]
    drafts: list[int]
    own: OwnSettings
    blocked: list[int]


async def hello(window: Connection, _request: Hello) -> RoomList:
    """Subscribe to one's rooms first, then read; the answer is the current room list."""
    person = window.hub.person_of(window)
    kinds = await read(members.kinds, window.user_id)
    _check_open(window)
    for room_id, kind in kinds:
        person.follow(room_id, kind)
    entries = await read(members.entries, window.user_id)
    _check_open(window)
    for room_id in {room_id for room_id, _ in kinds} - {entry.id for entry in entries}:
        person.unfollow(room_id)  # it was lost between the two reads
    window.hub.presence.reckon(window.user_id, person.directs)
    companion_ids = {companion.id for entry in entries for companion in entry.people}
    statuses = presence.known_to(window.user_id)
    user, with_draft = await read(lambda: (access.user_for(window.user_id), drafts.rooms(window.user_id)))
    return RoomList(
        rooms=entries,
        presence={str(user_id): statuses[user_id] for user_id in companion_ids if user_id in statuses},
        drafts=with_draft,
        own=preferences.settings_of(user),
        blocked=sorted(blocklists.blocked_by(window.user_id)),
    )


class OpenRoom(Request, frozen=True):
    """Show a room. The answer has the messages changed after revision `since`, or those around the seq `around`.

    Without both, it has those at the first unread message. `people` are authors whose current nick the window needs.
    """

    room: Number
    since: Number | None = None
    around: Number | None = None
    people: Annotated[tuple[Number, ...], Meta(max_length=SHOWN_AUTHORS_LIMIT)] = ()


async def open_room(window: Connection, request: OpenRoom) -> OpenedRoom:
    """Show a room: subscribe first, then read, so that no event is lost in between."""
    window.rooms_asked = number = window.rooms_asked + 1
    room_id = request.room
    seat = await read(access.room_for, window.user_id, room_id)
    _check_open(window)
    if window.rooms_asked == number:  # else the window has already asked for another room
        window.hub.enter(window, room_id)
        window.sees_receipts = receipts.may_see(seat)
    try:
        opened = await history.open_room(window.user_id, room_id, since=request.since, around=request.around)
        if request.people:
            authors = await history.summaries_of_authors(window.user_id, room_id, list(request.people))
            opened.people.extend(authors)
    except BaseException:  # also on a timeout: a window gets no events of a room that it was not shown
        if window.rooms_asked == number and window.room_id == room_id:
            window.hub.leave(window)
        raise
    return opened


def _check_open(window: Connection) -> None:
    """Raise SignedOut if the window was closed, or its session ended, during a read for it."""
    if not window.alive or window.is_over:
        raise SignedOut


class CloseRoom(Request, frozen=True):
    """Stop showing a room."""


async def close_room(window: Connection, _request: CloseRoom) -> Done:
    """Stop showing a room."""
    window.rooms_asked += 1
    window.hub.move_on(window)
    return Done()
