"""Things of one column begin and end at the same edges, and the composer's tools share a row where they fit."""

from collections import Counter

import pytest
from playwright.async_api import Locator, expect

from tests.browser.conftest import Arrive
from tests.browser.test_long_press import PHONE, colour
from tests.browser.test_message_actions import act
from tests.live_server import LiveServer

LOCALES = {'en': 'en-GB', 'ru': 'ru-RU'}
ROUNDING_PX = 1.0
APART_PX = 8


async def edges(element: Locator) -> tuple[float, float]:
    """The left and the right edge, in px."""
    box = await element.bounding_box()
    assert box is not None
    return box['x'], box['x'] + box['width']


@pytest.mark.parametrize('locale', LOCALES.values(), ids=LOCALES)
async def test_the_tools_of_the_composer_share_a_row_where_they_fit(
    live_server: LiveServer, visit: Arrive, subtests: pytest.Subtests, locale: str
) -> None:
    anna = await visit(live_server, 'anna', locale=locale)
    await anna.register()
    await anna.page.goto(f'{anna.url}/rooms/{await anna.create_room(f"Harbour of {anna.name}")}')
    tools = anna.page.locator('.box-tools > :is(.attach, .formats, .send)')
    await expect(tools).to_have_count(3)
    for width in (900, 960, 1023, 1024):
        with subtests.test(f'{width} px'):
            await anna.page.set_viewport_size({'width': width, 'height': 800})
            boxes = [await tool.bounding_box() for tool in await tools.all()]
            middles = {round(box['y'] + box['height'] / 2) for box in boxes if box is not None}
            assert max(middles) - min(middles) <= ROUNDING_PX


