"""Background work continues after a failure, and stops nothing else."""

import asyncio
import logging

import pytest

from messenger import background, metrics


async def test_failing_work_is_logged_once_and_restarted(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(background, 'FIRST_PAUSE_S', 0.001)
    tries, beats = 0, 0
    enough = asyncio.Event()

    async def fragile() -> None:
        nonlocal tries
        tries += 1
        if tries == 4:
            enough.set()
            await asyncio.sleep(60)
        raise RuntimeError('broken')

    async def steady() -> None:
        nonlocal beats
        while True:
            beats += 1
            await asyncio.sleep(0.001)

    with caplog.at_level(logging.ERROR):
        async with background.running(fragile=fragile, steady=steady), asyncio.timeout(5):
            await enough.wait()
    assert tries == 4
    assert beats > 1
    assert [record.getMessage() for record in caplog.records] == ['fragile failed and will be restarted']
    failures = metrics.registry.get_sample_value('messenger_background_failures_total', {'name': 'fragile'})
    assert failures == 3
    assert not [task for task in asyncio.all_tasks() if task.get_name() in ('fragile', 'steady')]
