"""Passwords: argon2id in two dedicated threads (parameters: OWASP Password Storage Cheat Sheet)."""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor

from passlib.hash import argon2

from messenger.errors import PasswordsDiffer, WeakPassword

LENGTH_MIN_CHARS = 8
LENGTH_MAX_CHARS = 512
THREADS = 2
# The most a stored hash may demand: more than any version of this program used, and too little to stall a server.
MEMORY_LIMIT_KIB, TIME_LIMIT, PARALLELISM_LIMIT = 131_072, 10, 8
_STORED = re.compile(r'\$argon2id\$v=19\$m=(\d{1,6}),t=(\d{1,2}),p=(\d)\$[A-Za-z0-9+/]{8,100}\$[A-Za-z0-9+/]{8,200}')

hasher = argon2.using(type='ID', memory_cost=19_456, time_cost=2, parallelism=1)
_threads = ThreadPoolExecutor(THREADS, 'password')
unknown_user_hash = hasher.hash('the password of no one')  # checked instead, so that a log-in takes as long


def check_new(password: str, repeated: str, username: str) -> None:
    """Raise WeakPassword or PasswordsDiffer, with the field it concerns, unless `password` is acceptable."""
    if not LENGTH_MIN_CHARS <= len(password) <= LENGTH_MAX_CHARS or password.casefold() == username.casefold():
        raise WeakPassword(field='password', limit=LENGTH_MIN_CHARS)
    if password != repeated:
        raise PasswordsDiffer(field='repeat')


async def make_hash(password: str) -> str:
    """The argon2id hash of `password`, about 25 ms of one core."""
    return str(await asyncio.get_running_loop().run_in_executor(_threads, hasher.hash, password))


async def matches(password: str, stored: str | None) -> bool:
    """Whether `password` matches the hash `stored`; for None (an unknown user), False after the same time."""
    return await asyncio.get_running_loop().run_in_executor(_threads, verify, password, stored)


def is_usable(stored: str) -> bool:
    """Whether a stored hash has our format and demands no more memory or time than a log-in may take."""
    match = _STORED.fullmatch(stored)
    if match is None:
        return False
    memory_kib, rounds, lanes = map(int, match.groups())
    return memory_kib <= MEMORY_LIMIT_KIB and 1 <= rounds <= TIME_LIMIT and 1 <= lanes <= PARALLELISM_LIMIT


def verify(password: str, stored: str | None) -> bool:
    """Whether the password is right; it takes as long for a missing or unusable one. Runs in a thread."""
    if len(password) > LENGTH_MAX_CHARS:
        password = ''
    usable = stored if stored is not None and is_usable(stored) else None
    try:
        fits = bool(hasher.verify(password, usable or unknown_user_hash))
    except ValueError:  # it only looks like one of our hashes
        return False
    return fits and usable is not None
