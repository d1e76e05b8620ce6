"""The files of avatars and the rows that name them stay in step."""

import asyncio
import os
import time
from types import SimpleNamespace

import pytest

from messenger import pubsub
from messenger.database import engine
from messenger.errors import NotFound, SignedOut, StorageUnavailable
from messenger.events import Event, UserChanged
from messenger.files import image_process
from messenger.models import User
from messenger.models.base import now
from messenger.payloads import Companion
from messenger.people import avatars
from messenger.rooms import directs
from messenger.settings import Settings
from tests.bad_pictures import picture
from tests.factories import make_room, make_user
from tests.messenger.people.avatar_files import files, until_files

pytestmark = pytest.mark.usefixtures('database')


@pytest.fixture
async def anna() -> User:
    return await make_user('anna')


async def test_the_old_file_is_removed_with_its_row(anna: User, settings: Settings) -> None:
    first = await avatars.replace(anna, picture())
    second = await avatars.replace(anna, picture())
    assert first != second
    assert await until_files(settings, 1) == [second.rpartition('/')[2]]
    drawn = await avatars.clear(anna)
    assert drawn.endswith('.svg')
    assert await until_files(settings, 0) == []
    assert await avatars.clear(anna) == drawn


async def test_many_changes_at_once_leave_one_file(anna: User, settings: Settings) -> None:
    await asyncio.gather(*(avatars.replace(anna, picture()) for _ in range(8)))
    stored: User = await engine.read(User.get_by_id, anna.id)
    assert await until_files(settings, 1) == [stored.avatar]


async def test_each_person_makes_one_avatar_at_a_time(anna: User, monkeypatch: pytest.MonkeyPatch) -> None:
    running: list[int] = []
    most = 0

    def slow(*_arguments: object, **_options: object) -> SimpleNamespace:
        nonlocal most
        running.append(1)
        most = max(most, len(running))
        time.sleep(0.02)
        running.pop()
        return SimpleNamespace(content=picture('WEBP'))

    monkeypatch.setattr(image_process, 'scale_to_fit', slow)
    await asyncio.gather(*(avatars.replace(anna, b'') for _ in range(8)))
    assert most == 1


async def test_a_write_that_fails_leaves_no_file(
    anna: User, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await avatars.replace(anna, picture())
    with monkeypatch.context() as patch:
        patch.setattr(avatars, 'announce', lambda _user: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            await avatars.replace(anna, picture())
    with monkeypatch.context() as patch:
        patch.setattr(os, 'fsync', _disk_full)
        with pytest.raises(StorageUnavailable):
            await avatars.replace(anna, picture())
    assert files(settings) == [before.rpartition('/')[2]]
    assert (await engine.read(User.get_by_id, anna.id)).avatar_url == before


async def test_a_blocked_person_changes_nothing(anna: User, settings: Settings) -> None:
    await engine.write(lambda: User.update(blocked_at=now()).where(User.id == anna.id).execute())
    with pytest.raises(SignedOut):
        await avatars.replace(anna, picture())
    assert files(settings) == []


async def test_everyone_who_sees_the_person_is_notified_after_the_commit(anna: User) -> None:
    bob, eve = await make_user('bob'), await make_user('eve')
    room, elsewhere = await make_room(anna, bob), await make_room(bob, eve, name='Elsewhere')
    direct = await directs.open_with(anna.id, [bob.id])
    seen: list[tuple[str, Event]] = []
    topics = [f'user:{anna.id}', f'user:{bob.id}']
    topics += [f'room:{number}{rest}' for number in (room, elsewhere, direct) for rest in ('', ':activity')]
    stops = [pubsub.subscribe(topic, lambda *published: seen.append(published)) for topic in topics]
    address = await avatars.replace(anna, picture())
    for stop in stops:
        stop()
    event = UserChanged(Companion(anna.id, 'anna', address, is_account_blocked=False))
    notified_topics = {f'user:{anna.id}', f'room:{room}', f'room:{direct}', f'room:{direct}:activity'}
    assert {topic for topic, _ in seen} == notified_topics
    assert [received for _, received in seen] == [event] * len(notified_topics)


async def test_only_the_current_picture_is_found(anna: User, settings: Settings) -> None:
    bob = await make_user('bob')
    name = (await avatars.replace(anna, picture())).rpartition('/')[2]
    assert await avatars.find(anna.id, name)
    for user_id, asked in ((bob.id, name), (anna.id, ''), (anna.id, 'x.webp'), (999, name), (bob.id, '')):
        with pytest.raises(NotFound):
            await avatars.find(user_id, asked)
    (settings.avatars_dir / str(anna.id) / name).unlink()
    with pytest.raises(NotFound):
        await avatars.find(anna.id, name)


def _disk_full(_handle: int) -> None:
    raise OSError(28, 'No space left on device')
