"""A notice about many people names a few, even an old notice that lists them all."""

import json
import re
import sqlite3
from contextlib import closing
from typing import Any

from playwright.async_api import expect

from tests.browser.conftest import Arrive
from tests.live_server import LiveServer


def put_notice(live_server: LiveServer, room: int, notice: dict[str, Any]) -> None:
    """Replace the facts of the first notice in the room."""
    with closing(sqlite3.connect(live_server.data_dir / 'messenger.db', timeout=10)) as base, base:
        where = "room_id = ? AND kind = 'notice' AND seq = 1"
        assert base.execute(f'UPDATE message SET body = ? WHERE {where}', [json.dumps(notice), room]).rowcount == 1


async def test_the_first_ten_people_are_named_and_the_others_counted(live_server: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(live_server, 'anna')
    room = await anna.create_room(f'Crowd of {anna.name}')
    everybody: list[dict[str, Any]] = [
        {'id': 10**6 + number, 'nick': f'Guest {number} {{count}}', 'avatar': ''} for number in range(31)
    ]
    first = ', '.join(person['nick'] for person in everybody[:10])
    for notice, sentence in (
        ({'what': 'added', 'people': everybody[:10], 'others': 21}, f'{anna.name} added {first} and 21 others'),
        ({'what': 'added', 'people': everybody}, f'{anna.name} added {first} and 21 others'),
        ({'what': 'removed', 'people': everybody[:11]}, f'{anna.name} removed {first} and 1 other'),
        ({'what': 'removed', 'people': everybody[:10]}, f'{anna.name} removed {first}'),
    ):
        put_notice(live_server, room, notice)
        await anna.goto(f'/rooms/{room}')
        await expect(anna.log.get_by_role('note').first).to_have_text(re.compile(rf'^\s*{re.escape(sentence)}\s+\d'))
