"""Frames that no browser sends end at most their own socket: no error in the log, and nobody else notices."""

import asyncio
import logging
import struct

import pytest
from websockets.frames import Close

from pages.socket.mount import FRAME_LIMIT_BYTES
from tests.pages.conftest import SignUp

MASK = b'\0\0\0\0'  # leaves the payload as it is
TEXT, BINARY, CONTINUED, CLOSE, PING = 1, 2, 0, 8, 9


def frame(payload: bytes, code: int = TEXT, *, fin: bool = True, rsv: int = 0, masked: bool = True) -> bytes:
    """A frame of RFC 6455."""
    head = bytes(((fin << 7) | (rsv << 4) | code,))
    size = len(payload)
    bit = 0x80 if masked else 0
    if size < 126:
        length = bytes((bit | size,))
    elif size <= 0xFFFF:
        length = struct.pack('!BH', bit | 126, size)
    else:
        length = struct.pack('!BQ', bit | 127, size)
    return head + length + (MASK if masked else b'') + payload


BAD_TEXT = {
    'bad UTF-8': frame(b'42["send",\xff]'),
    'only bad UTF-8': frame(b'\xc3\x28'),
    'half a surrogate': frame(b'42["\xed\xa0\x80"]'),
    'cut off in a letter': frame('42["я'.encode()[:-1]),
    'bad UTF-8 in parts': frame(b'42["', fin=False) + frame(b'\xff"]', CONTINUED),
    'many at once': frame(b'\xff') * 50,
    'a good one and a ping behind it': frame(b'\xff') + frame(b'42["hello"]') + frame(b'', PING),
    'one of 100,000 bytes': frame(b'\xff' * 100_000),
}
MALFORMED = {
    'no mask': frame(b'42["hello"]', masked=False),
    'reserved bit 1, compressed': frame(b'\xff\xff\xff', rsv=4),
    'reserved bits': frame(b'42', rsv=3),
    'unknown code': frame(b'x', 3),
    'unknown control code': frame(b'x', 11),
    'too long for its kind': bytes((0x81, 0xFF)) + b'\xff' * 8 + MASK,
    'announced too large': bytes((0x81, 0xFF)) + struct.pack('!Q', 2**40) + MASK,
    'larger than is taken': frame(b'4' * (FRAME_LIMIT_BYTES * 60)),
    'a ping in parts': frame(b'x', PING, fin=False),
    'a large ping': frame(b'x' * 200, PING),
    'goes on with nothing': frame(b'x', CONTINUED),
    'a message in a message': frame(b'4', fin=False) + frame(b'4'),
    'close with one byte': frame(b'x', CLOSE),
    'close with a wrong code': frame(struct.pack('!H', 5), CLOSE),
    'close with bad UTF-8': frame(struct.pack('!H', 1000) + b'\xff', CLOSE),
    'binary': frame(b'\0\1\2', BINARY),
    'HTTP': b'GET / HTTP/1.1\r\n\r\n',
    'noise': bytes(range(255, 0, -1)) * 20,
}
PACKETS = """
    0 0{} 1 2 2probe 5 6 7 b bAAAA 4 41 44 45 451-["a",1] 4x 46-[] 40/admin, 40{"a": 42 42[ 42/x,["hello"] 43 431[ 43[]
    42[1] 42{}
"""
MALFORMED |= {f'packet {packet!r}': frame(packet.encode()) for packet in ('', '\0', *PACKETS.split())}
CLOSES = {**dict.fromkeys(BAD_TEXT, 1007), 'no mask': 1002, 'announced too large': 1009, 'larger than is taken': 1009}


@pytest.mark.parametrize('name', [*BAD_TEXT, *MALFORMED])
async def test_a_malformed_frame_causes_no_error(sign_up: SignUp, name: str, caplog: pytest.LogCaptureFixture) -> None:
    rogue, other = await sign_up('rogue'), await sign_up('other')
    await rogue.open()
    await other.open()
    caplog.set_level(logging.INFO)
    assert rogue.socket is not None
    transport = rogue.socket.transport
    transport.write((BAD_TEXT | MALFORMED)[name])
    await other.ask('hello')
    try:
        async with asyncio.timeout(1 if name in CLOSES else 0.1):
            await rogue.closed.wait()
    except TimeoutError:
        assert name not in CLOSES, 'the socket goes on'
    await other.ask('hello')
    if name in CLOSES:
        closed: Close | None = rogue.socket.protocol.close_rcvd
        assert closed is not None
        assert closed.code == CLOSES[name]
    transport.abort()
    await asyncio.sleep(0)
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []
    ours = [record for record in caplog.records if record.name.startswith('pages.')]
    assert len(ours) <= 1
    assert all(record.exc_info is None and '\n' not in record.getMessage() for record in ours)
