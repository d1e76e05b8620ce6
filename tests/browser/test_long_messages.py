"""Long messages are folded; an edited message is marked; a lost connection is told above the composer."""

from playwright.async_api import expect

from tests.browser.conftest import Arrive
from tests.browser.page_errors import cuts_the_line
from tests.browser.people import Person
from tests.browser.test_message_actions import act
from tests.live_server import LiveServer

LINES = 60
FLASHES = """
  window.flashed = false;
  new MutationObserver(() => {
    const told = document.querySelector(".connection-note") ?? document.querySelector(".connection.noted");
    if (told) flashed = true;
  }).observe(document, { childList: true, subtree: true, attributes: true });
"""


@cuts_the_line
async def test_a_long_message_is_folded_until_somebody_opens_it(live_server: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.page.add_init_script(FLASHES)
    await anna.create_room(f'Loft of {anna.name}')
    await anna.make_room(f'Pier of {anna.name}')
    await anna.say('\n'.join(f'wave {number}' for number in range(LINES)))
    await anna.say('a short one')
    await anna.sees('a short one')
    long = anna.log.get_by_role('article').first
    folded = await long.evaluate('(one) => one.offsetHeight')
    await long.get_by_role('button', name='Show more').click()
    await expect(long.get_by_role('button', name='Show less')).to_have_attribute('aria-expanded', 'true')
    assert await long.evaluate('(one) => one.offsetHeight') > folded * 1.5
    assert not await anna.page.evaluate('flashed'), 'a healthy page says nothing about its connection'
    await edit_and_reply(anna)
    await lose_the_line(anna)


async def edit_and_reply(anna: Person) -> None:
    """The message being edited is marked; a reply ends the edit, and the field is empty again."""
    short = anna.message('a short one')
    await act(short, 'Edit')
    await expect(anna.log.locator('article.edited')).to_contain_text('a short one')
    await act(short, 'Reply')
    await expect(anna.main.get_by_text(f'Replying to {anna.name}')).to_be_visible()
    await expect(anna.log.locator('article.edited')).to_have_count(0)
    await expect(anna.composer).to_have_value('')
    await anna.composer.press('Escape')


async def lose_the_line(anna: Person) -> None:
    """The bar is between the messages and the field, and the status stays one for screen readers."""
    await anna.context.set_offline(True)
    bar = anna.page.locator('.composer .connection-note')
    await expect(bar).to_contain_text('Offline')
    lower, upper = await bar.bounding_box(), await anna.composer.bounding_box()
    assert lower is not None
    assert upper is not None
    assert lower['y'] + lower['height'] <= upper['y']
    await expect(anna.status).to_contain_text('Offline')
    await anna.in_sidebar(f'Loft of {anna.name}').click()
    awaited = anna.main.get_by_text('This room will be loaded when the connection is back.')
    await expect(awaited).to_be_visible()
    await expect(bar, 'nothing was written').to_have_count(0)
    await anna.composer.fill('a')
    await expect(bar).to_be_visible()
    await anna.context.set_offline(False)
    await anna.online()
    await expect(bar).to_have_count(0)
    await expect(awaited).to_have_count(0)
