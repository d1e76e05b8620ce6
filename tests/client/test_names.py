"""The browser finds people by the same rule as the server: the cases are those of tests/messenger/people."""

import pytest

from tests.client.page import ClientPage
from tests.names import FITTING, STRANGE


async def test_the_browser_agrees_with_the_server(client: ClientPage, subtests: pytest.Subtests) -> None:
    cases = [(typed, name, True) for typed, name in FITTING] + [(typed, name, False) for typed, name in STRANGE]
    answers = await client.run('/tests/names.js', 'fits', [[typed, name] for typed, name, _ in cases])
    for (typed, name, expected), fits in zip(cases, answers, strict=True):
        with subtests.test(typed, name=name):
            assert fits is expected
