"""NiceGUI's outbox of a window: asleep while there is nothing in it, and it keeps little."""

import asyncio
import time
from collections import deque
from typing import Any

from nicegui import Client, background_tasks, core, json
from nicegui.outbox import Message

from messenger.live import people
from pages.socket.nicegui_internals import OpenOutbox

LINGER_S = 3.0
MESSAGES_MAX = 300  # for a window that is away
HISTORY_LIMIT_BYTES = 150_000  # to be sent again to a window that comes back; its objects take several times as much
RELOAD = 'window.location.reload()'


class RestingOutbox(OpenOutbox):
    """NiceGUI's own loop runs while there is something to send and about LINGER_S longer, not for ever.

    It wakes once a second otherwise, which is most of what an idle window costs.
    """

    def __init__(self, client: Client) -> None:
        self._running: asyncio.Task[Any] | None = None
        self._was_used = False
        self._has_ended = False
        self._sizes: deque[int] = deque()
        self._user_id = int(client.request.state.user.id)
        super().__init__(client)

    async def loop(self) -> None:
        """What NiceGUI starts for each window: run for now, rest afterwards."""
        self.on_work()

    def enqueue_message(self, message_type: str, data: Any, target_id: str) -> None:
        """What the window is to do; one that was away for too much of it is to load itself again."""
        if len(self.messages) >= MESSAGES_MAX:
            self.messages.clear()
            message_type, data = 'run_javascript', {'code': RELOAD}
        super().enqueue_message(message_type, data, target_id)

    async def emit(self, message: Message) -> None:
        """Write it straight to the window, which counts what its reader has not taken yet; and keep it for a while.

        Socket.IO's server has a queue without an end.
        """
        client_id, message_type, data = message
        data['_id'] = self.next_message_id
        frame = f'42{json.dumps([message_type, data])}'
        for window in people.windows_of(self._user_id, client_id):
            window.write(frame)
        self.message_history.append((self.next_message_id, time.time(), message))
        self._forget(len(frame))
        self.next_message_id += 1

    def _forget(self, size: int) -> None:
        """Of what was sent, the last is kept: a few, and few bytes; `size` is that of the newest."""
        while len(self._sizes) >= len(self.message_history):
            self._sizes.popleft()  # what the window has acknowledged
        self._sizes.append(size)
        most = core.app.config.message_history_length
        while self.message_history and (len(self.message_history) > most or sum(self._sizes) > HISTORY_LIMIT_BYTES):
            self.message_history.popleft()
            self._sizes.popleft()

    def stop(self) -> None:
        """The window is gone: run no more."""
        self._has_ended = True
        super().stop()

    def on_work(self) -> None:
        """Wake up, and do not rest soon."""
        self._was_used = True
        has_loop = core.loop is not None and not core.loop.is_closed()  # dialogs delete themselves at the very end
        if self._running is None and not self._has_ended and has_loop:
            self.go_on()
            self._running = background_tasks.create(super().loop(), name='outbox')
            self._running.add_done_callback(self._on_rest)
            asyncio.get_running_loop().call_later(LINGER_S, self._rest)

    def _rest(self) -> None:
        """Let the loop end, unless it was needed since the last look."""
        if self._has_ended:
            return
        if self._was_used or self._has_work():
            self._was_used = False
            asyncio.get_running_loop().call_later(LINGER_S, self._rest)
        else:
            super().stop()

    def _on_rest(self, task: asyncio.Task[Any]) -> None:
        self._running = None
        if self._has_work() and not task.cancelling():  # the server stops
            self.on_work()

    def _has_work(self) -> bool:
        """Whether there is something to send and somebody to send it to; who comes back wakes it."""
        client = self._client()
        return client is not None and client.has_socket_connection and bool(self.updates or self.messages)


def give_rest(client: Client) -> None:
    """Before anything is built in the page: its outbox rests when there is nothing to send."""
    client.outbox.stop()
    client.outbox = outbox = RestingOutbox(client)
    client.on_connect(outbox.on_work)
