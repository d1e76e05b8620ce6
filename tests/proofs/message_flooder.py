"""Hostile members within the limits: `python -m tests.proofs.message_flooder KIND PORT ROOM SECONDS TOKEN…`."""

import asyncio
import os
import random
import string
import sys
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

import httpx

from messenger.models.message import BODY_LIMIT_CHARS
from tests.bench.window import LoadWindow

CYRILLIC = 'абвгдежзиклмнопрстуфхцчшщыэюя'
SOCKETS, BATCH = 6, 20


def long_text(letters: str = CYRILLIC, length: int = 12) -> str:
    """A text of the maximum length, made of words that have never been used."""
    count = (BODY_LIMIT_CHARS - 10) // (length + 1)
    return ' '.join(''.join(random.choices(letters, k=length)) for _ in range(count))


class Member:
    """A member of the room with one window, who waits when a limit says so."""

    def __init__(self, window: LoadWindow, room: int, seconds: float) -> None:
        self.window, self.room = window, room
        self.end = time.monotonic() + seconds
        self.done: Counter[str] = Counter()

    async def ask(self, event: str, data: dict[str, Any]) -> dict[str, Any] | None:
        """The answer, or None if it is refused or time is up."""
        while (left := self.end - time.monotonic()) > 0:
            answer = await self.window.begin(event, data)
            if 'ok' in answer:
                self.done[event] += 1
                row: dict[str, Any] = answer['ok']
                return row
            self.done[answer['error']['code']] += 1
            if 'retry_after' not in answer['error']:
                return None
            await asyncio.sleep(min(left, answer['error']['retry_after']))
        return None

    async def say(self, body: str) -> dict[str, Any] | None:
        return await self.ask('send', {'room': self.room, 'key': os.urandom(16).hex(), 'body': body})


async def long_texts(member: Member) -> None:
    while time.monotonic() < member.end:
        await member.say(long_text())


async def changes(member: Member) -> None:
    """Send, edit, delete and restore, each as often as allowed."""
    rows = [await member.say(long_text(string.ascii_lowercase, 3)) for _ in range(3)]
    ids = [row['id'] for row in rows if row]

    async def send() -> None:
        while time.monotonic() < member.end:
            await member.say(long_text(string.ascii_lowercase, 3))

    async def edit() -> None:
        while time.monotonic() < member.end:
            await member.ask('edit', {'message': ids[0], 'body': long_text(string.ascii_lowercase, 3)})

    async def delete(message: int) -> None:
        while time.monotonic() < member.end:
            await member.ask('delete', {'message': message})
            await member.ask('undelete', {'message': message})

    await asyncio.gather(send(), edit(), *(delete(number) for number in ids[1:]))


async def batches(member: Member) -> None:
    """Batches of short messages and reactions, from every socket at once."""
    row = await member.say('here')
    message = row['id'] if row else 0
    while time.monotonic() < member.end:
        changes: list[list[Any]] = []
        for number in range(BATCH // 2):
            changes.append(['send', {'room': member.room, 'key': os.urandom(16).hex(), 'body': 'short'}])
            changes.append(['react', {'message': message, 'emoji': '👍', 'on': number % 2 == 0}])
        answer = await member.ask('batch', {'changes': changes})
        refused = [reply['error'] for reply in answer['answers'] if 'error' in reply] if answer else []
        if refused:
            await asyncio.sleep(refused[0].get('retry_after', 1))


FLOODS: dict[str, tuple[int, Callable[[Member], Coroutine[Any, Any, None]]]] = {
    'long_texts': (1, long_texts),
    'changes': (1, changes),
    'batches': (SOCKETS, batches),
}


async def flood(kind: str, port: int, room: int, seconds: float, tokens: list[str]) -> None:
    """Open everybody's windows, then start the flood."""
    sockets, act = FLOODS[kind]
    windows = []
    async with httpx.AsyncClient(verify=False, timeout=30) as http:
        for token in [token for token in tokens for _ in range(sockets)]:
            window = LoadWindow('127.0.0.1', port, token)
            await window.connect(await window.load(http, '/rooms'))
            windows.append(window)
    print('here', flush=True)
    members = [Member(window, room, seconds) for window in windows]
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds + 1):
            await asyncio.gather(*(act(member) for member in members))
    print(dict(sum((member.done for member in members), Counter())), flush=True)


if __name__ == '__main__':
    kind, port, room, seconds, *tokens = sys.argv[1:]
    asyncio.run(flood(kind, int(port), int(room), float(seconds), tokens))
