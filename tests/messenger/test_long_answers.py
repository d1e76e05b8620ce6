"""Answers to a window have a size limit, however long the messages; all of them can be read, a part at a time."""

from typing import TypeVar

import msgspec
import pytest

from messenger import history
from messenger.database.engine import write
from messenger.messages.append import NewMessage, append
from messenger.payloads import HistoryPage, OpenedRoom
from tests.factories import make_room, make_user

pytestmark = pytest.mark.usefixtures('database')
LONG = '&lt;' * 7_000
COUNT = 60
LIMIT_BYTES = 500_000

Answer = TypeVar('Answer', OpenedRoom, HistoryPage)


async def long_room() -> tuple[int, int]:
    anna = await make_user('anna')
    room = await make_room(anna)

    def say() -> None:
        for number in range(COUNT):
            append(anna.summary(), NewMessage(room, f'{number}', '<' * 7_000, LONG))

    await write(say)
    return anna.id, room


def checked(answer: Answer) -> Answer:
    assert len(msgspec.json.encode(answer)) < LIMIT_BYTES
    return answer


async def test_pages_of_long_messages_are_short_and_omit_none() -> None:
    user, room = await long_room()
    answer = checked(await history.open_room(user, room))
    last = answer.room.last_seq
    seqs = [row.seq for row in answer.messages]
    while seqs[0] > 1:
        page = checked(await history.before(user, room, seqs[0], 100))
        seqs = [row.seq for row in page.messages] + seqs
    assert seqs == list(range(1, last + 1))
    seqs = [1]
    while seqs[-1] < last:
        seqs += [row.seq for row in checked(await history.after(user, room, seqs[-1], 100)).messages]
    assert seqs == list(range(1, last + 1))


async def test_changes_come_in_parts() -> None:
    user, room = await long_room()
    revisions: dict[int, int] = {}
    since, complete = 0, False
    while not complete:
        answer = checked(await history.open_room(user, room, since=since))
        revisions |= {row.seq: row.revision for row in answer.messages}
        since, complete = answer.revision, answer.complete
    assert set(revisions) == set(range(1, answer.room.last_seq + 1))


@pytest.mark.parametrize('around', [1, 30, 61])
async def test_there_is_no_gap_around_a_message(around: int) -> None:
    user, room = await long_room()
    answer = await history.open_room(user, room, around=around)
    seqs = [row.seq for row in answer.messages]
    assert around in seqs
    assert seqs == list(range(seqs[0], seqs[-1] + 1))
