"""A workspace in which every name and text is hostile, written directly to bypass the rules that would refuse it."""

from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from messenger import audit_log
from messenger.accounts import accounts, passwords
from messenger.app import App
from messenger.database.engine import close_database, open_database, write
from messenger.messages import messages, pins, reactions
from messenger.models import Attachment, Room, User
from messenger.rooms import rooms
from messenger.settings import load
from tests.factories import PASSWORD, upload
from tests.hostile import FIRING

LINES = tuple(text for text in FIRING if '\n' not in text and '\u2028' not in text)  # names have one line


@dataclass(frozen=True)
class HostileTown:
    """The ids of its people and rooms, in the order of the texts; the first room holds messages of everyone."""

    people: list[int]
    rooms: list[int]


async def fill(folder: Path, texts: tuple[str, ...]) -> HostileTown:
    """Use each text for a person (nick, about), a room (name, topic), a file and a room in the bin.

    Everyone is in every room. In the first room each person posts a message with a file; it is edited, answered,
    reacted to and pinned. The user names are `person 0`, `person 1` and so on. The server must not be running, and
    its admin must exist.
    """
    settings = load({'DATA_DIR': str(folder), 'RATE_LIMITS': 'off'}, env_file=folder / 'none')
    open_database(settings)
    App(settings)
    try:
        return await _fill(texts)
    finally:
        close_database()


async def _fill(texts: tuple[str, ...]) -> HostileTown:
    admin = await write(lambda: User.get(User.is_admin))
    hashed = await passwords.make_hash(PASSWORD)
    people = [await write(accounts.create, f'person {number}', hashed) for number in range(len(texts))]
    ids = [person.id for person in people]
    made = [await rooms.create(admin.id, f'room {number}', ids) for number in range(len(texts))]
    for number, (person, text) in enumerate(zip(people, texts, strict=True)):
        file = await upload(person, made[0], name=f'{number}.txt')
        row = await messages.send(person.id, made[0], uuid4().hex, f'message {number}', files=[file])
        await messages.edit(person.id, row.id, f'message {number}, mended')
        await messages.send(admin.id, made[0], uuid4().hex, f'answer {number}', reply=row.seq)
        await reactions.put(person.id, row.id, '👍', on=True)
        await pins.put(admin.id, row.id, on=True)
        gone = await rooms.create(admin.id, f'gone {number}', [])
        await rooms.delete(admin.id, gone, f'gone {number}')
        await write(audit_log.note, admin, 'renamed_person', text, text)
        await write(_give, text, person=person.id, room=made[number], gone=gone, file=file)
    return HostileTown(ids, made)


def _give(text: str, *, person: int, room: int, gone: int, file: int) -> None:
    User.update(nick=text, nick_key=text, about=text).where(User.id == person).execute()
    Room.update(name=text, name_key=text, topic=text).where(Room.id == room).execute()
    Room.update(name=text).where(Room.id == gone).execute()
    Attachment.update(name=text).where(Attachment.id == file).execute()
