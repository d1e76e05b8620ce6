"""Who is connected: each person's windows, the rooms they follow, and the events that concern only them."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

from messenger import metrics, pubsub
from messenger.errors import SignedOut
from messenger.events import (
    AdminChanged,
    Event,
    OwnSettingsChanged,
    PresenceChanged,
    RoomChanged,
    RoomGained,
    RoomLost,
    SessionEnded,
)
from messenger.live import audiences, frames, presence_broadcast, rechecks
from messenger.live.connection import Connection
from messenger.models.room import DIRECT
from messenger.people import blocklists, presence
from messenger.process import Current

NEWS_S = 1.0
GOODBYE_S = 1.0
GATHER_S = 0.02
WINDOWS_MAX = 60  # per person; a browser that reloads twenty has forty for a moment


class Person:
    """A connected person. Their windows share one set of subscriptions: the `user:` topic and their rooms' activity."""

    def __init__(self, user_id: int) -> None:
        self.user_id = user_id
        self.windows: set[Connection] = set()
        self.followed: dict[int, Callable[[], None]] = {}
        self.directs: set[int] = set()
        self.news: dict[int, PresenceChanged] = {}
        self.telling: asyncio.TimerHandle | None = None
        self.gathered: list[tuple[int, str]] = []
        self.flushing: asyncio.Handle | None = None
        self.flushed_at = 0.0
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
                audiences.leave(window)

    def on_activity(self, room_id: int, _topic: str, event: Event) -> None:
        """Forward activity in a followed room to the windows that show another room or none.

        After a quiet time it is sent in the loop's next turn; events within GATHER_S of the last go out as one frame.
        """
        if isinstance(event, PresenceChanged):
            self.hear_of(event)
        elif any(window.room_id != room_id for window in self.windows):
            self.gathered.append((room_id, frames.words(event)))
            if self.flushing is None:
                loop = asyncio.get_running_loop()
                wait = self.flushed_at + GATHER_S - loop.time()
                self.flushing = loop.call_later(wait, self.flush) if wait > 0 else loop.call_soon(self.flush)

    def flush(self) -> None:
        """Send the gathered activity; also before a window changes rooms and before an event of the person's own."""
        if self.flushing is not None:
            self.flushing.cancel()
            self.flushing = None
        if not self.gathered:
            return
        self.flushed_at = asyncio.get_running_loop().time()
        gathered, self.gathered = self.gathered, []
        for window in self.windows:
            told = [words for room_id, words in gathered if room_id != window.room_id]
            if told:
                window.push(frames.frame(told))

    def on_own_event(self, _topic: str, event: Event) -> None:
        """Handle an event that concerns this person, then send it to their windows."""
        self.flush()
        if isinstance(event, RoomGained):
            self.follow(event.room, event.entry['kind'])
            self.meet(event.entry['people'])
        elif isinstance(event, RoomLost):
            self.unfollow(event.room)
        if isinstance(event, SessionEnded):
            for window in list(self.windows):
                if event.sessions is None or window.session_id in event.sessions:
                    end(window)
            return
        if isinstance(event, OwnSettingsChanged):
            presence_broadcast.reckon(self.user_id, self.directs)
        frame = frames.encode([event])
        for window in self.windows:
            window.push(frame)
            if isinstance(event, AdminChanged):
                rechecks.recheck(window)

    def meet(self, others: list[dict[str, Any]]) -> None:
        """Tell the windows which of these people (summaries) are online: a direct conversation with them has begun."""
        for one in others:
            status = presence.status(one['id'])
            if status != presence.OFFLINE:
                self.hear_of(PresenceChanged(one['id'], status))

    def hear_of(self, event: PresenceChanged) -> None:
        """Note that somebody came or went; changes within NEWS_S go to all windows as one frame."""
        if event.user == self.user_id or presence.is_hidden(self.user_id):
            return
        if blocklists.are_apart(self.user_id, event.user):
            return
        self.news[event.user] = event
        if self.telling is None:
            self.telling = asyncio.get_running_loop().call_later(NEWS_S, self._tell_news)

    def _tell_news(self) -> None:
        self.telling = None
        if presence.is_hidden(self.user_id):
            self.news.clear()
            return
        shown = [one for one in self.news.values() if not blocklists.are_apart(self.user_id, one.user)]
        frame = frames.encode(shown) if shown else ''
        self.news.clear()
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
        for timer in (self.telling, self.flushing):
            if timer is not None:
                timer.cancel()


connected: Current[dict[int, Person]] = Current()  # by id


def arrive(window: Connection) -> Person:
    """Register a window; its person receives their own events from now on."""
    person = connected.value.get(window.user_id)
    if person is None:
        person = connected.value[window.user_id] = Person(window.user_id)
    if window not in person.windows:
        person.windows.add(window)
        window.before_move = person.flush
        presence.arrive(window.user_id)
    return person


def depart(window: Connection) -> bool:
    """Unregister a window; return whether it was its person's last."""
    audiences.leave(window)
    person = connected.value.get(window.user_id)
    if person is None or window not in person.windows:
        return False
    person.windows.remove(window)
    is_last = presence.depart(window.user_id, resting=window.is_resting)
    presence_broadcast.reckon(window.user_id, person.directs)
    if not is_last:
        return False
    person.close()
    del connected.value[window.user_id]
    return True


def end(window: Connection) -> None:
    """Tell the window that its session has ended, ignore further input from it, and disconnect it."""
    window.alive = False
    window.write(frames.encode([SessionEnded(None)]))
    depart(window)
    hang_up(window)


def hang_up(window: Connection) -> None:
    """Close a window's socket, after giving it time to receive the reason."""
    asyncio.get_running_loop().call_later(GOODBYE_S, window.end)


def person_of(window: Connection) -> Person:
    """The person a window belongs to. Raises SignedOut if the window is gone."""
    person = connected.value.get(window.user_id)
    if person is None or window not in person.windows:
        raise SignedOut
    return person


metrics.WINDOWS.set_function(lambda: len(windows()))
metrics.PEOPLE.set_function(lambda: len(connected.value))
metrics.SUBSCRIPTIONS.set_function(pubsub.count)
metrics.BACKLOG_BYTES.set_function(lambda: sum(window.backlog_bytes for window in windows()))


def windows() -> list[Connection]:
    """All windows of all people."""
    return [window for person in connected.value.values() for window in person.windows]


def is_full(user_id: int) -> bool:
    """Whether a person has reached the limit of windows."""
    person = connected.value.get(user_id)
    return person is not None and len(person.windows) >= WINDOWS_MAX


def windows_of(user_id: int, client_id: str) -> list[Connection]:
    """The sockets of one page of a person: one, or briefly two after a lost connection."""
    person = connected.value.get(user_id)
    return [window for window in person.windows if window.client_id == client_id] if person else []


def is_followed(window: Connection, room_id: int) -> bool:
    """Whether the window's person belongs to the room, as far as this process knows."""
    person = connected.value.get(window.user_id)
    return person is not None and room_id in person.followed


def on_room_changed(room_id: int, event: Event) -> None:
    """A room changed: check again whether windows of non-members may still show it."""
    if isinstance(event, RoomChanged):
        for window in audiences.windows(room_id):
            if not is_followed(window, room_id):
                rechecks.recheck(window)
