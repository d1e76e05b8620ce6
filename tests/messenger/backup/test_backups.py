"""Backups: complete and from a single moment while people write and change pictures; the last good one stays."""

import asyncio
import sqlite3
import stat
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from messenger.backup import backups, restores, staging
from messenger.backup.errors import BackupMisplaced, DatabaseDamaged, NothingToBackUp
from messenger.database.engine import write
from messenger.files import attachments, uploads
from messenger.messages import messages
from messenger.models import User
from messenger.settings import Settings
from tests.archives import WEBP, members
from tests.factories import make_room, make_user, pieces, upload

SENDERS = 8
BACKUPS = 3
WAIT_S = 30


@pytest.fixture
def elsewhere(tmp_path: Path) -> Settings:
    """Settings for a new messenger in an empty folder."""
    folder = tmp_path / 'elsewhere'
    folder.mkdir()
    return Settings(data_dir=folder)


@pytest.mark.usefixtures('database')
async def test_a_backup_under_load_is_from_one_moment_and_has_all_acknowledged_messages(
    settings: Settings, tmp_path: Path
) -> None:
    people = [await make_user(f'sender{number}') for number in range(SENDERS)]
    room = await make_room(*people)
    acknowledged, more = list[str](), asyncio.Event()

    async def wait_for(count: int) -> None:
        async with asyncio.timeout(WAIT_S):
            while len(acknowledged) < count:
                more.clear()
                await more.wait()

    work = [asyncio.create_task(_send_forever(user.id, room, acknowledged, more)) for user in people]
    work += [asyncio.create_task(_change_pictures_forever(user.id, settings)) for user in people]

    acknowledged_before: list[set[str]] = []
    for number in range(BACKUPS):
        await wait_for(len(acknowledged) + SENDERS + 1)
        acknowledged_before.append(set(acknowledged))
        await asyncio.to_thread(backups.make, settings, tmp_path / f'{number}.tar.gz')
    await wait_for(len(acknowledged_before[-1]) + 1)

    for task in work:
        task.cancel()
    failures = await asyncio.gather(*work, return_exceptions=True)
    assert all(isinstance(failure, asyncio.CancelledError) for failure in failures), failures
    for number in range(BACKUPS):
        restored = Settings(data_dir=tmp_path / f'restored {number}')
        restored.data_dir.mkdir()
        restores.restore(restored, tmp_path / f'{number}.tar.gz')
        with closing(sqlite3.connect(restored.database_path)) as file:
            _check_whole(file, acknowledged_before[number])
            _check_pictures(file, restored)
        _check_index(members(tmp_path / f'{number}.tar.gz')[backups.DATABASE], tmp_path / f'{number}.db')


async def _send_forever(user_id: int, room: int, acknowledged: list[str], more: asyncio.Event) -> None:
    for number in range(100_000):
        key = f'{user_id}-{number}'
        await messages.send(user_id, room, key, f'Message {number} https://example.org')
        acknowledged.append(key)
        more.set()


async def _change_pictures_forever(user_id: int, settings: Settings) -> None:
    """Keep changing the avatar as the application does: new file, then the row, then the old file is removed."""
    folder = settings.avatars_dir / str(user_id)
    folder.mkdir(parents=True)
    for number in range(100_000):
        (folder / f'{number}.webp').write_bytes(WEBP + b'picture' * number)
        await write(lambda name: User.update(avatar=name).where(User.id == user_id).execute(), f'{number}.webp')
        (folder / f'{number - 1}.webp').unlink(missing_ok=True)


def _check_whole(file: sqlite3.Connection, acknowledged: set[str]) -> None:
    assert file.execute('PRAGMA integrity_check').fetchone() == ('ok',)
    assert acknowledged <= {key for (key,) in file.execute('SELECT key FROM message')}
    last_seq, revision = file.execute('SELECT last_seq, revision FROM room').fetchone()
    seqs = [seq for (seq,) in file.execute('SELECT seq FROM message ORDER BY seq')]
    assert seqs == list(range(1, last_seq + 1))
    assert file.execute('SELECT max(revision) FROM message').fetchone() == (revision,)


def _check_index(content: bytes, path: Path) -> None:
    """The index is from the same moment; a restore does not trust it and builds another."""
    path.write_bytes(content)
    unfound = """SELECT count(*) FROM message WHERE kind = 'text'
                 AND id NOT IN (SELECT rowid FROM message_index WHERE message_index MATCH 'y20*')"""
    with closing(sqlite3.connect(path)) as file:
        assert file.execute(unfound).fetchone() == (0,)


def _check_pictures(file: sqlite3.Connection, settings: Settings) -> None:
    for user_id, avatar in file.execute("SELECT id, avatar FROM user WHERE avatar != ''"):
        picture = settings.avatars_dir / str(user_id) / avatar
        assert picture.read_bytes() == WEBP + b'picture' * int(picture.stem)


