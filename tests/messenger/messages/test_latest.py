"""The last message of each room, for lists of rooms."""

import pytest

from messenger.database.engine import read
from messenger.messages import latest, messages
from messenger.messages.latest import Latest
from tests.factories import make_room, make_user


@pytest.mark.usefixtures('database')
async def test_rooms_are_listed_with_the_words_of_their_last_message() -> None:
    anna, bob = await make_user('anna'), await make_user('bob')
    talk, silent, deleted = [await make_room(anna, bob, name=name) for name in ('Talk', 'Silent', 'Deleted')]
    await messages.send(anna.id, talk, 'key1', 'first')
    await messages.send(bob.id, talk, 'key2', '**bold** words')
    deleted_message = await messages.send(anna.id, deleted, 'key3', 'a secret')
    await messages.delete(anna.id, deleted_message.id)

    latest_messages = await read(latest.of_rooms, [talk, silent, deleted])

    assert latest_messages == {talk: Latest(bob.id, 'bob', 'bold words')}
