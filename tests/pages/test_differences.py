"""A small request sends little to every window: the change, not everything that it touches."""

import json
from uuid import uuid4

import msgspec
import pytest
import pytest_asyncio

from messenger import history
from messenger.messages import messages, pins, reactions
from messenger.rooms import rooms
from tests.pages.conftest import SignUp, UserWindow

REPLIES = 100
LONG = 'many **words** and `code` ' * 150
SMALL_BYTES = 600


class Reader(UserWindow):
    """A window that shows a room with a long message that has a hundred long replies."""

    room = 0
    quoted = 0


@pytest_asyncio.fixture
async def anna(sign_up: SignUp) -> Reader:
    anna = await sign_up('anna')
    anna.__class__ = Reader
    assert isinstance(anna, Reader)
    anna.room = await rooms.create(anna.user_id, uuid4().hex, [])
    quoted = await messages.send(anna.user_id, anna.room, uuid4().hex, LONG)
    for _ in range(REPLIES):
        await messages.send(anna.user_id, anna.room, uuid4().hex, LONG, reply=quoted.seq)
    anna.quoted = quoted.id
    await anna.open(f'/rooms/{anna.room}')
    await anna.join(anna.room)
    return anna


async def bytes_heard(reader: Reader) -> int:
    """How many bytes were pushed since the last call."""
    key = uuid4().hex
    await messages.send(reader.user_id, reader.room, key, 'the end')
    await reader.receive('MessagePosted', lambda event: event['message']['key'] == key)
    size = len(json.dumps(reader.events)) if reader.events else 0
    reader.events.clear()
    return size


async def test_a_deletion_is_sent_without_the_hundred_replies(anna: Reader) -> None:
    await messages.delete(anna.user_id, anna.quoted)
    assert 0 < await bytes_heard(anna) < 2 * SMALL_BYTES


@pytest.mark.parametrize('again', ['undelete', 'edit'])
async def test_an_edit_is_sent_once_without_the_replies(anna: Reader, again: str) -> None:
    before = (await history.open_room(anna.user_id, anna.room)).revision
    own = len(msgspec.json.encode((await history.open_room(anna.user_id, anna.room, around=1)).messages[1]))
    if again == 'undelete':
        await messages.delete(anna.user_id, anna.quoted)
        await bytes_heard(anna)
        await messages.undelete(anna.user_id, anna.quoted)
    else:
        await messages.edit(anna.user_id, anna.quoted, LONG + 'after all')
    assert own < await bytes_heard(anna) < own + 2 * SMALL_BYTES
    caught_up = await history.open_room(anna.user_id, anna.room, since=before)
    assert len(msgspec.json.encode(caught_up.messages)) < 2 * own


async def test_a_reaction_and_a_pin_are_sent_without_the_message(anna: Reader) -> None:
    for on in (True, False):
        await reactions.put(anna.user_id, anna.quoted, '👍', on=on)
        assert 0 < await bytes_heard(anna) < SMALL_BYTES
        await pins.put(anna.user_id, anna.quoted, on=on)
        assert 0 < await bytes_heard(anna) < SMALL_BYTES
