"""NiceGUI's websocket protocol as a page speaks it: Engine.IO 4 and Socket.IO, as far as we use them.

`tests/window.py` speaks it through a complete websocket library. `tests/bench/window.py` speaks it through
`tests/bench/wire.py`, which costs so little that the load on a small machine is the server's.
"""

import json
import re
import uuid
from typing import Any
from urllib.parse import urlencode

import orjson

PING, PONG = '2', '3'
CONNECT, CONNECTED, CONNECT_ERROR = '40', '40', '44'
EVENT, ANSWER = '42', '43'
_CLIENT_ID = re.compile(r"'client_id': '([0-9a-f-]{36})'")


def client_id_in(page: str) -> str | None:
    """The id that NiceGUI has given to a page; None if this is no page of NiceGUI's."""
    match = _CLIENT_ID.search(page)
    return match[1] if match else None


def socket_path(client_id: str, **query: str) -> str:
    """Path and query of the websocket of a page; `query` adds or replaces values."""
    values = {
        'client_id': client_id,
        'next_message_id': '0',
        'implicit_handshake': 'true',
        'document_id': str(uuid.uuid4()),
        'tab_id': str(uuid.uuid4()),
        'EIO': '4',
        'transport': 'websocket',
    }
    return '/_nicegui_ws/socket.io/?' + urlencode(values | query)


def request_frame(number: int, event: str, *data: Any) -> bytes:
    """A request that is answered with the same number; unlike orjson, json also writes what no server should accept."""
    return (f'{EVENT}{number}' + json.dumps([event, *data])).encode()


def answer_in(frame: bytes) -> tuple[int, list[Any]]:
    """The number of the request that a frame answers, and everything that it answers."""
    number, bracket, values = frame.removeprefix(ANSWER.encode()).partition(b'[')
    return int(number), orjson.loads(bracket + values)


def event_in(frame: bytes) -> tuple[str, list[Any]]:
    """The name of an event from the server, and its data."""
    name, *data = orjson.loads(frame.removeprefix(EVENT.encode()))
    return name, data
