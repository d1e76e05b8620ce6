"""NiceGUI's outbox of a window, asleep while there is nothing in it."""

import asyncio
from typing import Any

from nicegui import Client, background_tasks
from nicegui.outbox import Outbox

LINGER_S = 3.0


class RestingOutbox(Outbox):
    """NiceGUI's own loop runs while there is something to send and about LINGER_S longer, not for ever.

    It wakes once a second otherwise, which is most of what an idle window costs.
    """

    def __init__(self, client: Client) -> None:
        self._running: asyncio.Task[Any] | None = None
        self._was_used = False
        self._has_ended = False
        super().__init__(client)

    async def loop(self) -> None:
        """What NiceGUI starts for each window: run for now, rest afterwards."""
        self._wake()

    def stop(self) -> None:
        """The window is gone: run no more."""
        self._has_ended = True
        super().stop()

    def _set_enqueue_event(self) -> None:
        super()._set_enqueue_event()
        self._wake()

    def _wake(self) -> None:
        self._was_used = True
        if self._running is None and not self._has_ended:
            self._should_stop = False
            self._running = background_tasks.create(super().loop(), name='outbox')
            self._running.add_done_callback(self._on_rest)
            asyncio.get_running_loop().call_later(LINGER_S, self._rest)

    def _rest(self) -> None:
        """Let the loop end, unless it was needed since the last look."""
        if self._has_ended:
            return
        if self._was_used or self.updates or self.messages:
            self._was_used = False
            asyncio.get_running_loop().call_later(LINGER_S, self._rest)
        else:
            super().stop()

    def _on_rest(self, task: asyncio.Task[Any]) -> None:
        self._running = None
        if (self.updates or self.messages) and not task.cancelling():  # the server stops
            self._wake()


def give_rest(client: Client) -> None:
    """Before anything is built in the page: its outbox rests when there is nothing to send."""
    client.outbox.stop()
    client.outbox = RestingOutbox(client)
