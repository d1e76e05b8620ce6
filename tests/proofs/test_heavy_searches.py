"""How thirty people with the slowest searches affect the others."""

import pytest

from tests.bench import heavy_searches

MESSAGES, SECONDS, HISTORY_MS = 300_000, 20, 100


@pytest.mark.proof
async def test_history_stays_fast_beside_heavy_searches() -> None:
    rows = await heavy_searches.worst(MESSAGES, SECONDS)
    quiet, beside = (float(row['figure']) for row in rows if 'history' in row['what'])
    assert beside <= max(HISTORY_MS, 2 * quiet), (quiet, beside)
