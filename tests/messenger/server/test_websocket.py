"""The short way of a frame: encoded once, whole to the transport, and never past a slow reader."""

from typing import Any

import pytest
from websockets.frames import Frame, Opcode

from messenger.live.connection import Connection
from messenger.server.websocket import wire


@pytest.mark.parametrize('size', [0, 1, 125, 126, 65_535, 65_536, 200_000])
def test_the_bytes_are_those_of_the_library(size: int) -> None:
    text = 'я' * (size // 2) + 'a' * (size % 2)
    assert wire(text) == Frame(Opcode.TEXT, text.encode()).serialize(mask=False)


def test_equal_texts_are_encoded_once() -> None:
    text = ''.join(['42', '["push"]'])
    assert wire(text) is wire(text)
    assert wire(text + '.') == b'\x81\x0b42["push"].'


def connection_with(*, ready: bool) -> tuple[Connection, list[str], list[str]]:
    short: list[str] = []
    long: list[str] = []

    async def send(message: dict[str, Any]) -> None:
        long.append(message['text'])

    def write_now(frame: str) -> bool:
        if ready:
            short.append(frame)
        return ready

    window = Connection(send, user_id=1, session_id=1, client_id='client')
    window.write_now = write_now
    return window, short, long


def test_a_ready_reader_gets_it_the_short_way() -> None:
    window, short, long = connection_with(ready=True)
    window.push('one')
    assert (short, long) == (['one'], [])


def test_a_slow_reader_gets_it_through_send() -> None:
    window, short, long = connection_with(ready=False)
    window.push('one')
    assert (short, long) == ([], ['one'])


def test_nothing_is_written_after_the_end() -> None:
    window, short, long = connection_with(ready=True)
    window.end()
    window.push('one')
    assert (short, long) == ([], [])
