"""Demos: fill an empty messenger with people, rooms and weeks of conversation, to look at and try out."""

import asyncio
import hashlib
import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from messenger import markup, name_rules
from messenger.accounts import accounts, passwords
from messenger.database.engine import read, write
from messenger.demo import clock, demo_files, portraits
from messenger.demo.people import PEOPLE
from messenger.demo.rooms import DIRECTS, ROOMS, DemoRoom
from messenger.demo.script import SCRIPT
from messenger.messages import mentions
from messenger.messages.append import NewMessage, append, append_notice
from messenger.models import Membership, Message, Pin, Reaction, Room, Setting, User
from messenger.models.membership import OWNER
from messenger.models.room import DIRECT, direct_key_of
from messenger.payloads import MessageRow
from messenger.rooms import members
from messenger.settings import Settings
from messenger.site import settings as site_settings

ADMIN = 'admin'
SITE_NAME = 'Workshop'
MARKER = 'demo'
BEFORE_THE_TALK = timedelta(hours=3)
ANSWERS, PLEASES = 0.08, 0.16
EMOJI = ('👍', '🎉', '❤️', '😂', '👀', '🙏', '🔥')
UNREAD_BY_ADMIN = (3, 1, 12)
UNREAD_BY_OTHERS = (0, 0, 0, 2, 7, 30)

Place = DemoRoom | tuple[str, ...]
PLACES: tuple[Place, ...] = (*ROOMS, *DIRECTS)


@dataclass(frozen=True)
class _ScriptLine:
    """One line of the script, ready to be stored."""

    at: datetime
    place: Place
    author: str
    body: str


def is_filled() -> bool:
    """Inside a read: whether the data folder contains a demo, whose passwords everyone knows."""
    return bool(Setting.select().where(Setting.name == MARKER).exists())


def welcome() -> Iterable[str]:
    """Lines that say who can log in."""
    yield 'This is a demo. Log in as any of these people. The password is the same as the username:'
    width = max(len(person.username) for person in PEOPLE)
    for person in PEOPLE:
        yield f'  {person.username:{width}}  {person.nick}{" (admin)" if person.username == ADMIN else ""}'


async def fill(settings: Settings) -> None:
    """Fill the open, empty database, all or nothing, and the file folders; takes about two seconds."""
    moment = datetime.now().astimezone()
    hashes = await asyncio.gather(*(passwords.make_hash(person.username) for person in PEOPLE))
    pictures = await asyncio.to_thread(_draw)
    files = await asyncio.to_thread(demo_files.draw, settings)
    script = await asyncio.to_thread(_script, moment)
    hashes_by_name = dict(zip((person.username for person in PEOPLE), hashes, strict=True))
    await write(_fill, settings, hashes_by_name, pictures, files, script)
    await read(site_settings.load)


def _draw() -> dict[str, bytes]:
    return {person.username: portraits.draw(person.hue, number) for number, person in enumerate(PEOPLE)}


def _script(moment: datetime) -> list[_ScriptLine]:
    """All lines in order of time."""
    longest = max(clock.offsets(lines, str(name))[-1][0] for name, lines in SCRIPT.items() if lines)
    start = moment - clock.LAST_AGO - longest
    script = []
    for place in PLACES:
        name = place.name if isinstance(place, DemoRoom) else place
        lines = SCRIPT.get(name, ())
        for line, sent_at in zip(lines, clock.moments(lines, str(name), start, moment), strict=True):
            script.append(_ScriptLine(sent_at, place, line[0], line[1]))
    return sorted(script, key=lambda entry: entry.at)


