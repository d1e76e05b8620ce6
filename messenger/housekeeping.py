"""Housekeeping: removes what has expired. Files and rooms in the bin go only if the database is the newest."""

import asyncio

from messenger import file_sweep
from messenger.backup import staging
from messenger.database.engine import in_write, read, write
from messenger.errors import StorageUnavailable
from messenger.files import attachments, workspace
from messenger.index import word_index
from messenger.messages import messages
from messenger.models import Mention, Message, Revision
from messenger.models.base import now
from messenger.rooms import rooms
from messenger.settings import Settings

INTERVAL_S = 3600
WIPED_AT_ONCE = 500


async def begin(settings: Settings) -> None:
    """Once the database is open: check whether it belongs to the folder, and take back files it misses."""
    await workspace.current().open(settings, file_sweep.all_are_named, file_sweep.newest_unknown)
    await file_sweep.take_back_missing()


async def keep_house(settings: Settings) -> None:
    """Run one round every INTERVAL_S, forever."""
    while True:
        await asyncio.to_thread(staging.sweep, settings.data_dir)
        await one_round(settings)
        await asyncio.sleep(INTERVAL_S)


async def one_round(settings: Settings) -> None:
    """Permanently remove the words and files of deleted messages, and rooms whose days in the bin are over."""
    while await write(wipe_deleted):
        pass
    try:
        await workspace.current().open_if_unknown()
        await workspace.current().renew_stamp()  # copies made before the following removals count as older
    except StorageUnavailable:
        return
    if not workspace.current().is_newest():
        return
    await empty_bin(settings.bin_days)
    while await write(attachments.forget):
        pass
    await file_sweep.sweep()


async def empty_bin(days: int) -> None:
    """Permanently remove what has been in the bin for `days`, one portion per write."""
    while True:
        await word_index.prepare(await read(rooms.next_in_bin, days))
        if not await write(rooms.empty_bin, days):
            return


@in_write
def wipe_deleted() -> int:
    """Permanently remove the words of messages deleted over WIPED_AFTER ago; returns how many."""
    has_words = (Message.body != '') | Message.id.in_(Revision.select(Revision.message))
    deleted = Message.select(Message.id).where(Message.deleted_at < now() - messages.WIPED_AFTER, has_words)
    ids = [message.id for message in deleted.limit(WIPED_AT_ONCE)]
    Message.update(body='', html='').where(Message.id.in_(ids)).execute()
    for table in (Revision, Mention):
        table.delete().where(table.message.in_(ids)).execute()
    return len(ids)


async def end() -> None:
    """Renew the stamp and close the workspace, before the database is closed."""
    try:
        await workspace.current().renew_stamp()
    except StorageUnavailable:
        return
    finally:
        workspace.current().close()
