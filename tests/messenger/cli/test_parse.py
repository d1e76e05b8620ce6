"""The command line: what it starts, what it refuses, and that each refusal is one sentence."""

import asyncio
import importlib.util
import os
import socket
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from messenger import __version__
from messenger.accounts import accounts
from messenger.cli.parse import MISUSED, Arguments, parse
from messenger.database.engine import read
from messenger.desktop import window
from messenger.models import Message
from messenger.settings import Settings
from tests.factories import make_room, make_user
from tests.live_server import free_port
from tests.terminal import Run

ROOT = Path(__file__).parents[3]
PROGRAM_S = 30


def test_options_become_settings(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv('BIN_DAYS', '3')
    port = free_port()

    outcome = run('--host', '127.0.0.2', '--port', str(port), '--data', 'here')

    assert outcome.code == 0
    assert outcome.served is not None
    assert (outcome.served.host, outcome.served.port, outcome.served.bin_days) == ('127.0.0.2', port, 3)
    assert outcome.served.database_path == tmp_path / 'here' / 'messenger.db'


def test_without_options_nothing_is_overridden() -> None:
    assert parse([]) == Arguments()
    assert parse(['--native', '--demo']) == Arguments(native=True, demo=True)


def test_invalid_options_are_refused(subtests: pytest.Subtests) -> None:
    for argv in [['--demo', '--restore', 'x'], ['--backup', 'x', '--reset-password', 'y'], ['--nonsense'], ['--port']]:
        with subtests.test(repr(argv)):
            with pytest.raises(SystemExit) as ended:
                parse(argv)
            assert ended.value.code == MISUSED


def test_a_bad_setting_is_reported_in_one_sentence(run: Run) -> None:
    outcome = run('--port', 'eighty')

    assert outcome.code == MISUSED
    assert outcome.sentence.startswith('PORT')


def test_a_port_in_use_is_reported_in_one_sentence(run: Run) -> None:
    with socket.socket() as other:
        other.bind(('127.0.0.1', 0))
        other.listen()
        port = str(other.getsockname()[1])
        outcome = run('--port', port)

    assert outcome.code == MISUSED
    assert outcome.sentence.startswith(f'PORT: {port} is in use')
    assert '--port' in outcome.err


@pytest.mark.parametrize('host', ['no.such.host.invalid', '192.0.2.1'])
def test_an_address_of_another_machine_is_reported_in_one_sentence(host: str, run: Run) -> None:
    outcome = run('--host', host)

    assert outcome.code == MISUSED
    assert outcome.sentence.startswith(f'HOST: {host}')


def test_a_file_that_is_not_a_database_is_reported_in_one_sentence(run: Run, tmp_path: Path) -> None:
    (tmp_path / 'data').mkdir()
    (tmp_path / 'data' / 'messenger.db').write_text('This is no database, and it is long enough to be none. ' * 20)

    outcome = run()

    assert outcome.code == MISUSED
    assert 'messenger.db cannot be opened' in outcome.sentence


def test_a_missing_window_library_is_reported_in_one_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, 'find_spec', lambda _name: None)

    outcome = run('--native')

    assert outcome.code == MISUSED
    assert 'requirements-native.txt' in outcome.sentence


@pytest.mark.skipif(sys.platform != 'linux', reason='elsewhere there always is a desktop')
def test_a_missing_desktop_is_reported_in_one_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, 'find_spec', lambda _name: object())
    for name in ('DISPLAY', 'WAYLAND_DISPLAY'):
        monkeypatch.delenv(name, raising=False)

    outcome = run('--native')

    assert outcome.code == MISUSED
    assert 'needs a desktop' in outcome.sentence


def _program(*argv: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run main.py itself."""
    defaults = {
        name: value for name, value in os.environ.items() if name.lower() not in {f.name for f in fields(Settings)}
    }
    return subprocess.run(
        [sys.executable, 'main.py', *argv],
        cwd=ROOT,
        env=defaults | environment,
        capture_output=True,
        text=True,
        timeout=PROGRAM_S,
        check=False,
    )


def test_the_program_explains_itself() -> None:
    done = _program('--help')

    assert (done.returncode, done.stderr) == (0, '')
    assert all(option in done.stdout for option in ('--demo', '--native', '--backup', '--restore', '--reset-password'))
    assert _program('--version').stdout == f'messenger {__version__}\n'


def test_a_failing_program_ends_with_one_sentence_and_code_two(tmp_path: Path) -> None:
    done = _program('--data', str(tmp_path), SECRET_KEY='too short')

    assert (done.returncode, done.stdout) == (MISUSED, '')
    assert done.stderr.startswith('SECRET_KEY')
    assert done.stderr.count('\n') == 1


@pytest.mark.usefixtures('database')
async def test_a_password_can_be_reset_while_the_messenger_runs(settings: Settings) -> None:
    anna = await make_user('anna')
    room = await make_room(anna)

    done = await asyncio.to_thread(_program, '--data', str(settings.data_dir), '--reset-password', 'anna')

    assert done.returncode == 0, done.stderr
    token = done.stdout.strip().rpartition('/')[2]
    assert (await read(accounts.person_of_link, token)).id == anna.id
    assert await read(lambda: Message.in_room(room).count()) == 1


@pytest.mark.parametrize(
    ('typed', 'expected'), [(['--connect', 'https://x.org'], '--native'), (['--native', '--connect', 'x'], 'https://')]
)
def test_connect_needs_a_window_and_an_address(
    run: Run, monkeypatch: pytest.MonkeyPatch, typed: list[str], expected: str
) -> None:
    monkeypatch.setattr(window, 'missing', lambda: None)
    outcome = run(*typed)
    assert outcome.code == MISUSED
    assert expected in outcome.sentence
