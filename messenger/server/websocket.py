"""uvicorn's websocket with two additions for code that has the scope: abort at once, and write an encoded frame."""

import logging
import struct
from typing import Any

from uvicorn._types import ASGIReceiveEvent, ASGISendEvent
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame

logger = logging.getLogger(__name__)

PROTOCOL_KEY = 'messenger.protocol'
BAD_TEXT = 1007  # RFC 6455, 7.4.1: a text message is not UTF-8
_WHOLE_TEXT = 0x81  # RFC 6455, 5.2: a text message in one frame
SLICE_BYTES = 8_000
CONTROL_FRAMES_MAX, CONTROL_FRAMES_S = 200, 10.0  # pings, pongs and continuation frames in this time
_SHORT_BYTES, _MEDIUM_BYTES = 125, 0xFFFF


class _Last:
    """The last result of `encode_text_frame`, for the windows that get the same frame next."""

    text, frame = '', b'\x81\x00'


_last = _Last()


def encode_text_frame(text: str) -> bytes:
    """Encode a complete, unmasked text frame; the last result is cached."""
    if _last.text is not text:
        payload = text.encode()
        size = len(payload)
        if size <= _SHORT_BYTES:
            head = bytes((_WHOLE_TEXT, size))
        elif size <= _MEDIUM_BYTES:
            head = struct.pack('!BBH', _WHOLE_TEXT, 126, size)
        else:
            head = struct.pack('!BBQ', _WHOLE_TEXT, 127, size)
        _last.text, _last.frame = text, head + payload
    return _last.frame


class WebSocketProtocol(WebSocketsSansIOProtocol):
    """A websocket that puts itself into the scope under PROTOCOL_KEY.

    It parses incoming data in slices and pauses once a slice contains a message, because one read from the kernel may
    hold thousands of frames. It aborts the connection if too many frames never become a message.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unread = b''
        self.control_frames, self.counted_at = 0, 0.0

    def data_received(self, data: bytes) -> None:
        """Parse the first slice now, the rest after its messages have been received."""
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
        """Return the next message; read more from the kernel once all its data has been parsed."""
        self._read_on()
        if self.unread and self.queue.empty():
            self.unread = b''  # the connection is closing
        message = await self.queue.get()
        self._read_on()
        self._resume()
        return message

    def _resume(self) -> None:
        if self.read_paused and self.queue.empty() and not self.unread and not self.transport.is_closing():
            self.read_paused = False
            self.transport.resume_reading()

    def handle_ping(self) -> None:
        """Answer the ping, or abort if there are too many or the answers are not read: browsers send no pings."""
        if self._counts_too_many() or not self.writable.is_set():
            self.transport.abort()
        else:
            super().handle_ping()

    def handle_pong(self, event: Frame) -> None:  # noqa: ARG002 - as in uvicorn
        """Ignore the pong, which nobody asked for, but abort if there are too many."""
        if self._counts_too_many():
            self.transport.abort()

    def handle_cont(self, event: Frame) -> None:
        """Handle a continuation frame; abort if there are too many, as empty ones would fill up memory."""
        if self._counts_too_many():
            self.transport.abort()
        else:
            super().handle_cont(event)

    def send_receive_event_to_app(self) -> None:
        """Pass on a complete message. A text that is not UTF-8 is the client's fault; uvicorn would log an error."""
        if self.curr_msg_data_type == 'text' and not self.close_sent:
            try:
                b''.join(self.frames).decode()
            except UnicodeDecodeError:
                logger.info('A frame from %s is not UTF-8', self.client and self.client[0])
                self.unread, self.frames = b'', []
                self.conn.send_close(BAD_TEXT)
                self.handle_parser_exception()
                return
        super().send_receive_event_to_app()

    def _counts_too_many(self) -> bool:
        now = self.loop.time()
        if now - self.counted_at > CONTROL_FRAMES_S:
            self.control_frames, self.counted_at = 0, now
        self.control_frames += 1
        return self.control_frames > CONTROL_FRAMES_MAX

    async def run_asgi(self) -> None:
        """Put this protocol into the scope, then run the app as usual."""
        self.scope[PROTOCOL_KEY] = self  # type: ignore[literal-required] # our own key
        await super().run_asgi()

    async def send(self, message: ASGISendEvent) -> None:
        """Send as usual, but treat a handshake answered with a status as complete: uvicorn would log an error."""
        await super().send(message)
        if self.initial_response is not None and self.close_sent:
            self.handshake_complete = True

    def abort(self) -> None:
        """Disconnect now: uvicorn's own ways to close wait until the client has read everything, maybe forever."""
        self.transport.abort()

    def write_now(self, text: str) -> bool:
        """Write a text frame that is encoded once for all its receivers.

        Return False and write nothing if the client is slow or the socket is not open: use the ASGI `send` then.
        Bypassing it saves two thirds of the cost of a frame.
        """
        if self.close_sent or self.disconnected or not self.handshake_complete or not self.writable.is_set():
            return False
        transport = self.transport
        if transport.is_closing():
            return False
        transport.write(encode_text_frame(text))
        return True
