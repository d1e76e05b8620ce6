"""An admin sees who is flooding the workspace, stops them in one step, and can undo it."""

from playwright.async_api import expect

from tests.browser.conftest import Arrive
from tests.live_server import LiveServer


async def test_an_admin_sees_a_flood_stops_it_and_undoes_that(own_server: LiveServer, arrive: Arrive) -> None:
    admin, flood, bob = [await arrive(own_server, name) for name in ('admin', 'flood', 'bob')]
    await bob.goto('/rooms')
    room = f'Square of {flood.name}'
    await flood.make_room(room, bob)
    for number in range(3):
        await flood.say(f'spam {number}')
        await flood.sees(f'spam {number}')
    await expect(bob.in_sidebar(room)).to_be_visible()
    await admin.goto('/admin/activity')
    row = admin.main.get_by_role('row').nth(1)
    await expect(row).to_contain_text(flood.name)
    await admin.main.get_by_role('button', name='Messages').click()
    await expect(admin.main.get_by_role('columnheader', name='Messages')).to_have_attribute('aria-sort', 'descending')
    await row.get_by_role('button', name=f'Actions for {flood.name}').click()
    await admin.page.get_by_role('menuitem', name='Stop').click()
    dialog = admin.page.get_by_role('dialog', name=f'Stop {flood.name}?')
    await expect(dialog).to_contain_text('3 messages, 1 room, 0 conversations')
    await dialog.get_by_role('button', name='Stop').click()
    await expect(flood.page.get_by_role('button', name='Log in')).to_be_visible()
    await expect(bob.in_sidebar(room)).to_have_count(0)
    await row.get_by_role('button', name=f'Actions for {flood.name}').click()
    await admin.page.get_by_role('menuitem', name='Unblock and restore everything').click()
    await expect(bob.in_sidebar(room)).to_be_visible()
    await bob.in_sidebar(room).click()
    await expect(bob.message('spam 2')).to_be_visible()
    await admin.goto('/admin/log')
    await expect(admin.main.get_by_role('row').nth(1)).to_contain_text('Unblocked a person and restored everything')
    await expect(admin.main.get_by_role('table')).to_contain_text('Removed (messages, rooms, conversations): 3, 1, 0')
