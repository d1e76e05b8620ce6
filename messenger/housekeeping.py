"""Housekeeping: what is removed by rule and in its time; nothing while the database is not the folder's newest."""

import asyncio

from messenger import file_sweep
from messenger.backup import staging
from messenger.database.engine import read, write
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
    """Once the database is open: see whether it belongs to the folder, and take back what it misses."""
    await workspace.open_workspace(settings, file_sweep.all_are_named, file_sweep.newest_unknown)
    await file_sweep.take_back_missing()


async def keep_house(settings: Settings) -> None:
    """For ever, each INTERVAL_S: one round."""
    while True:
        await asyncio.to_thread(staging.sweep, settings.data_dir)
        await one_round(settings)
        await asyncio.sleep(INTERVAL_S)


async def one_round(settings: Settings) -> None:
    """Rooms that have lain in the bin for their days, words and files of deleted messages go for good."""
    while await write(wipe_deleted):
        pass
    try:
        await workspace.open_if_unknown()
        await workspace.renew_stamp()  # a copy from before what follows is an older one
    except StorageUnavailable:
        return
    if not workspace.is_newest():
        return
    await empty_bin(settings.bin_days)
    while await write(attachments.forget):
        pass
    await file_sweep.sweep()


async def empty_bin(days: int) -> None:
    """Remove for good what has lain in the bin for `days`, a portion a write."""
    while True:
        await word_index.prepare(await read(rooms.next_in_bin, days))
        if not await write(rooms.empty_bin, days):
            return


def wipe_deleted() -> int:
    """From inside a write: the words of messages deleted longer ago than WIPED_AFTER go for good; returns how many."""
    has_words = (Message.body != '') | Message.id.in_(Revision.select(Revision.message))
    gone = Message.select(Message.id).where(Message.deleted_at < now() - messages.WIPED_AFTER, has_words)
    ids = [message.id for message in gone.limit(WIPED_AT_ONCE)]
    Message.update(body='', html='').where(Message.id.in_(ids)).execute()
    for table in (Revision, Mention):
        table.delete().where(table.message.in_(ids)).execute()
    return len(ids)


async def end() -> None:
    """Before the database is closed."""
    try:
        await workspace.renew_stamp()
    except StorageUnavailable:
        return
    finally:
        workspace.close_workspace()
