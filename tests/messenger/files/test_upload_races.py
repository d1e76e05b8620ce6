"""Uploads that are sent, discarded and overwritten at the same moment."""

import asyncio
import threading
from collections.abc import AsyncIterator
from typing import Any

import pytest

from messenger.database.engine import read, write
from messenger.errors import FileGone, NotFound, WrongOffset
from messenger.files import attachments, decoding, thumbnails, uploads
from messenger.messages import messages
from messenger.models import Attachment, User
from messenger.payloads import UploadState
from messenger.settings import Settings
from tests.bad_pictures import picture
from tests.conditions import until
from tests.factories import file_of, pieces, stored_files, upload

pytestmark = pytest.mark.usefixtures('database')

TRIES = 40
WAIT_S = 20
BLUE, RED = b'b' * 1000, b'r' * 1000


class Held:
    """An upload whose pieces arrive when the test allows it."""

    def __init__(self, *chunks: bytes) -> None:
        self.chunks = list(chunks)
        self.asked = asyncio.Event()
        self.let = asyncio.Event()

    async def pieces(self) -> AsyncIterator[bytes]:
        yield self.chunks[0]
        self.asked.set()
        await self.let.wait()
        for chunk in self.chunks[1:]:
            yield chunk


class Inspector:
    """Inspections of pictures that start and then wait."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.started, self.go = threading.Event(), threading.Event()
        self.real = thumbnails.make_copies
        monkeypatch.setattr(thumbnails, 'make_copies', self._copied)

    def _copied(self, path: Any, views: Any, kind: str, stop: threading.Event) -> thumbnails.Content:
        self.started.set()
        while not self.go.wait(0.005) and not stop.is_set():
            pass
        return self.real(path, views, kind, stop)

    async def until_begun(self) -> None:
        assert await asyncio.to_thread(self.started.wait, WAIT_S)


@pytest.fixture
def inspector(monkeypatch: pytest.MonkeyPatch) -> Inspector:
    return Inspector(monkeypatch)


async def removed() -> None:
    await asyncio.to_thread(attachments.threads.submit(bool).result)


async def content_of(user: User, file: int) -> bytes:
    return (await attachments.find(user.id, file))[1].read_bytes()


async def test_a_file_discarded_after_the_lookup_stays_with_its_message(
    anna: User, room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message is committed between the lookup and the deletion, each time."""
    for number in range(TRIES):
        file, key = await upload(anna, room, key=f'k{number}'), f'k{number}'

        async def sent_first(change: Any, *args: Any, file: int = file, key: str = key) -> Any:
            monkeypatch.setattr(uploads, 'write', write)
            await messages.send(anna.id, room, key, '', files=[file])
            return await write(change, *args)

        monkeypatch.setattr(uploads, 'write', sent_first)
        await uploads.discard(anna.id, key)
        await removed()
        assert await content_of(anna, file) == b'words'


async def test_a_file_is_either_sent_or_discarded(anna: User, room: int) -> None:
    for number in range(TRIES):
        file = await upload(anna, room, key=f'k{number}')
        changes = [uploads.discard(anna.id, f'k{number}'), messages.send(anna.id, room, f'm{number}', '', files=[file])]
        turned = changes if number % 2 else changes[::-1]
        outcomes = await asyncio.gather(*turned, return_exceptions=True)
        await removed()
        refused = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
        if refused:
            assert [type(refusal) for refusal in refused] == [FileGone]
            with pytest.raises(NotFound):
                await attachments.find(anna.id, file)
        else:
            assert await content_of(anna, file) == b'words'


async def test_two_messages_never_share_a_file(anna: User, room: int) -> None:
    for number in range(TRIES):
        file = await upload(anna, room)
        sends = [messages.send(anna.id, room, f'{number}.{attempt}', '', files=[file]) for attempt in range(3)]
        outcomes = await asyncio.gather(*sends, return_exceptions=True)
        assert sum(isinstance(outcome, FileGone) for outcome in outcomes) == 2


async def test_later_requests_never_change_what_is_being_inspected(
    anna: User, room: int, inspector: Inspector, settings: Settings
) -> None:
    content = picture()
    await uploads.announce(anna.id, room, 'k', 'a.png', len(content))
    first = asyncio.ensure_future(uploads.append(anna.id, 'k', 0, pieces(content)))
    await inspector.until_begun()
    page = b'<script>'.ljust(len(content))
    seconds = [
        asyncio.ensure_future(uploads.append(anna.id, 'k', offset, pieces(page))) for offset in (0, 5, len(content))
    ]
    assert await uploads.append(anna.id, 'k', 0, pieces(page), wait_s=0) == UploadState(offset=len(content))
    assert await uploads.announce(anna.id, room, 'k', 'a.png', len(content)) == UploadState(offset=len(content))
    inspector.go.set()
    done = await first
    assert [await second for second in seconds] == [done] * 3
    assert (await content_of(anna, file_of(done).id), file_of(done).kind) == (content, 'picture')
    assert len(stored_files(settings)) == 2


