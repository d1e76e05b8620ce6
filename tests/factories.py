"""People and rooms, made through the services."""

import httpx

from messenger.db import write
from messenger.models import User
from messenger.models.room import CLOSED
from messenger.services import accounts, passwords, rooms

PASSWORD = 'correct horse'


async def make_user(name: str, password: str = PASSWORD, *, admin: bool = False) -> User:
    """A person whose user name and nick are `name`."""
    return await write(accounts.create, name, await passwords.hashed(password), is_admin=admin)


async def make_room(owner: User, *members: User, name: str = 'Room', kind: str = CLOSED) -> int:
    """A room of `owner` and `members`; returns its id."""
    return await rooms.create(owner.id, name, [user.id for user in members], kind=kind)


async def log_in(client: httpx.AsyncClient, user: User, password: str = PASSWORD) -> None:
    """Log a browser in."""
    answer = await client.post('/login', data={'username': user.username, 'password': password})
    assert answer.status_code == httpx.codes.SEE_OTHER, answer.text
