"""Fuzzing: a few examples of a property in each run, and minutes of them in `make proof` (FUZZ_MINUTES)."""

import os
import time
from collections.abc import Callable
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

TARGETS = 4  # they share the minutes: archives, databases, markup, socket fields
SHORT_S = 0.0
LONG_S = 60 * float(os.environ.get('FUZZ_MINUTES', '10')) / TARGETS
FOR_SO_LONG = [pytest.param(SHORT_S, id='short'), pytest.param(LONG_S, id='long', marks=pytest.mark.proof)]
Example = TypeVar('Example')


def fuzz(
    examples: st.SearchStrategy[Example], check: Callable[[Example], object], seconds: float, *, count: int = 100
) -> None:
    """Run `check` for a round of `count` examples, and more rounds with other seeds until the time is over.

    A failure is reduced to the smallest failing example, and reported with its seed.
    """
    end = time.monotonic() + seconds
    for number in range(1_000_000):

        @seed(number)
        @settings(max_examples=count, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(examples)
        def one_round(example: Example) -> None:
            check(example)

        one_round()
        if time.monotonic() >= end:
            return
