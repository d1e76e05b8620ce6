"""The search index is built in the background: the database says what is left to do, whatever fails."""

from typing import Any

import pytest
from peewee import OperationalError

from messenger.database import engine
from messenger.errors import StorageUnavailable
from messenger.index import word_index
from messenger.messages import messages
from messenger.models import Message
from messenger.search import results
from tests.factories import make_room, make_user
from tests.messenger.index.test_writer_turns import forgotten_index, indexed

pytestmark = pytest.mark.usefixtures('database')


@pytest.mark.parametrize('error', [ValueError('of this write alone'), OperationalError('disk I/O error')])
async def test_messages_that_a_failed_write_did_not_add_are_indexed_later(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    anna = await make_user('anna')
    room = await make_room(anna)
    edited, deleted, unchanged = [
        await messages.send(anna.id, room, key, f'old {key}') for key in ('one', 'two', 'three')
    ]
    await engine.write(forgotten_index)

    def broken(*_arguments: Any) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(word_index, 'add', broken)
        with pytest.raises((ValueError, StorageUnavailable)):
            await word_index.build()

    assert not word_index.is_built()
    await messages.edit(anna.id, edited.id, 'new one')
    await messages.delete(anna.id, deleted.id)
    assert [await engine.read(indexed, word) for word in ('old', 'new')] == [0, 0]
    await word_index.build()
    assert word_index.is_built()
    assert [await engine.read(indexed, word) for word in ('old', 'new', 'two')] == [1, 1, 0]
    assert [hit.id for hit in (await results.find(anna.id, 'old')).hits] == [unchanged.id]


async def test_a_change_during_the_first_step_of_the_build_is_indexed_too() -> None:
    word_index.progress.set(word_index.Build())
    anna = await make_user('anna')
    room = await make_room(anna)
    row = await messages.send(anna.id, room, 'one', 'old')
    await engine.write(forgotten_index)

    def begun_and_changed() -> None:
        word_index.begin()
        message = Message.get_by_id(row.id)
        word_index.remove_message(message)
        word_index.add_message(message)

    await engine.write(begun_and_changed)
    assert await engine.read(indexed, 'old') == 0
    await word_index.build()
    assert await engine.read(indexed, 'old') == 1


async def test_many_messages_take_several_writes_and_each_is_added_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_index, 'BUILT_AT_ONCE', 3)
    monkeypatch.setattr(word_index, 'LOOKED_THROUGH', 7)
    anna = await make_user('anna')
    room = await make_room(anna)
    rows = [await messages.send(anna.id, room, f'k{number}', f'old word{number}') for number in range(30)]
    for row in rows[5:25]:  # a gap wider than one write scans
        await messages.delete(anna.id, row.id)
    await engine.write(forgotten_index)
    await word_index.build()
    assert await engine.read(indexed, 'old') == 10
    assert len((await results.find(anna.id, 'old')).hits) == 10
