"""A slow page is never a 500: it arrives late, or says that the server is busy and when to try again."""

import asyncio
import threading
from contextvars import ContextVar

import httpx
import pytest

from messenger.database import engine
from messenger.database.readers import Readers
from tests.pages.conftest import SignUp
from tests.pages.test_pages import PAGES, an_admin

ALL_PAGES = (*PAGES, '/search', '/search?q=soup', '/users/1', '/')
NICEGUI_PATIENCE_S = 3
SLOW_READS = 3  # of each page; together they take longer than NiceGUI's patience


async def test_pages_say_when_to_come_back_while_nothing_can_be_read(sign_up: SignUp) -> None:
    boss = await an_admin(sign_up)
    go_on = threading.Event()
    busy = [asyncio.create_task(engine.read(go_on.wait)) for _ in range(engine.READER_THREADS)]
    try:
        answers = await asyncio.gather(*(boss.http.get(path, timeout=60) for path in ALL_PAGES))
    finally:
        go_on.set()
        await asyncio.gather(*busy, return_exceptions=True)
    statuses = {str(answer.url): answer.status_code for answer in answers}
    assert set(statuses.values()) == {httpx.codes.SERVICE_UNAVAILABLE}, statuses
    assert all(int(answer.headers['retry-after']) > 0 for answer in answers)
    assert (await boss.http.get('/rooms')).status_code == httpx.codes.OK


async def test_a_page_with_slow_reads_arrives_late(sign_up: SignUp, monkeypatch: pytest.MonkeyPatch) -> None:
    bosses = [await an_admin(sign_up) for _ in ALL_PAGES]  # the pages of one person wait for each other
    run, slow_so_far = Readers.run, ContextVar('slow_so_far', default=0)

    async def slowly(readers: Readers, *args: object, **kwargs: object) -> object:
        if slow_so_far.get() < SLOW_READS:
            slow_so_far.set(slow_so_far.get() + 1)
            await asyncio.sleep(NICEGUI_PATIENCE_S / 2)
        return await run(readers, *args, **kwargs)  # type: ignore[arg-type] # passed on unchanged

    monkeypatch.setattr(Readers, 'run', slowly)
    answers = await asyncio.gather(
        *(boss.http.get(path, timeout=60) for boss, path in zip(bosses, ALL_PAGES, strict=True))
    )
    statuses = {str(answer.url): answer.status_code for answer in answers}
    assert set(statuses.values()) <= {httpx.codes.OK, httpx.codes.SEE_OTHER}, statuses
