"""The fast path of a frame: encoded once, written whole to the transport, and never past a slow reader."""

import asyncio
from typing import Any

import pytest
from websockets.frames import Frame, Opcode

from messenger.live.backlog import PERSON_LIMIT_BYTES, WINDOW_LIMIT_BYTES
from messenger.live.connection import Connection, Identity, Transport
from messenger.live.hub import Hub
from messenger.server.websocket import encode_text_frame


def test_the_bytes_equal_those_of_the_library(subtests: pytest.Subtests) -> None:
    for size in [0, 1, 125, 126, 65_535, 65_536, 200_000]:
        with subtests.test(repr(size)):
            text = 'я' * (size // 2) + 'a' * (size % 2)
            assert encode_text_frame(text) == Frame(Opcode.TEXT, text.encode()).serialize(mask=False)


def test_equal_texts_are_encoded_once() -> None:
    text = ''.join(['42', '["push"]'])
    assert encode_text_frame(text) is encode_text_frame(text)
    assert encode_text_frame(text + '.') == b'\x81\x0b42["push"].'


def connection_with(*, ready: bool) -> tuple[Connection, list[str], list[str]]:
    short: list[str] = []
    long: list[str] = []

    async def send(message: dict[str, Any]) -> None:
        long.append(message['text'])

    def write_now(frame: str) -> bool:
        if ready:
            short.append(frame)
        return ready

    return Connection(Transport(send, write_now), Identity(1, 1, 'client'), Hub()), short, long


def test_a_ready_reader_gets_it_the_fast_way() -> None:
    window, short, long = connection_with(ready=True)
    window.push('one')
    assert (short, long) == (['one'], [])


def test_a_slow_reader_gets_it_through_send() -> None:
    window, short, long = connection_with(ready=False)
    window.push('one')
    assert (short, long) == ([], ['one'])


def test_nothing_is_written_after_the_close() -> None:
    window, short, long = connection_with(ready=True)
    window.end()
    window.push('one')
    assert (short, long) == ([], [])


async def test_stalled_windows_of_one_person_are_dropped_together() -> None:
    may_read, hub = asyncio.Event(), Hub()

    async def stuck(_message: dict[str, Any]) -> None:
        await may_read.wait()

    def window(user_id: int) -> Connection:
        return Connection(Transport(stuck), Identity(user_id, 1, 'client'), hub)

    frame = 'x' * (WINDOW_LIMIT_BYTES // 2)
    mine = [window(1) for _ in range(20)]
    other = window(2)
    for line in (*mine, other):
        line.write(frame)
    held = [line for line in mine if not line.is_over]
    assert sum(line.backlog.unwritten_bytes for line in mine) == len(held) * len(frame) == PERSON_LIMIT_BYTES
    assert not other.is_over
    held[0].close()
    mine.append(window(1))
    mine[-1].write(frame)
    assert not mine[-1].is_over
    may_read.set()
    for _ in range(3):
        await asyncio.sleep(0)
    assert [line.backlog.unwritten_bytes for line in (*mine, other)] == [0] * 22
