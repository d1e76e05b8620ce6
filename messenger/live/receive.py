"""What arrives on a socket: our own events are answered here, others are handed to the page, anything else ends it.

A message takes the short way: Socket.IO's server would spend on each event several times what the message costs.
"""

import asyncio
import logging
import re
from contextlib import nullcontext
from typing import Any, Protocol

import orjson
from starlette.types import Message, Receive

from messenger.live import json_frames, pace
from messenger.live.connection import Connection
from messenger.live.requests import table

logger = logging.getLogger(__name__)

EVENT = re.compile(
    r'42(\d{0,15})(?=\[)'
)  # Engine.IO message, Socket.IO event in the root namespace, number to acknowledge
ACKNOWLEDGEMENT = '43'
CONNECT, PONG = '40', '3'
AT_ONCE = 32
NO_EVENT = ''  # answered as malformed
GONE: Message = {'type': 'websocket.disconnect', 'code': 1008}


class Page(Protocol):
    """What takes the events of the page that the socket belongs to."""

    names: frozenset[str]

    async def take(self, name: str, data: Any) -> Any:
        """Take an event in; returns what the window is answered."""

    def close(self) -> None:
        """The socket is gone."""


class Inbox:
    """Reads a socket until it ends or its connection is given up. At most AT_ONCE events of a person run at a time."""

    def __init__(self, receive: Receive, connection: Connection, page: Page) -> None:
        self.receive = receive
        self.connection = connection
        self.rest: asyncio.Queue[Message] = asyncio.Queue()
        self.get = self.rest.get
        self.page = page
        self.pace = pace.arrive(connection.user_id)
        self.reading = asyncio.get_running_loop().create_task(self._read())
        self.has_connected = False
        connection.on_end = self._hang_up

    def close(self) -> None:
        """Read no more. What is being answered goes on: a message that is on its way is stored."""
        self.reading.cancel()
        self.page.close()
        pace.depart(self.connection.user_id)

    def _hang_up(self) -> None:
        self.reading.cancel()
        self.rest.put_nowait(GONE)

    async def _read(self) -> None:
        while True:
            message = await self.receive()
            self.connection.is_heard = True
            text = message.get('text') or ''
            wait = self.pace.take(len(text))
            if wait:
                await asyncio.sleep(wait)
            found = EVENT.match(text)
            if text == PONG:
                continue
            if found is not None:
                await self._take(text, found)
            elif message['type'] != 'websocket.receive' or self._connects(text):
                self.rest.put_nowait(message)
            else:
                # also a polite good-bye; Socket.IO's server would write a traceback for each frame it cannot read
                logger.info(
                    'User %d sent an invalid frame, so the socket is closed: %.20r', self.connection.user_id, text
                )
                self.connection.end()
            if message['type'] == 'websocket.disconnect':
                self.connection.close()
                return

    def _connects(self, text: str) -> bool:
        """Whether this is the one frame that joins the root namespace."""
        first = text == CONNECT and not self.has_connected
        self.has_connected = self.has_connected or first
        return first

    async def _take(self, text: str, found: re.Match[str]) -> None:
        try:
            name, data = _event(json_frames.read(text[found.end() :]))
        except ValueError:
            logger.info('User %d sent a frame that is not JSON', self.connection.user_id)
            if not found[1]:
                return
            name, data = NO_EVENT, None
        if name in self.page.names:
            self._acknowledge(found[1], await self.page.take(name, data))
            return
        answering = self.pace.answering
        while len(answering) >= AT_ONCE:
            await asyncio.wait(answering, return_when=asyncio.FIRST_COMPLETED)
        task = asyncio.get_running_loop().create_task(self._answer(found[1], name, data))
        answering.add(task)
        task.add_done_callback(answering.discard)

    async def _answer(self, number: str, name: str, data: Any) -> None:
        with self.connection.holding() if name in table.TOLD_FIRST else nullcontext():
            self._acknowledge(number, await table.answer(self.connection, name, data))

    def _acknowledge(self, number: str, answer: Any) -> None:
        if number:
            told = '' if answer is None else orjson.dumps(answer).decode()
            self.connection.write(f'{ACKNOWLEDGEMENT}{number}[{told}]')


def _event(parts: Any) -> tuple[str, Any]:
    """Name and first argument of an event. Raises ValueError for what is none."""
    if not isinstance(parts, list) or not parts or not isinstance(parts[0], str):
        raise ValueError
    return parts[0], parts[1] if len(parts) > 1 else None
