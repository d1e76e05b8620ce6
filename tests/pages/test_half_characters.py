"""Half an emoji, as JSON.stringify writes a text cut inside one, and frames that are not JSON: all are answered."""

import asyncio
import json
from typing import Any

import pytest
from nicegui import ui

from messenger.live import json_frames
from messenger.reading import drafts
from messenger.rooms import rooms
from tests.factories import PASSWORD
from tests.pages.conftest import SignUp, UserWindow
from tests.pages.listeners import client_of, fire, targets_in
from tests.window import Refusal

HALF, WHOLE, MENDED = '\ud83d', '\U0001f600', '�'


async def in_a_room(sign_up: SignUp) -> tuple[UserWindow, int]:
    anna = await sign_up('anna')
    room = await rooms.create(anna.user_id, f'Room of {anna.user_id}', [])
    await anna.open(f'/rooms/{room}')
    await anna.join(room)
    return anna, room


async def answer_to(person: UserWindow, rest: str) -> dict[str, Any]:
    """The answer to a frame with a number and this text after it."""
    number = next(person.numbers)
    waiting = person.answers[number] = asyncio.get_running_loop().create_future()
    assert person.socket is not None
    await person.socket.send(f'42{number}{rest}')
    async with asyncio.timeout(5):
        return dict((await waiting)[0])


@pytest.mark.parametrize(
    ('body', 'read'),
    [
        (f'cut {HALF}', f'cut {MENDED}'),
        (f'{HALF}{HALF} {WHOLE}', f'{MENDED}{MENDED} {WHOLE}'),
        ('\ude00 behind', f'{MENDED} behind'),
        (f'{WHOLE}{HALF}', f'{WHOLE}{MENDED}'),
        (f'\\ud83d, \\\\{HALF}', f'\\ud83d, \\\\{MENDED}'),
    ],
)
async def test_half_an_emoji_in_a_message_is_replaced_and_the_rest_kept(sign_up: SignUp, body: str, read: str) -> None:
    anna, room = await in_a_room(sign_up)
    row = await anna.send(room, body, key='the-key')
    assert row['body'] == read
    assert (await anna.send(room, body, key='the-key'))['id'] == row['id']
    assert (await anna.ask('edit', {'message': row['id'], 'body': f'again {HALF}'}))['body'] == f'again {MENDED}'
    changes = [['send', {'room': room, 'key': 'other', 'body': body}], ['pin', {'message': row['id'], 'on': True}]]
    answers = (await anna.ask('batch', {'changes': changes}))['answers']
    assert [set(answer) for answer in answers] == [{'ok'}, {'ok'}]


async def test_every_other_event_accepts_half_an_emoji_too(sign_up: SignUp) -> None:
    anna, room = await in_a_room(sign_up)
    row = await anna.send(room, 'hello')
    assert (await anna.ask('draft', {'room': room, 'body': HALF, 'base': ''}))['body'] == MENDED
    assert await drafts.keep(anna.user_id, room, 'next', base=MENDED) == 'next'
    assert await anna.ask('mentionable', {'room': room, 'typed': HALF}) is not None
    assert await anna.ask('switcher', {'typed': HALF, HALF: HALF}) is not None
    with pytest.raises(Refusal, match='malformed'):
        await anna.ask('react', {'message': row['id'], 'emoji': HALF, 'on': True})
    with pytest.raises(Refusal, match='malformed'):
        await anna.ask(HALF)


@pytest.mark.parametrize('rest', ['[', '["send",{]', '["send"', '[]', '[5]', '["\\ud83d', '[' * 5_000, '["a",NaN]'])
async def test_a_frame_that_is_not_json_is_answered_under_its_number(sign_up: SignUp, rest: str) -> None:
    anna, _ = await in_a_room(sign_up)
    assert (await answer_to(anna, rest))['error']['code'] == 'malformed'
    assert await anna.ask('hello')


async def test_half_an_emoji_in_a_page_field_is_replaced(sign_up: SignUp) -> None:
    anna = await sign_up('anna')
    await anna.open('/profile')
    field, listener = next(
        (element, listener)
        for element, listener in targets_in(client_of(anna))
        if isinstance(element, ui.input) and listener.type.startswith('update:')
    )
    assert isinstance(field, ui.input)
    await fire(anna, (field, listener), f'a{HALF}')
    async with asyncio.timeout(5):
        while field.value != f'a{MENDED}':  # noqa: ASYNC110 - elements have no event for it
            await asyncio.sleep(0.01)


async def test_http_accepts_half_an_emoji_too(sign_up: SignUp) -> None:
    anna, room = await in_a_room(sign_up)
    half = '%ED%A0%BD'
    made = await anna.http.post(f'/files/halfakey?room={room}&name=a{half}.txt&size=3')
    assert made.is_success, made.text
    done = await anna.http.patch('/files/halfakey?offset=0', content=b'abc')
    assert done.is_success, done.text
    file = done.json()['file']
    row = await anna.ask('send', {'room': room, 'key': 'k', 'body': HALF, 'files': [file['id']]})
    assert MENDED in row['files'][0]['name']
    assert (await anna.http.get(f'/files/{file["id"]}/x')).content == b'abc'
    assert (await anna.http.get(f'/search?q={half}')).status_code == 200
    form = f'username=a{half}&password={PASSWORD}'.encode()
    headers = {'content-type': 'application/x-www-form-urlencoded'}
    assert (await anna.another().http.post('/login', content=form, headers=headers)).status_code < 500


def test_only_half_characters_are_repaired() -> None:
    whole = json.dumps([WHOLE, '\\ud83d', '\\\\ud83d', '\\"', '\u2028', {'a': 1}])
    assert json_frames.mend(whole) == whole
    assert json_frames.read(json.dumps([f'{HALF}\\'])) == [f'{MENDED}\\']
