"""uvicorn's websocket with two things more for whoever holds the scope: hang up at once, and write a ready frame."""

import struct
from typing import Any

from uvicorn._types import ASGIReceiveEvent, ASGISendEvent
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame

LINE_KEY = 'messenger.line'
_WHOLE_TEXT = 0x81  # RFC 6455, 5.2: a text message in one frame
SLICE_BYTES = 8_000
IDLE_MAX, IDLE_S = 200, 10.0  # pings, pongs and parts of messages, in so many seconds
_SHORT_BYTES, _MEDIUM_BYTES = 125, 0xFFFF

_last: tuple[str, bytes] = ('', b'\x81\x00')


def wire(text: str) -> bytes:
    """The bytes of a whole, unmasked text frame; asked again for the same text, they are not built again."""
    global _last
    if _last[0] is not text:
        payload = text.encode()
        size = len(payload)
        if size <= _SHORT_BYTES:
            head = bytes((_WHOLE_TEXT, size))
        elif size <= _MEDIUM_BYTES:
            head = struct.pack('!BBH', _WHOLE_TEXT, 126, size)
        else:
            head = struct.pack('!BBQ', _WHOLE_TEXT, 127, size)
        _last = (text, head + payload)
    return _last[1]


class Line(WebSocketsSansIOProtocol):
    """Leaves itself in the scope under LINE_KEY.

    It reads what came in slices, and no further than one of them holds a message: a piece of what the kernel hands
    over may be thousands of frames. Frames that never become a message are few, or the line is cut.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unread = b''
        self.idle_frames, self.counted_at = 0, 0.0

    def data_received(self, data: bytes) -> None:
        """Take the first slice now, the rest when the messages in it were taken out."""
        if self.unread or len(data) > SLICE_BYTES:
            self.unread += data
            self._pause()
            self._read_on()
            self._resume()
        else:
            super().data_received(data)

    def _read_on(self) -> None:
        while self.unread and self.queue.empty() and not self.transport.is_closing():
            piece, self.unread = self.unread[:SLICE_BYTES], self.unread[SLICE_BYTES:]
            super().data_received(piece)

    def _pause(self) -> None:
        if not self.read_paused and not self.transport.is_closing():
            self.read_paused = True
            self.transport.pause_reading()

    async def receive(self) -> ASGIReceiveEvent:
        """The next message; the kernel is asked for more when all that it gave is read."""
        self._read_on()
        if self.unread and self.queue.empty():
            self.unread = b''  # the line is closing
        message = await self.queue.get()
        self._read_on()
        self._resume()
        return message

    def _resume(self) -> None:
        if self.read_paused and self.queue.empty() and not self.unread and not self.transport.is_closing():
            self.read_paused = False
            self.transport.resume_reading()

    def handle_ping(self) -> None:
        """Answer, unless there are too many or nobody reads the answers: no browser sends any."""
        if self._is_idle_too_often() or not self.writable.is_set():
            self.transport.abort()
        else:
            super().handle_ping()

    def handle_pong(self, event: Frame) -> None:  # noqa: ARG002 - as in uvicorn
        """Nobody asked for it."""
        if self._is_idle_too_often():
            self.transport.abort()

    def handle_cont(self, event: Frame) -> None:
        """A part of a message; many empty ones would be kept for nothing."""
        if self._is_idle_too_often():
            self.transport.abort()
        else:
            super().handle_cont(event)

    def _is_idle_too_often(self) -> bool:
        at = self.loop.time()
        if at - self.counted_at > IDLE_S:
            self.idle_frames, self.counted_at = 0, at
        self.idle_frames += 1
        return self.idle_frames > IDLE_MAX

    async def run_asgi(self) -> None:
        """Go on as ever."""
        self.scope[LINE_KEY] = self  # type: ignore[literal-required] # a key of ours
        await super().run_asgi()

    async def send(self, message: ASGISendEvent) -> None:
        """As ever, but a handshake that was answered with a status is complete: uvicorn would log an error."""
        await super().send(message)
        if self.initial_response is not None and self.close_sent:
            self.handshake_complete = True

    def abort(self) -> None:
        """Hang up now: uvicorn's own ways to close wait until all that was written has been read, maybe never."""
        self.transport.abort()

    def write_now(self, text: str) -> bool:
        """Write a text frame that is encoded once for all its readers.

        False, and nothing written, where the reader is slow or the socket not open: the ASGI `send` knows what to do
        then. The way past it saves two thirds of what a frame costs.
        """
        if self.close_sent or self.disconnected or not self.handshake_complete or not self.writable.is_set():
            return False
        transport = self.transport
        if transport.is_closing():
            return False
        transport.write(wire(text))
        return True
