"""The demo: people who can log in, weeks of talk up to minutes ago, something unread, all or nothing."""

import shutil
import time
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from messenger.accounts import accounts
from messenger.app import App
from messenger.database import engine
from messenger.database.engine import read
from messenger.demo import demos
from messenger.demo.people import PEOPLE
from messenger.demo.rooms import DIRECTS, ROOMS
from messenger.demo.script import SCRIPT
from messenger.models import Attachment, Membership, Message, Room, User
from messenger.models.message_kinds import TEXT
from messenger.rooms import members
from messenger.settings import Settings, load
from messenger.site import settings as site_settings
from tests.factories import unread_of

LIMIT_S = 5  # far above what it needs


@pytest_asyncio.fixture(scope='module', loop_scope='session')
async def filled_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder for `filled`, made once."""
    folder = tmp_path_factory.mktemp('demo')
    settings = load({'DATA_DIR': str(folder / 'data'), 'RATE_LIMITS': 'off'}, env_file=folder / 'none')
    engine.open_database(settings)
    await App(settings).load()
    try:
        await demos.fill(settings)
    finally:
        engine.close_database()
    return settings.data_dir


@pytest.fixture
async def filled(settings: Settings, filled_once: Path) -> AsyncIterator[None]:
    """An open database with the demo in it."""
    shutil.copytree(filled_once, settings.data_dir, dirs_exist_ok=True)
    engine.open_database(settings)
    await App(settings).load()
    yield
    engine.close_database()


@pytest.mark.usefixtures('filled')
async def test_everyone_in_the_demo_can_log_in_and_only_admin_is_an_admin() -> None:
    for person in PEOPLE:
        user, _ = await accounts.log_in(person.username, person.username, address='127.0.0.1', device='')
        assert (user.nick, user.about, user.is_admin) == (person.nick, person.about, person.username == 'admin')
    welcome = '\n'.join(demos.welcome())
    assert all(person.username in welcome and person.nick in welcome for person in PEOPLE)


@pytest.mark.usefixtures('filled')
async def test_avatar_files_are_where_the_rows_say(settings: Settings) -> None:
    users = await read(lambda: list(User.select()))

    assert all((settings.avatars_dir / str(user.id) / user.avatar).read_bytes()[8:12] == b'WEBP' for user in users)
    assert len({user.avatar for user in users}) == len(users) == len(PEOPLE)


@pytest.mark.usefixtures('filled')
async def test_some_lines_have_files(settings: Settings) -> None:
    files = await read(lambda: list(Attachment.select(Attachment, Message).join(Message).order_by(Attachment.id)))

    assert [(file.name, file.kind) for file in files] == [
        ('sign-in.png', 'picture'),
        ('sign-in-phone.png', 'picture'),
        ('avatars-v3.pdf', 'file'),
    ]
    assert [(file.width, file.height) for file in files] == [(960, 600), (360, 600), (0, 0)]
    for file in files:
        assert file.message is not None
        assert file.user_id == file.message.author_id
        assert (settings.uploads_dir / file.stored[:2] / file.stored).stat().st_size == file.size_bytes


@pytest.mark.usefixtures('filled')
async def test_the_whole_script_is_said_in_order_up_to_minutes_ago() -> None:
    sent = await read(lambda: list(Message.select().where(Message.kind == TEXT).order_by(Message.id)))

    now = datetime.now(UTC)
    assert len(sent) == sum(len(lines) for lines in SCRIPT.values()) >= 400
    assert all(message.html for message in sent)
    moments = [message.created_at for message in sent]
    assert moments == sorted(moments)
    assert now - moments[0] > timedelta(weeks=3)
    assert now - moments[-1] < timedelta(minutes=20)
    assert len({moment.date() for moment in moments}) >= 15


@pytest.mark.usefixtures('filled')
async def test_each_room_is_consistent() -> None:
    rooms = await read(lambda: list(Room.select()))

    assert len(rooms) == len(ROOMS) + len(DIRECTS)
    for room in rooms:
        messages, seats = await read(_content, room.id)
        assert [message.seq for message in messages] == list(range(1, room.last_seq + 1))
        assert (room.last_message_at, room.revision) == (messages[-1].created_at, room.last_seq)
        assert room.created_at <= messages[0].created_at
        assert {message.author_id for message in messages} <= {seat.user_id for seat in seats}


def _content(room_id: int) -> tuple[list[Message], list[Membership]]:
    seats = Membership.select().where(Membership.room == room_id)
    return list(Message.in_room(room_id).order_by(Message.seq)), list(seats)


@pytest.mark.usefixtures('filled')
async def test_some_messages_are_unread_but_none_from_before_ones_own_last_message() -> None:
    users = await read(lambda: list(User.select()))
    counts = {user.username: await unread_of(user.id) for user in users}

    assert len(counts['admin']) == 3
    assert sum(bool(count) for count in counts.values()) > len(PEOPLE) / 2
    for room in await read(lambda: list(Room.select())):
        messages, seats = await read(_content, room.id)
        for seat in seats:
            assert seat.last_read_seq >= max(
                (message.seq for message in messages if message.author_id == seat.user_id), default=0
            )


@pytest.mark.usefixtures('filled')
async def test_admin_has_all_their_conversations_and_owns_a_room() -> None:
    admin = await read(accounts.find_by_name, 'admin')
    assert admin is not None
    entries = await read(members.entries, admin.id)

    assert Counter(entry.kind for entry in entries)['direct'] == sum('admin' in people for people in DIRECTS)
    assert {entry.name for entry in entries if entry.role == 'owner'} >= {'Announcements'}


@pytest.mark.usefixtures('database')
async def test_filling_is_quick_and_leaves_a_mark_that_hides_no_setting(settings: Settings) -> None:
    assert not await read(demos.is_filled)
    start = time.process_time()

    await demos.fill(settings)

    assert time.process_time() - start < LIMIT_S
    assert await read(demos.is_filled)
    assert (await read(site_settings.load)).name == demos.SITE_NAME


@pytest.mark.usefixtures('database')
async def test_a_demo_that_fails_halfway_is_removed(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_choices: str) -> None:
        raise OSError('in the middle')

    monkeypatch.setattr(site_settings, 'change', fail)

    with pytest.raises(OSError, match='in the middle'):
        await demos.fill(settings)

    assert await read(accounts.is_empty)
    assert not await read(demos.is_filled)
