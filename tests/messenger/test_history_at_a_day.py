"""Jumping to a day in a room finds the first message of that day without reading the earlier ones."""

from datetime import UTC, datetime, timedelta

import pytest

from messenger import history
from messenger.database import engine
from messenger.messages.append import NewMessage, append
from tests.factories import make_room, make_user

pytestmark = pytest.mark.usefixtures('database')
START = datetime(2030, 3, 1, tzinfo=UTC)


async def test_any_time_leads_to_the_first_message_sent_then_or_later(rows_read: list[int]) -> None:
    anna = await make_user('anna')
    room = await make_room(anna)
    notices = int((await history.open_room(anna.id, room)).room.last_seq)

    def say() -> None:
        for index in range(50):
            moment = START + timedelta(hours=index - index % 3)
            append(anna.summary(), NewMessage(room, f'{index}', 'x', 'x', created_at=moment))

    await engine.write(say)
    for hour in range(-1, 50):
        expected = next((index for index in range(50) if index - index % 3 >= hour), 49)
        assert await history.seq_since(anna.id, room, START + timedelta(hours=hour)) == notices + 1 + expected, hour
    assert await history.seq_since(anna.id, room, datetime(2001, 1, 1, tzinfo=UTC)) == 1
    rows_read.clear()
    await history.seq_since(anna.id, room, START + timedelta(days=900))
    assert sum(rows_read) < 20
