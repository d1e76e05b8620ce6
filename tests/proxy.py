"""A TCP proxy that misbehaves on request: cuts, stalls, goes half-open, answers like a gateway without its server."""

import asyncio
from contextlib import suppress
from enum import Enum
from types import TracebackType
from typing import Self

CHUNK_BYTES = 65_536
BAD_GATEWAY = b'HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\nconnection: close\r\n\r\n'
GATEWAY_TIMEOUT = b'HTTP/1.1 504 Gateway Timeout\r\ncontent-length: 0\r\nconnection: close\r\n\r\n'


class Line(Enum):
    """What the proxy does with connections and their data."""

    OPEN = 'open'
    CUT = 'cut'  # all connections end, new ones are refused at once
    STALLED = 'stalled'  # everything waits, and continues when the line is open again
    HALF_OPEN = 'half open'  # data is lost and neither side knows; connections that saw this state stay in it
    BAD_GATEWAY = '502'
    GATEWAY_TIMEOUT = '504'


ANSWERS = {Line.BAD_GATEWAY: BAD_GATEWAY, Line.GATEWAY_TIMEOUT: GATEWAY_TIMEOUT}


class Proxy:
    """Listens on its own port and forwards to `port` on this machine."""

    def __init__(self, port: int) -> None:
        self.target = port
        self.line = Line.OPEN
        self.opened = asyncio.Event()
        self.opened.set()
        self.connections: set[asyncio.Task[None]] = set()
        self.server: asyncio.Server | None = None
        self.port = 0

    async def __aenter__(self) -> Self:
        self.server = await asyncio.start_server(self._serve, '127.0.0.1', 0)
        self.port = self.server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.server is not None:
            self.server.close()
        self._end_all()
        await asyncio.sleep(0)

    @property
    def url(self) -> str:
        """The address for browsers."""
        return f'http://127.0.0.1:{self.port}'

    def set(self, line: Line) -> None:
        """Put the line into this state from now on."""
        self.line = line
        if line is Line.OPEN:
            self.opened.set()
        else:
            self.opened.clear()
        if line is Line.CUT or line in ANSWERS:
            self._end_all()

    def _end_all(self) -> None:
        for task in list(self.connections):
            task.cancel()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None:
            return
        self.connections.add(task)
        with suppress(OSError, asyncio.CancelledError, asyncio.IncompleteReadError, BaseExceptionGroup):
            await self._connect(reader, writer)
        self.connections.discard(task)
        writer.transport.abort()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.line in ANSWERS:
            await reader.readuntil(b'\r\n\r\n')
            writer.write(ANSWERS[self.line])
            await writer.drain()
            return
        if self.line is Line.CUT:
            return
        await self.opened.wait()
        inner_reader, inner_writer = await asyncio.open_connection('127.0.0.1', self.target)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._pipe(reader, inner_writer))
                group.create_task(self._pipe(inner_reader, writer))
        finally:
            inner_writer.transport.abort()

    async def _pipe(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(CHUNK_BYTES):
            if self.line is Line.HALF_OPEN:
                await asyncio.Event().wait()
            if self.line is Line.STALLED:
                await self.opened.wait()
            writer.write(data)
            await writer.drain()
        raise ConnectionResetError
