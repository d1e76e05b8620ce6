"""Applying what is pushed is the same as reading afresh, whatever people do and however they do it at once."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.proofs.town import Town
from tests.proofs.walk import Walk

SEEDS = [3, pytest.param(60, marks=pytest.mark.proof)]
STEPS, CHECK_EVERY = 120, 12


@pytest_asyncio.fixture(scope='module', loop_scope='session')
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    """One server for all walks."""
    folder: Path = tmp_path_factory.mktemp('town')
    async with Town(folder / 'data') as town:
        yield town


@pytest.mark.parametrize('walks', SEEDS)
async def test_what_windows_hold_is_what_the_server_has(town: Town, walks: int) -> None:
    for seed in range(walks):
        walk = Walk(town, seed)
        await walk.begin()
        for number in range(1, STEPS + 1):
            await walk.step()
            if number % CHECK_EVERY == 0:
                await walk.check()
        await walk.check_numbers()
        await walk.end()