def _fill(
    settings: Settings,
    hashes: dict[str, str],
    pictures: dict[str, bytes],
    files: dict[str, list[demo_files.Enclosed]],
    script: list[_ScriptLine],
) -> None:
    begin = script[0].at - BEFORE_THE_TALK
    people = {name: _person(settings, number, hashes[name], pictures[name]) for number, name in enumerate(hashes)}
    User.update(created_at=begin).execute()
    rooms = {place: _room(place, people, begin + timedelta(minutes=n)) for n, place in enumerate(PLACES)}
    nicks = {name_rules.key(user.nick): user.id for user in people.values()}
    chance = random.Random(MARKER)
    before: dict[Place, MessageRow] = {}
    for number, line in enumerate(script):
        members = [people[name] for name in _members(line.place)]
        html, targets = mentions.render(
            line.body, mentions.MentionTargets(nicks, frozenset(user.id for user in members))
        )
        last = before.get(line.place)
        answers = last and last.author != people[line.author].id and chance.random() < ANSWERS
        reply = last.seq if last and answers else None
        new = NewMessage(
            *(rooms[line.place].id, f'demo:{number}', line.body, html, markup.VERSION),
            created_at=line.at,
            reply=reply,
            targets=targets,
        )
        row = before[line.place] = append(people[line.author].summary(), new)
        demo_files.enclose(row, rooms[line.place].id, line.at, files)
        _react(row, [user for user in members if user.id != row.author], chance)
    for place in ROOMS:
        _pin(rooms[place].id)
    for user in people.values():
        _read(user, admin=user.username == ADMIN)
    site_settings.change(name=SITE_NAME, sign_up=site_settings.ANYONE, create_rooms=site_settings.EVERYONE)
    Setting.create(name=MARKER, value='filled')


def _members(place: Place) -> tuple[str, ...]:
    return place.members if isinstance(place, DemoRoom) else place


def _react(row: MessageRow, others: list[User], chance: random.Random) -> None:
    """Add reactions of some people to some messages."""
    if not others or chance.random() > PLEASES:
        return
    for emoji in chance.sample(EMOJI, chance.choice((1, 1, 2, 3))):
        for user in chance.sample(others, min(len(others), chance.choice((1, 1, 2, 4)))):
            Reaction.create(message=row.id, user=user.id, emoji=emoji)


def _pin(room_id: int) -> None:
    """Pin the last message with a link in a room."""
    links = Message.in_room(room_id).where(Message.html.contains('<a '))
    message = links.order_by(Message.seq.desc()).first()
    if message is not None:
        Pin.create(message=message.id, room=room_id, user=message.author_id)


def _person(settings: Settings, number: int, hashed: str, picture: bytes) -> User:
    """Create a person with their avatar; the file is written before the row that names it."""
    person = PEOPLE[number]
    user = accounts.create(person.username, hashed, is_admin=person.username == ADMIN, nick=person.nick)
    name = f'{hashlib.sha256(picture).hexdigest()[:20]}.webp'
    folder = settings.avatars_dir / str(user.id)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(picture)
    user.avatar, user.about = name, person.about
    user.save()
    return user


def _room(place: Place, people: dict[str, User], moment: datetime) -> Room:
    if isinstance(place, DemoRoom):
        owner, others = people[place.owner], place.members
        room = Room.create(
            kind=place.kind,
            name=name_rules.room(place.name),
            name_key=name_rules.key(name_rules.room(place.name)),
            topic=place.topic,
            created_by=owner.id,
            created_at=moment,
        )
        append_notice(room.id, owner, 'created', created_at=moment)
        members.enter(room.id, [owner.id], role=OWNER)
        members.enter(room.id, [people[name].id for name in others if name != place.owner])
    else:
        ids = sorted(people[name].id for name in place)
        room = Room.create(
            kind=DIRECT, direct_key=direct_key_of(ids), created_by=people[place[0]].id, created_at=moment
        )
        members.enter(room.id, ids)
    Membership.update(joined_at=moment).where(Membership.room == room.id).execute()
    return room


def _read(user: User, *, admin: bool) -> None:
    """Move the person's read marks: past their own messages in every room, but not always to the end."""
    chance = random.Random(user.username)
    unread_counts = list(UNREAD_BY_ADMIN)
    last_own = Message.select(Message.created_at).where(Message.author == user.id).order_by(Message.id.desc()).first()
    seats = Membership.select(Membership, Room).join(Room).where(Membership.user == user.id)
    for seat in seats.order_by(Room.last_message_at.desc()):
        own = Message.in_room(seat.room.id).where(Message.author == user.id).order_by(Message.seq.desc()).first()
        after_own = seat.room.last_seq - (own.seq if own else 0)
        if admin:
            unread = min(unread_counts.pop(0), after_own) if unread_counts and after_own else 0
        else:
            unread = min(chance.choice(UNREAD_BY_OTHERS), after_own)
        seat.last_read_seq = seat.room.last_seq - unread
        seat.save()
    if last_own is not None:
        User.update(last_seen_at=last_own.created_at + timedelta(minutes=5)).where(User.id == user.id).execute()
