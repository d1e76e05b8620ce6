"""Messages: one row per key, consecutive seq numbers, the newest first, and what is refused."""

import asyncio
import threading

import pytest

from messenger import history, pubsub
from messenger.database import engine
from messenger.errors import Empty, LimitReached, Malformed, NotAMember, NotFound, TooLong
from messenger.events import Event, MessagePosted
from messenger.messages import mentions, messages, reactions
from messenger.models import Message
from messenger.rooms import members, rooms
from tests.conftest import Clock
from tests.factories import make_room, make_user

pytestmark = pytest.mark.usefixtures('database')


async def test_a_message_is_stored_and_announced_after_the_commit() -> None:
    anna, bob = await make_user('anna'), await make_user('bob')
    room = await make_room(anna, bob)
    events: list[Event] = []
    end = pubsub.subscribe(f'room:{room}', lambda _topic, event: events.append(event))
    row = await messages.send(anna.id, room, 'k1', 'Hello <b> https://example.org')
    end()
    assert [event.message for event in events if isinstance(event, MessagePosted)] == [row]
    assert '&lt;b&gt; <a href="https://example.org"' in row.html
    assert (await history.open_room(bob.id, room)).messages[-1] == row


async def test_the_same_key_is_one_row_whatever_else_is_sent() -> None:
    anna, bob = await make_user('anna'), await make_user('bob')
    room, other = await make_room(anna, bob), await make_room(anna, name='Other')
    first = await messages.send(anna.id, room, 'same', 'first')
    again = await asyncio.gather(
        messages.send(anna.id, room, 'same', 'first'),
        messages.send(anna.id, room, 'same', 'another body'),
        messages.send(anna.id, other, 'same', 'another room'),
    )
    assert [row.id for row in again] == [first.id] * 3
    theirs = await messages.send(bob.id, room, 'same', 'bob has keys of his own')
    assert theirs.id != first.id
    assert await engine.read(lambda: Message.select().where(Message.key == 'same').count()) == 2


async def test_a_repeated_key_tells_a_removed_member_nothing_new() -> None:
    anna, bob = await make_user('anna'), await make_user('bob')
    room = await make_room(anna, bob)
    question = await messages.send(anna.id, room, 'q', 'before')
    answer = await messages.send(bob.id, room, 'a', 'an answer', reply=question.seq)
    await members.remove(anna.id, room, bob.id)
    await messages.edit(anna.id, question.id, 'a secret of those who stayed')
    await reactions.put(anna.id, answer.id, '👍', on=True)
    again = await messages.send(bob.id, room, 'a', 'an answer')
    assert (again.id, again.body) == (answer.id, 'an answer')
    assert (again.reply, again.reactions) == (None, None)


async def test_seq_numbers_have_no_gaps_when_many_people_send_at_once() -> None:
    people = [await make_user(f'user{number}') for number in range(5)]
    room = await make_room(*people)
    start = (await history.open_room(people[0].id, room)).room.last_seq
    sends = [messages.send(user.id, room, f'k{number}', 'x') for user in people for number in range(20)]
    seqs = sorted(row.seq for row in await asyncio.gather(*sends))
    assert seqs == list(range(start + 1, start + 101))


async def test_a_room_opens_with_the_newest_thirty_and_pages_back_to_the_first() -> None:
    anna = await make_user('anna')
    room = await make_room(anna)
    for number in range(70):
        await messages.send(anna.id, room, f'k{number}', f'message {number}')
    shown = (await history.open_room(anna.id, room)).messages
    assert [row.body for row in shown] == [f'message {number}' for number in range(40, 70)]
    while shown[0].seq > 1:
        shown = (await history.before(anna.id, room, shown[0].seq)).messages + shown
    assert [row.seq for row in shown] == list(range(1, len(shown) + 1))


async def test_changes_since_a_revision_include_new_and_deleted_rows() -> None:
    anna, bob = await make_user('anna'), await make_user('bob')
    room = await make_room(anna, bob)
    old = await messages.send(anna.id, room, 'old', 'soon gone')
    revision = (await history.open_room(bob.id, room)).revision
    new = await messages.send(anna.id, room, 'new', 'hello')
    await messages.delete(anna.id, old.id)
    changed = await history.open_room(bob.id, room, since=revision)
    assert [(row.id, row.deleted, row.body) for row in changed.messages] == [
        (new.id, False, 'hello'),
        (old.id, True, ''),
    ]
    assert changed.complete
    assert changed.revision == revision + 2


