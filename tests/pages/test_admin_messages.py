"""The admin page of messages says how far back it looked when it stopped early."""

import re

import pytest

from messenger.admin import moderated_messages
from messenger.database.engine import write
from messenger.messages import messages
from messenger.models import User
from messenger.rooms import directs, rooms
from tests.pages.conftest import SignUp


async def test_a_search_that_stopped_early_says_how_far_back_it_looked(
    sign_up: SignUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moderated_messages, 'SCAN_MESSAGES', 10)
    anna = await sign_up('anna')
    await write(lambda: User.update(is_admin=True).where(User.id == anna.user_id).execute())
    room = await rooms.create(anna.user_id, 'Wall', [])
    await messages.send(anna.user_id, room, 'k', 'said in a room')
    notes = await directs.open_with(anna.user_id, [anna.user_id])
    for number in range(15):
        await messages.send(anna.user_id, notes, f'n{number}', 'a note')
    answer = await anna.http.get('/admin/messages')
    assert re.search(r'Nothing found yet\. Searched back to:.{1,10}local-time datetime=', answer.text)
    monkeypatch.setattr(moderated_messages, 'SCAN_MESSAGES', 100)
    answer = await anna.http.get('/admin/messages')
    assert 'said in a room' in answer.text
    assert 'Nothing found yet' not in answer.text
