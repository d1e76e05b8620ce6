"""The command line: the options of main.py, and the order in which they are carried out."""

import argparse
import errno
import socket
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from messenger import __version__
from messenger.cli import commands, file_modes, instance_lock
from messenger.desktop import window
from messenger.errors import Refused
from messenger.files import workspace_mark
from messenger.settings import SettingError, Settings, load

FAILED, MISUSED = 1, 2


@dataclass(frozen=True)
class Arguments:
    """The command-line options; None or False if not given."""

    host: str | None = None
    port: str | None = None
    data: str | None = None
    demo: bool = False
    native: bool = False
    connect: str | None = None
    reset_password: str | None = None
    backup: Path | None = None
    restore: Path | None = None

    @property
    def settings(self) -> Settings:
        """The settings; the command line overrides the environment and `.env`. Raises SettingError."""
        typed = {'HOST': self.host, 'PORT': self.port, 'DATA_DIR': self.data}
        return load({name: value for name, value in typed.items() if value is not None})


def parse(argv: Sequence[str]) -> Arguments:
    """Read the command line; end the program after `--help` and `--version` and for unknown options."""
    parser = argparse.ArgumentParser(
        prog='main.py',
        description='A messenger for a team, a class or a family in one program and one data folder.',
        epilog='All settings are in .env.example. Options override environment variables, which override .env.',
    )
    parser.add_argument('--version', action='version', version=f'messenger {__version__}')
    parser.add_argument('--host', help='address to listen on (default: 127.0.0.1, this machine only)')
    parser.add_argument('--port', help='port to listen on (default: 8080)')
    parser.add_argument(
        '--data', metavar='FOLDER', help='folder for the database, files and the secret (default: data)'
    )
    parser.add_argument('--native', action='store_true', help='open a desktop window; closing it stops the messenger')
    parser.add_argument(
        '--connect', metavar='URL', help='with --native: show the messenger at this address instead of starting one'
    )
    commands = parser.add_mutually_exclusive_group()
    commands.add_argument(
        '--demo',
        action='store_true',
        help='fill an empty data folder with people, rooms and messages, print their logins, and start '
        'for this machine only',
    )
    commands.add_argument(
        '--reset-password',
        metavar='NICK',
        help='print a link that lets this person set a new password, once and within 24 hours; '
        'the messenger may be running',
    )
    commands.add_argument(
        '--backup',
        metavar='FILE',
        type=Path,
        help='back up everything to FILE (a .tar.gz); the messenger may be running',
    )
    commands.add_argument(
        '--restore', metavar='FILE', type=Path, help='fill an empty data folder from a backup, then start as usual'
    )
    return Arguments(**vars(parser.parse_args(argv)))


def run(argv: Sequence[str], serve: Callable[[Settings, Arguments], None]) -> int:
    """Do what the command line asks, usually `serve`; return the exit code.

    Errors are printed to stderr as one sentence; the code is 2 for settings and options, 1 for the rest.
    """
    file_modes.set_umask()
    try:
        return _run(parse(argv), serve)
    finally:
        instance_lock.release()


def _run(arguments: Arguments, serve: Callable[[Settings, Arguments], None]) -> int:
    try:
        settings = _prepare(arguments)
    except SettingError as error:
        return _end(MISUSED, str(error))
    except Refused as error:
        return _end(FAILED, str(error))
    except OSError as error:
        return _end(FAILED, f'{error.filename or "A file"} cannot be used ({error.strerror or error}).')
    if settings is not None:
        serve(settings, arguments)
    return 0


def _end(code: int, sentence: str) -> int:
    sys.stderr.write(f'{sentence}\n')
    return code


def _prepare(arguments: Arguments) -> Settings | None:
    """Do everything that comes before serving; return None if nothing is to be served."""
    settings = arguments.settings
    if arguments.backup:
        commands.back_up(settings, arguments.backup)
        return None
    if arguments.reset_password is not None:
        commands.reset_password(settings, arguments.reset_password)
        return None
    if arguments.native and (lack := window.missing()):
        raise SettingError(lack)
    if arguments.connect is not None:
        _connect(arguments, settings)
        return None
    _check_address(settings)
    if arguments.restore:
        commands.restore(settings, arguments.restore)
        settings = arguments.settings
    instance_lock.hold(settings)
    workspace_mark.check(settings)
    file_modes.make_private(settings)
    commands.prepare(settings, demo=arguments.demo)
    return settings


def _connect(arguments: Arguments, settings: Settings) -> None:
    """Show a messenger on another machine. Raises SettingError for an invalid address."""
    if not arguments.native:
        raise SettingError('--connect shows another messenger in a window, so it needs --native.')
    try:
        address = window.check_address(str(arguments.connect))
    except ValueError:
        raise SettingError('--connect needs an address like https://chat.example.org.') from None
    window.connect(address, settings.data_dir / 'windows')


def _check_address(settings: Settings) -> None:
    """Raise SettingError if the server could not listen on HOST and PORT."""
    try:
        addresses = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)
        family, _, _, _, address = addresses[0]
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror as error:
        raise SettingError(
            f'HOST: {settings.host} is not an address of this machine; use 127.0.0.1 or 0.0.0.0.'
        ) from error
    except OSError as error:
        raise SettingError(_mend(settings, error)) from error


def _mend(settings: Settings, error: OSError) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return f'PORT: {settings.port} is in use by another program; stop it or choose another port with --port.'
        case errno.EACCES:
            return f'PORT: {settings.port} needs special rights; choose a port above 1023 with --port.'
        case errno.EADDRNOTAVAIL:
            return f'HOST: {settings.host} is not an address of this machine; use 127.0.0.1 or 0.0.0.0.'
        case _:
            return f'HOST and PORT: {settings.host}:{settings.port} cannot be used ({error.strerror}).'
