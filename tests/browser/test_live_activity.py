"""The admin activity page updates live, and never moves a row that somebody is about to click."""

from playwright.async_api import expect

from tests.browser.conftest import Arrive
from tests.live_server import LiveServer

ROWS = '[...document.querySelectorAll("tbody tr")].map((row) => row.querySelector("a").textContent)'


async def test_the_page_updates_but_rows_stay_under_the_pointer_and_the_focus(
    own_server: LiveServer, arrive: Arrive
) -> None:
    admin, anna, bob = [await arrive(own_server, name) for name in ('admin', 'anna', 'bob')]
    await admin.goto('/admin/activity')
    await expect(admin.main).to_contain_text('No activity in the last hour.')
    await admin.mark()
    harbour = await anna.create_room('Harbour')
    await anna.post(harbour, 'line 0', 'line 1')
    actions = admin.main.get_by_role('button', name=f'Actions for {anna.name}')
    await expect(actions).to_be_visible()
    await actions.hover()
    await bob.post(await bob.create_room('Pier'), *(f'line {number}' for number in range(4)))
    await expect(admin.main.get_by_role('row').nth(2)).to_contain_text(bob.name)
    assert await admin.page.evaluate(ROWS) == [anna.name, bob.name]
    await actions.focus()
    await admin.page.mouse.move(0, 0)
    await anna.post(harbour, 'one more')
    await expect(admin.main.get_by_role('row').nth(1).get_by_role('cell').nth(1)).to_have_text('3')
    await expect(actions).to_be_focused()
    assert await admin.page.evaluate(ROWS) == [anna.name, bob.name]
    await actions.blur()
    await expect(admin.main.get_by_role('row').nth(1)).to_contain_text(bob.name)
    await admin.main.get_by_role('button', name='Files').click()
    await expect(admin.main).to_contain_text('No activity in the last hour.')
    assert await admin.is_marked()
