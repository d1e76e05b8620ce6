"""The database: writes are grouped but independent; nothing is announced that is not on disk."""

import asyncio
import sqlite3
import threading
import time
from contextlib import suppress

import pytest
from peewee import OperationalError

from messenger.database import engine
from messenger.database.readers import Readers
from messenger.errors import NameTaken, StorageUnavailable, TookTooLong
from messenger.models import Setting
from messenger.settings import Settings

pytestmark = pytest.mark.usefixtures('database')


def put(name: str) -> str:
    Setting.create(name=name, value='')
    return name


def count() -> int:
    return int(Setting.select().count())


async def test_a_failing_write_does_not_affect_the_others() -> None:
    def spoil(name: str) -> None:
        put(name)
        raise NameTaken

    before = await engine.read(count)
    writes = [engine.write(put if number % 3 else spoil, f'n{number}') for number in range(30)]
    outcomes = await asyncio.gather(*writes, return_exceptions=True)
    assert [isinstance(outcome, NameTaken) for outcome in outcomes] == [number % 3 == 0 for number in range(30)]
    assert await engine.read(count) == before + 20


async def test_after_commit_callbacks_do_not_run_when_a_write_fails() -> None:
    calls: list[str] = []

    def change(name: str, *, fail: bool) -> None:
        put(name)
        engine.after_commit(calls.append, name)
        if fail:
            raise NameTaken

    outcomes = await asyncio.gather(
        *(engine.write(change, f'n{number}', fail=number % 2 == 1) for number in range(10)),
        return_exceptions=True,
    )
    assert len([outcome for outcome in outcomes if outcome is None]) == 5
    assert calls == [f'n{number}' for number in range(0, 10, 2)]


async def test_a_function_marked_in_write_runs_in_writes_only() -> None:
    marked = engine.in_write(put)
    with pytest.raises(RuntimeError, match=r'put\(\) must run inside a write'):
        marked('outside')
    with pytest.raises(RuntimeError, match='must run inside a write'):
        await engine.read(marked, 'reading')
    assert await engine.write(marked, 'inside') == 'inside'
    with pytest.raises(RuntimeError, match=r'after_commit\(\) must run inside a write'):
        engine.after_commit(print)


async def test_a_failing_listener_does_not_stop_the_others() -> None:
    calls: list[str] = []

    def broken(_name: str) -> None:
        raise RuntimeError('a listener is broken')

    def change(name: str) -> str:
        engine.after_commit(calls.append, name)
        engine.after_commit(broken, name)
        engine.after_commit(calls.append, name.upper())
        return put(name)

    async with asyncio.timeout(5):
        assert await asyncio.gather(*(engine.write(change, name) for name in 'abc')) == ['a', 'b', 'c']
    assert calls == ['a', 'A', 'b', 'B', 'c', 'C']


async def test_the_writer_continues_whatever_goes_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise MemoryError

    monkeypatch.setattr(engine.database.obj, 'commit', broken)
    with pytest.raises(StorageUnavailable):
        await asyncio.wait_for(engine.write(put, 'a'), 5)
    monkeypatch.undo()
    assert await asyncio.wait_for(engine.write(put, 'b'), 5) == 'b'


async def test_a_result_arrives_after_the_commit(settings: Settings) -> None:
    await engine.write(put, 'there')
    elsewhere = sqlite3.connect(settings.database_path)
    assert elsewhere.execute("SELECT count(*) FROM setting WHERE name = 'there'").fetchone() == (1,)
    elsewhere.close()


async def test_a_caller_who_leaves_does_not_stop_the_commit() -> None:
    def slowly() -> None:
        time.sleep(0.1)
        put('kept')

    task = asyncio.create_task(engine.write(slowly))
    await asyncio.sleep(0.02)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await engine.write(lambda: None)
    assert await engine.read(lambda: Setting.get_by_id('kept'))


async def test_readers_cannot_write() -> None:
    with pytest.raises(StorageUnavailable):
        await engine.read(put, 'not so')


