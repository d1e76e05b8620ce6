"""What arrives on a socket: we answer our own events here, pass NiceGUI's to the page, and close it for anything else.

Our events bypass Socket.IO's server, which would spend several times what a message costs on each event.
"""

import asyncio
import logging
import re
from contextlib import nullcontext
from typing import Any, Protocol

from msgspec.json import Encoder
from starlette.types import Message, Receive

from messenger.live import json_frames
from messenger.live.connection import Connection
from messenger.live.requests import table

logger = logging.getLogger(__name__)

_encode = Encoder().encode

# an Engine.IO message with a Socket.IO event in the root namespace, and the acknowledgement number
EVENT = re.compile(r'42(\d{0,15})(?=\[)')
ACKNOWLEDGEMENT = '43'
CONNECT, PONG = '40', '3'
AT_ONCE = 32
NO_EVENT = ''  # gets the answer `malformed`
GONE: Message = {'type': 'websocket.disconnect', 'code': 1008}


class Page(Protocol):
    """Handles the events of the page that the socket belongs to."""

    names: frozenset[str]

    async def take(self, name: str, data: Any) -> Any:
        """Handle an event; return the answer for the window."""

    def close(self) -> None:
        """Clean up: the socket is gone."""


class Inbox:
    """Reads a socket until it ends or its connection is dropped. At most AT_ONCE events per person run at a time."""

    def __init__(self, receive: Receive) -> None:
        self.receive = receive
        self.for_socketio: asyncio.Queue[Message] = asyncio.Queue()
        self.get = self.for_socketio.get
        self.has_connected = False

    def start(self, connection: Connection, page: Page) -> None:
        """Read for this connection, which calls `hang_up` at its end."""
        self.connection = connection
        self.page = page
        self.pace = connection.hub.paces.arrive(connection.user_id)
        self.reading = asyncio.get_running_loop().create_task(self._read())

    def close(self) -> None:
        """Stop reading. Events being answered continue: a message on its way is still stored."""
        self.reading.cancel()
        self.page.close()
        self.connection.hub.paces.depart(self.connection.user_id)

    def hang_up(self) -> None:
        """Stop reading, and tell Socket.IO's server that the window is gone."""
        self.reading.cancel()
        self.for_socketio.put_nowait(GONE)

    async def _read(self) -> None:
        while True:
            message = await self.receive()
            self.connection.is_heard = True
            text = message.get('text') or ''
            wait = self.pace.take(len(text))
            if wait:
                await asyncio.sleep(wait)
            event = EVENT.match(text)
            if text == PONG:
                continue
            if event is not None:
                await self._take(text, event)
            elif message['type'] != 'websocket.receive' or self._connects(text):
                self.for_socketio.put_nowait(message)
            else:
                # this includes a proper disconnect; Socket.IO's server logs a traceback for every unreadable frame
                logger.info(
                    'User %d sent an invalid frame, so the socket is closed: %.20r', self.connection.user_id, text
                )
                self.connection.end()
            if message['type'] == 'websocket.disconnect':
                self.connection.close()
                return

    def _connects(self, text: str) -> bool:
        """Whether this is the first frame that joins the root namespace."""
        first = text == CONNECT and not self.has_connected
        self.has_connected = self.has_connected or first
        return first

    async def _take(self, text: str, event: re.Match[str]) -> None:
        try:
            name, data = _event(json_frames.read(text[event.end() :]))
        except ValueError:
            logger.info('User %d sent a frame that is not JSON', self.connection.user_id)
            if not event[1]:
                return
            name, data = NO_EVENT, None
        if name in self.page.names:
            self._acknowledge(event[1], await self.page.take(name, data))
            return
        answering = self.pace.answering
        while len(answering) >= AT_ONCE:
            await asyncio.wait(answering, return_when=asyncio.FIRST_COMPLETED)
        task = asyncio.get_running_loop().create_task(self._answer(event[1], name, data))
        answering.add(task)
        task.add_done_callback(answering.discard)

    async def _answer(self, number: str, name: str, data: Any) -> None:
        with self.connection.holding() if name in table.STATE_FIRST else nullcontext():
            self._acknowledge(number, await table.answer(self.connection, name, data))

    def _acknowledge(self, number: str, answer: Any) -> None:
        if number:
            encoded = '' if answer is None else _encode(answer).decode()
            self.connection.write(f'{ACKNOWLEDGEMENT}{number}[{encoded}]')


def _event(parts: Any) -> tuple[str, Any]:
    """Name and first argument of an event. Raises ValueError if it is not an event."""
    if not isinstance(parts, list) or not parts or not isinstance(parts[0], str):
        raise ValueError
    return parts[0], parts[1] if len(parts) > 1 else None
