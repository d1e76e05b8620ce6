"""Who wants which notifications: levels, mutes, do not disturb, and the content of a preview."""

from datetime import timedelta
from uuid import uuid4

import pytest
from msgspec.structs import replace

from messenger import notifications, pubsub
from messenger.database.engine import read, write
from messenger.errors import Malformed, NotAMember, NotFound
from messenger.events import Event, OwnSettingsChanged, RoomLevelChanged
from messenger.messages import messages
from messenger.models import Message, User
from messenger.models.base import milliseconds, now
from messenger.notifications import FOR_EVER, preview
from messenger.payloads import OwnSettings
from messenger.people import preferences, profiles
from messenger.reading import unread
from messenger.rooms import directs, members
from tests.factories import make_room, make_user

pytestmark = pytest.mark.usefixtures('database')

SOON, EARLIER = timedelta(hours=1), timedelta(seconds=-1)


async def say(user: User, room: int, text: str = 'said') -> Message:
    row = await messages.send(user.id, room, uuid4().hex, text)
    return await read(lambda: Message.get_by_id(row.id))


async def wants(user: User, message: Message) -> bool:
    return await read(notifications.wants, user.id, message.room_id, message)


async def test_everything_is_wanted_by_default_except_ones_own_messages() -> None:
    anna, bob = await make_user('anna'), await make_user('bob')
    room = await make_room(anna, bob)
    sent = await say(anna, room)
    assert await wants(bob, sent)
    assert not await wants(anna, sent)
    for level, expected in (('nothing', False), ('mentions', False), ('everything', True), ('', True)):
        await notifications.choose_level(bob.id, room, level)
        assert await wants(bob, sent) == expected, level


async def test_the_mentions_level_wants_mentions_of_all_kinds_and_direct_messages() -> None:
    anna, bob, cleo = await make_user('anna'), await make_user('bob'), await make_user('cleo')
    room = await make_room(anna, bob, cleo)
    await notifications.choose_level(bob.id, room, 'mentions')
    assert await wants(bob, await say(anna, room, 'hey @bob'))
    assert await wants(bob, await say(anna, room, 'hey @all'))
    assert not await wants(bob, await say(anna, room, 'hey @cleo'))
    await preferences.settle(bob.id, level='mentions')
    assert await wants(bob, await say(anna, await directs.open_with(anna.id, [bob.id])))
    await notifications.choose_level(bob.id, room, 'nothing')
    assert not await wants(bob, await say(anna, room, 'but @bob'))


async def test_the_persons_level_applies_if_the_room_has_none() -> None:
    anna, bob = await make_user('anna'), await make_user('bob')
    room, other = await make_room(anna, bob), await make_room(anna, bob, name='Other')
    await notifications.choose_level(bob.id, other, 'everything')
    await preferences.settle(bob.id, level='nothing')
    assert not await wants(bob, await say(anna, room))
    assert await wants(bob, await say(anna, other))


@pytest.mark.parametrize('pause', ['mute', 'quiet'])
async def test_a_pause_is_silent_until_it_ends(pause: str) -> None:
    anna, bob = await make_user('anna'), await make_user('bob')
    room = await make_room(anna, bob)
    sent = await say(anna, room, 'hey @bob')
    for until, expected in ((now() + SOON, False), (FOR_EVER, False), (now() + EARLIER, True), (None, True)):
        if pause == 'mute':
            await notifications.mute(bob.id, room, until)
        else:
            await preferences.keep_quiet(bob.id, until)
        assert await wants(bob, sent) == expected, until


async def test_notices_deleted_messages_and_rooms_of_others_never_notify() -> None:
    anna, bob, cleo = await make_user('anna'), await make_user('bob'), await make_user('cleo')
    room = await make_room(anna, bob, kind='open')
    notice = await read(lambda: Message.get(Message.room == room))
    assert not await wants(bob, notice)
    sent = await say(anna, room)
    assert not await wants(cleo, sent)
    await messages.delete(anna.id, sent.id)
    assert not await wants(bob, await read(lambda: Message.get_by_id(sent.id)))


