"""Passwords: argon2id in two threads of its own (parameters: OWASP Password Storage Cheat Sheet)."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from passlib.hash import argon2

from messenger.errors import PasswordsDiffer, WeakPassword

LENGTH_MIN_CHARS = 8
LENGTH_MAX_CHARS = 512
THREADS = 2

_hasher = argon2.using(type='ID', memory_cost=19_456, time_cost=2, parallelism=1)
_threads = ThreadPoolExecutor(THREADS, 'password')
_nobody = _hasher.hash('the password of no one')


def check_new(password: str, repeated: str, username: str) -> None:
    """Raise WeakPassword or PasswordsDiffer, with the field at fault, unless `password` may be used."""
    if not LENGTH_MIN_CHARS <= len(password) <= LENGTH_MAX_CHARS or password.casefold() == username.casefold():
        raise WeakPassword(field='password', limit=LENGTH_MIN_CHARS)
    if password != repeated:
        raise PasswordsDiffer(field='repeat')


async def hashed(password: str) -> str:
    """The argon2id hash of `password`, about 25 ms of one core."""
    return str(await asyncio.get_running_loop().run_in_executor(_threads, _hasher.hash, password))


async def matches(password: str, stored: str | None) -> bool:
    """Whether `password` is the one hashed as `stored`; None (an unknown user) costs the same time and is False."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _verify, password, stored)


def _verify(password: str, stored: str | None) -> bool:
    if len(password) > LENGTH_MAX_CHARS:
        password = ''
    fits = bool(_hasher.verify(password, stored or _nobody))
    return fits and stored is not None
