"""SIGTERM while many send: the server exits quickly and cleanly, and everything it acknowledged is there."""

import asyncio
import contextlib
from pathlib import Path

import httpx
import pytest

from messenger.http.authentication import COOKIE
from tests.bad_pictures import many_scans
from tests.bench import datasets
from tests.conditions import until
from tests.proofs.scenario import Sender, running, stored

SENDERS = 20
SLOW_ONES = 12


@pytest.mark.parametrize('seconds', [1, pytest.param(20, marks=pytest.mark.proof)])
async def test_nothing_acknowledged_is_lost_and_the_exit_is_quick(tmp_path: Path, seconds: int) -> None:
    place = datasets.make(tmp_path / 'data', people=SENDERS, rooms=1, messages=0)
    async with running(place) as server:
        people = [Sender(server, place, number) for number in range(1, SENDERS + 1)]

        async def go_on(person: Sender) -> None:
            while True:
                await person.say(1, 'on and on')

        talking = [asyncio.create_task(go_on(person)) for person in people]
        while not any(person.acknowledged for person in people):  # noqa: ASYNC110 - polling now and then is cheap
            await asyncio.sleep(0.05)
        await asyncio.sleep(seconds)
        started = asyncio.get_running_loop().time()
        assert await asyncio.to_thread(server.stop) == 0
        assert asyncio.get_running_loop().time() - started < 10
        for task in talking:
            task.cancel()
        await asyncio.gather(*talking, return_exceptions=True)
        keys = [key for _, _, key in stored(place.folder, 1)]
        acknowledged = {key for person in people for key in person.acknowledged}
        assert acknowledged
        assert acknowledged <= set(keys)
        assert len(keys) == len(set(keys))


def sizes(folder: Path) -> list[int]:
    """The sizes of the files in a folder, in bytes."""
    file_sizes = []
    for path in folder.rglob('*'):
        with contextlib.suppress(FileNotFoundError):  # renamed meanwhile
            file_sizes.append(path.stat().st_size)
    return file_sizes


async def test_pictures_waiting_to_be_decoded_do_not_delay_the_exit(tmp_path: Path) -> None:
    """They are intact afterwards, as soon as their sender asks again."""
    place = datasets.make(tmp_path / 'data', people=3, rooms=1, messages=0)
    content = many_scans(55, side=3000)
    async with running(place) as server:

        async def ask(person: int, number: int) -> httpx.Response:
            cookies, headers = {COOKIE: place.token(person)}, {'origin': server.url, 'accept': 'application/json'}
            async with httpx.AsyncClient(
                verify=False, base_url=server.url, cookies=cookies, headers=headers, timeout=60
            ) as http:
                params: dict[str, str | int] = {'room': 1, 'name': 'slow.jpg', 'size': len(content)}
                there = (await http.post(f'/files/k{number}', params=params)).json()['offset']
                return await http.patch(f'/files/k{number}', params={'offset': there}, content=content[there:])

        asked = [asyncio.create_task(ask(1 + number % 3, number)) for number in range(SLOW_ONES)]
        await until(lambda: sizes(place.folder / 'uploads').count(len(content)) == SLOW_ONES)
        started = asyncio.get_running_loop().time()
        assert await asyncio.to_thread(server.stop) == 0
        assert asyncio.get_running_loop().time() - started < 10
        await asyncio.gather(*asked, return_exceptions=True)
        await asyncio.to_thread(server.start)
        waiting = [
            number for number, task in enumerate(asked) if task.exception() or 'file' not in task.result().json()
        ]
        assert waiting
        assert (await ask(1 + waiting[-1] % 3, waiting[-1])).json()['file']['kind'] == 'picture'
