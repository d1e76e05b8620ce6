"""A backup or restore that is stopped or killed leaves nothing behind."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from messenger.backup import staging
from messenger.settings import Settings
from tests.archives import file, packed
from tests.live_server import free_port

ROOT = Path(__file__).parents[3]
WAIT_S = 30
STORED = 'ab' + '0' * 30
LARGE_BYTES = 150_000_000  # takes some seconds to pack


@pytest.fixture
def data(settings: Settings, database_file: None) -> Path:
    """A data folder with one large file that does not compress."""
    path = settings.uploads_dir / 'ab' / STORED
    path.parent.mkdir(parents=True)
    path.write_bytes(random.Random(1).randbytes(LARGE_BYTES // 10) * 10)
    return settings.data_dir


@pytest.fixture
def start() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start main.py itself."""
    started: list[subprocess.Popen[str]] = []

    def run(*argv: str) -> subprocess.Popen[str]:
        names = {field.name for field in fields(Settings)}
        environment = {name: value for name, value in os.environ.items() if name.lower() not in names}
        command = [sys.executable, str(ROOT / 'main.py'), *argv]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.communicate()


def _wait_for(process: subprocess.Popen[str], is_so: Callable[[], object]) -> None:
    limit = time.monotonic() + WAIT_S
    while not is_so():
        assert process.poll() is None, 'it ended before'
        assert time.monotonic() < limit, 'it never began'
        time.sleep(0.005)


def _tree(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob('*') if path.name != '.write-test')


def _at_work(data: Path, process: subprocess.Popen[str]) -> bool:
    """Whether the backup has copied the database and is packing."""
    handles = Path(f'/proc/{process.pid}/fd')
    try:
        links = [str(handle.readlink()) for handle in handles.iterdir() if handle.is_symlink()]
    except FileNotFoundError:  # closed in the meantime
        return False
    return any(staging.BACKUP_PREFIX in link and STORED in link for link in links)


Start = Callable[..., 'subprocess.Popen[str]']


@pytest.mark.parametrize('number', [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_stopped_backup_leaves_nothing(number: int, data: Path, tmp_path: Path, start: Start) -> None:
    (tmp_path / 'out').mkdir()
    process = start('--data', str(data), '--backup', str(tmp_path / 'out' / 'b.tar.gz'))
    _wait_for(process, lambda: _at_work(data, process))
    process.send_signal(number)
    _, errors = process.communicate(timeout=WAIT_S)

    assert process.returncode == 128 + number
    assert 'Traceback' not in errors
    assert _tree(tmp_path / 'out') == []
    assert _tree(data) == ['messenger.db', 'secret', 'uploads', 'uploads/ab', f'uploads/ab/{STORED}']


def test_a_killed_backup_leaves_no_file_and_the_next_one_removes_its_staging_folder(
    data: Path, tmp_path: Path, start: Start
) -> None:
    (tmp_path / 'out').mkdir()
    process = start('--data', str(data), '--backup', str(tmp_path / 'out' / 'b.tar.gz'))
    _wait_for(process, lambda: _at_work(data, process))
    staging.sweep(data)
    assert list(data.glob(f'{staging.BACKUP_PREFIX}*')), 'what is at work stays'
    process.kill()
    process.wait(WAIT_S)

    assert _tree(tmp_path / 'out') == []
    staging.sweep(data)
    assert _tree(data) == ['messenger.db', 'secret', 'uploads', 'uploads/ab', f'uploads/ab/{STORED}']


def test_a_stopped_restore_leaves_the_folder_empty(tmp_path: Path, start: Start) -> None:
    content = random.Random(1).randbytes(1_000_000) * (LARGE_BYTES // 1_000_000)
    archive = packed(tmp_path / 'a.tar.gz', file('messenger.db', b'x'), file(f'uploads/ab/{STORED}', content))
    (tmp_path / 'empty').mkdir()
    process = start('--data', str(tmp_path / 'empty'), '--port', str(free_port()), '--restore', str(archive))
    _wait_for(process, lambda: list((tmp_path / 'empty').glob(f'{staging.RESTORE_PREFIX}*/uploads/ab/*')))
    process.terminate()
    process.communicate(timeout=WAIT_S)

    assert process.returncode == 128 + signal.SIGTERM
    assert _tree(tmp_path / 'empty') == ['secret']
