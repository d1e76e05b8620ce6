"""What arrives on a socket: our own events are answered here, NiceGUI's go on to it, anything else ends the socket.

A message takes the short way: Socket.IO's server would spend on each event several times what the message costs.
"""

import asyncio
import logging
import re
from contextlib import nullcontext
from typing import Any

import orjson
from starlette.types import Message, Receive

from pages.gateway import handlers
from pages.gateway.connection import Connection

logger = logging.getLogger(__name__)

EVENT = re.compile(
    r'42(\d{0,15})(?=\[)'
)  # Engine.IO message, Socket.IO event in the root namespace, number to acknowledge
ACKNOWLEDGEMENT = '43'
CONNECT, PONG = '40', '3'
NICEGUI_EVENTS = frozenset({'handshake', 'event', 'javascript_response', 'ack', 'log'})
AT_ONCE = 32
GONE: Message = {'type': 'websocket.disconnect', 'code': 1008}


class Inbox:
    """Reads a socket until it ends or its connection is given up; at most AT_ONCE events are answered at a time."""

    def __init__(self, receive: Receive, connection: Connection) -> None:
        self.receive = receive
        self.connection = connection
        self.rest: asyncio.Queue[Message] = asyncio.Queue()
        self.answering: set[asyncio.Task[None]] = set()
        self.get = self.rest.get
        self.reading = asyncio.get_running_loop().create_task(self._read())
        self.has_connected = False
        connection.on_end = self._hang_up

    def close(self) -> None:
        """Read no more. What is being answered goes on: a message that is on its way is stored."""
        self.reading.cancel()

    def _hang_up(self) -> None:
        self.reading.cancel()
        self.rest.put_nowait(GONE)

    async def _read(self) -> None:
        while True:
            message = await self.receive()
            self.connection.is_heard = True
            text = message.get('text') or ''
            found = EVENT.match(text)
            if text == PONG:
                continue
            if found is not None:
                await self._take(message, text, found)
            elif message['type'] != 'websocket.receive' or self._connects(text):
                self.rest.put_nowait(message)
            else:
                # also a polite good-bye; Socket.IO's server would write a traceback for each frame it cannot read
                logger.info('User %d sent a frame that ends the socket: %.20r', self.connection.user_id, text)
                self.connection.end()
            if message['type'] == 'websocket.disconnect':
                self.connection.is_over = True
                return

    def _connects(self, text: str) -> bool:
        """Whether this is the one frame that joins the root namespace."""
        first = text == CONNECT and not self.has_connected
        self.has_connected = self.has_connected or first
        return first

    async def _take(self, message: Message, text: str, found: re.Match[str]) -> None:
        try:
            name, data = _event(orjson.loads(text[found.end() :]))
        except ValueError:
            logger.info('User %d sent a frame that is no JSON', self.connection.user_id)
            return
        if name in NICEGUI_EVENTS:
            self.rest.put_nowait(message)
            return
        if len(self.answering) >= AT_ONCE:
            await asyncio.wait(self.answering, return_when=asyncio.FIRST_COMPLETED)
        task = asyncio.get_running_loop().create_task(self._answer(found[1], name, data))
        self.answering.add(task)
        task.add_done_callback(self.answering.discard)

    async def _answer(self, number: str, name: str, data: Any) -> None:
        with self.connection.holding() if name in handlers.TOLD_FIRST else nullcontext():
            answer = await handlers.answer(self.connection, name, data)
            if number:
                self.connection.write(f'{ACKNOWLEDGEMENT}{number}[{orjson.dumps(answer).decode()}]')


def _event(parts: Any) -> tuple[str, Any]:
    """Name and first argument of an event. Raises ValueError for what is none."""
    if not isinstance(parts, list) or not parts or not isinstance(parts[0], str):
        raise ValueError
    return parts[0], parts[1] if len(parts) > 1 else None
