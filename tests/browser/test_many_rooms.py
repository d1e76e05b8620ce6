"""A sidebar with very many rooms: what is drawn, what is in sight, sections that fold, unread rooms out of sight."""

import sqlite3
from typing import Any

from playwright.async_api import Locator, expect

from tests.browser.conftest import Arrive
from tests.browser.people import Person
from tests.live_server import LiveServer

ROOMS = 300
SIDEBAR_MAX, PAGE_MAX = 300, 1_200
IN_SIGHT: Any = {'ratio': 1}
ROW_PX = 34
PLACE = """(hidden, text) => {
  const range = document.createRange(), at = hidden.firstChild.data.indexOf(text);
  range.setStart(hidden.firstChild, at);
  range.setEnd(hidden.firstChild, at + text.length);
  const { top, height } = range.getBoundingClientRect();
  return top + height / 2 - hidden.parentElement.getBoundingClientRect().top;
}"""
SEAT = (
    'INSERT INTO membership (room_id, user_id, role, level, last_read_seq, joined_at)'
    " VALUES (?, ?, 'member', 'everything', ?, 0)"
)
ROOM = (
    'INSERT INTO room (kind, name, name_key, topic, owners_only, last_seq, revision, created_by_id, created_at)'
    " VALUES ('closed', ?, ?, '', 0, 0, 0, ?, 0)"
)

MESSAGE = (
    'INSERT INTO message (room_id, seq, revision, author_id, key, kind, body, html, html_version, created_at)'
    " SELECT ?, 1, 1, id, ?, 'text', 'news', '<p>news</p>', 1, 0 FROM user WHERE username = 'admin'"
)


def fill(server: LiveServer, person: Person) -> list[int]:
    """Put somebody into very many rooms; returns their numbers by name."""
    with sqlite3.connect(server.data_dir / 'messenger.db', timeout=20) as base:
        (user,) = base.execute('SELECT id FROM user WHERE username = ?', [person.name]).fetchone()
        names = [f'{person.name} berth {number:03}' for number in range(ROOMS)]
        rooms = [base.execute(ROOM, [name, name, user]).lastrowid or 0 for name in names]
        base.executemany(SEAT, [(room, user, 0) for room in rooms])
    base.close()
    return rooms


async def is_in_sight(person: Person, room: int) -> None:
    row = person.page.locator(f'.room[data-room="{room}"]')
    await expect(row).to_have_attribute('aria-current', 'page')
    await expect(row).to_be_in_viewport(**IN_SIGHT)


async def test_the_current_room_is_in_sight_among_three_hundred(live_server: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(live_server, 'anna', viewport={'width': 1440, 'height': 900})
    rooms = fill(live_server, anna)
    await anna.goto(f'/rooms/{rooms[150]}')
    await is_in_sight(anna, rooms[150])
    side = anna.page.locator('aside.side')
    assert await side.evaluate('(one) => one.querySelectorAll("*").length') <= SIDEBAR_MAX
    assert await anna.page.evaluate('document.querySelectorAll("*").length') <= PAGE_MAX
    row = anna.page.get_by_role('list', name='Room list').get_by_role('listitem').filter(has_text='berth 150')
    assert [await row.get_attribute(f'aria-{name}') for name in ('setsize', 'posinset')] == [str(ROOMS), '151']

    for at in (151, 152, 153):
        await anna.page.keyboard.press('Alt+ArrowDown')
        await is_in_sight(anna, rooms[at])
    await walk(anna, rooms)
    await unread_out_of_sight(live_server, anna, rooms)
    await fold(anna, side, rooms)


async def walk(anna: Person, rooms: list[int]) -> None:
    """By arrow and by letter to rooms that were not drawn; for the browser's search, text is in the place of others."""
    await anna.page.locator(f'.room[data-room="{rooms[153]}"]').focus()
    await anna.page.keyboard.press('End')
    await expect(anna.page.locator(f'.room[data-room="{rooms[-1]}"]')).to_be_focused()
    await anna.page.keyboard.type(f'{anna.name[:1]}')
    await expect(anna.page.locator(f'.room[data-room="{rooms[0]}"]')).to_be_focused()
    await expect(anna.page.locator(f'.room[data-room="{rooms[0]}"]')).to_be_in_viewport()
    far = await anna.page.locator('.hidden-rows').first.evaluate(PLACE, f'{anna.name} berth 222')
    assert abs(far - 222.5 * ROW_PX) < ROW_PX / 2


async def unread_out_of_sight(server: LiveServer, anna: Person, rooms: list[int]) -> None:
    """A pill leads to unread rooms above and below."""
    with sqlite3.connect(server.data_dir / 'messenger.db', timeout=20) as base:
        for room in (rooms[3], rooms[280]):
            base.execute('UPDATE room SET last_seq = 1, revision = 1 WHERE id = ?', [room])
            base.execute(MESSAGE, [room, f'news of {room}'])
    base.close()
    await anna.goto(f'/rooms/{rooms[150]}')
    below, above = (anna.page.get_by_role('button', name=f'More unread {way}') for way in ('below', 'above'))
    await expect(above).to_be_visible()
    await below.click()
    await expect(anna.page.locator(f'.room[data-room="{rooms[280]}"]')).to_be_in_viewport(**IN_SIGHT)
    await expect(below).to_have_count(0)
    await anna.page.keyboard.press('Alt+Shift+ArrowUp')
    await is_in_sight(anna, rooms[3])
    await expect(anna.log.get_by_role('article')).to_have_count(1)
    await expect(above, 'it is read').to_have_count(0)


async def fold(anna: Person, side: Locator, rooms: list[int]) -> None:
    """A folded section keeps only the current room and says how much is unread, also after a reload."""
    button = side.get_by_role('button', name='Rooms', exact=True)
    await expect(button).to_have_attribute('aria-expanded', 'true')
    await button.click()
    await anna.goto(f'/rooms/{rooms[150]}')
    await expect(button).to_have_attribute('aria-expanded', 'false')
    await expect(side.locator('.room')).to_have_count(1)
    await is_in_sight(anna, rooms[150])
    await expect(side.get_by_role('heading', name='Rooms').get_by_role('img', name='1 unread')).to_be_visible()
