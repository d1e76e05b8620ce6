"""The browser has the same rule for the names of people as the server."""

import pytest

from messenger.people.name_match import NamePattern
from tests.client.page import ClientPage
from tests.names import NAMES, TYPED


async def test_the_browser_agrees_with_the_server(client: ClientPage, subtests: pytest.Subtests) -> None:
    cases = [(typed, name) for typed in TYPED for name in NAMES]
    ranks = await client.run('/tests/names.js', 'ranks', cases)
    for (typed, name), rank in zip(cases, ranks, strict=True):
        expected = NamePattern(typed).rank(name)
        if rank != expected:
            with subtests.test(typed, name=name):
                assert rank == expected
