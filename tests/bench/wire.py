"""A minimal websocket client, so that the load is the server's: a bare asyncio protocol (RFC 6455).

Frames are masked with zeros, which is a valid mask; fragments and compression are never requested.
"""

import asyncio
import base64
import os
from collections.abc import Callable

TEXT, CLOSE, PING, PONG = 0x1, 0x8, 0x9, 0xA
SHORT, MEDIUM, LONG = 125, 126, 127
CONNECT_S = 30


class Refused(Exception):
    """The server did not switch to websockets; the text is the first line of its answer."""


class Wire(asyncio.Protocol):
    """One connection; `on_text` gets each text frame as bytes."""

    def __init__(self, on_text: Callable[[bytes], None]) -> None:
        self.on_text = on_text
        self.transport: asyncio.Transport | None = None
        self.buffer = b''
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.closed = asyncio.Event()
        self.request = b''

    @classmethod
    async def connect(
        cls, host: str, port: int, path: str, headers: dict[str, str], on_text: Callable[[bytes], None]
    ) -> 'Wire':
        """Open a websocket. Raises Refused, OSError, TimeoutError."""
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [f'GET {path} HTTP/1.1', f'Host: {host}:{port}', 'Upgrade: websocket', 'Connection: Upgrade']
        lines += [f'Sec-WebSocket-Key: {key}', 'Sec-WebSocket-Version: 13']
        lines += [f'{name}: {value}' for name, value in headers.items()]
        loop = asyncio.get_running_loop()
        _, wire = await loop.create_connection(lambda: cls(on_text), host, port)
        wire.transport.write(('\r\n'.join(lines) + '\r\n\r\n').encode())  # type: ignore[union-attr] # just connected
        async with asyncio.timeout(CONNECT_S):
            await wire.opened
        return wire

    def send(self, text: bytes) -> None:
        """Write one text frame."""
        if self.transport is not None:
            self.transport.write(_frame(TEXT, text))

    def close(self) -> None:
        """Close the connection."""
        if self.transport is not None:
            self.transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment] # a TCP transport

    def connection_lost(self, exc: Exception | None) -> None:
        self.closed.set()
        if not self.opened.done():
            self.opened.set_exception(Refused(str(exc)))

    def data_received(self, data: bytes) -> None:
        self.buffer = self.buffer + data if self.buffer else data
        if not self.opened.done():
            head, blank_line, rest = self.buffer.partition(b'\r\n\r\n')
            if not blank_line:
                return
            self.buffer = rest
            status = head.split(b'\r\n')[0].decode()
            if ' 101 ' not in status:
                self.opened.set_exception(Refused(status))
                return
            self.opened.set_result(None)
        self._read_frames()

    def _read_frames(self) -> None:
        buffer, at, end = self.buffer, 0, len(self.buffer)
        while end - at >= 2:
            length, start = buffer[at + 1], at + 2
            if length == MEDIUM:
                if end < at + 4:
                    break
                length, start = int.from_bytes(buffer[at + 2 : at + 4]), at + 4
            elif length == LONG:
                if end < at + 10:
                    break
                length, start = int.from_bytes(buffer[at + 2 : at + 10]), at + 10
            if end < start + length:
                break
            self._take(buffer[at] & 0x0F, buffer[start : start + length])
            at = start + length
        self.buffer = buffer[at:]

    def _take(self, kind: int, payload: bytes) -> None:
        if kind == TEXT:
            self.on_text(payload)
        elif kind == PING and self.transport is not None:
            self.transport.write(_frame(PONG, payload))
        elif kind == CLOSE:
            self.close()


def _frame(kind: int, payload: bytes) -> bytes:
    size = len(payload)
    if size <= SHORT:
        head = bytes((0x80 | kind, 0x80 | size))
    elif size < 1 << 16:
        head = bytes((0x80 | kind, 0x80 | MEDIUM)) + size.to_bytes(2)
    else:
        head = bytes((0x80 | kind, 0x80 | LONG)) + size.to_bytes(8)
    return head + b'\0\0\0\0' + payload
