"""uvicorn's websocket with two things more for whoever holds the scope: hang up at once, and write a ready frame."""

import struct

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

LINE_KEY = 'messenger.line'
_WHOLE_TEXT = 0x81  # RFC 6455, 5.2: a text message in one frame
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
    """Leaves itself in the scope under LINE_KEY."""

    async def run_asgi(self) -> None:
        """Go on as ever."""
        self.scope[LINE_KEY] = self  # type: ignore[literal-required] # a key of ours
        await super().run_asgi()

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
