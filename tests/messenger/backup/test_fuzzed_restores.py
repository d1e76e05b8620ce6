"""Any archive is either restored to a valid state, or refused with nothing left of it."""

import gzip
import re
import shutil
import sqlite3
import tarfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import strategies as st

from messenger.backup import backups, restored_files, restores
from messenger.backup.errors import BackupTooNew, NoRoom, NotABackup
from messenger.errors import Refused
from messenger.settings import Settings
from tests.archives import file, members, packed
from tests.fuzzing import FOR_SO_LONG, fuzz
from tests.hostile import STRINGS

BLOCK = tarfile.BLOCKSIZE
COUNT = 20
TYPES = b'0\x001234567xgLKSVMDNX'

Edit = Callable[[bytearray], None]


@pytest.fixture
def settings_(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / 'target')


def _try(archive: Path, settings: Settings) -> None:
    shutil.rmtree(settings.data_dir, ignore_errors=True)
    settings.data_dir.mkdir()
    refusal = _refusal(archive, settings)
    if refusal is None:
        _check(settings)
        return
    assert str(refusal).isprintable()
    assert list(settings.data_dir.iterdir()) == []


def _refusal(archive: Path, settings: Settings) -> Refused | None:
    try:
        restores.restore(settings, archive)
    except (NotABackup, BackupTooNew, NoRoom) as refusal:
        return refusal
    return None


def _check(settings: Settings) -> None:
    """There are only files of ours, and a valid database with our own schema."""
    for path in (path for path in settings.data_dir.rglob('*') if path.is_file() or path.is_symlink()):
        name = path.relative_to(settings.data_dir).as_posix()
        assert not path.is_symlink()
        assert name == backups.DATABASE or restored_files.is_wanted(name)
    with closing(sqlite3.connect(settings.database_path)) as database:
        assert database.execute('PRAGMA integrity_check').fetchone() == ('ok',)
        assert database.execute('PRAGMA foreign_key_check').fetchone() is None
        assert not database.execute("SELECT name FROM sqlite_schema WHERE type IN ('view', 'trigger')").fetchall()
        stored = database.execute('SELECT stored FROM attachment').fetchall()
        assert all(re.fullmatch('[0-9a-f]{32}', name) for (name,) in stored)


def _set(position: int, data: bytes) -> Edit:
    def edit(content: bytearray) -> None:
        start = position % max(len(content), 1)
        content[start : start + len(data)] = data

    return edit


def _insert(position: int, data: bytes) -> Edit:
    def edit(content: bytearray) -> None:
        start = position % (len(content) // BLOCK + 1) * BLOCK
        content[start:start] = data

    return edit


def _remove(position: int, count: int) -> Edit:
    def edit(content: bytearray) -> None:
        start = position % (len(content) // BLOCK + 1) * BLOCK
        del content[start : start + count * BLOCK]

    return edit


def _retype(position: int, kind: int, size: int) -> Edit:
    """Give another type and size to a block that may be a header, with a matching checksum."""

    def edit(content: bytearray) -> None:
        start = position % max(len(content) // BLOCK, 1) * BLOCK
        block = content[start : start + BLOCK]
        if len(block) == BLOCK:
            block[156:157] = TYPES[kind % len(TYPES) :][:1]
            block[124:136] = b'%011o\0' % size
            block[148:156] = b' ' * 8
            block[148:156] = b'%06o\0 ' % sum(block)
            content[start : start + BLOCK] = block

    return edit


PLACES = st.integers(0, 2**20)
BLOCKS = st.binary(max_size=2 * BLOCK).map(lambda data: data.ljust(-(-len(data) // BLOCK) * BLOCK, b'\0'))
EDITS = st.one_of(
    st.builds(_set, PLACES, st.binary(min_size=1, max_size=40)),
    st.builds(
        _insert,
        PLACES,
        st.binary(max_size=2 * BLOCK).map(lambda data: data.ljust(-(-len(data) // BLOCK) * BLOCK, b'\0')),
    ),
    st.builds(_remove, PLACES, st.integers(1, 40)),
    st.builds(_retype, PLACES, st.integers(0, 30), st.integers(0, 2**33 - 1) | st.integers(0, 2_000)),
)


@pytest.mark.parametrize('seconds', FOR_SO_LONG)
def test_any_archive_is_restored_or_refused(seconds: float, lively: Path, settings_: Settings, tmp_path: Path) -> None:
    whole = gzip.decompress(lively.read_bytes())

    def check(edits: list[Edit]) -> None:
        content = bytearray(whole)
        for edit in edits:
            edit(content)
        (tmp_path / 'a.tar.gz').write_bytes(gzip.compress(bytes(content), 1))
        _try(tmp_path / 'a.tar.gz', settings_)

    fuzz(st.lists(EDITS, min_size=1, max_size=4), check, seconds, count=COUNT)


VALUES = st.one_of(
    st.none(),
    st.integers(-(2**63), 2**63 - 1),
    st.integers(-2, 5),
    st.floats(),
    st.text(st.characters(exclude_categories=['Cs']), max_size=40),
    st.sampled_from([text for text in STRINGS if text.isprintable()]),
    st.binary(max_size=20),
)
PAGES = st.lists(st.tuples(PLACES, st.binary(min_size=1, max_size=30)), min_size=1, max_size=6)
CELLS = st.lists(st.tuples(st.integers(0, 200), VALUES), min_size=1, max_size=3)


@pytest.mark.parametrize('seconds', FOR_SO_LONG)
def test_any_database_is_restored_or_refused(seconds: float, lively: Path, settings_: Settings, tmp_path: Path) -> None:
    contents = members(lively)
    with closing(sqlite3.connect(':memory:')) as database:
        database.deserialize(contents[backups.DATABASE])
        query = "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table'"
        columns = database.execute(f"{query} AND t.name NOT LIKE 'message_index%'").fetchall()

    def check(example: tuple[list[tuple[int, object]], list[tuple[int, bytes]]]) -> None:
        cells, pages = example
        with closing(sqlite3.connect(':memory:', isolation_level=None)) as database:
            database.deserialize(contents[backups.DATABASE])
            for number, value in cells:
                table, column = columns[number % len(columns)]
                try:
                    database.execute(f'UPDATE "{table}" SET "{column}" = ?', (value,))
                except sqlite3.Error:
                    continue
            content = bytearray(database.serialize())
        for position, data in pages:
            _set(position, data)(content)
        files = {**contents, backups.DATABASE: bytes(content)}
        _try(packed(tmp_path / 'a.tar.gz', *(file(name, data) for name, data in files.items())), settings_)

    fuzz(st.tuples(CELLS, st.just([]) | PAGES), check, seconds, count=COUNT)
