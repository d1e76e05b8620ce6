"""Asking about uploads in progress: many in one cheap request, answered once one of them has been inspected."""

import asyncio
import os
import threading
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from messenger import rate_limits
from messenger.database.engine import read, write
from messenger.errors import LimitReached, Malformed
from messenger.files import attachments, decoding, thumbnails, upload_states, uploads
from messenger.messages import messages
from messenger.models import Attachment, User
from messenger.models.base import now
from messenger.payloads import UploadState
from tests.bad_pictures import picture
from tests.conditions import until
from tests.conftest import Clock
from tests.factories import file_of, make_room, make_user, pieces, upload

pytestmark = pytest.mark.usefixtures('database')

WAIT_S = 20
FILES = rate_limits.RATES['upload'].burst


@pytest.fixture
async def anna() -> User:
    return await make_user('anna')


@pytest.fixture
async def room(anna: User) -> int:
    return await make_room(anna)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Pictures are inspected only after this event is set."""
    go, real_copied = threading.Event(), thumbnails.make_copies

    def wait(path: Any, views: Any, kind: str, stop: threading.Event) -> thumbnails.Content:
        while not go.wait(0.005) and not stop.is_set():
            pass
        return real_copied(path, views, kind, stop)

    monkeypatch.setattr(thumbnails, 'make_copies', wait)
    return go


async def send(anna: User, room: int, key: str, content: bytes) -> UploadState:
    await uploads.announce(anna.id, room, key, 'a.png', len(content))
    return await uploads.append(anna.id, key, 0, pieces(content), wait_s=0)


async def test_one_request_reports_files_that_are_sent_complete_started_and_unknown(anna: User, room: int) -> None:
    bob = await make_user('bob')
    sent, whole = [await upload(anna, room, key=key) for key in ('sent', 'whole')]
    await messages.send(anna.id, room, 'm', '', files=[sent])
    await uploads.announce(anna.id, room, 'begun', 'notes.txt', 10)
    await uploads.append(anna.id, 'begun', 0, pieces(b'12345'))
    keys = ['sent', 'whole', 'begun', 'unknown']
    states = await upload_states.states(anna.id, keys)
    assert {key: (file_of(state).id, state.sent) for key, state in states.items() if state.file} == {
        'sent': (sent, True),
        'whole': (whole, False),
    }
    assert (states['begun'], 'unknown' in states) == (UploadState(offset=5), False)
    assert await upload_states.states(bob.id, keys) == {}
    assert await upload_states.states(anna.id, []) == {}
    with pytest.raises(Malformed):
        await upload_states.states(anna.id, ['k'] * (upload_states.KEYS_LIMIT + 1))


async def test_only_a_file_that_the_server_does_not_have_counts_as_new(anna: User, room: int, clock: Clock) -> None:
    await upload(anna, room, key='whole')
    await uploads.announce(anna.id, room, 'begun', 'notes.txt', 10)
    for _ in range(FILES):
        await uploads.announce(anna.id, room, 'whole', 'notes.txt', 5)
        await uploads.announce(anna.id, room, 'begun', 'notes.txt', 10)
    await upload_states.states(anna.id, ['whole', 'begun'])
    for number in range(FILES - 2):
        await uploads.announce(anna.id, room, f'k{number}', 'notes.txt', 5)
    with pytest.raises(LimitReached):
        await uploads.announce(anna.id, room, 'one-more', 'notes.txt', 5)


async def test_the_last_accepted_announcement_says_when_the_next_will_be_accepted(
    anna: User, room: int, clock: Clock
) -> None:
    for number in range(FILES - 1):
        assert await uploads.announce(anna.id, room, f'k{number}', 'notes.txt', 5) == UploadState(offset=0)
    for number in range(5):
        announced = await uploads.announce(anna.id, room, f'further{number}', 'notes.txt', 5)
        assert announced == UploadState(offset=0, next_in=3)
        clock.seconds += 3


async def test_requests_for_states_have_their_own_limit(anna: User, room: int, clock: Clock) -> None:
    for _ in range(rate_limits.RATES['upload_state'].burst):
        await upload_states.states(anna.id, ['k'])
    with pytest.raises(LimitReached):
        await upload_states.states(anna.id, ['k'])
    with pytest.raises(LimitReached):
        await uploads.announce(anna.id, room, 'k', 'notes.txt', 5)


async def test_the_answer_comes_when_one_of_the_files_is_inspected(
    anna: User, room: int, held: threading.Event
) -> None:
    content = picture()
    assert await send(anna, room, 'k', content) == UploadState(offset=len(content))
    assert await upload_states.states(anna.id, ['k'], wait_s=0.01) == {'k': UploadState(offset=len(content))}
    asking = asyncio.ensure_future(upload_states.states(anna.id, ['k', 'unknown'], wait_s=WAIT_S))
    await asyncio.sleep(0.05)
    assert not asking.done()
    held.set()
    assert file_of((await asking)['k']).kind == 'picture'


async def test_a_file_discarded_meanwhile_is_not_waited_for(anna: User, room: int, held: threading.Event) -> None:
    await send(anna, room, 'k', picture())
    asking = asyncio.ensure_future(upload_states.states(anna.id, ['k'], wait_s=WAIT_S))
    await asyncio.sleep(0.05)
    await uploads.discard(anna.id, 'k')
    await asyncio.wait_for(asking, WAIT_S / 2)
    assert await upload_states.states(anna.id, ['k'], wait_s=WAIT_S) == {}


async def test_a_picture_that_met_a_full_queue_is_inspected_when_its_owner_asks(
    anna: User, room: int, held: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = picture()
    monkeypatch.setattr(decoding, 'WAITING_PER_PERSON', 1)
    await send(anna, room, 'running', content)
    await until(lambda: anna.id in decoding.queue.jobs)
    await send(anna, room, 'waiting', content)
    await until(lambda: decoding.queue.waiting(anna.id) == 1)
    await uploads.announce(anna.id, room, 'third', 'a.png', len(content))
    assert await uploads.append(anna.id, 'third', 0, pieces(content)) == UploadState(offset=len(content))
    asking = asyncio.ensure_future(upload_states.states(anna.id, ['third', 'running'], wait_s=WAIT_S))
    await asyncio.sleep(0.05)
    assert not asking.done()
    held.set()
    states = await asking
    assert (states['running'].file is not None, states['third']) == (True, UploadState(offset=len(content)))
    states = await upload_states.states(anna.id, ['third'], wait_s=WAIT_S)
    assert file_of(states['third']).kind == 'picture'


async def test_files_that_are_asked_about_are_not_abandoned(anna: User, room: int) -> None:
    for key in ('asked', 'forgotten'):
        await upload(anna, room, key=key)
    nearly = now() - attachments.ABANDONED_AFTER + timedelta(minutes=1)
    await write(lambda: Attachment.update(created_at=nearly).execute())
    await upload_states.states(anna.id, ['asked'])
    renewed = await read(lambda: [row.key for row in Attachment.select().where(Attachment.created_at > nearly)])
    assert renewed == ['asked']


async def test_a_file_that_is_moved_into_place_meanwhile_has_arrived(
    anna: User, room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    await uploads.announce(anna.id, room, 'key', 'notes.txt', 10)
    await uploads.append(anna.id, 'key', 0, pieces(b'words'))
    row = await read(upload_states.get_own, anna.id, 'key')
    whole, part = attachments.path_of(row.stored), attachments.part_of(row.stored)
    stat = Path.stat

    def stat_and_move(path: Path, **options: Any) -> os.stat_result:
        try:
            return stat(path, **options)
        finally:
            if path == whole:
                with suppress(FileNotFoundError):
                    part.rename(whole)

    monkeypatch.setattr(Path, 'stat', stat_and_move)
    assert upload_states.count_arrived(row.stored) == len(b'words')