@pytest.fixture
async def backup(settings: Settings, database: None, tmp_path: Path) -> Path:
    """A small backup: one person, a picture; beside them a secret, locks and foreign files."""
    user = await make_user('anna')
    (settings.avatars_dir / str(user.id)).mkdir(parents=True)
    (settings.avatars_dir / str(user.id) / 'p.webp').write_bytes(WEBP)
    await write(lambda: User.update(avatar='p.webp').execute())
    (settings.data_dir / 'secret').write_text('s' * 40)
    for name in ('.half-written', 'lock', 'messenger.db.lock', 'notes.txt'):
        (settings.data_dir / name).write_text('not this')
    (settings.avatars_dir / str(user.id) / '.p.webp').write_text('nor this')
    (settings.data_dir / 'window').mkdir()
    (settings.data_dir / 'window' / 'Cookies').write_text('nor this')
    backups.make(settings, tmp_path / 'backup.tar.gz')
    return tmp_path / 'backup.tar.gz'


def test_the_archive_is_private_to_its_owner_and_contains_what_matters(backup: Path, settings: Settings) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    with tarfile.open(backup) as archive:
        assert sorted(archive.getnames()) == ['avatars/1/p.webp', 'backup.json', 'messenger.db']
    assert not list(settings.data_dir.glob(f'{staging.BACKUP_PREFIX}*'))
    assert [path.name for path in backup.parent.glob('.*backup*')] == []


def test_a_database_elsewhere_is_included_and_restored_elsewhere(backup: Path, tmp_path: Path) -> None:
    (tmp_path / 'files').mkdir()
    apart = Settings(data_dir=tmp_path / 'files', database_url=f'sqlite:///{tmp_path}/apart/chat.db')

    restores.restore(apart, backup)
    backups.make(apart, tmp_path / 'second.tar.gz')

    assert apart.database_path.is_file()
    assert not (apart.data_dir / 'messenger.db').exists()
    with tarfile.open(backup) as first, tarfile.open(tmp_path / 'second.tar.gz') as second:
        assert sorted(first.getnames()) == sorted(second.getnames())


def test_a_failed_backup_leaves_the_last_one_in_place(
    backup: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = backup.read_bytes()

    def fail(_handle: int) -> None:
        raise OSError(28, 'No space left on device')

    monkeypatch.setattr('os.fsync', fail)
    with pytest.raises(OSError, match='No space'):
        backups.make(settings, backup)

    assert backup.read_bytes() == before
    assert not list(settings.data_dir.glob(f'{staging.BACKUP_PREFIX}*'))
    assert [path.name for path in backup.parent.glob('.*backup*')] == []


def test_files_are_copied_if_they_cannot_be_linked(
    backup: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise PermissionError

    monkeypatch.setattr('os.link', refuse)

    backups.make(settings, backup)

    with tarfile.open(backup) as archive:
        assert 'avatars/1/p.webp' in archive.getnames()


def test_empty_misplaced_and_damaged_backups_are_refused(
    settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    with pytest.raises(NothingToBackUp):
        backups.make(elsewhere, tmp_path / 'b.tar.gz')
    settings.database_path.write_bytes(b'SQLite format 3\0' + b'\7' * 10_000)
    with pytest.raises(BackupMisplaced):
        backups.make(settings, settings.data_dir / 'b.tar.gz')
    with pytest.raises((DatabaseDamaged, sqlite3.DatabaseError)):
        backups.make(settings, tmp_path / 'b.tar.gz')
    assert not (tmp_path / 'b.tar.gz').exists()


@pytest.mark.usefixtures('database')
async def test_message_files_are_restored_and_half_sent_ones_are_not(settings: Settings, tmp_path: Path) -> None:
    anna = await make_user('anna')
    room = await make_room(anna)
    whole = await upload(anna, room, b'words')
    await messages.send(anna.id, room, 'm', '', files=[whole])
    await uploads.announce(anna.id, room, 'half', 'a.bin', 10)
    await uploads.append(anna.id, 'half', 0, pieces(b'12345'))

    await asyncio.to_thread(backups.make, settings, tmp_path / 'b.tar.gz')
    restored = Settings(data_dir=tmp_path / 'restored')
    restored.data_dir.mkdir()
    restores.restore(restored, tmp_path / 'b.tar.gz')

    restored_files = [path for path in restored.uploads_dir.rglob('*') if path.is_file()]
    assert [path.read_bytes() for path in restored_files] == [b'words']
    _, path = await attachments.find(anna.id, whole)
    assert restored_files[0].relative_to(restored.data_dir) == path.relative_to(settings.data_dir)
