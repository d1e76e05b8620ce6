"""A hidden thing answers exactly like one that does not exist: no answer reveals that it exists, or what it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio

from messenger import rate_limits
from messenger.admin import moderation
from messenger.database.engine import read, write
from messenger.files import uploads
from messenger.live.requests import table
from messenger.messages import messages, pins, reactions
from messenger.models import Message, User
from messenger.models.message_kinds import NOTICE
from messenger.rate_limits import Rate, RateLimits
from messenger.rooms import directs, rooms
from tests.conftest import Clock
from tests.factories import make_user, upload
from tests.pages.conftest import SignUp, UserWindow

MISSING = 10**9
TOO_LONG = 'y' * 60_000
BASE = {'body': 'words', 'before': 5, 'seq': 1, 'emoji': '👍', 'on': True, 'typed': 'a', 'moment': 0, 'key': 'k'}
# variations of a request: each of these replaces values of BASE
OTHERWISE: tuple[dict[str, Any], ...] = (
    {},
    *({'body': body} for body in ('', ' ', '\u200b', TOO_LONG, '@all and @owner', '```\n', None, 5)),
    *({'emoji': emoji} for emoji in ('nope', '', None)),
    *({'on': on} for on in (False, None)),
    *({'seq': seq} for seq in (0, MISSING, -1)),
    {'since': 0},
    {'around': 1},
    {'people': [1, 2, 3]},
    {'reply': 1},
    {'before': None, 'after': 0},
    {'limit': 0},
    {'typed': ''},
    {'key': '!'},
    {'base': ''},
)
TARGETLESS = {'hello', 'close', 'read_all', 'idle', 'switcher'}  # they refer to nothing that could be hidden


@dataclass
class Hidden:
    """The ids of things that neither of the two `lookers` may see, by kind; `keys` belong to others' uploads."""

    lookers: list[UserWindow]
    rooms: dict[str, int]
    messages: dict[str, int]
    files: dict[str, int]
    keys: dict[str, str]


@pytest_asyncio.fixture
async def hidden(sign_up: SignUp) -> Hidden:
    """An owner's conversation in every state, a stranger to it, and an admin, who may not read direct ones either."""
    owner, other, stranger, admin = [await sign_up(name) for name in ('owner', 'other', 'stranger', 'admin')]
    await write(lambda: User.update(is_admin=True).where(User.id == admin.user_id).execute())
    user = await read(User.get_by_id, owner.user_id)
    places = {'direct': await directs.open_with(owner.user_id, [other.user_id])}
    places['group'] = await directs.open_with(owner.user_id, [other.user_id, (await make_user(uuid4().hex[:9])).id])
    message_ids, files, keys = {}, {}, {}
    for place, room in places.items():
        for state in ('plain', 'file', 'deleted', 'deleted file', 'pinned', 'reacted', 'edited', 'reply'):
            name = f'{state} in {place}'
            has_file = 'file' in state
            key = uuid4().hex
            attached = [await upload(user, room, key=key)] if has_file else []
            reply = {'reply': 1} if state == 'reply' else {}
            row = await messages.send(
                owner.user_id, room, uuid4().hex, '' if has_file else 'x', files=attached, **reply
            )
            message_ids[name] = row.id
            if has_file:
                files[name], keys[name] = attached[0], key
        await messages.delete(owner.user_id, message_ids[f'deleted in {place}'])
        await messages.delete(owner.user_id, message_ids[f'deleted file in {place}'])
        await pins.put(owner.user_id, message_ids[f'pinned in {place}'], on=True)
        await reactions.put(other.user_id, message_ids[f'reacted in {place}'], '👍', on=True)
        await messages.edit(owner.user_id, message_ids[f'edited in {place}'], 'other words')
    name = uuid4().hex
    places['bin'] = await rooms.create(owner.user_id, name, [stranger.user_id])
    message_ids['in the bin'] = (await messages.send(owner.user_id, places['bin'], uuid4().hex, 'x')).id
    message_ids['notice in the bin'] = await read(_notice, places['bin'])
    await rooms.delete(owner.user_id, places['bin'], name)
    keys['not sent'], keys['unfinished'] = uuid4().hex, uuid4().hex
    files['not sent'] = await upload(user, places['direct'], key=keys['not sent'])
    await uploads.announce(user.id, places['direct'], keys['unfinished'], 'a.txt', 9)
    for window in (stranger, admin):
        await window.open()
    return Hidden([stranger, admin], places, message_ids, files, keys)


@pytest_asyncio.fixture
async def closed(hidden: Hidden, sign_up: SignUp) -> Hidden:
    """The same in a closed room, which admins may see: only the stranger looks."""
    owner = await sign_up('owner')
    room = await rooms.create(owner.user_id, uuid4().hex, [])
    user = await read(User.get_by_id, owner.user_id)
    key = uuid4().hex
    file = await upload(user, room, key=key)
    with_file = await messages.send(owner.user_id, room, uuid4().hex, '', files=[file])
    plain = await messages.send(owner.user_id, room, uuid4().hex, 'x')
    message_ids = {'file': with_file.id, 'plain': plain.id, 'notice': await read(_notice, room)}
    return Hidden(hidden.lookers[:1], {'closed': room}, message_ids, {'file': file}, {'file': key})


def _notice(room: int) -> int:
    return int(Message.get(Message.room == room, Message.kind == NOTICE).id)