async def test_pieces_for_the_same_position_are_written_one_after_another(anna: User, room: int) -> None:
    for number in range(TRIES):
        await uploads.announce(anna.id, room, f'k{number}', 'a.bin', 1000)
        both = [uploads.append(anna.id, f'k{number}', 0, pieces(content, 7)) for content in (BLUE, RED)]
        first, second = await asyncio.gather(*both)
        assert first == second
        assert await content_of(anna, file_of(first).id) in (BLUE, RED)


async def test_a_piece_that_does_not_start_at_the_end_of_the_file_is_refused(anna: User, room: int) -> None:
    await uploads.announce(anna.id, room, 'k', 'a.bin', 1000)
    assert await uploads.append(anna.id, 'k', 0, pieces(BLUE[:600])) == UploadState(offset=600)
    for offset in (0, 599, 601, 1000, 10**15):
        with pytest.raises(WrongOffset) as refused:
            await uploads.append(anna.id, 'k', offset, pieces(RED))
        assert refused.value.details['offset'] == 600
    done = await uploads.append(anna.id, 'k', 600, pieces(BLUE[600:]))
    assert await content_of(anna, file_of(done).id) == BLUE


async def test_a_silent_connection_gives_way_to_the_next(
    anna: User, room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, 'CHUNK_WAIT_CONTESTED_S', 0.05)
    await uploads.announce(anna.id, room, 'k', 'a.bin', 1000)
    silent = Held(BLUE[:300], RED[300:])
    first = asyncio.ensure_future(uploads.append(anna.id, 'k', 0, silent.pieces()))
    await silent.asked.wait()
    done = await asyncio.wait_for(uploads.append(anna.id, 'k', 300, pieces(BLUE[300:])), WAIT_S)
    assert await first == UploadState(offset=300)
    silent.let.set()
    assert await content_of(anna, file_of(done).id) == BLUE


async def test_a_file_discarded_while_it_arrives_is_gone(anna: User, room: int, settings: Settings) -> None:
    await uploads.announce(anna.id, room, 'k', 'a.bin', 1000)
    line = Held(BLUE[:300], BLUE[300:600], BLUE[600:])
    arriving = asyncio.ensure_future(uploads.append(anna.id, 'k', 0, line.pieces()))
    await line.asked.wait()
    await asyncio.wait_for(uploads.discard(anna.id, 'k'), WAIT_S)
    line.let.set()
    assert await arriving == UploadState(offset=300)
    for offset in (0, 300, 1000):
        with pytest.raises(NotFound):
            await uploads.append(anna.id, 'k', offset, pieces(BLUE))
    await removed()
    assert (stored_files(settings), uploads.running.value) == ([], {})


async def test_a_file_discarded_during_or_before_inspection_is_gone(
    anna: User, room: int, inspector: Inspector, settings: Settings
) -> None:
    tasks = []
    for key in ('running', 'waiting', 'next'):
        await uploads.announce(anna.id, room, key, 'a.png', len(picture()))
        tasks.append(asyncio.ensure_future(uploads.append(anna.id, key, 0, pieces(picture()))))
        if key == 'running':
            await inspector.until_begun()
    await until(lambda: decoding.queue.waiting(anna.id) == 2)
    await uploads.discard(anna.id, 'waiting')
    assert decoding.queue.waiting(anna.id) == 1
    await uploads.discard(anna.id, 'running')
    inspector.go.set()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [NotFound, NotFound, UploadState]
    await removed()
    assert (len(stored_files(settings)), await read(lambda: Attachment.select().count())) == (2, 1)


async def test_an_announcement_repeated_many_times_at_once_is_one_upload(anna: User, room: int) -> None:
    announced = [uploads.announce(anna.id, room, 'k', 'a.bin', 1000) for _ in range(20)]
    assert await asyncio.gather(*announced) == [UploadState(offset=0)] * 20
    assert await read(lambda: Attachment.select().count()) == 1


async def test_a_connection_cut_during_a_write_leaves_no_late_bytes(
    anna: User, room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The piece of the request that was cut is on the disk before the next request may write."""
    real_put, started, go = uploads.put, threading.Event(), threading.Event()

    def slow(*args: Any) -> None:
        started.set()
        assert go.wait(WAIT_S)
        real_put(*args)

    await uploads.announce(anna.id, room, 'k', 'a.bin', 1000)
    with monkeypatch.context() as patch:
        patch.setattr(uploads, 'put', slow)
        cut = asyncio.ensure_future(uploads.append(anna.id, 'k', 0, pieces(RED[:500])))
        assert await asyncio.to_thread(started.wait, WAIT_S)
    cut.cancel()
    following = asyncio.ensure_future(uploads.append(anna.id, 'k', 500, pieces(BLUE[500:])))
    await asyncio.sleep(0)
    go.set()
    done = await following
    assert cut.cancelled()
    assert await content_of(anna, file_of(done).id) == RED[:500] + BLUE[500:]
