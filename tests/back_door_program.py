"""The messenger with a back door: its parent process calls domain functions and reads counters, a JSON line each."""

import asyncio
import gc
import gzip
import inspect
import json
import os
import signal
from gzip import compress
from pathlib import Path
from typing import Any

import msgspec
from nicegui import Client, core

import pages
from messenger import history, markup, pubsub
from messenger.accounts import accounts, passwords, sessions
from messenger.admin import floods, moderation
from messenger.cli.parse import run
from messenger.database.engine import in_write, read, write
from messenger.errors import Refused
from messenger.messages import messages
from messenger.messages.append import NewMessage, append
from messenger.models import User
from messenger.people import blocking
from messenger.rooms import directs, members, ownership, rooms
from messenger.server import log_output
from messenger.settings import Settings
from pages import server as pages_server
from pages.socket import heartbeat, nicegui_internals
from tests.proofs.message_flooder import long_text

CALLED = (blocking, directs, floods, history, members, messages, moderation, ownership, rooms)
SERVICES = {module.__name__.rpartition('.')[2]: module for module in CALLED}


@in_write
def make_person(name: str, *, is_admin: bool = False) -> dict[str, Any]:
    """Make a person who is logged in; returns the id and the session token."""
    user = accounts.create(name, 'none', is_admin=is_admin)
    return {'id': user.id, 'token': sessions.start(user.id, '', '')[1]}


@in_write
def sign_in(user_id: int) -> str:
    """Make one more session; returns its token."""
    return sessions.start(user_id, '', '')[1]


def ids_of(usernames: list[str]) -> list[int]:
    """The ids of these people, in this order."""
    rows = User.select(User.id, User.username).where(User.username.in_(usernames))
    ids = {row.username: row.id for row in rows}
    return [ids[name] for name in usernames]


@in_write
def say_long(user_id: int, room_id: int, count: int) -> None:
    """Send texts of the maximum length, of words that have never been used."""
    author = User.get_by_id(user_id).summary()
    for _ in range(count):
        body = long_text()
        key, html = os.urandom(16).hex(), f'<p>{body}</p>'
        append(author, NewMessage(room_id, key, body, html, markup.VERSION))


@in_write
def say_lines(user_id: int, room_id: int, name: str, count: int) -> None:
    """Send numbered lines, at once."""
    author = User.get_by_id(user_id).summary()
    for number in range(count):
        body = f'{name} {number}'
        append(author, NewMessage(room_id, os.urandom(16).hex(), body, f'<p>{body}</p>', markup.VERSION))


def counters() -> dict[str, int]:
    """The things a server holds that must not grow."""
    gc.collect()
    memory = next(line for line in Path('/proc/self/smaps_rollup').read_text().splitlines() if line.startswith('Pss:'))
    return {
        'clients': len(Client.instances),
        'windows': len(core.app.state.hub.windows()),
        'subscriptions': pubsub.count(),
        'tasks': len(asyncio.all_tasks()),
        'tabs': len(nicegui_internals.tab_storage(core.app)),
        'files': len(list(Path('/proc/self/fd').iterdir())),
        'memory_kb': int(memory.split()[1]),
    }


async def result_of(name: str, arguments: list[Any], options: dict[str, Any]) -> Any:
    """The result of `module.function` (see CALLED), or of one of the functions above."""
    service, _, verb = name.rpartition('.')
    if not service:
        return await write(globals()[verb], *arguments, **options) if verb != 'counters' else counters()
    function = getattr(SERVICES[service], verb)
    if inspect.iscoroutinefunction(function):
        return await function(*arguments, **options)
    return await read(function, *arguments, **options)


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer the lines from one caller."""
    while line := await reader.readline():
        name, arguments, options = json.loads(line)
        try:
            outcome = {'ok': await result_of(name, arguments, options)}
        except Refused as refusal:
            outcome = {'error': refusal.code}
        except Exception as error:
            outcome = {'failed': repr(error)}
        writer.write(msgspec.json.encode(outcome, enc_hook=lambda _value: None) + b'\n')
    writer.close()


def pack_quickly(data: Any, compresslevel: int = 1, *, mtime: float | None = None) -> bytes:
    """Do what `gzip.compress` does, with the lowest level."""
    return compress(data, min(compresslevel, 1), mtime=mtime)


async def serve(settings: Settings) -> None:
    """Serve until stopped."""
    pages.RECONNECT_S = int(os.environ.get('PROOF_RECONNECT_S', pages.RECONNECT_S))
    heartbeat.INTERVAL_S = int(os.environ.get('PROOF_PING_S', heartbeat.INTERVAL_S))
    passwords.hasher = passwords.hasher.using(memory_cost=8, time_cost=1)  # as cheap as in conftest.py
    if 'PACKS_WELL' not in os.environ:
        gzip.compress = pack_quickly  # each server packs all its static files when it starts
    log_output.configure(settings.log_level)
    server = pages_server.make(settings)
    port = int(os.environ.get('DOOR_PORT', '0'))  # 0 is any: nobody will ask
    async with await asyncio.start_server(answer, '127.0.0.1', port, limit=2**24):
        await server.serve()


def main(arguments: list[str]) -> int:
    """Do what the command line asks, until the process is stopped; returns the exit code."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: None)
    return run(arguments, lambda settings, _arguments: asyncio.run(serve(settings)))
