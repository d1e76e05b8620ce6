"""Tells a person's direct conversation partners, once and after a short delay, that they are online, away or gone."""

import asyncio
from collections.abc import Set as AbstractSet

from messenger import pubsub
from messenger.events import PresenceChanged
from messenger.people import presence
from messenger.process import Current

SETTLE_S, GRACE_S = 1.0, 4.0  # a reloading window is gone for a moment


class PresenceBroadcast:
    """What was announced of each person, and the announcements that are due."""

    def __init__(self) -> None:
        self._announced: dict[int, str] = {}
        self._due: dict[int, asyncio.TimerHandle] = {}

    def reckon(self, user_id: int, directs: AbstractSet[int]) -> None:
        """See `reckon` below."""
        has_gone = presence.status(user_id) == presence.OFFLINE and not presence.is_hidden(user_id)
        if user_id in self._due:
            if not has_gone:
                return
            self._due.pop(user_id).cancel()
        wait = GRACE_S if has_gone else SETTLE_S
        self._due[user_id] = asyncio.get_running_loop().call_later(wait, self._announce, user_id, directs)

    def _announce(self, user_id: int, directs: AbstractSet[int]) -> None:
        del self._due[user_id]
        status = presence.status(user_id)
        if self._announced.get(user_id, presence.OFFLINE) == status:
            return
        if status == presence.OFFLINE:
            del self._announced[user_id]
        else:
            self._announced[user_id] = status
        for room_id in directs:
            pubsub.publish(f'room:{room_id}:activity', PresenceChanged(user_id, status))


broadcast: Current[PresenceBroadcast] = Current()


def reckon(user_id: int, directs: AbstractSet[int]) -> None:
    """This person's windows changed: after a short delay, announce their status then to the rooms `directs`."""
    broadcast.value.reckon(user_id, directs)
