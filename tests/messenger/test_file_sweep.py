"""The sweep: files without a row go in two slow steps, and nothing goes without a known database."""

import asyncio
import errno
from datetime import timedelta
from pathlib import Path

import pytest

from messenger import file_sweep
from messenger.database.engine import read, write
from messenger.files import attachments, workspace
from messenger.files.removed_files import AGES, DAY_S, DELETED
from messenger.messages import messages
from messenger.models import Attachment, Room, User
from messenger.models.base import now
from messenger.rooms import rooms
from messenger.settings import Settings
from tests.bad_pictures import picture
from tests.factories import make_room, stored_files, upload

pytestmark = pytest.mark.usefixtures('database')

LONG_AGO = timedelta(days=2)


def aside(settings: Settings) -> list[str]:
    return sorted(path.name for path in settings.removed_dir.rglob('*') if path.is_file() and path.name != AGES)


async def test_files_without_a_row_are_moved_aside_after_days_and_deleted_after_weeks(
    anna: User, room: int, settings: Settings
) -> None:
    await workspace.current().open(settings, file_sweep.all_are_named, file_sweep.newest_unknown)
    kept_room = await make_room(anna, name='Kept')
    file = await upload(anna, kept_room, picture(size=(900, 900)))
    await messages.send(anna.id, room, 'm', '', files=[await upload(anna, room, picture(size=(900, 900)))])
    await rooms.delete(anna.id, room, 'Room')
    await write(lambda: Room.update(deleted_at=now() - LONG_AGO).where(Room.id == room).execute())
    await write(rooms.empty_bin, 1)
    stored = (await read(Attachment.get_by_id, file)).stored
    (settings.uploads_dir / stored[:2] / f'.{stored}').write_bytes(b'left over')
    (settings.uploads_dir / stored[:2] / 'deadbeef.small').write_bytes(b'left over')

    assert [await file_sweep.sweep(days * DAY_S) for days in (0, 6, 0.9, 0.2, 1)] == [0, 0, 0, 5, 0]
    assert stored_files(settings) == [stored, f'{stored}.large', f'{stored}.small']
    assert len(aside(settings)) == 5

    for days in (28, 0.9, 0.2):
        assert len(aside(settings)) == 5
        await file_sweep.sweep(days * DAY_S)
    assert aside(settings) == []


async def test_nothing_is_swept_without_a_workspace(settings: Settings) -> None:
    (settings.uploads_dir / 'ab').mkdir(parents=True)
    (settings.uploads_dir / 'ab' / 'abcd').write_bytes(b'whose?')
    assert [await file_sweep.sweep(days * DAY_S) for days in (0, 9, 99)] == [0, 0, 0]
    assert stored_files(settings) == ['abcd']


async def test_files_can_be_moved_aside_to_another_disk(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, anna: User, room: int
) -> None:
    await workspace.current().open(settings, file_sweep.all_are_named, file_sweep.newest_unknown)
    file = await upload(anna, room, b'words', key='k')
    stored = (await read(Attachment.get_by_id, file)).stored
    real_replace = Path.replace

    def between_disks(path: Path, target: Path) -> Path:
        if path.parent != Path(target).parent:
            raise OSError(errno.EXDEV, 'Invalid cross-device link')
        return real_replace(path, target)

    monkeypatch.setattr(Path, 'replace', between_disks)
    attachments.discard(stored, DELETED)
    await asyncio.to_thread(attachments.threads.submit(bool).result)
    assert (stored_files(settings), aside(settings)) == ([], [stored])
    assert (await attachments.find(anna.id, file))[1].read_bytes() == b'words'
    assert (stored_files(settings), aside(settings)) == ([stored], [])
