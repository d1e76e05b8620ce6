"""Commands: the demo, backups, restores and reset links, as run from the command line."""

import asyncio
import re
from pathlib import Path

import pytest

from messenger.accounts import accounts
from messenger.cli.parse import FAILED, MISUSED
from messenger.database.engine import close_database, open_database, write
from messenger.settings import load
from tests.terminal import Run


def _sign_up(data: Path) -> None:
    """Give Anna an account in the messenger in this folder."""

    async def work() -> None:
        open_database(load({'DATA_DIR': str(data)}))
        await write(lambda: accounts.create('anna', 'x', nick='Анна К.'))
        close_database()

    asyncio.run(work())


def test_a_demo_is_filled_once_and_announced_each_time(run: Run) -> None:
    first, second = run('--demo'), run('--demo')

    assert (first.code, second.code) == (0, 0)
    assert first.served == second.served is not None
    assert first.out == second.out
    assert 'The password is the same as the username' in first.out
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
    _sign_up(tmp_path / 'data')

    outcome = run('--demo')

    assert outcome.code == MISUSED
    assert outcome.sentence.startswith('DATA_DIR')


def test_a_restored_backup_starts_with_a_new_secret(run: Run, tmp_path: Path) -> None:
    _sign_up(tmp_path / 'data')
    secret = (tmp_path / 'data' / 'secret').read_text().strip()

    made = run('--backup', 'b.tar.gz')
    assert (made.code, made.served) == (0, None)
    assert re.fullmatch(r'Backing up: 100 % \([\d.]+ of [\d.]+ kB\)\n', made.err)
    restored = run('--restore', 'b.tar.gz', '--data', 'second')

    assert restored.code == 0
    assert restored.served is not None
    assert restored.served.secret_key not in ('', secret)
    assert 'Everyone has to log in again' in restored.out
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
def test_impossible_backups_are_refused_in_one_sentence(argv: list[str], named: str, run: Run, tmp_path: Path) -> None:
    _sign_up(tmp_path / 'used')

    outcome = run(*argv)

    assert outcome.code == FAILED
    assert named in outcome.sentence


@pytest.mark.parametrize('name', ['anna', ' ANNA ', 'Анна К.'])
def test_a_reset_link_can_be_made_by_user_name_or_nick(name: str, run: Run, tmp_path: Path) -> None:
    _sign_up(tmp_path / 'data')

    outcome = run('--reset-password', name)

    assert (outcome.code, outcome.served) == (0, None)
    assert re.search(r'^http://127\.0\.0\.1:\d+/reset/[\w-]{43}$', outcome.out, re.MULTILINE)
    assert '24 hours' in outcome.out


def test_a_reset_link_uses_the_public_address(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _sign_up(tmp_path / 'data')
    monkeypatch.setenv('PUBLIC_URL', 'https://chat.example.org')

    assert '\nhttps://chat.example.org/reset/' in run('--reset-password', 'anna').out


def test_an_unknown_name_is_reported(run: Run) -> None:
    outcome = run('--reset-password', 'nobody')

    assert outcome.code == FAILED
    assert 'nobody' in outcome.sentence
