"""What admins do: the action, what others are told about it, and its entry in the audit log."""

import asyncio
from typing import Any

import pytest

from messenger import audit_log, history, pubsub
from messenger.accounts import accounts
from messenger.admin import moderated_messages, moderation
from messenger.database import engine
from messenger.errors import InvalidPlaceName, InvisibleCharacter, LastAdmin, NameTaken, NotFound, Refused, WrongLogin
from messenger.events import AdminChanged, Event, SessionEnded, UserChanged
from messenger.messages import messages
from messenger.models import Message, User
from messenger.rooms import directs, members, rooms
from messenger.site import settings as site_settings
from tests.factories import PASSWORD, make_room, upload
from tests.messenger.admin.audit import logged

pytestmark = pytest.mark.usefixtures('database')


def collect_events(topic: str) -> list[Event]:
    events: list[Event] = []
    pubsub.subscribe(topic, lambda _topic, event: events.append(event))
    return events


async def test_every_function_is_for_admins_only(boss: User, anna: User) -> None:
    site: dict[str, Any] = {'name': 'X', 'sign_up': 'anyone', 'create_rooms': 'everyone'}
    for attempt in (
        moderation.rename(anna.id, boss.id, 'x1'),
        moderation.block(anna.id, boss.id),
        moderation.unblock(anna.id, boss.id),
        moderation.set_admin(anna.id, anna.id, is_admin=True),
        moderation.reset_link(anna.id, boss.id),
        moderation.end_sessions(anna.id, boss.id),
        moderation.change_site(anna.id, **site),
        moderation.renew_invite(anna.id),
        moderated_messages.delete_message(anna.id, 1),
        rooms.restore(anna.id, 1),
        engine.read(moderation.persons, anna.id, '', 0),
        engine.read(moderation.all_rooms, anna.id, '', 0),
        engine.read(moderation.bin_of, anna.id),
        engine.read(moderated_messages.search, anna.id, '', None),
        engine.read(audit_log.list_latest, anna.id),
    ):
        with pytest.raises(NotFound):
            await attempt
    assert await logged(boss) == []


async def test_blocking_logs_the_person_out_and_keeps_them_out(boss: User, anna: User) -> None:
    events = collect_events(f'user:{anna.id}')
    await accounts.log_in('anna', PASSWORD, address='', device='')
    await moderation.block(boss.id, anna.id)
    assert any(isinstance(event, SessionEnded) and event.sessions for event in events)
    with pytest.raises(WrongLogin):
        await accounts.log_in('anna', PASSWORD, address='', device='')
    await moderation.unblock(boss.id, anna.id)
    await accounts.log_in('anna', PASSWORD, address='', device='')
    assert await logged(boss) == [('unblocked', 'anna'), ('blocked', 'anna')]


async def test_the_last_admin_stays_admin(boss: User, anna: User) -> None:
    for attempt in (moderation.block(boss.id, boss.id), moderation.set_admin(boss.id, boss.id, is_admin=False)):
        with pytest.raises(LastAdmin):
            await attempt
    assert await logged(boss) == []
    await moderation.set_admin(boss.id, anna.id, is_admin=True)
    await moderation.set_admin(anna.id, boss.id, is_admin=False)
    assert not (await engine.read(User.get_by_id, boss.id)).is_admin


async def test_two_admins_who_demote_each_other_at_once_leave_one(boss: User, anna: User) -> None:
    await moderation.set_admin(boss.id, anna.id, is_admin=True)
    outcomes = await asyncio.gather(
        moderation.set_admin(boss.id, anna.id, is_admin=False),
        moderation.set_admin(anna.id, boss.id, is_admin=False),
        return_exceptions=True,
    )
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1


async def test_a_new_admin_is_notified(boss: User, anna: User) -> None:
    events = collect_events(f'user:{anna.id}')
    await moderation.set_admin(boss.id, anna.id, is_admin=True)
    assert events == [AdminChanged(is_admin=True)]


async def test_a_renamed_person_is_notified_and_a_taken_name_changes_nothing(boss: User, anna: User) -> None:
    room = await make_room(anna)
    events = collect_events(f'room:{room}')
    with pytest.raises(NameTaken):
        await moderation.rename(boss.id, anna.id, 'BOSS')
    await moderation.rename(boss.id, anna.id, 'Аня')
    assert [event.user.nick for event in events if isinstance(event, UserChanged)] == ['Аня']
    assert await logged(boss) == [('renamed_person', 'Аня')]


async def test_an_admin_who_enters_or_changes_a_room_is_visible_and_logged(boss: User, anna: User) -> None:
    room = await make_room(anna, name='Cellar')
    await members.join(boss.id, room)
    shown = (await history.open_room(anna.id, room)).messages
    assert 'joined_as_admin' in shown[-1].body
    await rooms.delete(anna.id, room, 'Cellar')
    await rooms.restore(boss.id, room)
    other = await make_room(anna, name='Attic')
    await rooms.update(boss.id, other, name='Loft', topic='', kind='open', owners_only=False, member_ids=[anna.id])
    assert [action for action, _ in await logged(boss)] == ['edited_room', 'restored_room', 'joined_room']


