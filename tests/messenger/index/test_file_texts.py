"""The words in text files: found with their message, removed with it, and never in the way of others."""

import random
from uuid import uuid4

import pytest

from messenger.database import engine
from messenger.errors import LimitReached
from messenger.files import attachments, waiting_texts
from messenger.index import file_texts, word_index
from messenger.messages import messages
from messenger.models import Attachment, FileWords, Message, User
from messenger.search import results
from tests.conftest import Clock
from tests.factories import make_room, make_user, upload
from tests.messenger.index.test_writer_turns import forgotten_index, indexed

pytestmark = pytest.mark.usefixtures('database')

LOG = '\n'.join(f'2026-11-28 worker{number} проверил огни гавани' for number in range(300)) + '\nzebra crossing\n'


async def send(user: User, room: int, *contents: str, body: str = '', name: str = 'server.log') -> int:
    """Send a message with text files, and index them; returns its id."""
    files = [await upload(user, room, content.encode(), name) for content in contents]
    row = await messages.send(user.id, room, uuid4().hex, body, files=files)
    await file_texts.index_waiting()
    return row.id


async def search(user: User, query: str) -> list[int]:
    return [hit.id for hit in (await results.find(user.id, query)).hits]


async def all_forms(word: str) -> int:
    return await engine.read(indexed, word)


async def test_a_word_in_a_text_file_finds_its_message_and_says_in_which_file() -> None:
    anna = await make_user('anna')
    room = await make_room(anna)
    message = await send(anna, room, 'nothing of it', LOG, body='The logs')
    assert await search(anna, 'worker299') == [message]
    assert await search(anna, 'гавань logs') == [message]
    assert await search(anna, '"zebra crossing"') == [message]
    assert await search(anna, 'zebras') == [message]
    assert await search(anna, 'giraffe') == []
    (hit,) = (await results.find(anna.id, 'zebra')).hits
    assert hit.texts[0] == [('…', False), ('zebra', True), (' crossing', False)]
    assert hit.texts[1] == []


async def test_files_are_found_only_by_people_who_may_read_the_message() -> None:
    anna, bob = await make_user('anna'), await make_user('bob')
    await send(anna, await make_room(anna), LOG)
    assert await search(bob, 'zebra') == []


async def test_an_unsent_file_is_not_indexed_and_sending_does_not_wait_for_it() -> None:
    anna = await make_user('anna')
    room = await make_room(anna)
    file = await upload(anna, room, LOG.encode(), 'server.log')
    await file_texts.index_waiting()
    assert await all_forms('zebra') == 0
    await messages.send(anna.id, room, 'k', 'The log', files=[file])
    assert await all_forms('zebra') == 0
    await file_texts.index_waiting()
    assert await all_forms('zebra') == 1


async def test_deleting_editing_and_restoring_a_message_keep_the_index_exact() -> None:
    anna = await make_user('anna')
    room = await make_room(anna)
    message = await send(anna, room, LOG, 'second file: okapi', body='The log')
    await messages.edit(anna.id, message, 'The journal')
    assert [await all_forms(word) for word in ('zebra', 'okapi', 'journal', 'log')] == [1, 1, 1, 1]  # log: its name
    await messages.delete(anna.id, message)
    assert [await all_forms(word) for word in ('zebra', 'okapi', 'journal', 'log')] == [0, 0, 0, 0]
    await messages.undelete(anna.id, message)
    assert await search(anna, 'zebra okapi journal') == [message]


async def test_a_file_whose_message_was_deleted_meanwhile_is_indexed_only_if_it_comes_back() -> None:
    anna = await make_user('anna')
    room = await make_room(anna)
    file = await upload(anna, room, LOG.encode(), 'server.log')
    row = await messages.send(anna.id, room, 'k', 'The log', files=[file])
    await messages.delete(anna.id, row.id)
    await file_texts.index_waiting()
    assert await all_forms('zebra') == 0
    await messages.undelete(anna.id, row.id)
    assert await all_forms('zebra') == 1
    await messages.delete(anna.id, row.id)
    assert await all_forms('zebra') == 0


async def test_a_file_that_is_gone_from_the_disk_still_leaves_the_index_with_its_message() -> None:
    anna = await make_user('anna')
    room = await make_room(anna)
    message = await send(anna, room, LOG)
    for row in await engine.read(lambda: list(Attachment.select())):
        attachments.path_of(row.stored).unlink()
    (hit,) = (await results.find(anna.id, 'zebra')).hits
    assert hit.texts == [[]]
    await messages.delete(anna.id, message)
    assert await all_forms('zebra') == 0


