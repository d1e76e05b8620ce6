"""The command line: what it starts, what it refuses, and that it refuses in one sentence."""

import asyncio
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path

import pytest

from messenger import __version__, command_line, native
from messenger.command_line import FAILED, MISUSED, Arguments
from messenger.db import close_database, open_database, read, write
from messenger.models import Message
from messenger.services import accounts
from messenger.settings import Settings, load
from tests.factories import make_room, make_user
from tests.live import free_port

ROOT = Path(__file__).parents[2]
PROGRAM_S = 30


@dataclass
class Outcome:
    """What became of a run: its exit code, what it served (if it did), what it printed."""

    code: int
    served: Settings | None
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """The one sentence on stderr; nothing was served."""
        assert self.served is None
        assert self.err.count('\n') == 1
        assert self.err.endswith('.\n')
        assert 'Traceback' not in self.err
        return self.err


Run = Callable[..., Outcome]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command line in this process, in an empty folder, with a server that only remembers."""
    monkeypatch.chdir(tmp_path)
    for field in fields(Settings):
        monkeypatch.delenv(field.name.upper(), raising=False)
    monkeypatch.setenv('PORT', str(free_port()))

    def run(*argv: str) -> Outcome:
        served: list[Settings] = []
        capsys.readouterr()
        try:
            code = command_line.run(argv, lambda settings, _arguments: served.append(settings))
        except SystemExit as ended:
            print(ended.code, file=sys.stderr)
            code = FAILED
        printed = capsys.readouterr()
        return Outcome(code, served[0] if served else None, printed.out, printed.err)

    return run


def _sign_up(data: Path, *names: str) -> None:
    """Put people into the messenger of a folder."""

    async def work() -> None:
        open_database(load({'DATA_DIR': str(data)}))
        for name in names:
            await make_user(name)
        close_database()

    asyncio.run(work())


def test_options_become_settings(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv('BIN_DAYS', '3')
    port = free_port()

    outcome = run('--host', '127.0.0.2', '--port', str(port), '--data', 'here')

    assert outcome.code == 0
    assert outcome.served is not None
    assert (outcome.served.host, outcome.served.port, outcome.served.bin_days) == ('127.0.0.2', port, 3)
    assert outcome.served.database_path == tmp_path / 'here' / 'messenger.db'


def test_nothing_said_means_nothing_overridden() -> None:
    assert command_line.parse([]) == Arguments()
    assert command_line.parse(['--native', '--demo']) == Arguments(native=True, demo=True)


@pytest.mark.parametrize(
    'argv', [['--demo', '--restore', 'x'], ['--backup', 'x', '--reset-password', 'y'], ['--nonsense'], ['--port']]
)
def test_what_cannot_be_meant_is_refused(argv: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        command_line.parse(argv)
    assert ended.value.code == MISUSED


def test_a_bad_setting_is_one_sentence(run: Run) -> None:
    outcome = run('--port', 'eighty')

    assert outcome.code == MISUSED
    assert outcome.sentence.startswith('PORT')


def test_a_port_in_use_is_one_sentence(run: Run) -> None:
    with socket.socket() as other:
        other.bind(('127.0.0.1', 0))
        other.listen()
        port = str(other.getsockname()[1])
        outcome = run('--port', port)

    assert outcome.code == MISUSED
    assert outcome.sentence.startswith(f'PORT: {port} is in use')
    assert '--port' in outcome.err


@pytest.mark.parametrize('host', ['no.such.host.invalid', '192.0.2.1'])
def test_an_address_of_another_machine_is_one_sentence(host: str, run: Run) -> None:
    outcome = run('--host', host)

    assert outcome.code == MISUSED
    assert outcome.sentence.startswith(f'HOST: {host}')


def test_a_database_that_is_none_is_one_sentence(run: Run, tmp_path: Path) -> None:
    (tmp_path / 'data').mkdir()
    (tmp_path / 'data' / 'messenger.db').write_text('This is no database, and it is long enough to be none. ' * 20)

    outcome = run('--port', '18236')

    assert outcome.code == MISUSED
    assert 'messenger.db cannot be opened' in outcome.sentence


def test_a_window_without_its_library_is_one_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(native, 'is_installed', lambda: False)

    outcome = run('--native')

    assert outcome.code == MISUSED
    assert 'requirements-native.txt' in outcome.sentence


def test_a_demo_is_filled_once_and_told_each_time(run: Run) -> None:
    first, second = run('--demo'), run('--demo')

    assert (first.code, second.code) == (0, 0)
    assert first.served == second.served is not None
    assert first.out == second.out
    assert 'the password of each is the user name' in first.out
    assert re.search(r'^ +admin .*\(admin\)$', first.out, re.MULTILINE)


def test_a_demo_is_for_this_machine_only_however_it_is_started(run: Run) -> None:
    before = run('--demo', '--host', '0.0.0.0')
    assert before.code == MISUSED
    assert before.sentence.startswith('HOST')
    assert run('--demo').code == 0

    later = run('--host', '0.0.0.0')

    assert later.code == MISUSED
    assert later.sentence.startswith('HOST')


def test_a_used_folder_gets_no_demo(run: Run, tmp_path: Path) -> None:
    _sign_up(tmp_path / 'data', 'anna')

    outcome = run('--demo')

    assert outcome.code == MISUSED
    assert outcome.sentence.startswith('DATA_DIR')


def test_a_backup_comes_back_with_its_secret_and_starts(run: Run, tmp_path: Path) -> None:
    _sign_up(tmp_path / 'data', 'anna')
    secret = (tmp_path / 'data' / 'secret').read_text().strip()

    made = run('--backup', 'b.tar.gz')
    assert (made.code, made.served) == (0, None)
    assert made.err.endswith('Backing up: 100 %\n')
    restored = run('--restore', 'b.tar.gz', '--data', 'second')

    assert restored.code == 0
    assert restored.served is not None
    assert restored.served.secret_key == secret
    assert run('--reset-password', 'anna', '--data', 'second').code == 0


@pytest.mark.parametrize(
    ('argv', 'named'),
    [
        (['--backup', 'b.tar.gz'], 'messenger.db'),
        (['--backup', 'missing/b.tar.gz', '--data', 'used'], 'missing/b.tar.gz'),
        (['--backup', 'used/b.tar.gz', '--data', 'used'], 'used'),
        (['--restore', 'none.tar.gz'], 'none.tar.gz'),
        (['--restore', '.'], '.'),
        (['--restore', 'used/secret'], 'used/secret'),
        (['--restore', 'none.tar.gz', '--data', 'used'], 'used'),
    ],
)
def test_backups_that_cannot_be_are_one_sentence(argv: list[str], named: str, run: Run, tmp_path: Path) -> None:
    _sign_up(tmp_path / 'used', 'anna')

    outcome = run(*argv)

    assert outcome.code == FAILED
    assert named in outcome.sentence


@pytest.mark.parametrize('name', ['anna', ' ANNA ', 'Анна К.'])
def test_a_reset_link_is_made_by_user_name_or_nick(name: str, run: Run, tmp_path: Path) -> None:
    async def work() -> None:
        open_database(load({'DATA_DIR': str(tmp_path / 'data')}))
        await write(lambda: accounts.create('anna', 'x', nick='Анна К.'))
        close_database()

    asyncio.run(work())

    outcome = run('--reset-password', name)

    assert (outcome.code, outcome.served) == (0, None)
    assert re.search(r'^http://127\.0\.0\.1:\d+/reset/[\w-]{43}$', outcome.out, re.MULTILINE)
    assert '24 hours' in outcome.out


def test_a_reset_link_is_public_where_the_messenger_is(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _sign_up(tmp_path / 'data', 'anna')
    monkeypatch.setenv('PUBLIC_URL', 'https://chat.example.org')

    assert '\nhttps://chat.example.org/reset/' in run('--reset-password', 'anna').out


def test_nobody_by_that_name_is_said(run: Run) -> None:
    outcome = run('--reset-password', 'nobody')

    assert outcome.code == FAILED
    assert 'nobody' in outcome.sentence


def _program(*argv: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run main.py itself."""
    known = {name: value for name, value in os.environ.items() if name.lower() not in {f.name for f in fields(Settings)}}
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, 'main.py', *argv],
        cwd=ROOT,
        env=known | environment,
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


def test_the_program_ends_with_one_sentence_and_code_two(tmp_path: Path) -> None:
    done = _program('--data', str(tmp_path), SECRET_KEY='too short')

    assert (done.returncode, done.stdout) == (MISUSED, '')
    assert done.stderr.startswith('SECRET_KEY')
    assert done.stderr.count('\n') == 1


async def test_a_password_is_reset_while_the_messenger_runs(settings: Settings, database: object) -> None:
    anna = await make_user('anna')
    room = await make_room(anna)

    done = await asyncio.to_thread(_program, '--data', str(settings.data_dir), '--reset-password', 'anna')

    assert done.returncode == 0, done.stderr
    token = done.stdout.strip().rpartition('/')[2]
    assert (await read(accounts.person_of_link, token)).id == anna.id
    assert await read(lambda: Message.in_room(room).count()) == 1