async def test_messages_are_found_newest_first_without_direct_ones(boss: User, anna: User) -> None:
    room = await make_room(anna, boss)
    direct = await directs.open_with(anna.id, [boss.id])
    for number in range(moderated_messages.PAGE + 5):
        await messages.send(anna.id, room, f'k{number}', f'Слово {number}')
    await messages.send(anna.id, direct, 'secret', 'Слово по секрету')
    matches, following = await engine.read(moderated_messages.search, boss.id, 'слово', None)
    assert [message.body for message in matches[:2]] == ['Слово 54', 'Слово 53']
    rest, end = await engine.read(moderated_messages.search, boss.id, 'СЛОВО', following)
    assert [message.body for message in rest] == [f'Слово {number}' for number in range(4, -1, -1)]
    assert end is None


async def test_a_message_is_found_by_its_file_name(boss: User, anna: User) -> None:
    room = await make_room(anna, boss)
    sent = await upload(anna, room, name='Budget.txt')
    await messages.send(anna.id, room, 'with', '', files=[sent])
    await messages.send(anna.id, room, 'without', 'no file here')
    matches, _ = await engine.read(moderated_messages.search, boss.id, 'budget', None)
    assert [[file.name for file in message.attachments] for message in matches] == [['Budget.txt']]
    matches, _ = await engine.read(moderated_messages.search, boss.id, '', None)
    assert [len(message.attachments) for message in matches] == [0, 1]


async def test_a_rare_word_is_searched_in_steps(boss: User, anna: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moderated_messages, 'SCAN_MESSAGES', 10)
    room = await make_room(anna)
    for number in range(35):
        await messages.send(anna.id, room, f'k{number}', 'rare' if number == 2 else 'usual')
    before, matches, steps = None, [], 0
    while True:
        step_matches, before = await engine.read(moderated_messages.search, boss.id, 'rare', before)
        matches += step_matches
        steps += 1
        if before is None:
            break
    assert (len(matches), steps) == (1, 4)


async def test_messages_that_are_slow_to_read_take_more_steps(
    boss: User, anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moderated_messages, 'SCAN_S', 0)
    monkeypatch.setattr(moderated_messages, 'SCAN_AT_ONCE', 10)
    room = await make_room(anna)
    for number in range(25):
        await messages.send(anna.id, room, f'k{number}', 'a' * 8_000 if number else 'RaRe')
    before, matches, steps = None, [], 0
    while not steps or before is not None:
        step_matches, before = await engine.search(moderated_messages.search, boss.id, 'rArE', before)
        matches += step_matches
        steps += 1
    assert ([message.body for message in matches], steps) == (['RaRe'], 3)


async def test_a_deleted_message_keeps_its_place_and_loses_its_text(boss: User, anna: User) -> None:
    room = await make_room(anna, name='Wall')
    row = await messages.send(anna.id, room, 'k', 'rude')
    await moderated_messages.delete_message(boss.id, row.id)
    shown = (await history.open_room(anna.id, room)).messages[-1]
    assert (shown.id, shown.deleted, shown.body) == (row.id, True, '')
    assert await logged(boss) == [('deleted_message', 'Wall')]
    assert await engine.read(lambda: Message.get_by_id(row.id).deleted_at) is not None


async def test_the_site_is_changed_and_only_changes_are_logged(boss: User) -> None:
    choices = {'name': 'Lighthouse', 'sign_up': site_settings.INVITE, 'create_rooms': site_settings.ADMINS}
    await moderation.change_site(boss.id, **choices)
    await moderation.change_site(boss.id, **choices)
    assert site_settings.current().name == 'Lighthouse'
    before = site_settings.current().invite_code
    await moderation.renew_invite(boss.id)
    assert site_settings.current().invite_code not in ('', before)
    assert await logged(boss) == [('renewed_invite', ''), ('changed_settings', 'Lighthouse')]


async def test_a_search_that_stopped_early_says_how_far_back_it_looked(
    boss: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moderated_messages, 'SCAN_MESSAGES', 10)
    room = await make_room(boss)
    for number in range(25):
        await messages.send(boss.id, room, f'k{number}', 'often')
    matches, before = await engine.read(moderated_messages.search, boss.id, 'rare', None)
    assert not matches
    assert before is not None
    last = await engine.read(Message.get_by_id, before)
    assert await engine.read(moderated_messages.time_of_message, before) == last.created_at
    assert await engine.read(moderated_messages.time_of_message, before + 1_000) is None


@pytest.mark.parametrize('name', ['', ' ', 'x' * 41])
async def test_an_invalid_site_name_is_refused_with_its_own_limit(boss: User, name: str) -> None:
    with pytest.raises(InvalidPlaceName, match='1 to 40') as refusal:
        await moderation.change_site(boss.id, name=name, sign_up='anyone', create_rooms='everyone')
    assert refusal.value.field == 'name'


async def test_the_refusal_of_a_site_name_says_which_character_is_invisible(boss: User) -> None:
    with pytest.raises(InvisibleCharacter, match=r'U\+202E'):
        await moderation.change_site(boss.id, name='Har\u202ebour', sign_up='anyone', create_rooms='everyone')


async def test_an_admin_creates_an_account_whose_owner_chooses_the_password(boss: User, anna: User) -> None:
    user, token = await moderation.create_account(boss.id, 'Новичок')
    with pytest.raises(WrongLogin):
        await accounts.log_in('Новичок', '', address='', device='')
    assert (await engine.read(accounts.person_of_link, token)).id == user.id
    with pytest.raises(NameTaken):
        await moderation.create_account(boss.id, 'anna')
    with pytest.raises(NotFound):
        await moderation.create_account(anna.id, 'somebody')
    entry = (await engine.read(audit_log.list_latest, boss.id))[0]
    assert (entry.action, entry.target) == ('created_account', 'Новичок')
