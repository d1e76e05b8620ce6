"""Makes people, rooms and files by calling the domains."""

from collections.abc import AsyncIterator
from uuid import uuid4

import httpx

from messenger.accounts import accounts, passwords
from messenger.database.engine import read, write
from messenger.files import uploads
from messenger.models import User
from messenger.models.room import CLOSED
from messenger.payloads import FileRow, UploadState
from messenger.rooms import members, rooms
from messenger.settings import Settings

PASSWORD = 'correct horse'


async def make_user(name: str, password: str = PASSWORD, *, admin: bool = False) -> User:
    """A person whose user name and nick are `name`."""
    return await write(accounts.create, name, await passwords.make_hash(password), is_admin=admin)


async def make_room(owner: User, *members: User, name: str = 'Room', kind: str = CLOSED) -> int:
    """A room of `owner` and `members`; returns its id."""
    return await rooms.create(owner.id, name, [user.id for user in members], kind=kind)


async def log_in(client: httpx.AsyncClient, user: User, password: str = PASSWORD) -> None:
    """Log a browser in."""
    answer = await client.post('/login', data={'username': user.username, 'password': password})
    assert answer.status_code == httpx.codes.SEE_OTHER, answer.text


async def unread_of(user_id: int) -> dict[int, int]:
    """The unread counts in a person's list of rooms, by room id; rooms without unread messages are absent."""
    rooms_of_theirs = await read(members.entries, user_id)
    return {entry.id: entry.unread for entry in rooms_of_theirs if entry.unread}


async def upload(user: User, room_id: int, content: bytes = b'words', name: str = 'notes.txt', key: str = '') -> int:
    """Upload a file into a room for a message that is not sent yet; returns its id."""
    key = key or uuid4().hex
    await uploads.announce(user.id, room_id, key, name, len(content))
    done = await uploads.append(user.id, key, 0, pieces(content))
    return file_of(done).id


def file_of(state: UploadState) -> FileRow:
    """The file of an upload that is complete."""
    assert state.file is not None
    return state.file


async def pieces(content: bytes, size: int = 64_000) -> AsyncIterator[bytes]:
    """The content in pieces, as it arrives over a connection."""
    for start in range(0, len(content), size):
        yield content[start : start + size]


def stored_files(settings: Settings) -> list[str]:
    """The names of all files in the folder for uploads."""
    return sorted(path.name for path in settings.uploads_dir.rglob('*') if path.is_file())
