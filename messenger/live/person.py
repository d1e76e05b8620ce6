"""A connected person: their windows, the rooms they follow, and the events that concern only them."""

import asyncio
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from messenger import pubsub
from messenger.events import (
    AdminChanged,
    Event,
    OwnSettingsChanged,
    PresenceChanged,
    RoomGained,
    RoomLost,
    SessionEnded,
)
from messenger.live.batcher import Batcher
from messenger.live.connection import Connection
from messenger.models.room import DIRECT
from messenger.payloads import UserSummary
from messenger.people import blocklists, presence

if TYPE_CHECKING:
    from messenger.live.hub import Hub

PRESENCE_S = 1.0


class Person:
    """A person with open windows, which share subscriptions: to the `user:` topic and to their rooms' activity."""

    def __init__(self, user_id: int, hub: 'Hub') -> None:
        self.user_id = user_id
        self.hub = hub
        self.windows: set[Connection] = set()
        self.followed: dict[int, Callable[[], None]] = {}
        self.directs: set[int] = set()
        self.presence_changes: dict[int, PresenceChanged] = {}
        self.presence_timer: asyncio.TimerHandle | None = None
        self.activity: Batcher[tuple[int, str]] = Batcher(self._send)  # frames, with their rooms
        self.batches = asyncio.Lock()  # batches of several windows run one after another
        self.unsubscribe = pubsub.subscribe(f'user:{user_id}', self.on_own_event)

    def follow(self, room_id: int, kind: str) -> None:
        """Subscribe to the activity of one more room."""
        if room_id not in self.followed:
            self.followed[room_id] = pubsub.subscribe(f'room:{room_id}:activity', partial(self.on_activity, room_id))
        if kind == DIRECT:
            self.directs.add(room_id)

    def unfollow(self, room_id: int) -> None:
        """Unsubscribe from a room, and stop showing it in any window."""
        unsubscribe = self.followed.pop(room_id, None)
        if unsubscribe is not None:
            unsubscribe()
        self.directs.discard(room_id)
        for window in self.windows:
            if window.room_id == room_id:
                self.hub.leave(window)

    def on_activity(self, room_id: int, _topic: str, event: Event) -> None:
        """Forward activity in a followed room to the windows that show another room or none.

        It is flushed before a window changes rooms, and before an event of the person's own.
        """
        if isinstance(event, PresenceChanged):
            self.note_presence(event)
        elif any(window.room_id != room_id for window in self.windows):
            self.activity.add((room_id, self.hub.frames.encode_event(event)))

    def _send(self, gathered: list[tuple[int, str]]) -> None:
        for window in self.windows:
            frames = [frame for room_id, frame in gathered if room_id != window.room_id]
            if frames:
                window.push(self.hub.frames.join(frames))

    def on_own_event(self, _topic: str, event: Event) -> None:
        """Handle an event that concerns this person, then send it to their windows."""
        self.activity.flush()
        if isinstance(event, RoomGained):
            self.follow(event.room, event.entry.kind)
            self.show_presence_of(event.entry.people)
        elif isinstance(event, RoomLost):
            self.unfollow(event.room)
        if isinstance(event, SessionEnded):
            for window in list(self.windows):
                if event.sessions is None or window.identity.session_id in event.sessions:
                    self.hub.end(window)
            return
        if isinstance(event, OwnSettingsChanged):
            self.hub.presence.reckon(self.user_id, self.directs)
        frame = self.hub.frames.encode([event])
        for window in self.windows:
            window.push(frame)
            if isinstance(event, AdminChanged):
                self.hub.recheck(window)

    def show_presence_of(self, people: Iterable[UserSummary]) -> None:
        """Tell the windows which of these people (summaries) are online: a direct conversation with them has begun."""
        for user in people:
            status = presence.status(user.id)
            if status != presence.OFFLINE:
                self.note_presence(PresenceChanged(user.id, status))

    def note_presence(self, event: PresenceChanged) -> None:
        """Note that somebody came or went; changes within PRESENCE_S go to all windows as one frame."""
        if event.user == self.user_id or presence.is_hidden(self.user_id):
            return
        if blocklists.are_apart(self.user_id, event.user):
            return
        self.presence_changes[event.user] = event
        if self.presence_timer is None:
            self.presence_timer = asyncio.get_running_loop().call_later(PRESENCE_S, self._send_presence)

    def _send_presence(self) -> None:
        self.presence_timer = None
        if presence.is_hidden(self.user_id):
            self.presence_changes.clear()
            return
        changes = [
            change for change in self.presence_changes.values() if not blocklists.are_apart(self.user_id, change.user)
        ]
        frame = self.hub.frames.encode(changes) if changes else ''
        self.presence_changes.clear()
        if not frame:
            return
        for window in self.windows:
            window.push(frame)

    def close(self) -> None:
        """End all subscriptions."""
        self.unsubscribe()
        for unsubscribe in self.followed.values():
            unsubscribe()
        self.followed.clear()
        self.activity.close()
        if self.presence_timer is not None:
            self.presence_timer.cancel()
