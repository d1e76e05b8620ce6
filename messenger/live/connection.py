"""One open window on the websocket: its `send` function, and the frames that wait while the client reads slowly."""

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Coroutine, Generator, Iterator
from contextlib import contextmanager
from functools import partial
from types import coroutine
from typing import Any

from messenger import i18n, metrics
from messenger.process import Current

logger = logging.getLogger(__name__)

BACKLOG_LIMIT_BYTES = 1_000_000
PERSON_LIMIT_BYTES = 4_000_000  # over all windows of one person
STALL_LIMIT_S = 20

Send = Callable[[dict[str, Any]], Awaitable[None]]

unwritten_bytes: Current[Counter[int]] = Current()  # by person


class Connection:
    """A socket that passed the handshake. `room_id` is the room it shows; `alive` turns false when its session ends.

    `sees_receipts`: it may learn how far others have read in that room. `is_resting`: nobody has used it for a while.
    `is_heard`: it has sent something since the last ping.
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
        """Hold back events while an answer is prepared: the answer may or may not include them already.

        Events describe the current state, so events sent after the answer correct it, whatever it included.
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
        """Send an event frame; if an answer is being prepared, send it after that answer."""
        if not self.holders:
            self.write(frame)
            return
        self.held.append(frame)
        self.held_bytes += len(frame)
        if self.held_bytes > BACKLOG_LIMIT_BYTES:
            self.drop('too many events arrived during one of its reads')

    def write(self, frame: str) -> None:
        """Write a text frame now, or later and in order if the client is slow; drop the socket if it is far too slow.

        If the client is ready, the frame goes straight to the transport. Otherwise this steps the `send` coroutine by
        hand: if it suspends, it continues in this socket's task, and later frames queue up behind it.
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
        """Count `size` more bytes as unwritten, in the backlog or on their way; less if it is negative."""
        self.unwritten_bytes += size
        unwritten_bytes.value[self.user_id] += size
        if unwritten_bytes.value[self.user_id] > PERSON_LIMIT_BYTES and size > 0:
            self.drop('the windows of this person read too slowly')
        elif not unwritten_bytes.value[self.user_id]:
            del unwritten_bytes.value[self.user_id]

    def drop(self, reason: str) -> None:
        """Give up the socket; the browser reconnects and asks for what it missed."""
        metrics.DROPPED.inc()
        logger.info('Dropping a socket of user %d: %s', self.user_id, reason)
        self.end()
        self.abort()
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
