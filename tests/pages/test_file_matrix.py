"""Who may send and fetch files: every role in every kind of room, as in test_matrix.py."""

from uuid import uuid4

import httpx

from messenger.database.engine import read, write
from messenger.messages import messages
from messenger.models import Attachment, User
from tests.factories import upload
from tests.pages.conftest import UserWindow
from tests.pages.test_matrix import EVENTS, LOGIN, NO, OUTSIDE, PLACES, YES, World, outcome, shut_out, world

__all__ = ['world']  # the fixture

WITH_FILE = [place for place in PLACES if place not in ('deleted', 'missing')]


async def attached(world: World, place: str) -> str:
    """The address of a file in a message of the owner's."""
    owner = await read(User.get_by_id, world.people['owner'].user_id)
    file = await upload(owner, world.rooms[place], name='a.txt')
    await messages.send(owner.id, world.rooms[place], uuid4().hex, '', files=[file])
    return f'/files/{file}/a.txt'


async def test_files_are_for_people_who_may_read_the_message(world: World) -> None:
    addresses = {place: await attached(world, place) for place in WITH_FILE}
    await shut_out(world)
    for role, person in world.people.items():
        for place, address in addresses.items():
            may = LOGIN if role in OUTSIDE else YES if EVENTS['open'][role][PLACES.index(place)] == '.' else NO
            for view in ('', '?view=head', '?view=text'):
                assert outcome(await person.http.get(address + view)) == may, f'{role}: {place} {view}'
        assert outcome(await person.http.get('/files/1000000/a.txt')) == (LOGIN if role in OUTSIDE else NO)


async def test_files_of_a_deleted_message_or_room_are_for_nobody(world: World) -> None:
    address = await attached(world, 'closed')
    file = int(address.split('/')[2])
    message = (await read(Attachment.get_by_id, file)).message_id
    assert message is not None
    await messages.delete(world.people['owner'].user_id, message)
    for role in ('stranger', 'member', 'owner', 'admin'):
        assert outcome(await world.people[role].http.get(address)) == NO, role
    await write(lambda: Attachment.update(message=world.message_ids['deleted']).where(Attachment.id == file).execute())
    for role in ('stranger', 'member', 'owner', 'admin'):
        assert outcome(await world.people[role].http.get(address)) == NO, role


async def test_an_unsent_file_is_private_to_its_owner(world: World) -> None:
    owner = await read(User.get_by_id, world.people['owner'].user_id)
    key = uuid4().hex
    file = await upload(owner, world.rooms['open'], key=key)
    await shut_out(world)
    for role, person in world.people.items():
        may = LOGIN if role in OUTSIDE else YES if role == 'owner' else NO
        assert outcome(await person.http.get(f'/files/{file}/notes.txt')) == may, role
        assert outcome(await person.http.patch(f'/files/{key}', params={'offset': 0})) == may, role
    for role, person in world.people.items():
        may = LOGIN if role in OUTSIDE else YES if role == 'owner' else NO
        assert outcome(await person.http.delete(f'/files/{key}')) == may, role


async def announced(person: UserWindow, room: int) -> httpx.Response:
    return await person.http.post(f'/files/{uuid4().hex}', params={'room': room, 'name': 'a.txt', 'size': 5})


async def test_people_who_may_write_can_send_files(world: World) -> None:
    await shut_out(world)
    for role, person in world.people.items():
        for number, place in enumerate(PLACES):
            answer = await announced(person, world.rooms[place])
            if role in OUTSIDE:
                assert outcome(answer) == LOGIN
                continue
            letter = EVENTS['send'][role][number]
            expected = {'.': None, 'f': 'not_found', 'm': 'not_a_member'}[letter]
            assert answer.json().get('code') == expected, f'{role}: {place}'
