"""uvicorn's HTTP with time-outs for incomplete requests and for responses that nobody reads.

A time limit for the head and a minimum rate for the body are Apache's idea (mod_reqtimeout).
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from messenger.server import file_handles

HEAD_S = 10  # for a complete head, from the start of the connection or the first byte of the head
HEAD_LIMIT_BYTES = 64_000
BODY_S = 20  # before a body must have begun
SLOWEST_BODY_BYTES_PER_S = 500  # each byte received adds time
STALL_S = 60  # the most time that can be added up
FULL_TEXT = (
    'Too many connections right now. Try again in a minute.\n'
    'Сейчас слишком много подключений. Попробуйте через минуту.\n'
).encode()
FULL = (
    b'HTTP/1.1 503 Service Unavailable\r\nRetry-After: 10\r\nConnection: close\r\n'
    b'Content-Type: text/plain; charset=utf-8\r\nContent-Length: %d\r\n\r\n%s' % (len(FULL_TEXT), FULL_TEXT)
)
FULL_READ_S = 1  # time for the client to read it
UNREAD_S = 120  # a client must read something in this time; the kernel reports it in steps of up to a megabyte


class PatientHttp(HttpToolsProtocol):
    """Disconnects clients that take too long to send a request or to read the response."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.deadline: float | None = None
        self.is_head = True
        self.head_bytes = 0
        self.deadline_timer: asyncio.TimerHandle | None = None
        self.reader_timer: asyncio.TimerHandle | None = None
        self.is_refused = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as in uvicorn
        """Start waiting for the first request head, or refuse the connection if handles are about to run out."""
        super().connection_made(transport)
        connected = transport.get_extra_info('socket')
        left = file_handles.count_left(connected.fileno() if connected else 0)
        if left >= 0:
            self._await_head()
        else:
            self._refuse(transport, at_once=-left > file_handles.count_reserved() // 2)

    def _refuse(self, transport: asyncio.Transport, *, at_once: bool) -> None:
        """Tell a new client that the server is full; existing connections are served as usual."""
        self.is_refused = True
        transport.write(FULL)
        if at_once:
            transport.close()
        else:
            self.deadline_timer = self.loop.call_later(FULL_READ_S, transport.close)

    def data_received(self, data: bytes) -> None:
        """Count incoming bytes; bytes between two requests count towards the next request head."""
        if self.is_refused:
            self.transport.close()
            return
        if self.deadline is None:
            self._await_head()
        self.head_bytes += len(data)
        super().data_received(data)
        if self.is_head and self.deadline is not None and self.head_bytes > HEAD_LIMIT_BYTES:
            self.send_400_response('The request headers are too long.')

    def _await_head(self) -> None:
        self.is_head, self.head_bytes = True, 0
        self._await(HEAD_S)

    def on_headers_complete(self) -> None:
        """The head is complete; wait for the body."""
        self.is_head = False
        self._await(BODY_S)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Extend the deadline for each piece of the body."""
        if self.deadline is not None:
            earned = len(body) / SLOWEST_BODY_BYTES_PER_S
            self.deadline = min(self.deadline + earned, self.loop.time() + STALL_S)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is complete; nothing is awaited."""
        self.deadline = None
        super().on_message_complete()

    def _await(self, limit_s: float) -> None:
        self.deadline = self.loop.time() + limit_s
        if self.deadline_timer is None:
            self.deadline_timer = self.loop.call_later(HEAD_S, self._check_deadline)

    def _check_deadline(self) -> None:
        """Disconnect if the deadline has passed, else check again when it may have."""
        self.deadline_timer = None
        if self.deadline is None:
            return
        if self.flow.read_paused:  # we are the ones who are not reading
            self.deadline += HEAD_S
        left = self.deadline - self.loop.time()
        if left <= 0:
            self.transport.abort()
        else:
            self.deadline_timer = self.loop.call_later(min(left, HEAD_S), self._check_deadline)

    def pause_writing(self) -> None:
        """The client reads more slowly than we write; watch it."""
        super().pause_writing()
        self._watch_reader()

    def on_response_complete(self) -> None:
        """The response is written, but the client may not have read it yet; watch it."""
        super().on_response_complete()
        self._watch_reader()

    def _watch_reader(self) -> None:
        waiting = self.transport.get_write_buffer_size()
        if waiting and self.reader_timer is None:
            self.reader_timer = self.loop.call_later(UNREAD_S, self._check_reader, waiting)

    def _check_reader(self, before: int) -> None:
        self.reader_timer = None
        if self.transport.get_write_buffer_size() >= before:
            self.transport.abort()
        else:
            self._watch_reader()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone; stop all timers."""
        self._rest()
        super().connection_lost(exc)

    def handle_websocket_upgrade(self) -> None:
        """The connection becomes a websocket, which has its own time-outs; stop ours."""
        self._rest()
        super().handle_websocket_upgrade()

    def _rest(self) -> None:
        self.deadline = None
        for timer in (self.deadline_timer, self.reader_timer):
            if timer is not None:
                timer.cancel()
