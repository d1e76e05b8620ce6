"""A socket that was refused or has closed belongs to nobody: its requests get no answer and it receives nothing."""

import asyncio
import json
from typing import Any
from uuid import uuid4

import pytest
from websockets.exceptions import ConnectionClosed

from messenger import history, pubsub
from messenger.database.engine import read
from messenger.errors import StorageUnavailable
from messenger.live.requests import rooms as room_requests
from messenger.rooms import members, rooms
from tests.pages.conftest import SignUp, UserWindow, hub
from tests.window import NotConnected, Refusal


async def turned_away(window: UserWindow) -> Any:
    """A socket whose handshake NiceGUI refuses because its page belongs to another tab; still open."""
    rogue = window.another()
    rogue.client_id = window.client_id
    kept: list[Any] = []

    async def keep() -> None:
        kept.append(rogue.socket)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr('websockets.asyncio.client.ClientConnection.close', lambda _self, *_: keep())
        with pytest.raises(NotConnected, match='reload'):
            await rogue.connect()
    return kept[0]


async def test_a_refused_socket_is_not_answered(sign_up: SignUp) -> None:
    anna = await sign_up('anna')
    await anna.open()
    room = await rooms.create(anna.user_id, uuid4().hex, [])
    socket = await turned_away(anna)
    data = {'room': room, 'key': uuid4().hex, 'body': 'by the back door'}
    frame = ''
    try:
        await socket.send('427' + json.dumps(['send', data]))
        async with asyncio.timeout(5):
            while not frame.startswith('437'):
                frame = str(await socket.recv())
    except ConnectionClosed:
        pass
    assert '"ok"' not in frame
    assert await anna.history(room, after=1) == []
    await socket.close()


async def test_a_window_that_closes_during_hello_leaves_no_subscription(
    sign_up: SignUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = await sign_up('anna')
    await rooms.create(anna.user_id, uuid4().hex, [])
    await anna.open(hello=False)
    asked, may_go_on = asyncio.Event(), asyncio.Event()

    async def slow(query: Any, *args: Any, **named: Any) -> Any:
        result = await read(query, *args, **named)
        if query is members.kinds:
            asked.set()
            await may_go_on.wait()
        return result

    monkeypatch.setattr(room_requests, 'read', slow)
    before = pubsub.count()
    asking = asyncio.create_task(anna.ask('hello'))
    await asked.wait()
    await anna.close()
    with pytest.raises(NotConnected):
        await asking
    async with asyncio.timeout(5):
        while pubsub.count() >= before:  # noqa: ASYNC110 - there is no event for it
            await asyncio.sleep(0.01)
    left = pubsub.count()
    may_go_on.set()
    await asyncio.sleep(0.1)
    assert pubsub.count() == left


async def test_a_window_whose_room_cannot_be_shown_does_not_receive_its_messages(
    sign_up: SignUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, bob = await sign_up('anna'), await sign_up('bob')
    room = await rooms.create(anna.user_id, uuid4().hex, [bob.user_id])
    await bob.open()

    async def broken(*_args: Any, **_named: Any) -> dict[str, Any]:
        raise StorageUnavailable

    monkeypatch.setattr(history, 'open_room', broken)
    with pytest.raises(Refusal, match='unavailable'):
        await bob.join(room)
    assert hub().windows_in(room) == []