@pytest.mark.parametrize('body', ['', ' ', '\n\t \r\n', '\u200b\u2060', '\u00a0'])
async def test_blank_messages_are_refused(body: str) -> None:
    anna = await make_user('anna')
    with pytest.raises(Empty):
        await messages.send(anna.id, await make_room(anna), 'k', body)


async def test_the_longest_message_is_eight_thousand_characters() -> None:
    anna = await make_user('anna')
    room = await make_room(anna)
    row = await messages.send(anna.id, room, 'k1', 'ж' * 8000)
    assert len(row.body) == 8000
    with pytest.raises(TooLong) as refusal:
        await messages.send(anna.id, room, 'k2', 'ж' * 8001)
    assert '8001 characters, but the limit is 8000' in str(refusal.value)


@pytest.mark.parametrize('key', ['', 'x' * 65, 'with space', 'notice:1', 'ключ', 'a\n'])
async def test_an_invalid_key_is_refused(key: str) -> None:
    anna = await make_user('anna')
    with pytest.raises(Malformed):
        await messages.send(anna.id, await make_room(anna), key, 'hello')


async def test_only_members_who_may_write_can_send() -> None:
    anna, bob, admin = await make_user('anna'), await make_user('bob'), await make_user('boss', admin=True)
    closed, opened = await make_room(anna), await make_room(anna, name='Open', kind='open')
    with pytest.raises(NotFound):
        await history.open_room(bob.id, closed)
    with pytest.raises(NotFound):
        await messages.send(bob.id, closed, 'k', 'let me in')
    assert not (await history.open_room(bob.id, opened)).room.is_member
    with pytest.raises(NotAMember):
        await messages.send(bob.id, opened, 'k', 'hello')
    assert (await history.open_room(admin.id, closed)).messages
    await members.join(bob.id, opened)
    await messages.send(bob.id, opened, 'k', 'hello')


async def test_a_missing_or_deleted_room_is_not_found() -> None:
    anna = await make_user('anna')
    room = await make_room(anna, name='Soon gone')
    await rooms.delete(anna.id, room, 'Soon gone')
    for missing in (room, 10_000):
        with pytest.raises(NotFound):
            await history.open_room(anna.id, missing)


async def test_a_limit_says_when_to_come_back_and_does_not_count_refusals(clock: Clock) -> None:
    anna = await make_user('anna')
    room = await make_room(anna)
    for number in range(20):
        await messages.send(anna.id, room, f'k{number}', 'quick')
    with pytest.raises(LimitReached) as refusal:
        await messages.send(anna.id, room, 'k20', 'too quick')
    assert 0 < refusal.value.retry_after <= 0.3
    clock.seconds += refusal.value.retry_after
    await messages.send(anna.id, room, 'k20', 'in time')


async def test_the_longest_name_is_mentioned_and_none_inside_code() -> None:
    anna, short, long = [await make_user(name) for name in ('anna', 'bob', 'bob marsh')]
    room = await make_room(anna, short, long)
    row = await messages.send(anna.id, room, 'k1', '**@Bob Marsh** and `@bob`')
    assert row.names == {str(long.id): 'bob marsh'}
    assert (await engine.read(mentions.mentions_of_message, row.id)).people == {long.id}


async def test_a_quote_is_plain_text() -> None:
    anna = await make_user('anna')
    room = await make_room(anna)
    first = await messages.send(anna.id, room, 'k1', '**bold** `code`\n- item')
    answer = await messages.send(anna.id, room, 'k2', 'yes', reply=first.seq)
    assert answer.reply is not None
    assert answer.reply.text == 'bold code item'


async def test_code_is_rendered_off_the_event_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    anna = await make_user('anna')
    room = await make_room(anna)
    threads = []
    render = mentions.render

    def noted(text: str, targets: mentions.MentionTargets) -> tuple[str, mentions.MentionTargets]:
        threads.append(threading.current_thread() is threading.main_thread())
        return render(text, targets)

    monkeypatch.setattr(mentions, 'render', noted)
    for number, body in enumerate(('short', '```c\nx\n```', 'long ' * 200)):
        await messages.send(anna.id, room, f'k{number}', body)
    assert threads == [True, False, False]
