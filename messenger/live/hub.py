"""All open windows of this process, by person and by the room they show, and what belongs to them while it runs."""

import asyncio
from collections import Counter

from messenger import access, metrics, pubsub
from messenger.database.engine import read
from messenger.errors import Refused, SignedOut
from messenger.events import Event, RoomChanged, RoomLost, SessionEnded
from messenger.live.audiences import Audience
from messenger.live.budget import Budget
from messenger.live.connection import Connection
from messenger.live.frames import Frames
from messenger.live.pace import Paces
from messenger.live.person import Person
from messenger.live.presence_broadcast import PresenceBroadcast
from messenger.live.typing import TypingNotices
from messenger.people import presence

WINDOWS_MAX = 60  # per person; a browser that reloads twenty has forty for a moment
GOODBYE_S = 1.0  # time for a window to receive why its socket will be closed


class Hub:
    """The windows of connected people. One hub exists as long as the process; windows know it."""

    def __init__(self) -> None:
        self.people: dict[int, Person] = {}
        self.audiences: dict[int, Audience] = {}
        self.unwritten_bytes: Counter[int] = Counter()  # by person
        self.frames = Frames()
        self.paces = Paces()
        self.budget = Budget()
        self.presence = PresenceBroadcast()
        self.typing = TypingNotices(self.frames, self.windows_in)
        self._checks: set[asyncio.Task[None]] = set()

    def publish_metrics(self) -> None:
        """Let the metrics count what is here."""
        metrics.WINDOWS.set_function(lambda: len(self.windows()))
        metrics.PEOPLE.set_function(lambda: len(self.people))
        metrics.SUBSCRIPTIONS.set_function(pubsub.count)
        metrics.BACKLOG_BYTES.set_function(lambda: sum(window.backlog.waiting_bytes for window in self.windows()))

    def arrive(self, window: Connection) -> Person:
        """Register a window; its person receives their own events from now on."""
        person = self.people.get(window.user_id)
        if person is None:
            person = self.people[window.user_id] = Person(window.user_id, self)
        if window not in person.windows:
            person.windows.add(window)
            presence.arrive(window.user_id)
        return person

    def depart(self, window: Connection) -> bool:
        """Unregister a window; return whether it was its person's last."""
        self.leave(window)
        person = self.people.get(window.user_id)
        if person is None or window not in person.windows:
            return False
        person.windows.remove(window)
        is_last = presence.depart(window.user_id, is_idle=window.is_idle)
        self.presence.reckon(window.user_id, person.directs)
        if not is_last:
            return False
        person.close()
        del self.people[window.user_id]
        return True

    def end(self, window: Connection) -> None:
        """Tell the window that its session has ended, ignore further input from it, and disconnect it."""
        window.alive = False
        window.write(self.frames.encode([SessionEnded(None)]))
        self.depart(window)
        self.hang_up(window)

    def hang_up(self, window: Connection) -> None:
        """Close a window's socket, after giving it time to receive the reason."""
        asyncio.get_running_loop().call_later(GOODBYE_S, window.end)

    def person_of(self, window: Connection) -> Person:
        """The person a window belongs to. Raises SignedOut if the window is gone."""
        person = self.people.get(window.user_id)
        if person is None or window not in person.windows:
            raise SignedOut
        return person

    def windows(self) -> list[Connection]:
        """All windows of all people."""
        return [window for person in self.people.values() for window in person.windows]

    def windows_of(self, user_id: int, client_id: str) -> list[Connection]:
        """The sockets of one page of a person: one, or briefly two after a lost connection."""
        person = self.people.get(user_id)
        return [window for window in person.windows if window.identity.client_id == client_id] if person else []

    def windows_in(self, room_id: int) -> list[Connection]:
        """The windows that show a room."""
        audience = self.audiences.get(room_id)
        return list(audience.windows) if audience else []

    def is_full(self, user_id: int) -> bool:
        """Whether a person has reached the limit of windows."""
        person = self.people.get(user_id)
        return person is not None and len(person.windows) >= WINDOWS_MAX

    def enter(self, window: Connection, room_id: int) -> None:
        """Show this room in the window from now on, and no other."""
        if window.room_id == room_id:
            return
        self.move_on(window)
        self._flush_activity(window)
        audience = self.audiences.get(room_id)
        if audience is None:
            audience = self.audiences[room_id] = Audience(room_id, self.frames, self.on_room_event)
        else:
            audience.batcher.flush()  # this window already got these events as activity in a room it did not show
        audience.windows.add(window)
        window.room_id = room_id

    def move_on(self, window: Connection) -> None:
        """Leave the room at the window's own request: send it the gathered events first."""
        if window.room_id is not None:
            self.audiences[window.room_id].batcher.flush()
        self.leave(window)

    def leave(self, window: Connection) -> None:
        """Stop showing any room in the window."""
        if window.room_id is None:
            return
        self._flush_activity(window)
        audience = self.audiences[window.room_id]
        audience.windows.discard(window)
        if not audience.windows:
            audience.close()
            del self.audiences[window.room_id]
        window.room_id = None

    def _flush_activity(self, window: Connection) -> None:
        """Send what was gathered for rooms that the window does not show, before that changes."""
        person = self.people.get(window.user_id)
        if person is not None:
            person.activity.flush()

    def on_room_event(self, room_id: int, event: Event) -> None:
        """When a room has changed, check again whether windows of non-members may still show it."""
        if isinstance(event, RoomChanged):
            for window in self.windows_in(room_id):
                person = self.people.get(window.user_id)
                if person is None or room_id not in person.followed:
                    self.recheck(window)

    def recheck(self, window: Connection) -> None:
        """Check again whether a window may show its room; if not, remove the window from it."""
        if window.room_id is not None:
            check = asyncio.get_running_loop().create_task(self._recheck(window, window.room_id))
            self._checks.add(check)
            check.add_done_callback(self._checks.discard)

    async def _recheck(self, window: Connection, room_id: int) -> None:
        try:
            await read(access.room_for, window.user_id, room_id)
        except Refused:
            if window.room_id == room_id:
                self.leave(window)
                window.push(self.frames.encode([RoomLost(room_id, '', 'removed')]))