async def test_a_placeholder_that_does_not_fit_ends_in_an_ellipsis(live_server: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(live_server, 'anna', **PHONE)
    await anna.make_room('A harbour with a name that no telephone can show in one line')
    style = await anna.composer.evaluate(
        '(field) => { const { overflow, textOverflow, whiteSpace } = getComputedStyle(field, "::placeholder");'
        ' return { overflow, textOverflow, whiteSpace }; }'
    )
    assert style == {'overflow': 'hidden', 'textOverflow': 'ellipsis', 'whiteSpace': 'nowrap'}


@pytest.mark.allows_errors(r' 404 ', reason='one of the pages is that of a missing room')
async def test_the_languages_begin_at_the_edge_of_the_form_above(
    live_server: LiveServer, visit: Arrive, subtests: pytest.Subtests
) -> None:
    anna = await visit(live_server, 'anna')
    for path in ('/login', '/register', '/rooms/0'):
        if path == '/rooms/0':
            await anna.register()
        await anna.page.goto(anna.url + path)
        for width in (390, 1440):
            with subtests.test(f'{path}, {width} px'):
                await anna.page.set_viewport_size({'width': width, 'height': 900})
                left, _ = await edges(anna.page.get_by_role('heading', level=1))
                first = anna.page.get_by_role('form', name='Language').get_by_role('button').first
                padding = await first.evaluate('(one) => parseFloat(getComputedStyle(one).paddingLeft)')
                assert abs((await edges(first))[0] + padding - left) <= ROUNDING_PX


async def test_on_a_phone_the_tool_of_a_page_ends_where_the_page_does(live_server: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(live_server, 'anna', **PHONE)
    await anna.create_room(f'Harbour of {anna.name}')
    for path, tool, content in (
        ('/rooms', 'New room', anna.main.get_by_role('list', name='My rooms')),
        ('/users', 'New conversation', anna.main.get_by_role('list', name='Users')),
    ):
        await anna.goto(path)
        _, right = await edges(anna.main.get_by_role('button', name=tool))
        assert abs(right - (await edges(content))[1]) <= ROUNDING_PX


async def test_the_buttons_of_the_details_are_below_one_another(live_server: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(live_server, 'anna')
    room = await anna.create_room(f'Harbour of {anna.name}')
    await anna.post(room, 'Bread at seven')
    await anna.goto(f'/rooms/{room}')
    await act(anna.message('Bread at seven'), 'Pin')
    await anna.page.get_by_role('button', name='Details', exact=True).click()
    panel = anna.page.get_by_role('complementary', name='Details')
    _, close = await edges(panel.get_by_role('button', name='Close details'))
    _, unpin = await edges(panel.get_by_role('button', name='Unpin'))
    assert abs(close - unpin) <= ROUNDING_PX


async def test_messages_have_the_edges_of_the_composer(
    live_server: LiveServer, arrive: Arrive, subtests: pytest.Subtests
) -> None:
    anna = await arrive(live_server, 'anna')
    room = await anna.create_room(f'Harbour of {anna.name}')
    await anna.post(room, 'Bread at seven')
    await anna.goto(f'/rooms/{room}')
    box, avatar = anna.main.locator('.box'), anna.log.locator('.msg .avatar').first
    for width in (2560, 1440, 1200, 1024):
        with subtests.test(f'{width} px'):
            await anna.page.set_viewport_size({'width': width, 'height': 900})
            assert abs((await edges(avatar))[0] - (await edges(box))[0]) <= ROUNDING_PX
    await anna.page.set_viewport_size({'width': 1440, 'height': 400})
    await anna.page.get_by_role('button', name='Details', exact=True).click()
    await expect(anna.page.get_by_role('complementary', name='Details')).to_be_visible()
    assert abs((await edges(avatar))[0] - (await edges(box))[0]) <= ROUNDING_PX


async def test_the_heading_of_the_profile_begins_where_its_cards_do(
    live_server: LiveServer, arrive: Arrive, subtests: pytest.Subtests
) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.goto('/profile')
    for width in (768, 820, 1024, 1199):
        with subtests.test(f'{width} px'):
            await anna.page.set_viewport_size({'width': width, 'height': 900})
            left, _ = await edges(anna.main.get_by_role('form', name='Profile'))
            assert abs((await edges(anna.heading))[0] - left) <= ROUNDING_PX


async def test_the_choices_of_how_long_to_mute_have_two_columns_in_a_dialog(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.make_room(f'Harbour of {anna.name}')
    await anna.room_menu('Notifications')
    choices = anna.page.get_by_role('dialog').locator('.pause .button-row .button')
    await expect(choices).to_have_count(4)
    columns = Counter([await edges(choice) for choice in await choices.all()])
    assert sorted(columns.values()) == [2, 2]


@pytest.mark.parametrize('locale', LOCALES.values(), ids=LOCALES)
async def test_no_item_of_the_menu_at_the_own_avatar_has_two_lines(
    live_server: LiveServer, visit: Arrive, locale: str
) -> None:
    anna = await visit(live_server, 'anna', locale=locale)
    await anna.register()
    await anna.page.goto(f'{anna.url}/users')
    await anna.page.locator('#me').click()
    items = anna.page.get_by_role('menuitem')
    await expect(items).to_have_count(9)
    boxes = [await item.bounding_box() for item in await items.all()]
    assert len({round(box['height']) for box in boxes if box is not None}) == 1


async def test_the_state_of_the_connection_is_in_the_middle_of_the_page_and_not_of_the_window(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.goto('/users')
    await anna.status.evaluate('(status) => status.classList.add("noted")')
    for width in (820, 1440, 390):
        await anna.page.set_viewport_size({'width': width, 'height': 900})
        (left, right), (begin, end) = await edges(anna.status), await edges(anna.main)
        assert abs(left + right - begin - end) <= 2 * ROUNDING_PX


async def test_on_a_phone_the_list_of_shortcuts_is_closed_by_a_button_as_wide_as_those_of_dialogs(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna = await arrive(live_server, 'anna', **PHONE)
    await anna.goto('/rooms')
    await anna.page.keyboard.press('?')
    shown = anna.page.get_by_role('dialog', name='Keyboard shortcuts')
    assert await edges(shown.get_by_role('button', name='Close')) == await edges(shown.locator('dl'))


async def test_someone_who_is_alone_finds_the_invitation_apart_from_the_list(
    own_server: LiveServer, arrive: Arrive
) -> None:
    admin = await arrive(own_server, 'admin')
    await admin.goto('/users')
    people = await admin.main.get_by_role('list', name='Users').bounding_box()
    invitation = await admin.main.locator('.empty').bounding_box()
    assert people is not None
    assert invitation is not None
    assert invitation['y'] - people['y'] - people['height'] >= APART_PX


async def test_the_facts_about_a_person_are_never_alone_in_a_row(
    own_server: LiveServer, arrive: Arrive, subtests: pytest.Subtests
) -> None:
    admin = await arrive(own_server, 'admin')
    await admin.goto('/admin')
    cells = admin.main.get_by_role('row').last.locator('td[data-label]')
    await expect(cells).to_have_count(4)
    for width in (700, 820, 900, 1000):
        with subtests.test(f'{width} px'):
            await admin.page.set_viewport_size({'width': width, 'height': 900})
            boxes = [await cell.bounding_box() for cell in await cells.all()]
            rows = Counter(round(box['y']) for box in boxes if box is not None)
            assert min(rows.values()) > 1


async def test_the_heading_that_sorts_a_table_has_an_arrow_and_the_others_look_alike(
    own_server: LiveServer, arrive: Arrive
) -> None:
    admin = await arrive(own_server, 'admin')
    await admin.post(await admin.create_room('Harbour'), 'Bread at seven')
    await admin.goto('/admin/activity')
    await admin.main.get_by_role('button', name='Rooms', exact=True).click()
    sorting = admin.main.locator('th[aria-sort]')
    await expect(sorting).to_have_text('Rooms')
    arrow = 'one => getComputedStyle(one.querySelector("button"), "::after").content'
    assert '↓' in await sorting.evaluate(arrow)
    others = admin.main.locator('th:not([aria-sort])')
    colours = [await colour(heading) for heading in await others.all()]
    colours += [await colour(button) for button in await others.get_by_role('button').all()]
    assert len(set(colours)) == 1
