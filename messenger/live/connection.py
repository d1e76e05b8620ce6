"""One open window on the websocket: whose it is, what it shows, and how frames reach it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from types import coroutine
from typing import TYPE_CHECKING, Any

from messenger import metrics
from messenger.live.backlog import WINDOW_LIMIT_BYTES, Backlog, Held

if TYPE_CHECKING:
    from messenger.live.hub import Hub

logger = logging.getLogger(__name__)

STALL_LIMIT_S = 20

Send = Callable[[dict[str, Any]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose window it is: the person, their session, and the page that is open in it (`client_id`)."""

    user_id: int
    session_id: int
    client_id: str
    language: str = 'en'


@dataclass(frozen=True, slots=True)
class Transport:
    """How frames leave the server: at once through `write_now`, or if that returns False, through ASGI's `send`.

    `abort` disconnects without waiting for the client.
    """

    send: Send
    write_now: Callable[[str], bool] = lambda _frame: False
    abort: Callable[[], None] = lambda: None


class Connection:
    """A socket that passed the handshake. `room_id` is the room it shows; `alive` turns false when its session ends.

    `sees_receipts`: it may learn how far others have read in that room. `rooms_asked` counts the rooms it asked for.
    `is_idle`: nobody has used it for a while. `is_heard`: it has sent something since the last ping.
    """

    __slots__ = (
        'alive',
        'backlog',
        'held',
        'hub',
        'identity',
        'is_heard',
        'is_idle',
        'is_over',
        'on_end',
        'room_id',
        'rooms_asked',
        'sees_receipts',
        'sid',
        'task',
        'transport',
        'write_now',
    )

    def __init__(
        self, transport: Transport, identity: Identity, hub: 'Hub', on_end: Callable[[], None] = lambda: None
    ) -> None:
        self.transport = transport
        self.write_now = transport.write_now
        self.identity = identity
        self.hub = hub
        self.on_end = on_end
        self.backlog = Backlog(identity.user_id, hub.unwritten_bytes)
        self.held = Held()
        self.task: asyncio.Task[None] | None = None
        self.sid = ''
        self.alive = True
        self.is_over = False
        self.is_heard = True
        self.is_idle = False
        self.room_id: int | None = None
        self.sees_receipts = False
        self.rooms_asked = 0

    @property
    def user_id(self) -> int:
        """The person."""
        return self.identity.user_id

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Hold back events while an answer is prepared: the answer may or may not include them already.

        Events describe the current state, so events sent after the answer correct it, whatever it included.
        """
        self.held.answers += 1
        try:
            yield
        finally:
            self.held.answers -= 1
            if not self.held.answers:
                frames = self.held.take()
                for frame in frames if self.alive else ():
                    self.write(frame)

    def push(self, frame: str) -> None:
        """Send an event frame; if an answer is being prepared, send it after that answer."""
        if not self.held.answers:
            self.write(frame)
            return
        self.held.add(frame)
        if self.held.size > WINDOW_LIMIT_BYTES:
            self.drop('too many events arrived during one of its reads')

    def write(self, frame: str) -> None:
        """Write a text frame now, or later and in order if the client is slow; drop the socket if it is far too slow.

        If the client is ready, the frame goes straight to the transport. Otherwise this steps the `send` coroutine by
        hand: if it suspends, it continues in this socket's task, and later frames queue up behind it.
        """
        if self.is_over:
            return
        if self.task is not None:
            self.backlog.add(frame)
            self._check_backlog()
            return
        if self.write_now(frame):
            return
        sending = self._sending(frame)
        try:
            awaited = sending.send(None)
        except StopIteration:
            return
        except Exception as error:
            logger.debug('A socket was closed: %r', error)
            self.end()
            return
        self.task = asyncio.get_running_loop().create_task(self._catch_up(frame, _resume(sending, awaited)))
        self.backlog.count(len(frame))
        self._check_backlog()

    def _check_backlog(self) -> None:
        excess = self.backlog.excess()
        if excess:
            self.drop(excess)

    def drop(self, reason: str) -> None:
        """Give up the socket; the browser reconnects and asks for what it missed."""
        metrics.DROPPED.inc()
        logger.info('Dropping a socket of user %d: %s', self.user_id, reason)
        self.end()
        self.transport.abort()
        if self.task is not None:
            self.task.cancel()

    def end(self) -> None:
        """Stop writing and have the socket closed."""
        if not self.is_over:
            self.close()
            self.on_end()

    def close(self) -> None:
        """Stop writing: the socket is gone."""
        self.is_over = True
        self.held.take()
        self.backlog.clear()

    async def _catch_up(self, frame: str, sending: Awaitable[None]) -> None:
        try:
            while True:
                async with asyncio.timeout(STALL_LIMIT_S):
                    await sending
                if self.is_over:
                    break
                self.backlog.count(-len(frame))
                if not self.backlog.frames:
                    break
                frame = self.backlog.take()
                sending = self._sending(frame)
        except TimeoutError:
            self.drop('it has not read anything for too long')
        except Exception as error:
            logger.debug('A socket was closed: %r', error)
            self.end()
        finally:
            self.task = None

    async def _sending(self, frame: str) -> None:
        await self.transport.send({'type': 'websocket.send', 'text': frame})


@coroutine
def _resume(
    started: Coroutine[Any, Any, None], awaited: Any
) -> Generator[Any, Any, None]:  # awaitable, as `coroutine` makes it
    """Continue a coroutine that was stepped by hand to its first suspension, on `awaited`."""
    while True:
        try:
            value = yield awaited
        except BaseException as error:
            step = partial(started.throw, error)
        else:
            step = partial(started.send, value)
        try:
            awaited = step()
        except StopIteration:
            return