def requests(names: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Requests about what `names` names, in all their forms."""
    for otherwise in OTHERWISE:
        yield BASE | names | otherwise


async def answers(window: UserWindow, event: str, names: dict[str, Any]) -> list[Any]:
    asked = list(requests(names))
    if event == 'batch':
        asked = [{'changes': [[change, data]]} for change in sorted(table.MUTATIONS) for data in asked]
    return [await window.emit(event, data) for data in asked]


@pytest.mark.parametrize('event', sorted({*table.EVENTS} - TARGETLESS))
async def test_events_answer_the_same_for_hidden_and_missing_things(hidden: Hidden, closed: Hidden, event: str) -> None:
    for world in (hidden, closed):
        nothing = {'room': MISSING, 'message': MISSING, 'files': [MISSING], 'user': MISSING}
        for window in world.lookers:
            expected = await answers(window, event, nothing)
            for name, message in world.messages.items():
                assert await answers(window, event, nothing | {'message': message}) == expected, name
            for name, room in world.rooms.items():
                assert await answers(window, event, nothing | {'room': room}) == expected, name


async def test_sending_other_peoples_files_does_not_reveal_whether_they_exist(hidden: Hidden, sign_up: SignUp) -> None:
    anna = await sign_up('anna')
    room = await rooms.create(anna.user_id, uuid4().hex, [])
    await anna.open()
    data = {'room': room, 'body': '', 'key': 'k'}
    expected = await anna.emit('send', data | {'files': [MISSING]})
    for name, file in hidden.files.items():
        assert await anna.emit('send', data | {'files': [file]}) == expected, name


async def test_a_blocked_person_is_indistinguishable_from_a_missing_one(hidden: Hidden, sign_up: SignUp) -> None:
    admin, gone = hidden.lookers[1], await sign_up('gone')
    await moderation.block(admin.user_id, gone.user_id)
    stranger = hidden.lookers[0]
    assert await stranger.emit('direct', {'user': gone.user_id}) == await stranger.emit('direct', {'user': MISSING})


async def test_a_blank_edit_of_a_hidden_message_reveals_nothing_about_its_files(hidden: Hidden) -> None:
    for window in hidden.lookers:
        for name, message in hidden.messages.items():
            answer = await window.emit('edit', {'message': message, 'body': ''})
            assert answer[0]['error']['code'] == 'not_found', name


async def test_limits_refuse_hidden_and_missing_things_at_the_same_moment(
    hidden: Hidden, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = {kind: Rate(400 if kind == 'event' else 2, 0.01, kind) for kind in rate_limits.RATES}
    monkeypatch.setattr(rate_limits, 'RATES', few)
    window = hidden.lookers[0]
    for event in sorted({*table.EVENTS} - TARGETLESS - {'batch', 'direct'}):
        answers = []
        for message, room in ((MISSING, MISSING), *zip(hidden.messages.values(), hidden.rooms.values(), strict=False)):
            rate_limits.limits.set(RateLimits(is_on=True))
            data = BASE | {'message': message, 'room': room}
            answers.append([await window.emit(event, data) for _ in range(4)])
        assert all(answer == answers[0] for answer in answers), event
        assert answers[0][-1][0]['error']['code'] == 'limit_reached', event


def seen(answer: httpx.Response) -> tuple[int, dict[str, str], bytes]:
    """Everything a browser sees of an answer."""
    headers = {name: value for name, value in answer.headers.items() if name not in ('date', 'x-request-id')}
    return answer.status_code, headers, answer.content


async def test_routes_answer_the_same_for_hidden_and_missing_things(hidden: Hidden, closed: Hidden) -> None:
    for world in (hidden, closed):
        for window in world.lookers:
            http = window.http
            for headers in ({}, {'accept': 'application/json'}, {'range': 'bytes=0-1'}):
                for view in ('', '?view=small', '?view=large', '?view=none'):
                    expected = seen(await http.get(f'/files/{MISSING}/a.txt{view}', headers=headers))
                    for name, file in world.files.items():
                        answer = await http.get(f'/files/{file}/a.txt{view}', headers=headers)
                        assert seen(answer) == expected, (name, view)
                for end in ('', '?message=1', '?message=x'):
                    expected = seen(await http.get(f'/rooms/{MISSING}{end}', headers=headers))
                    for name, room in world.rooms.items():
                        assert seen(await http.get(f'/rooms/{room}{end}', headers=headers)) == expected, name


@pytest.mark.parametrize('content', [b'', b'x', b'x' * 100])
async def test_uploads_of_others_answer_like_missing_ones(hidden: Hidden, closed: Hidden, content: bytes) -> None:
    for world in (hidden, closed):
        for window in world.lookers:
            http = window.http
            for offset in (0, 5, 100):
                where = {'offset': offset}
                expected = seen(await http.patch('/files/missing', params=where, content=content))
                for name, key in world.keys.items():
                    assert seen(await http.patch(f'/files/{key}', params=where, content=content)) == expected, name
            expected = seen(await http.delete('/files/missing'))
            for name, key in world.keys.items():
                assert seen(await http.delete(f'/files/{key}')) == expected, name
            for size in (0, 5, 10**9):
                params: dict[str, str | int] = {'name': 'a', 'size': size}
                expected = seen(await http.post('/files/fresh', params=params | {'room': MISSING}))
                for key in ('fresh', *world.keys.values()):
                    for name, room in world.rooms.items():
                        answer = await http.post(f'/files/{key}', params=params | {'room': room})
                        assert seen(answer) == expected, name
