"""The commands besides serving: back up, restore, reset a password, fill with a demo."""

import asyncio
import signal
import sqlite3
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from peewee import DatabaseError, InterfaceError

from messenger import addresses, file_sweep
from messenger.accounts import accounts
from messenger.app import App
from messenger.backup import backups, restores
from messenger.cli.progress import Progress
from messenger.database.engine import close_database, open_database, read, write
from messenger.demo import demos
from messenger.files import workspace, workspace_mark
from messenger.settings import SettingError, Settings


def back_up(settings: Settings, target: Path) -> None:
    """Write a backup to `target` and print the result.

    Raises what backups.make raises as Refused, and SettingError if the database is from a newer version. Ends the
    program, leaving nothing behind, if a file cannot be used or a signal tells it to stop.
    """
    workspace_mark.check_version(settings)
    try:
        with _stop_on_signals(), Progress('Backing up') as tell:
            size = backups.make(settings, target, tell)
    except sqlite3.Error as error:
        sys.exit(f'{settings.database_path} cannot be read ({error}).')
    except OSError as error:
        sys.exit(f'{target} cannot be written ({error.strerror or error}).')
    _say(f'Wrote {target} ({size / 1e6:.1f} MB). It contains all messages and password hashes: keep it safe.')


def restore(settings: Settings, source: Path) -> None:
    """Fill the data folder from a backup and print the result. Raises what restores.restore raises."""
    with _stop_on_signals(), Progress('Unpacking') as tell, Progress('Checking', unit='rows') as tell_rows:
        restored = restores.restore(settings, source, tell, tell_rows)
    _say(f'Restored {source} into {settings.data_dir}.')
    _say('Everyone has to log in again. Old invite and password reset links no longer work.')
    if restored.left_out:
        _say(f'Left out {restored.left_out} files that are not part of a messenger.')
    if restored.admins:
        _say(f'Admins: {", ".join(restored.admins)}.')


@contextmanager
def _stop_on_signals() -> Generator[None]:
    """Let SIGTERM, SIGHUP and Ctrl-C end the program cleanly, so that unfinished work is removed."""
    names = [name for name in ('SIGINT', 'SIGTERM', 'SIGHUP') if hasattr(signal, name)]
    before = {getattr(signal, name): signal.getsignal(getattr(signal, name)) for name in names}
    for number in before:
        signal.signal(number, _stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop(number: int, _frame: object) -> None:
    sys.exit(128 + number)


def reset_password(settings: Settings, name: str) -> None:
    """Print a one-time link for the person with this username or nick; end the program if there is none."""
    asyncio.run(_reset_password(settings, name))


async def _reset_password(settings: Settings, name: str) -> None:
    with _open_database(settings):
        user = await read(accounts.find_by_name, name)
        if user is None:
            sys.exit(f'Nobody here is called “{name}”.')
        if user.blocked_at is not None:
            sys.exit(f'{user.nick} is blocked. An admin has to unblock this account first.')
        token = await write(accounts.make_reset_link, user.id, user.id)
    _say(f'{user.nick} can use this link once, within 24 hours, to set a new password:')
    _say(f'{settings.public_url or settings.local_url}{addresses.reset(token)}')


def prepare(settings: Settings, *, demo: bool) -> None:
    """Bring the database up to date; with `demo`, fill an empty one and print who can log in.

    Raises SettingError if the database cannot be opened, if it is not empty (with `demo`), or if other machines could
    reach a demo, whose passwords everyone knows.
    """
    asyncio.run(_prepare(settings, demo=demo))


async def _prepare(settings: Settings, *, demo: bool) -> None:
    with _open_database(settings):
        filled = await read(demos.is_filled)
        if (demo or filled) and not settings.listens_locally:
            raise SettingError(
                f'HOST: a demo has public passwords, so it cannot be served to other machines on {settings.host}; '
                'leave out --host, or choose another folder with --data.'
            )
        if demo and not filled:
            if not await read(accounts.is_empty):
                raise SettingError(
                    f'DATA_DIR: {settings.data_dir} is not empty, and --demo needs an empty folder; '
                    'choose a new one with --data.'
                )
            await workspace.current().open(settings, _has_no_files, file_sweep.newest_unknown)
            await demos.fill(settings)
            workspace.current().close()
    if demo:
        _say('\n'.join(demos.welcome()))


async def _has_no_files() -> bool:
    return True


def _say(text: str) -> None:
    print(text, flush=True)


@contextmanager
def _open_database(settings: Settings) -> Generator[None]:
    workspace_mark.check(settings)
    try:
        App(settings)
        open_database(settings)
    except (DatabaseError, InterfaceError, OSError) as error:
        raise SettingError(
            f'{settings.database_path} cannot be opened as a database ({error}); '
            'choose another with DATABASE_URL or DATA_DIR, or restore a backup.'
        ) from error
    try:
        yield
    finally:
        close_database()