async def test_a_preview_shows_the_newest_wanted_message_as_plain_text() -> None:
    anna, bob = await make_user('anna'), await make_user('bob')
    room = await make_room(anna, bob, name='Design')
    first = await say(anna, room, 'one')
    await say(anna, room, '**two** <b>x</b> @bob')
    await write(lambda: profiles.rename(User.get_by_id(bob.id), 'Robert'))
    shown = await preview(bob.id, room, first.seq)
    assert shown is not None
    assert (shown.author.nick, shown.room.name, shown.count) == ('anna', 'Design', 2)
    assert (shown.text, shown.plays_sound) == ('two <b>x</b> @Robert', True)
    await preferences.settle(bob.id, plays_sound=False)
    shown = await preview(bob.id, room, shown.seq)
    assert shown is not None
    assert (shown.count, shown.plays_sound) == (1, False)


async def test_a_preview_shows_nothing_that_was_read_meanwhile_or_is_not_wanted() -> None:
    anna, bob = await make_user('anna'), await make_user('bob')
    room = await make_room(anna, bob)
    called = await say(anna, room, 'hey @bob')
    last = await say(anna, room, 'and more')
    await notifications.choose_level(bob.id, room, 'mentions')
    shown = await preview(bob.id, room, called.seq)
    assert shown is not None
    assert (shown.seq, shown.count) == (called.seq, 1)
    assert await preview(bob.id, room, last.seq) is None
    await notifications.choose_level(bob.id, room, '')
    await unread.mark_read(bob.id, room, last.seq)
    assert await preview(bob.id, room, called.seq) is None


async def test_only_members_may_preview_or_choose() -> None:
    anna, bob = await make_user('anna'), await make_user('bob')
    for room, refusal in (
        (await make_room(anna), NotFound),
        (await make_room(anna, name='B', kind='open'), NotAMember),
    ):
        for change in (
            preview(bob.id, room, 1),
            notifications.choose_level(bob.id, room, 'nothing'),
            notifications.mute(bob.id, room, None),
        ):
            with pytest.raises(refusal):
                await change


async def test_every_choice_is_announced_to_the_persons_windows() -> None:
    anna, bob = await make_user('anna'), await make_user('bob')
    room, events = await make_room(anna, bob), list[Event]()
    end = pubsub.subscribe(f'user:{bob.id}', lambda _topic, event: events.append(event))
    until = now() + SOON
    await notifications.choose_level(bob.id, room, 'mentions')
    await notifications.mute(bob.id, room, until)
    await preferences.settle(bob.id, level='nothing', plays_sound=False)
    await preferences.keep_quiet(bob.id, until)
    end()
    own = OwnSettings('nothing', plays_sound=False, quiet_until=None, hides_presence=False)
    assert events == [
        RoomLevelChanged(room, 'mentions', None),
        RoomLevelChanged(room, 'mentions', milliseconds(until)),
        OwnSettingsChanged(own),
        OwnSettingsChanged(replace(own, quiet_until=milliseconds(until))),
    ]
    entry = await read(members.entry, bob.id, room)
    assert (entry.hears, entry.muted_until) == ('mentions', milliseconds(until))


async def test_a_muted_room_counts_only_mentions_by_name() -> None:
    anna, bob = await make_user('anna'), await make_user('bob')
    room = await make_room(anna, bob)
    await say(anna, room)
    await say(anna, room, 'hey @bob')

    async def number() -> int:
        return notifications.count_shown(await read(members.entries, bob.id))[room]

    assert await number() == 2
    await notifications.mute(bob.id, room, now() + SOON)
    assert await number() == 1
    await notifications.mute(bob.id, room, None)
    await preferences.settle(bob.id, level='nothing')
    assert await number() == 1
    await notifications.choose_level(bob.id, room, 'mentions')
    assert await number() == 2


def test_a_pause_ends_when_its_name_says() -> None:
    def minutes(span: str, seconds: int = 0) -> int:
        return round((notifications.end_of(span, seconds) - now()).total_seconds() / 60)

    assert (minutes('half_hour'), minutes('hour'), minutes('tomorrow', 9 * 3600)) == (30, 60, 540)
    assert minutes('tomorrow', 10**9) == 2 * 24 * 60
    assert notifications.end_of('lasting') == FOR_EVER
    with pytest.raises(Malformed):
        notifications.end_of('never')


async def test_invalid_choices_are_refused() -> None:
    anna = await make_user('anna')
    room = await make_room(anna)
    for change in (notifications.choose_level(anna.id, room, 'loud'), preferences.settle(anna.id, level='')):
        with pytest.raises(Malformed):
            await change
