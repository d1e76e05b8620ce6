"""Messages rendered by earlier rules are rendered again, once, and only they."""

import logging
from typing import Any

import pytest

from messenger import markup
from messenger.database.engine import read, write
from messenger.messages import messages, rerender
from messenger.models import Message, Setting
from messenger.models.base import tuples_of
from messenger.models.message_kinds import NOTICE
from tests.factories import make_room, make_user

pytestmark = pytest.mark.usefixtures('database')
OLD_HTML = '<p>**as it was**</p>'


async def said_long_ago(count: int, body: str = '**bold**') -> int:
    """A room in which the newest `count` messages were rendered by the first rules."""
    anna = await make_user('anna')
    room = await make_room(anna)
    for number in range(count):
        await messages.send(anna.id, room, f'k{number}', body)
    await write(lambda: Message.update(html=OLD_HTML, html_version=1).where(Message.kind != NOTICE).execute())
    return room


def stored() -> list[tuple[Any, ...]]:
    return list(tuples_of(Message.select(Message.html, Message.html_version).where(Message.kind != NOTICE)))


async def test_all_old_messages_are_rendered_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await said_long_ago(7)
    monkeypatch.setattr(rerender, 'BATCH', 3)
    caplog.set_level(logging.INFO)
    await rerender.renew(pause_s=0)
    assert set(await read(stored)) == {('<p><strong>bold</strong></p>', markup.VERSION)}
    assert 'Rendered 7 messages' in caplog.text


async def test_messages_are_not_rendered_again_after_that() -> None:
    await said_long_ago(1)
    await write(lambda: Setting.create(name=rerender.MARKER, value=str(markup.VERSION)))
    await rerender.renew(pause_s=0)
    assert await read(stored) == [(OLD_HTML, 1)]


async def test_mentions_keep_meaning_the_same_people() -> None:
    await said_long_ago(1, 'hello @anna')
    html = '<p>hello <span class="mention" data-user="1">@anna</span></p>'
    await write(lambda: Message.update(html=html, html_version=1).where(Message.kind != NOTICE).execute())
    await rerender.renew(pause_s=0)
    assert await read(stored) == [(html, markup.VERSION)]


async def test_a_message_edited_meanwhile_keeps_its_own_html() -> None:
    await said_long_ago(1)
    batch = await read(rerender.older_than, None)
    await write(lambda: Message.update(body='new', html='<p>new</p>', html_version=markup.VERSION).execute())
    await write(rerender.replace, rerender.render_anew(batch))
    assert await read(stored) == [('<p>new</p>', markup.VERSION)]