async def test_a_read_sees_one_moment_although_others_write_meanwhile() -> None:
    loop = asyncio.get_running_loop()

    def count_around_a_write() -> tuple[int, int]:
        before = count()
        asyncio.run_coroutine_threadsafe(engine.write(put, 'late'), loop).result()
        return before, count()

    before, after = await engine.read(count_around_a_write)
    assert before == after
    assert await engine.read(count) == before + 1


async def test_a_locked_database_is_reported_and_recovers(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    await engine.write(lambda: engine.database.pragma('busy_timeout', 100))
    elsewhere = sqlite3.connect(settings.database_path, isolation_level=None)
    elsewhere.execute('BEGIN IMMEDIATE')
    outcomes = await asyncio.gather(*(engine.write(put, f'n{number}') for number in range(5)), return_exceptions=True)
    assert all(isinstance(outcome, StorageUnavailable) for outcome in outcomes)
    elsewhere.execute('ROLLBACK')
    elsewhere.close()
    assert await engine.write(put, 'again') == 'again'
    assert not await engine.read(lambda: Setting.select().where(Setting.name.startswith('n1')).exists())


async def test_a_full_disk_is_reported_and_recovers() -> None:
    pages = await engine.read(lambda: engine.database.pragma('page_count'))
    await engine.write(lambda: engine.database.pragma('max_page_count', pages))

    def fill() -> None:
        Setting.create(name='large', value='x' * 200_000)

    outcomes = await asyncio.gather(*(engine.write(fill) for _ in range(3)), return_exceptions=True)
    assert all(isinstance(outcome, StorageUnavailable) for outcome in outcomes)
    await engine.write(lambda: engine.database.pragma('max_page_count', 1_000_000))
    await engine.write(fill)
    assert (await engine.read(Setting.get_by_id, 'large')).value[:3] == 'xxx'


async def test_sqlite_errors_become_storage_errors() -> None:
    def broken() -> None:
        raise OperationalError('disk I/O error')

    with pytest.raises(StorageUnavailable):
        await engine.write(broken)
    assert await engine.write(put, 'fine') == 'fine'


def test_every_reader_closes_its_connection(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[str] = []
    close = Readers.close_connection

    def note(readers: Readers) -> None:
        close(readers)
        closed.append(threading.current_thread().name)

    monkeypatch.setattr(Readers, 'close_connection', note)
    engine.close_database()
    engine.open_database(settings)
    assert len(set(closed)) == engine.READER_THREADS + engine.SEARCH_THREADS


ENDLESS = 'WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n'


def endless() -> None:
    engine.database.execute_sql(ENDLESS).fetchone()


@pytest.fixture
def hurried(settings: Settings, database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reads may take a tenth of a second each."""
    engine.close_database()
    monkeypatch.setattr(engine, 'READ_S', 0.1)
    monkeypatch.setattr(engine, 'SEARCH_S', 0.1)
    engine.open_database(settings)


@pytest.mark.usefixtures('hurried')
async def test_an_endless_read_is_aborted_and_frees_its_thread() -> None:
    for read in (engine.read, engine.search):
        outcomes = await asyncio.gather(*(read(endless) for _ in range(9)), return_exceptions=True)
        assert [type(outcome) for outcome in outcomes] == [TookTooLong] * 9
        async with asyncio.timeout(5):
            while True:
                with suppress(TookTooLong):
                    assert await read(count) >= 0
                    break


@pytest.mark.usefixtures('hurried')
async def test_nobody_waits_forever_when_all_threads_are_busy() -> None:
    go_on = threading.Event()
    busy = [asyncio.create_task(engine.read(go_on.wait)) for _ in range(engine.READER_THREADS)]
    await asyncio.sleep(0)  # let them begin
    try:
        with pytest.raises(TookTooLong):
            await engine.read(count)
    finally:
        go_on.set()
    await asyncio.gather(*busy, return_exceptions=True)
    assert await engine.read(count) >= 0


async def test_searches_do_not_make_other_reads_wait() -> None:
    go_on = threading.Event()
    busy = [asyncio.create_task(engine.search(go_on.wait)) for _ in range(30)]
    assert await asyncio.wait_for(engine.read(count), 5) >= 0
    go_on.set()
    await asyncio.gather(*busy)
