"""SIGTERM while many send: the server ends soon and in good order, and all that it acknowledged is there."""

import asyncio
from pathlib import Path

import pytest

from tests.bench import datasets
from tests.proofs.crowd import Sender, running, stored

SENDERS = 20


@pytest.mark.parametrize('seconds', [1, pytest.param(20, marks=pytest.mark.proof)])
async def test_nothing_acknowledged_is_lost_and_the_exit_is_soon(tmp_path: Path, seconds: int) -> None:
    place = datasets.make(tmp_path / 'data', people=SENDERS, rooms=1, messages=0)
    async with running(place) as server:
        people = [Sender(server, place, number) for number in range(1, SENDERS + 1)]

        async def go_on(person: Sender) -> None:
            while True:
                await person.say(1, 'on and on')

        talking = [asyncio.create_task(go_on(person)) for person in people]
        while not any(person.acknowledged for person in people):  # noqa: ASYNC110 - a look now and then is cheap
            await asyncio.sleep(0.05)
        await asyncio.sleep(seconds)
        begun = asyncio.get_running_loop().time()
        assert await asyncio.to_thread(server.stop) == 0
        assert asyncio.get_running_loop().time() - begun < 10
        for task in talking:
            task.cancel()
        await asyncio.gather(*talking, return_exceptions=True)
        keys = [key for _, _, key in stored(place.folder, 1)]
        acknowledged = {key for person in people for key in person.acknowledged}
        assert acknowledged
        assert acknowledged <= set(keys)
        assert len(keys) == len(set(keys))
