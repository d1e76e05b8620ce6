"""NiceGUI's outbox of a window, changed to sleep while it is empty and to keep little."""

import asyncio
import time
from collections import deque
from typing import Any

from nicegui import Client, background_tasks, core, json
from nicegui.outbox import Message

from messenger.live.hub import Hub
from pages.socket.nicegui_internals import OpenOutbox

LINGER_S = 3.0
MESSAGES_MAX = 300  # for a window that is away
HISTORY_LIMIT_BYTES = 150_000  # to send again to a returning window; as objects it takes several times as much memory
RELOAD_SCRIPT = 'location.reload()'


class SleepingOutbox(OpenOutbox):
    """Runs NiceGUI's own loop only while there is something to send and about LINGER_S longer, not forever.

    Otherwise the loop wakes up once a second, which is most of the cost of an idle window.
    """

    def __init__(self, client: Client, hub: Hub) -> None:
        self._hub = hub
        self._running: asyncio.Task[Any] | None = None
        self._was_used = False
        self._has_ended = False
        self._sizes: deque[int] = deque()
        self._user_id = int(client.request.state.user.id)
        super().__init__(client)

    async def loop(self) -> None:
        """Start working; NiceGUI calls this for each window."""
        self.on_work()

    def enqueue_message(self, message_type: str, data: Any, target_id: str) -> None:
        """Queue a message for the window; if it was away too long for the queue, tell it to reload instead."""
        if len(self.messages) >= MESSAGES_MAX:
            self.messages.clear()
            message_type, data = 'run_javascript', {'code': RELOAD_SCRIPT}
        super().enqueue_message(message_type, data, target_id)

    async def emit(self, message: Message) -> None:
        """Write the message straight to the window, which limits its unread bytes, and keep it for a while.

        The queue of Socket.IO's server has no limit.
        """
        client_id, message_type, data = message
        data['_id'] = self.next_message_id
        frame = f'42{json.dumps([message_type, data])}'
        for window in self._hub.windows_of(self._user_id, client_id):
            window.write(frame)
        self.message_history.append((self.next_message_id, time.time(), message))
        self._forget(len(frame))
        self.next_message_id += 1

    def _forget(self, size: int) -> None:
        """Keep only the last few sent messages, and few bytes; `size` is that of the newest message."""
        while len(self._sizes) >= len(self.message_history):
            self._sizes.popleft()  # messages that the window has acknowledged
        self._sizes.append(size)
        most = core.app.config.message_history_length
        while self.message_history and (len(self.message_history) > most or sum(self._sizes) > HISTORY_LIMIT_BYTES):
            self.message_history.popleft()
            self._sizes.popleft()

    def stop(self) -> None:
        """Stop and never start again: the window is closed."""
        self._has_ended = True
        super().stop()

    def on_work(self) -> None:
        """Wake up and stay awake for a while."""
        self._was_used = True
        has_loop = core.loop is not None and not core.loop.is_closed()  # dialogs delete themselves at the very end
        if self._running is None and not self._has_ended and has_loop:
            self.go_on()
            self._running = background_tasks.create(super().loop(), name='outbox')
            self._running.add_done_callback(self._on_asleep)
            asyncio.get_running_loop().call_later(LINGER_S, self._sleep)

    def _sleep(self) -> None:
        """End the loop, unless it was needed since the last check."""
        if self._has_ended:
            return
        if self._was_used or self._has_work():
            self._was_used = False
            asyncio.get_running_loop().call_later(LINGER_S, self._sleep)
        else:
            super().stop()

    def _on_asleep(self, task: asyncio.Task[Any]) -> None:
        self._running = None
        if self._has_work() and not task.cancelling():  # a cancelled task means that the server is stopping
            self.on_work()

    def _has_work(self) -> bool:
        """Whether there is something to send and a connected window; a returning window wakes the outbox."""
        client = self._client()
        return client is not None and client.has_socket_connection and bool(self.updates or self.messages)


def use_sleeping_outbox(client: Client, hub: Hub) -> None:
    """Give the page an outbox that sleeps when it is empty. Call it before anything is built in the page."""
    client.outbox.stop()
    client.outbox = outbox = SleepingOutbox(client, hub)
    client.on_connect(outbox.on_work)
