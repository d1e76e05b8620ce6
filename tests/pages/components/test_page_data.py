"""Data in the page outside NiceGUI's elements: it cannot break out of its element, and is released once taken."""

import json
import re

from nicegui import Client

from messenger.rooms import rooms
from tests.pages.conftest import SignUp

HOSTILE = '</script></template><script>alert(1)</script>'
LIST = re.compile(r'<script type="application/json" id="room-list">(.*?)</script>', re.DOTALL)


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
