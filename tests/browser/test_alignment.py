"""Things of one column begin and end at the same edges, and the composer's tools share a row where they fit."""

import pytest
from playwright.async_api import Locator, expect

from tests.browser.conftest import Arrive
from tests.browser.test_long_press import PHONE
from tests.browser.test_message_actions import act
from tests.live_server import LiveServer

LOCALES = {'en': 'en-GB', 'ru': 'ru-RU'}
ROUNDING_PX = 1.0


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
