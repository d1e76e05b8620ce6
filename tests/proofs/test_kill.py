"""The server is killed at random moments while many send: acknowledged messages are there, once, in order."""

import asyncio
import random
from pathlib import Path

import pytest

from tests.bench import datasets
from tests.proofs.scenario import Sender, running, stored

SENDERS = 20
SIZES = [(2, 200), pytest.param(20, 10_000, marks=pytest.mark.proof)]


@pytest.mark.parametrize(('kills', 'sends'), SIZES)
async def test_no_acknowledged_message_is_missing_or_duplicated(tmp_path: Path, kills: int, sends: int) -> None:
    place = datasets.make(tmp_path / 'data', people=SENDERS, rooms=1, messages=10)
    async with running(place) as server:
        people = [Sender(server, place, number) for number in range(1, SENDERS + 1)]
        done = 0

        async def go_on(person: Sender) -> None:
            nonlocal done
            for number in range(sends // SENDERS):
                await person.say(1, f'message {number}')
                done += 1

        talking = asyncio.gather(*(go_on(person) for person in people))
        for number in range(kills):
            while done < sends * (number + random.random()) / (kills + 1):  # noqa: ASYNC110 - polling now and then is cheap
                await asyncio.sleep(0.002)
            await asyncio.sleep(random.random() / 50)
            server.kill()
            await asyncio.to_thread(server.start)
        await talking
        for person in people:
            person.close()
        assert await asyncio.to_thread(server.stop) == 0
        rows = stored(place.folder, 1)
        acknowledged = [key for person in people for key in person.acknowledged]
        assert len(acknowledged) == sends
        keys = [key for _, _, key in rows]
        assert set(acknowledged) <= set(keys)
        assert len(keys) == len(set(keys)) == sends + 10
        assert [seq for seq, _, _ in rows] == list(range(1, len(rows) + 1))
        assert [revision for _, revision, _ in rows] == list(range(1, len(rows) + 1))
        for person in people:
            for key, row in person.acknowledged.items():
                assert rows[row['seq'] - 1][2] == key
