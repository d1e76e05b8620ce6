"""Changing many messages: no write stems or indexes more than a portion; other writes need not wait for the rest."""

import threading
from collections.abc import Awaitable

import pytest

from messenger import housekeeping
from messenger.admin import floods, moderated_messages
from messenger.database import engine
from messenger.database.database_file import DatabaseFile
from messenger.database.engine import in_write
from messenger.index import long_texts, word_forms, word_index
from messenger.index.word_index import IndexEntry
from messenger.messages import messages
from messenger.models import Message, User
from messenger.models.message import BODY_LIMIT_CHARS
from messenger.rooms import rooms
from messenger.search import results
from tests.factories import make_room, make_user

pytestmark = pytest.mark.usefixtures('database')

SAID = 5
PORTION_CHARS = 8_000


def long_text(mark: str) -> str:
    """Words that no other text has, at the maximum length."""
    words = [f'{mark}{number}' for number in range(BODY_LIMIT_CHARS // (len(mark) + 5))]
    return ' '.join(words)


class Turns:
    """What the writer stemmed and indexed in each of its turns, in characters."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.stemmed, self.indexed = [0], [0]
        stem, columns, note_commit = word_forms.stem, word_index.columns, DatabaseFile.note_commit

        def noted_stem(word: str) -> str:
            if threading.current_thread().name == 'writer':
                self.stemmed[-1] += len(word)
            return stem(word)

        def noted_columns(entry: IndexEntry) -> tuple[str, str]:
            self.indexed[-1] += len(entry.words)
            return columns(entry)

        def noted_commit(file: DatabaseFile, jobs: int) -> bool:
            self.stemmed.append(0)
            self.indexed.append(0)
            return note_commit(file, jobs)

        monkeypatch.setattr(word_forms, 'stem', noted_stem)
        monkeypatch.setattr(word_index, 'columns', noted_columns)
        monkeypatch.setattr(DatabaseFile, 'note_commit', noted_commit)

    async def check(self, change: Awaitable[None]) -> None:
        """Await `change`; the writer must index at least something, in portions, and stem nothing."""
        await long_texts.prepare(f'word {number}' for number in range(long_texts.TEXTS_KEPT))  # instead of other texts
        self.stemmed, self.indexed = [0], [0]
        await change
        assert sum(self.indexed) >= BODY_LIMIT_CHARS // 2
        assert max(self.indexed) <= PORTION_CHARS
        assert max(self.stemmed) <= (0 if long_texts.TEXTS_KEPT else PORTION_CHARS)


@pytest.fixture(params=[0, 200])
def kept(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep stems until they are needed, or drop them at once so that the writer has to make them itself."""
    monkeypatch.setattr(long_texts, 'TEXTS_KEPT', request.param)


@pytest.fixture
def turns(kept: None, monkeypatch: pytest.MonkeyPatch) -> Turns:
    return Turns(monkeypatch)


async def speakers() -> tuple[User, User, int]:
    """An admin, a person who has sent SAID long texts, and their room."""
    root, flood = await make_user('root', admin=True), await make_user('flood')
    room = await make_room(root, flood)
    for number in range(SAID):
        await messages.send(flood.id, room, f'k{number}', long_text(f'river{number}w'))
    return root, flood, room


async def count_matches(user_id: int, query: str) -> int:
    return len((await results.find(user_id, query)).hits)


@in_write
def forgotten_index() -> None:
    """Make the index as in a database from before there was one."""
    engine.database.execute_sql("INSERT INTO message_index (message_index) VALUES ('delete-all')")
    engine.database.execute_sql("DELETE FROM setting WHERE name IN ('search_version', 'search_next')")


def indexed(word: str) -> int:
    """Call inside a read: how many messages the index lists for a word, including deleted ones."""
    counted = engine.database.execute_sql('SELECT COUNT(*) FROM message_index WHERE message_index MATCH ?', (word,))
    return int(counted.fetchone()[0])


async def test_stopping_a_flood_and_undoing_it_works_in_portions(turns: Turns) -> None:
    root, flood, _room = await speakers()
    await turns.check(floods.stop(root.id, flood.id))
    for number in range(SAID):
        assert await engine.read(indexed, f'river{number}w7') == 0
    await turns.check(floods.bring_back(root.id, flood.id))
    for number in range(SAID):
        assert await count_matches(root.id, f'river{number}w7') == 1


async def test_emptying_the_bin_works_in_portions(turns: Turns) -> None:
    root, _flood, room = await speakers()
    await rooms.delete(root.id, room, 'Room')
    await turns.check(housekeeping.empty_bin(-1))
    assert await engine.read(lambda: Message.select().count()) == 0
    assert await engine.read(indexed, 'river0w7') == 0


async def test_building_the_index_works_in_portions(turns: Turns) -> None:
    root, _flood, _room = await speakers()
    await engine.write(forgotten_index)
    await turns.check(word_index.build())
    for number in range(SAID):
        assert await count_matches(root.id, f'river{number}w7') == 1
        assert await engine.read(indexed, f'river{number}w7') == 1


async def test_a_deletion_by_an_admin_works_in_portions(turns: Turns) -> None:
    root, _flood, _room = await speakers()
    message = await engine.read(lambda: Message.get(Message.kind == 'text'))
    await turns.check(moderated_messages.delete_message(root.id, message.id))
    assert await engine.read(indexed, 'river0w7') == 0
