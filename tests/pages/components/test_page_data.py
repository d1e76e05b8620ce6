"""Data in the page outside NiceGUI's elements: it cannot break out of its element, and is released once taken."""

import json
import re
from uuid import uuid4

from nicegui import Client

from messenger.messages import messages
from messenger.rooms import rooms
from tests.pages.conftest import SignUp

HOSTILE = '</script></template><script>alert(1)</script>'
LIST = re.compile(r'<script type="application/json" id="room-list">(.*?)</script>', re.DOTALL)
ROOM = re.compile(r'<script type="application/json" id="opened-room">(.*?)</script>', re.DOTALL)


async def test_the_room_list_is_in_the_page_and_cannot_break_out_of_its_element(sign_up: SignUp) -> None:
    anna = await sign_up('anna')
    await rooms.create(anna.user_id, HOSTILE, [])
    page = (await anna.http.get('/rooms')).text
    assert '<script>alert' not in page
    assert '</template><script>' not in page
    assert [room['name'] for room in json.loads(LIST.findall(page)[0])] == [HOSTILE]


async def test_lists_do_not_go_through_the_elements(sign_up: SignUp) -> None:
    """NiceGUI escapes element data character by character."""
    anna = await sign_up('anna')
    await rooms.create(anna.user_id, 'a room of its own', [])
    page = (await anna.http.get('/rooms')).text
    elements = page.split('parseElements(', 1)[1]
    assert 'a room of its own' in page
    assert 'a room of its own' not in elements


async def test_a_window_that_has_the_data_keeps_no_second_copy_on_the_server(sign_up: SignUp) -> None:
    anna = await sign_up('anna')
    await anna.open('/rooms')
    client = Client.instances[anna.client_id]
    assert 'room-list' not in client.body_html


async def test_the_page_of_a_room_brings_its_messages_along_for_those_who_may_see_them(sign_up: SignUp) -> None:
    anna, bob = await sign_up('anna'), await sign_up('bob')
    room = await rooms.create(anna.user_id, 'Desk', [])
    for text in (HOSTILE, 'second'):
        await messages.send(anna.user_id, room, uuid4().hex, text)
    page = (await anna.http.get(f'/rooms/{room}')).text
    assert '<script>alert' not in page
    given = json.loads(ROOM.findall(page)[0])
    assert (given['room'], given['around']) == (room, None)
    assert [row['body'] for row in given['answer']['messages'][1:]] == [HOSTILE, 'second']
    around = json.loads(ROOM.findall((await anna.http.get(f'/rooms/{room}?message=2')).text)[0])
    assert around['around'] == 2
    hidden = (await bob.http.get(f'/rooms/{room}')).text
    assert ROOM.findall(hidden) == []
    assert 'second' not in hidden
