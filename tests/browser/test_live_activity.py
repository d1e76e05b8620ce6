"""The admin activity page updates live, and never moves a row that somebody is about to click."""

from playwright.async_api import expect

from tests.browser.conftest import Arrive
from tests.browser.people import Person
from tests.live import LiveServer

ROWS = '[...document.querySelectorAll("tbody tr")].map((row) => row.querySelector("a").textContent)'


async def say(person: Person, count: int) -> None:
    for number in range(count):
        await person.say(f'line {number}')
        await person.sees(f'line {number}')
    await person.goto('/rooms')


async def test_the_page_updates_but_rows_stay_under_the_pointer_and_the_focus(
    own_server: LiveServer, arrive: Arrive
) -> None:
    admin, anna, bob = [await arrive(own_server, name) for name in ('admin', 'anna', 'bob')]
    await admin.goto('/admin/activity')
    await expect(admin.main).to_contain_text('No activity in the last hour.')
    await admin.mark()
    await anna.make_room('Harbour')
    await say(anna, 2)
    actions = admin.main.get_by_role('button', name=f'Actions for {anna.name}')
    await expect(actions).to_be_visible()
    await actions.hover()
    await bob.make_room('Pier')
    await say(bob, 4)
    await expect(admin.main.get_by_role('row').nth(2)).to_contain_text(bob.name)
    assert await admin.page.evaluate(ROWS) == [anna.name, bob.name]
    await actions.focus()
    await admin.page.mouse.move(0, 0)
    await anna.goto('/rooms')
    await anna.in_sidebar('Harbour').click()
    await anna.say('one more')
    await expect(admin.main.get_by_role('row').nth(1).get_by_role('cell').nth(1)).to_have_text('3')
    await expect(actions).to_be_focused()
    assert await admin.page.evaluate(ROWS) == [anna.name, bob.name]
    await actions.blur()
    await expect(admin.main.get_by_role('row').nth(1)).to_contain_text(bob.name)
    await admin.main.get_by_role('button', name='Files').click()
    await expect(admin.main).to_contain_text('No activity in the last hour.')
    assert await admin.is_marked()
