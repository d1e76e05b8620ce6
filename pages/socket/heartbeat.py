"""The heartbeat of all sockets, from one timer: Engine.IO's own needs several tasks and timers per socket.

Each socket gets a ping every INTERVAL_S and is dropped if it sends nothing within TIMEOUT_S. Browsers learn both times
from Engine.IO's opening packet and consider the connection dead if no ping comes for that long.
"""

import asyncio
import json
import logging
from typing import Any

from nicegui import core

from messenger.live.connection import Connection

logger = logging.getLogger(__name__)

INTERVAL_S, TIMEOUT_S = 10, 5
NEVER_S = 365 * 86_400
OPEN, PING = '0', '2'  # Engine.IO packet types


class Heartbeat:
    """The sockets to ping, by the second of the interval in which each is due."""

    def __init__(self) -> None:
        self.due: dict[int, set[Connection]] = {}
        self.beats = 0

    def begin(self, connection: Connection) -> None:
        """Ping this socket from now on, first after INTERVAL_S."""
        self.due.setdefault(self.beats % INTERVAL_S, set()).add(connection)

    def end(self, connection: Connection) -> None:
        """Stop pinging this socket."""
        for connections in self.due.values():
            connections.discard(connection)

    async def beat_forever(self) -> None:
        """Once a second, ping the sockets that are due and drop those that have not answered."""
        while True:
            await asyncio.sleep(1)
            self.beat()

    def beat(self) -> None:
        """Do the work of one second."""
        self.beats += 1
        for connection in list(self.due.get((self.beats - TIMEOUT_S) % INTERVAL_S, ())):
            if not connection.is_heard and connection.task is None:  # reading a backlog has other limits
                logger.info('A socket of user %d does not respond', connection.user_id)
                connection.end()
                connection.transport.abort()
        for connection in self.due.get(self.beats % INTERVAL_S, ()):
            connection.is_heard = False
            connection.write(PING)


def state_times(opening: str) -> str:
    """Put our times into Engine.IO's opening packet."""
    times = {'pingInterval': INTERVAL_S * 1000, 'pingTimeout': TIMEOUT_S * 1000}
    return OPEN + json.dumps(json.loads(opening[len(OPEN) :]) | times)


def quiet_engine() -> None:
    """Stop Engine.IO from sending pings and waiting for answers.

    Call it after NiceGUI's start, which sets both times to its reconnect time-out.
    """
    engine = core.sio.eio
    engine.ping_interval = engine.ping_timeout = NEVER_S
    connect = engine.handlers['connect']

    async def on_open(engine_id: str, environ: dict[str, Any]) -> Any:
        engine.sockets[engine_id].last_ping = None  # without a last ping it schedules none and is never late
        return await connect(engine_id, environ)

    engine.on('connect', on_open)
