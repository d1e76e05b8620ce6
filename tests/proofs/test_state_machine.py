"""Applying pushes gives the same as loading again, whatever people do and however many do it at once."""

import itertools
import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from tests.back_door import BackDoorServer
from tests.client.page import ClientPage
from tests.proofs.actions import WEIGHTS
from tests.proofs.random_walk import Walk

SEEDS = [range(3), pytest.param(range(3, 63), marks=pytest.mark.proof)]  # each seed once, as it names the people
STEPS, CHECK_EVERY = 120, 12
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
NOTHING, LENGTH = '', 24
NAMES = [name for name, weight in WEIGHTS.items() if name != 'at_once' for _ in range(weight)]
DEEDS = st.tuples(st.sampled_from([NOTHING, *NAMES]), st.integers(0, 255))  # the number decides who, where and what
SEQUENCES = st.lists(DEEDS, min_size=LENGTH, max_size=LENGTH)  # a shorter one has NOTHING in between
NUMBERS = itertools.count(1_000)


@pytest_asyncio.fixture(scope='module', loop_scope='session')
async def live_server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[BackDoorServer]:
    """One server for all walks."""
    folder: Path = tmp_path_factory.mktemp('town')
    async with BackDoorServer(folder / 'data') as live_server:
        yield live_server


@pytest.mark.parametrize('seeds', SEEDS, ids=len)
async def test_windows_hold_what_the_server_has(
    live_server: BackDoorServer, client_page: ClientPage, seeds: range
) -> None:
    for seed in seeds:
        walk = Walk(live_server, client_page, seed)
        await walk.begin()
        for number in range(1, STEPS + 1):
            await walk.step()
            if number % CHECK_EVERY == 0:
                await walk.check()
        await walk.check_numbers()
        await walk.end()


async def follow(live_server: BackDoorServer, client_page: ClientPage, actions: list[tuple[str, int]]) -> None:
    """Do them one after another; a failing sequence is reduced to the shortest that still fails."""
    walk = Walk(live_server, client_page, next(NUMBERS))
    await walk.begin()
    try:
        for name, number in actions:
            walk.chance = random.Random(number)
            if name != NOTHING:
                await walk.do_action(name)
                await walk.check()  # each time, so that the same sequence always meets the same windows
        await walk.check_numbers()
    finally:
        await walk.end()


@examples(max_examples=6, deadline=None, suppress_health_check=SLOW)
@given(SEQUENCES)
async def test_any_sequence_leaves_windows_correct(
    live_server: BackDoorServer, client_page: ClientPage, actions: list[tuple[str, int]]
) -> None:
    await follow(live_server, client_page, actions)


@pytest.mark.proof
@examples(max_examples=100, deadline=None, suppress_health_check=SLOW)
@given(SEQUENCES)
async def test_many_sequences_leave_windows_correct(
    live_server: BackDoorServer, client_page: ClientPage, actions: list[tuple[str, int]]
) -> None:
    await follow(live_server, client_page, actions)
