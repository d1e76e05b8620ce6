"""Long texts are not stemmed on the writer thread, count as several messages, and are found and forgotten as usual."""

import threading

import pytest

from messenger.database import engine
from messenger.errors import LimitReached
from messenger.index import long_texts, word_forms
from messenger.messages import messages
from messenger.models.message import BODY_LIMIT_CHARS
from messenger.search import results
from tests.conftest import Clock
from tests.factories import make_room, make_user

pytestmark = pytest.mark.usefixtures('database')


def long_text(mark: str) -> str:
    return ' '.join(f'{mark}{number}' for number in range(600))


async def count_matches(user_id: int, query: str) -> int:
    return len((await results.find(user_id, query)).hits)


async def test_the_writer_thread_does_not_stem_long_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    anna = await make_user('anna')
    room = await make_room(anna)
    stem, threads = word_forms.stem, set()

    def noted(word: str) -> str:
        threads.add(threading.current_thread().name)
        return stem(word)

    monkeypatch.setattr(word_forms, 'stem', noted)
    row = await messages.send(anna.id, room, 'k', long_text('river'))
    await messages.edit(anna.id, row.id, long_text('mountain'))
    await messages.delete(anna.id, row.id)
    await messages.undelete(anna.id, row.id)
    assert threads
    assert threads.isdisjoint({'writer', threading.main_thread().name})


@pytest.mark.parametrize('kept', [0, 200])
async def test_a_long_text_is_found_until_it_is_edited_or_deleted(monkeypatch: pytest.MonkeyPatch, kept: int) -> None:
    monkeypatch.setattr(long_texts, 'TEXTS_KEPT', kept)
    anna = await make_user('anna')
    room = await make_room(anna)
    row = await messages.send(anna.id, room, 'k', long_text('river'))
    assert await count_matches(anna.id, 'river7') == 1
    await messages.edit(anna.id, row.id, long_text('mountain'))
    assert (await count_matches(anna.id, 'river7'), await count_matches(anna.id, 'mountain7')) == (0, 1)
    await messages.delete(anna.id, row.id)
    left = engine.database.execute_sql("SELECT COUNT(*) FROM message_index WHERE message_index MATCH 'mountain7'")
    assert left.fetchone() == (0,)
    await messages.undelete(anna.id, row.id)
    assert await count_matches(anna.id, 'mountain7') == 1


async def test_a_long_text_counts_as_several_messages(clock: Clock) -> None:
    anna = await make_user('anna')
    room = await make_room(anna)
    text = 'x' * (BODY_LIMIT_CHARS - 10)
    for key in ('one', 'two'):
        await messages.send(anna.id, room, key, text)
    with pytest.raises(LimitReached) as refused:
        await messages.send(anna.id, room, 'three', text)
    clock.seconds += float(str(refused.value.details['retry_after']))
    row = await messages.send(anna.id, room, 'three', text)
    for number in range(2):
        await messages.edit(anna.id, row.id, f'{number}{text}')
    with pytest.raises(LimitReached):
        await messages.edit(anna.id, row.id, text)


async def test_deleting_and_restoring_long_texts_is_counted_by_length(clock: Clock) -> None:
    anna = await make_user('anna')
    room = await make_room(anna)
    row = await messages.send(anna.id, room, 'k', 'x' * (BODY_LIMIT_CHARS - 10))
    for _ in range(4):
        await messages.delete(anna.id, row.id)
        await messages.undelete(anna.id, row.id)
    with pytest.raises(LimitReached) as refused:
        await messages.delete(anna.id, row.id)
    clock.seconds += float(str(refused.value.details['retry_after']))
    await messages.delete(anna.id, row.id)
