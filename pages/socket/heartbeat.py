"""The heartbeat of all sockets, from one timer: Engine.IO's own keeps several tasks and timers for each of them.

A ping goes out every INTERVAL_S; who is not heard of within TIMEOUT_S of one is gone. Browsers learn both times from
Engine.IO's opening packet and take the line for dead when no ping comes for that long.
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

_due: dict[int, set[Connection]] = {}
_beat = 0


def begin(connection: Connection) -> None:
    """Ping this socket from now on; the first time in INTERVAL_S."""
    _due.setdefault(_beat % INTERVAL_S, set()).add(connection)


def end(connection: Connection) -> None:
    """Ping it no more."""
    for connections in _due.values():
        connections.discard(connection)


async def beat_forever() -> None:
    """Once a second: ping those whose turn it is, and hang up on those that did not answer."""
    while True:
        await asyncio.sleep(1)
        beat()


def beat() -> None:
    """One second has passed."""
    global _beat
    _beat += 1
    for connection in list(_due.get((_beat - TIMEOUT_S) % INTERVAL_S, ())):
        if not connection.is_heard and connection.task is None:  # who still reads what came before has other limits
            logger.info('A socket of user %d does not respond', connection.user_id)
            connection.end()
            connection.abort()
    for connection in _due.get(_beat % INTERVAL_S, ()):
        connection.is_heard = False
        connection.write(PING)


def stated(opening: str) -> str:
    """Engine.IO's opening packet with our times in it."""
    times = {'pingInterval': INTERVAL_S * 1000, 'pingTimeout': TIMEOUT_S * 1000}
    return OPEN + json.dumps(json.loads(opening[len(OPEN) :]) | times)


def quiet_engine() -> None:
    """Engine.IO sends no pings of its own and waits for none.

    After NiceGUI's start, which sets them to its reconnect time-out.
    """
    engine = core.sio.eio
    engine.ping_interval = engine.ping_timeout = NEVER_S
    connect = engine.handlers['connect']

    async def on_open(engine_id: str, environ: dict[str, Any]) -> Any:
        engine.sockets[engine_id].last_ping = None  # a socket that was not pinged schedules none and is never late
        return await connect(engine_id, environ)

    engine.on('connect', on_open)
