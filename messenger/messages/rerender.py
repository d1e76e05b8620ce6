"""Renders messages again after the markup rules have changed: in the background, one batch at a time."""

import asyncio
import logging

from messenger import markup
from messenger.database.engine import in_write, read, write
from messenger.models import Message, Setting
from messenger.models.base import tuples_of
from messenger.models.message_kinds import RENDERED

logger = logging.getLogger(__name__)

BATCH = 100
PAUSE_S = 0.05
MARKER = 'html_version'  # the setting with the version of the rules that all messages have been rendered with

Old = tuple[int, str, str]  # id, body, html


async def renew(pause_s: float = PAUSE_S) -> None:
    """Render again, newest first, all messages rendered with older rules.

    Windows get the new HTML when they next load the messages. Raises StorageUnavailable; the next call continues.
    """
    if await read(_is_done):
        return
    count, before = 0, None
    while batch := await read(older_than, before):
        if not count:
            logger.info('Rendering messages again after a change of the markup rules')
        await write(replace, await asyncio.to_thread(render_anew, batch))
        count, before = count + len(batch), batch[-1][0]
        await asyncio.sleep(pause_s)
    await write(_finish)
    if count:
        logger.info('Rendered %d messages with the current rules (version %d)', count, markup.VERSION)


def _is_done() -> bool:
    done = Setting.get_or_none(Setting.name == MARKER)
    return done is not None and done.value == str(markup.VERSION)


def older_than(before: int | None) -> list[Old]:
    """From a read: the newest messages before an id whose HTML older rules produced, at most BATCH."""
    old = Message.kind.in_(RENDERED) & (Message.html_version < markup.VERSION)
    if before is not None:
        old &= Message.id < before
    query = Message.select(Message.id, Message.body, Message.html).where(old).order_by(Message.id.desc()).limit(BATCH)
    return list(tuples_of(query))


def render_anew(batch: list[Old]) -> list[Old]:
    """The same messages with the HTML that the current rules give."""
    return [(number, body, markup.render_anew(body, html)) for number, body, html in batch]


@in_write
def replace(rendered: list[Old]) -> None:
    """Store the new HTML where the text is still the one it was rendered from."""
    for number, body, html in rendered:
        unchanged = (Message.id == number) & (Message.body == body) & (Message.html_version < markup.VERSION)
        Message.update(html=html, html_version=markup.VERSION).where(unchanged).execute()


def _finish() -> None:
    Setting.store(MARKER, str(markup.VERSION))
