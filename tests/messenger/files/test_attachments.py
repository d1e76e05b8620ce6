"""Attachments: which message gets a file, who may fetch it, and when it is removed."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from messenger import history, housekeeping
from messenger.database.engine import database, read, write
from messenger.errors import Empty, FileGone, NotFound
from messenger.files import attachments
from messenger.files.removed_files import AGES
from messenger.messages import messages
from messenger.messages import rows as message_rows
from messenger.models import Attachment, Message, Revision, User
from messenger.models.base import now
from messenger.rooms import members, rooms
from messenger.settings import Settings
from tests.bad_pictures import picture
from tests.factories import make_room, make_user, upload

pytestmark = pytest.mark.usefixtures('database')

LONG_AGO = timedelta(days=2)


@pytest.fixture
async def anna() -> User:
    return await make_user('anna', admin=True)


@pytest.fixture
async def bob() -> User:
    return await make_user('bob')


@pytest.fixture
async def room(anna: User, bob: User) -> int:
    return await make_room(anna, bob)


def files(settings: Settings) -> list[str]:
    return sorted(path.name for path in settings.uploads_dir.rglob('*') if path.is_file())


def aside(settings: Settings) -> list[str]:
    return sorted(path.name for path in settings.removed_dir.rglob('*') if path.is_file() and path.name != AGES)


async def removed() -> None:
    """Wait until everything due for removal has been removed."""
    await asyncio.to_thread(attachments.threads.submit(bool).result)


async def test_a_message_has_its_files_wherever_it_is_read(anna: User, bob: User, room: int) -> None:
    sent = [await upload(anna, room, picture(size=(900, 600)), 'a.png'), await upload(anna, room)]
    row = await messages.send(anna.id, room, 'm', '', files=sent)
    assert (row.body, row.html, [file.id for file in row.files or ()]) == ('', '', sent)
    assert row.files is not None
    assert (row.files[0].kind, row.files[0].width, row.files[0].height) == ('picture', 900, 600)
    opened = await history.open_room(bob.id, room)
    assert opened.messages[-1].files == row.files
    assert (await messages.send(anna.id, room, 'm', 'again', files=[7])).files == row.files
    answer = await messages.send(bob.id, room, 'm', 'Thanks', reply=row.seq)
    assert answer.reply is not None
    assert answer.reply.text == 'a.png, notes.txt'


async def test_only_the_senders_own_waiting_files_for_this_room_are_accepted(anna: User, bob: User, room: int) -> None:
    other = await make_room(anna, name='Other')
    mine, already_sent, elsewhere, theirs = [
        *[await upload(anna, room) for _ in range(2)],
        await upload(anna, other),
        await upload(bob, room),
    ]
    await messages.send(anna.id, room, 'first', 'x', files=[already_sent])
    for chosen in ([already_sent], [elsewhere], [theirs], [10**9], [mine, mine], [mine, theirs], [mine] * 21):
        with pytest.raises(FileGone):
            await messages.send(anna.id, room, 'second', 'x', files=chosen)
    assert await read(lambda: Attachment.get_by_id(mine).message_id) is None
    sent = await messages.send(anna.id, room, 'second', 'x', files=[mine])
    assert [file.id for file in sent.files or ()] == [mine]


async def test_only_a_message_with_files_may_have_no_text(anna: User, room: int) -> None:
    with pytest.raises(Empty):
        await messages.send(anna.id, room, 'm', ' ')
    bare = await messages.send(anna.id, room, 'm', ' \n', files=[await upload(anna, room)])
    plain = await messages.send(anna.id, room, 'n', 'words')
    assert (await messages.edit(anna.id, bare.id, 'now with words')).body == 'now with words'
    assert (await messages.edit(anna.id, bare.id, '')).body == ''
    with pytest.raises(Empty):
        await messages.edit(anna.id, plain.id, '')


async def test_before_it_is_sent_a_file_is_private_to_its_owner(anna: User, bob: User, room: int) -> None:
    file = await upload(bob, room)
    assert (await attachments.find(bob.id, file))[1].is_file()
    with pytest.raises(NotFound):
        await attachments.find(anna.id, file)


async def test_someone_who_loses_access_to_the_room_loses_its_files(anna: User, bob: User, room: int) -> None:
    file = await upload(bob, room)
    await messages.send(bob.id, room, 'm', '', files=[file])
    assert await attachments.find(bob.id, file)
    await members.leave(bob.id, room)
    with pytest.raises(NotFound):
        await attachments.find(bob.id, file)
    assert await attachments.find(anna.id, file)
    await rooms.delete(anna.id, room, 'Room')
    with pytest.raises(NotFound):
        await attachments.find(anna.id, file)


async def test_a_deleted_message_hides_its_file_until_it_is_restored(anna: User, room: int) -> None:
    file = await upload(anna, room)
    row = await messages.send(anna.id, room, 'm', '', files=[file])
    trace = await messages.delete(anna.id, row.id)
    assert trace.files is None
    with pytest.raises(NotFound):
        await attachments.find(anna.id, file)
    assert (await messages.undelete(anna.id, row.id)).files
    assert await attachments.find(anna.id, file)


async def test_only_pictures_have_thumbnails(anna: User, room: int) -> None:
    large, small = await upload(anna, room, picture(size=(900, 10))), await upload(anna, room, picture())
    names = {view: (await attachments.find(anna.id, large, view))[1].name[32:] for view in ('', 'small', 'large')}
    assert names == {'': '', 'small': '.small', 'large': '.large'}
    assert (await attachments.find(anna.id, small, 'small'))[1].name[32:] == '.large'
    with pytest.raises(NotFound):
        await attachments.find(anna.id, await upload(anna, room), 'small')


async def test_files_of_deleted_messages_and_abandoned_uploads_are_removed(
    anna: User, room: int, settings: Settings
) -> None:
    sent, waits, abandoned, deleted = [await upload(anna, room, picture(size=(800, 800))) for _ in range(4)]
    await messages.send(anna.id, room, 'kept', '', files=[sent])
    deleted_message = await messages.send(anna.id, room, 'gone', '', files=[deleted])
    await messages.edit(anna.id, deleted_message.id, 'words that go')
    await messages.edit(anna.id, deleted_message.id, '')
    await messages.delete(anna.id, deleted_message.id)
    assert await write(attachments.forget) == 0
    await write(lambda: Message.update(deleted_at=now() - LONG_AGO).where(Message.id == deleted_message.id).execute())
    old = Attachment.update(created_at=now() - LONG_AGO)
    await write(lambda: old.where(Attachment.id.in_([sent, abandoned])).execute())
    assert (await write(attachments.forget), await write(attachments.forget)) == (2, 0)
    await removed()
    assert (len(files(settings)), len(aside(settings))) == (6, 6)
    assert await read(lambda: {row.id for row in Attachment.select()}) == {sent, waits}
    assert (await write(housekeeping.wipe_deleted), await write(housekeeping.wipe_deleted)) == (1, 0)
    assert await read(lambda: Revision.select().count()) == 0


async def test_announcing_an_old_upload_again_keeps_it_from_being_abandoned(anna: User, room: int) -> None:
    from messenger.files import uploads

    file = await upload(anna, room, b'words', key='k')
    await write(lambda: Attachment.update(created_at=now() - LONG_AGO).where(Attachment.id == file).execute())
    await uploads.announce(anna.id, room, 'k', 'notes.txt', 5)
    assert await write(attachments.forget) == 0


async def test_loading_the_files_of_many_messages_takes_one_query(anna: User, room: int) -> None:
    for number in range(30):
        await messages.send(anna.id, room, f'm{number}', '', files=[await upload(anna, room)])
    queries: list[str] = []
    execute = database.obj.execute_sql

    def noting(sql: str, *arguments: Any, **options: Any) -> Any:
        queries.append(sql)
        return execute(sql, *arguments, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database.obj, 'execute_sql', noting)
        rows = (await history.open_room(anna.id, room)).messages
    file_queries = [sql for sql in queries if 'FROM "attachment"' in sql]
    assert (len(file_queries), sum(row.files is not None for row in rows)) == (1, 30)
    assert await read(lambda: message_rows.row_of_message(rows[-1].id)[1].files) == rows[-1].files


async def test_the_newest_files_of_a_room_are_listed_for_its_readers(anna: User, bob: User, room: int) -> None:
    for number in range(3):
        sent = await upload(anna, room, name=f'{number}.txt', key=f'u{number}')
        row = await messages.send(anna.id, room, f'm{number}', '', files=[sent])
    await upload(anna, room, name='unsent.txt', key='unsent')
    await messages.delete(anna.id, row.id)
    files = await read(attachments.list_newest, bob.id, room, 5)
    assert [(file.name, file.user.nick, file.message and file.message.seq) for file in files] == [
        ('1.txt', 'anna', row.seq - 1),
        ('0.txt', 'anna', row.seq - 2),
    ]
    assert len(await read(attachments.list_newest, bob.id, room, 1)) == 1
    stranger = await make_user('stranger')
    with pytest.raises(NotFound):
        await read(attachments.list_newest, stranger.id, room, 5)