async def test_a_rebuilt_index_reads_all_files_again_also_those_from_before_text_was_recognised() -> None:
    anna = await make_user('anna')
    room = await make_room(anna)
    message = await send(anna, room, LOG)
    binary = await send(anna, room, 'zebra\0', name='data.bin')

    def made_old() -> None:
        forgotten_index()
        Attachment.update(kind='file', media_type='application/octet-stream', lines=0).execute()

    await engine.write(made_old)
    await word_index.build()
    assert await all_forms('zebra') == 0
    await file_texts.index_waiting()
    assert await search(anna, 'zebra') == [message]
    kinds = await engine.read(lambda: {row.message_id: (row.kind, row.lines) for row in Attachment.select()})
    assert kinds == {message: ('text', 301), binary: ('file', 0)}
    assert await engine.read(waiting_texts.of_one_message) == []


async def test_files_of_messages_that_the_build_has_not_reached_are_added_once() -> None:
    anna = await make_user('anna')
    room = await make_room(anna)
    message = await send(anna, room, LOG)
    await engine.write(forgotten_index)
    await engine.write(word_index.begin)
    word_index.progress.value.left = None
    await file_texts.index_waiting()
    assert await all_forms('zebra') == 0
    await word_index.build()
    assert await search(anna, 'zebra') == [message]
    await messages.delete(anna.id, message)
    assert await all_forms('zebra') == 0


async def test_what_one_write_adds_is_bounded_however_long_and_many_the_files_are() -> None:
    anna = await make_user('anna')
    room = await make_room(anna)
    words = random.Random(16)
    endless = ' '.join(f'w{words.randrange(10**9)}' for _ in range(30_000))
    message = await send(anna, room, *(f'{endless} tail{number}' for number in range(4)))
    total = await engine.read(lambda: sum(row.chars for row in FileWords.select()))
    assert file_texts.MESSAGE_LIMIT_CHARS * 0.9 < total <= file_texts.MESSAGE_LIMIT_CHARS
    assert await search(anna, endless.split()[0]) == [message]
    await messages.delete(anna.id, message)
    assert await all_forms(endless.split()[0]) == 0


async def test_pieces_are_cut_between_lines_or_words_and_lose_nothing() -> None:
    for text in (LOG * 5, 'word ' * 5_000, 'x' * 30_000, '', 'short'):
        pieces = file_texts.in_pieces(text)
        assert ''.join(pieces) == text
        assert max(map(len, pieces)) <= file_texts.PIECE_CHARS
    assert all(piece.endswith('\n') for piece in file_texts.in_pieces(LOG * 5)[:-1])


async def test_changing_a_message_with_large_text_files_again_and_again_is_refused(clock: Clock) -> None:
    anna = await make_user('anna')
    words = ' '.join(f'{number:05}' for number in range(20_000))
    message = await send(anna, await make_room(anna), words, body='numbers')
    assert await engine.read(waiting_texts.chars_of, message) > 90_000
    await messages.delete(anna.id, message)
    await messages.undelete(anna.id, message)
    await messages.edit(anna.id, message, 'other numbers')
    with pytest.raises(LimitReached):
        await messages.edit(anna.id, message, 'more numbers')
    clock.seconds += 60
    await messages.edit(anna.id, message, 'more numbers')


async def test_all_files_of_a_message_are_indexed_in_one_write(monkeypatch: pytest.MonkeyPatch) -> None:
    anna = await make_user('anna')
    added: list[int] = []
    add = word_index.add_message

    def note(message: Message) -> None:
        added.append(message.id)
        add(message)

    monkeypatch.setattr(word_index, 'add_message', note)
    message = await send(anna, await make_room(anna), *(f'lighthouse{number}' for number in range(6)))
    assert added == [message]
    for number in range(6):
        assert await search(anna, f'lighthouse{number}') == [message]


async def test_the_last_word_of_the_first_100_kb_is_found_in_a_log_too() -> None:
    anna = await make_user('anna')
    lines = (
        f'2026-11-28 01:{n // 60 % 60:02}:{n % 60:02} INFO worker-{n}: /rooms/{n} took {n} ms' for n in range(3_000)
    )
    log = '\n'.join(lines)[: file_texts.SEARCHED_BYTES - 11]
    message = await send(anna, await make_room(anna), f'{log} lighthouse and far behind it, a windmill')
    assert await search(anna, 'lighthouse') == [message]
    assert await search(anna, 'windmill') == []
