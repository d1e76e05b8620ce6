"""Rows of lists, on phones above all: each part has the room it needs, and the whole row leads somewhere."""

from playwright.async_api import Locator, expect

from tests.browser.conftest import Arrive
from tests.browser.people import Person
from tests.browser.test_alignment import ROUNDING_PX, edges
from tests.browser.test_long_press import PHONE
from tests.browser.test_narrow_windows import resize
from tests.live_server import LiveServer

FINGER_PX = 44
LONG = 'The boats are back, and all of them have brought more fish than we can carry to the market today'


async def middle(element: Locator) -> float:
    """The vertical middle, in px."""
    box = await element.bounding_box()
    assert box is not None
    return box['y'] + box['height'] / 2


async def test_what_was_said_last_has_the_row_below_the_time(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await arrive(live_server, 'anna', **PHONE), await arrive(live_server, 'bob')
    read, unread = [await anna.create_room(f'{name} of {anna.name}', bob) for name in ('Pier', 'Deck')]
    await anna.post(read, LONG)
    await bob.post(unread, LONG)
    await anna.goto('/rooms')
    mine = anna.main.get_by_role('list', name='My rooms').get_by_role('listitem')
    for row, end in ((mine.filter(has_text='Pier'), 'local-time'), (mine.filter(has_text='Deck'), '.badge')):
        excerpt, (left, right) = await edges(row.locator('small')), await edges(row.locator(end))
        assert abs(excerpt[1] - right) <= ROUNDING_PX if end == 'local-time' else excerpt[1] <= left
        assert await middle(row.get_by_role('link')) < await middle(row.locator('small'))
    number = mine.filter(has_text='Deck')
    assert abs(await middle(number.locator('.badge')) - await middle(number.locator('small'))) <= 2


async def test_a_person_is_opened_by_their_row_and_written_to_by_an_icon(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna = await arrive(live_server, 'anna', **PHONE)
    await anna.goto('/users')
    row = anna.main.get_by_role('list', name='Users').get_by_role('listitem').filter(has_text=anna.name)
    button = row.get_by_role('button', name=f'Message {anna.name}')
    left, right = await edges(button)
    assert right - left == FINGER_PX
    await resize(anna, 800)
    await expect(button).to_have_text('Message')
    await row.click(position={'x': 300, 'y': 20})
    await expect(anna.heading).to_have_text(anna.name)
    await _buttons_of_a_profile_share_their_edges(anna)


async def _buttons_of_a_profile_share_their_edges(anna: Person) -> None:
    await resize(anna, 390)
    buttons = [await edges(button) for button in await anna.main.locator('.button-row .button').all()]
    assert len(buttons) == 2
    left, right = min(button[0] for button in buttons), max(button[1] for button in buttons)
    page = await edges(anna.main.locator('.person'))
    assert abs(left - page[0]) <= ROUNDING_PX
    assert abs(right - page[1]) <= ROUNDING_PX


async def test_a_found_word_is_marked_in_one_piece(live_server: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(live_server, 'anna', **PHONE)
    room = await anna.create_room(f'Pier of {anna.name}')
    await anna.post(room, *(f'https://example.org/{"x" * size}/quadrant/more' for size in range(1, 24, 2)))
    await anna.goto('/search?q=quadrant')
    order = anna.main.get_by_role('group', name='Order')
    await expect(order.get_by_role('button', pressed=True)).to_have_text('Newest first')
    await expect(anna.main.locator('.hits mark').nth(11)).to_be_visible()
    for width in (320, 390):
        await resize(anna, width)
        pieces = '(all) => all.map((one) => one.getClientRects().length + Number(one.offsetHeight > 30))'
        assert set(await anna.main.locator('.hits mark').evaluate_all(pieces)) == {1}


async def test_an_admin_sees_who_wrote_where_in_one_row_and_the_current_tab(
    live_server: LiveServer, arrive: Arrive
) -> None:
    admin = await arrive(live_server, 'admin', **PHONE)
    room = await admin.create_room('A pier with a name that is much too long for a telephone')
    await admin.post(room, 'seven herons')
    await admin.goto('/admin/messages')
    row = admin.main.get_by_role('listitem').filter(has_text='seven herons')
    author, place = [row.locator('.by a').nth(number) for number in range(2)]
    assert abs(await middle(author) - await middle(place)) <= ROUNDING_PX
    assert (await edges(place))[1] <= (await edges(row.get_by_role('button')))[0]
    for name in ('Messages', 'Log', 'Statistics'):
        tab = admin.main.get_by_role('link', name=name, exact=True)
        await tab.click()
        await admin.online()
        await expect(tab).to_have_attribute('aria-current', 'page')
        await expect(tab).to_be_in_viewport(ratio=1)


async def test_the_contents_of_the_profile_have_one_line_each_and_mark_what_is_being_read(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.goto('/profile')
    links = anna.main.locator('.contents-list a')
    current = anna.main.locator('.contents-list [aria-current]')
    await expect(current).to_have_text('Profile')
    assert len(set(await links.evaluate_all('(all) => all.map((one) => one.offsetHeight)'))) == 1
    for name in ('Notifications', 'Language', 'Appearance', 'Password'):
        await links.get_by_text(name).click()
        await expect(current).to_have_text(name)
    await anna.main.locator('.page').evaluate('(page) => page.scrollTo(0, 0)')
    await expect(current).to_have_text('Profile')


async def test_a_phone_shows_when_a_session_was_used_last(live_server: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(live_server, 'anna', **PHONE)
    await anna.goto('/profile')
    details = anna.main.get_by_role('list', name='Sessions').locator('small')
    await expect(details).to_have_count(1)
    await resize(anna, 320)
    assert await details.evaluate_all('(all) => all.every((one) => one.scrollWidth <= one.clientWidth)')
