"""Tells a person's direct conversation partners, once and after a short delay, that they are online, away or gone."""

import asyncio
from collections.abc import Set as AbstractSet

from messenger import pubsub
from messenger.events import PresenceChanged
from messenger.people import presence

SETTLE_S, GRACE_S = 1.0, 4.0  # a reloading window is gone for a moment


class PresenceBroadcast:
    """The status of each person that was announced last, and the announcements that are due.

    Between a change and its announcement, answers may have told some windows another status than the announced one:
    then the announcement is made even if the status is the old one again (`unsure`).
    """

    def __init__(self) -> None:
        self.announced: dict[int, str] = {}
        self.timers: dict[int, asyncio.TimerHandle] = {}
        self.unsure: set[int] = set()

    def reckon(self, user_id: int, directs: AbstractSet[int]) -> None:
        """This person's windows changed: after a short delay, announce their status then to the rooms `directs`."""
        has_gone = not presence.has_windows(user_id) and not presence.is_hidden(user_id)
        if user_id in self.timers:
            if not presence.is_lingering(user_id):
                self.unsure.add(user_id)
            if not has_gone:
                return
            self.timers.pop(user_id).cancel()
        if has_gone and user_id in self.announced:
            presence.linger(user_id, self.announced[user_id])
        wait = GRACE_S if has_gone else SETTLE_S
        self.timers[user_id] = asyncio.get_running_loop().call_later(wait, self._announce, user_id, directs)

    def _announce(self, user_id: int, directs: AbstractSet[int]) -> None:
        del self.timers[user_id]
        presence.settle(user_id)
        status = presence.status(user_id)
        is_unsure = user_id in self.unsure and not presence.is_hidden(user_id)  # no answer tells of hidden people
        self.unsure.discard(user_id)
        if self.announced.get(user_id, presence.OFFLINE) == status and not is_unsure:
            return
        if status == presence.OFFLINE:
            self.announced.pop(user_id, None)
        else:
            self.announced[user_id] = status
        for room_id in directs:
            pubsub.publish(f'room:{room_id}:activity', PresenceChanged(user_id, status))
