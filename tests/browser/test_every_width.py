"""From the narrowest phone to the widest screen nothing is cut off, covered or invisible, in any language and font.

The tours through all pages in test_accessible.py (English) and test_russian.py make the same checks at fewer widths.
"""

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Arrive
from tests.browser.layout import NARROW_FONT, NARROWEST, WIDE_FONT, WIDEST, faults
from tests.browser.people import Person
from tests.live_server import LiveServer

EVERY_10_PX = range(NARROWEST, WIDEST + 1, 10)
PATHS = (
    *('/rooms', '/users', '/users/1', '/profile', '/search', '/search?q=pier', '/rooms/99999'),
    *(f'/admin{path}' for path in ('', '/rooms', '/messages', '/bin', '/settings', '/log', '/figures', '/activity')),
)
BREAKS = {
    'is cut by': 'h1 { margin-left: -120px !important; }',
    'px wide': '.page { min-width: 900px; }',
    'overlap by': '.page-head .button { position: fixed; left: 8px; top: 8px; }',
    'too wide': 'h1 { width: 20px !important; white-space: nowrap; overflow: visible !important; }',
    '× ': '.page-head button { transform: scale(.1); }',
}


async def test_a_broken_layout_is_noticed(live_server: LiveServer, arrive: Arrive, subtests: pytest.Subtests) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.goto('/rooms')
    assert await faults(anna.page, 'rooms', NARROW_FONT, [390]) == []
    for fault, rule in BREAKS.items():
        with subtests.test(rule):
            style = await anna.page.add_style_tag(content=rule)
            assert fault in ''.join(await faults(anna.page, 'rooms', NARROW_FONT, [390]))
            await style.evaluate('(style) => style.remove()')


async def test_text_of_twice_the_size_fits(live_server: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.make_room(f'Pier of {anna.name}')
    await anna.say('two boats')
    message = anna.message('two boats').get_by_text('two boats')
    await expect(message).to_have_css('font-size', '15px')
    await anna.page.evaluate('document.documentElement.style.fontSize = "200%"')
    await expect(message).to_have_css('font-size', '30px')
    assert await faults(anna.page, 'room', WIDE_FONT, [390, 1024]) == []


async def long_room(person: Person, beginning: str) -> int:
    """A room whose name, after this `beginning`, and messages have no place to break."""
    room = await person.create_room(f'{beginning}{"W" * 64}'[:64])
    await person.post(room, f'{"pier" * 60}\n\n```\n{"x" * 300}\n```\n\n| a | b |\n|---|---|\n| {"c" * 80} | d |')
    return room


async def test_a_name_without_a_place_to_break_fits_wherever_rooms_are_listed(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna = await arrive(live_server, 'anna')
    room, problems = await long_room(anna, anna.name), list[str]()
    for path in ('/search?q=pier', '/rooms', f'/rooms/{room}'):
        await anna.page.goto(live_server.url + path)
        await expect(anna.page.locator('h1')).not_to_be_empty()
        problems += await faults(anna.page, path, WIDE_FONT, [320, 820])
    assert problems == []


@pytest.mark.proof
@pytest.mark.parametrize('locale', ['en-GB', 'ru-RU'])
@pytest.mark.expects_errors(r'404 .*/rooms/99999')
async def test_every_page_at_every_width(live_server: LiveServer, arrive: Arrive, visit: Arrive, locale: str) -> None:
    admin = await arrive(live_server, 'admin', locale=locale)
    room, problems = await long_room(admin, locale), list[str]()
    for path in (*PATHS, f'/rooms/{room}'):
        await admin.page.goto(live_server.url + path)
        problems += await both(admin.page, path)
    await admin.page.locator('.details-button').click()
    problems += await both(admin.page, 'details')
    guest = await visit(live_server, 'guest', locale=locale)
    for path in ('/login', '/register'):
        await guest.page.goto(live_server.url + path)
        problems += await both(guest.page, path)
    assert problems == []


async def both(page: Page, where: str) -> list[str]:
    """The faults in both fonts."""
    await expect(page.locator('h1')).not_to_be_empty()
    await expect(page.locator('[aria-busy=true]')).to_have_count(0)
    return [fault for font in (WIDE_FONT, NARROW_FONT) for fault in await faults(page, where, font, EVERY_10_PX)]
