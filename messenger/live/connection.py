"""One open window on the websocket: the `send` our gate keeps, and what waits while its reader is slow."""

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Coroutine, Generator, Iterator
from contextlib import contextmanager
from functools import partial
from types import coroutine
from typing import Any

from messenger import i18n, metrics

logger = logging.getLogger(__name__)

BACKLOG_LIMIT_BYTES = 1_000_000
PERSON_LIMIT_BYTES = 4_000_000  # in all windows of one person
STALL_LIMIT_S = 20

Send = Callable[[dict[str, Any]], Awaitable[None]]

_unwritten_bytes: Counter[int] = Counter()  # by person


class Connection:
    """A socket that passed the gate. `room_id` is the room it shows, `alive` ends with its session.

    `sees_receipts`: it may hear how far others have read there. `is_resting`: nobody has touched it for a while.
    `is_heard`: something came from it since it was last pinged.
    """

    __slots__ = (
        'abort',
        'alive',
        'backlog',
        'backlog_bytes',
        'before_move',
        'client_id',
        'held',
        'held_bytes',
        'holders',
        'is_heard',
        'is_over',
        'is_resting',
        'language',
        'on_end',
        'room_id',
        'sees_receipts',
        'send',
        'session_id',
        'sid',
        'task',
        'turn',
        'unwritten_bytes',
        'user_id',
        'write_now',
    )

    def __init__(self, send: Send, *, user_id: int, session_id: int, client_id: str) -> None:
        self.send = send
        self.user_id = user_id
        self.session_id = session_id
        self.client_id = client_id
        self.language = i18n.language.get()
        self.sid = ''
        self.room_id: int | None = None
        self.sees_receipts = False
        self.turn = 0
        self.alive = True
        self.held: list[str] = []
        self.held_bytes = 0
        self.holders = 0
        self.is_resting = False
        self.is_heard = True
        self.backlog: deque[str] = deque()
        self.backlog_bytes = 0
        self.unwritten_bytes = 0
        self.task: asyncio.Task[None] | None = None
        self.is_over = False
        self.on_end: Callable[[], None] = lambda: None
        self.abort: Callable[[], None] = lambda: None
        self.before_move: Callable[[], None] = lambda: None
        self.write_now: Callable[[str], bool] = lambda _frame: False

    @contextmanager
    def holding(self) -> Iterator[None]:
        """What happens meanwhile is told afterwards: an answer that was read during it may know less or more of it.

        Events say how things are now, so that the last of them wins over the answer, whatever that knew.
        """
        self.holders += 1
        try:
            yield
        finally:
            self.holders -= 1
            if not self.holders:
                held, self.held, self.held_bytes = self.held, [], 0
                for frame in held if self.alive else ():
                    self.write(frame)

    def push(self, frame: str) -> None:
        """Tell of an event: after the answer that is being read, if one is."""
        if not self.holders:
            self.write(frame)
            return
        self.held.append(frame)
        self.held_bytes += len(frame)
        if self.held_bytes > BACKLOG_LIMIT_BYTES:
            self.drop('too many events arrived during one of its reads')

    def write(self, frame: str) -> None:
        """Write a text frame now; if the reader is slow, later, in order; if it is far too slow, drop the socket.

        For a ready reader the frame goes straight to the transport. Otherwise the `send` is driven by hand: one that
        suspends goes on in a task of this socket, and later frames queue up behind it.
        """
        if self.is_over:
            return
        if self.task is not None:
            self._queue(frame)
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
        self.task = asyncio.get_running_loop().create_task(self._catch_up(frame, _resumed(sending, awaited)))
        self._count(len(frame))

    def _queue(self, frame: str) -> None:
        self.backlog.append(frame)
        self.backlog_bytes += len(frame)
        self._count(len(frame))
        if self.backlog_bytes > BACKLOG_LIMIT_BYTES:
            self.drop('it reads too slowly')

    def _count(self, size: int) -> None:
        """So much more is not written yet, in the backlog or on its way."""
        self.unwritten_bytes += size
        _unwritten_bytes[self.user_id] += size
        if _unwritten_bytes[self.user_id] > PERSON_LIMIT_BYTES and size > 0:
            self.drop('the windows of this person read too slowly')
        elif not _unwritten_bytes[self.user_id]:
            del _unwritten_bytes[self.user_id]

    def drop(self, reason: str) -> None:
        """Give the socket up; its browser comes back and asks for what it missed."""
        metrics.DROPPED.inc()
        logger.info('Dropping a socket of user %d: %s', self.user_id, reason)
        self.end()
        self.abort()
        if self.task is not None:
            self.task.cancel()

    def end(self) -> None:
        """Nothing more is written, and the gate hangs up."""
        if not self.is_over:
            self.close()
            self.on_end()

    def close(self) -> None:
        """Nothing more is written: the socket is gone."""
        self.is_over = True
        self.held.clear()
        self.backlog.clear()
        self._count(-self.unwritten_bytes)

    async def _catch_up(self, frame: str, sending: Awaitable[None]) -> None:
        try:
            while True:
                async with asyncio.timeout(STALL_LIMIT_S):
                    await sending
                if self.is_over:
                    break
                self._count(-len(frame))
                if not self.backlog:
                    break
                frame = self.backlog.popleft()
                self.backlog_bytes -= len(frame)
                sending = self._sending(frame)
        except TimeoutError:
            self.drop('it has not read anything for too long')
        except Exception as error:
            logger.debug('A socket was closed: %r', error)
            self.end()
        finally:
            self.task = None

    async def _sending(self, frame: str) -> None:
        await self.send({'type': 'websocket.send', 'text': frame})


@coroutine
def _resumed(
    started: Coroutine[Any, Any, None], awaited: Any
) -> Generator[Any, Any, None]:  # awaitable, as `coroutine` makes it
    """Go on awaiting a coroutine that was driven by hand up to its first suspension on `awaited`."""
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
