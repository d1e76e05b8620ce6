"""Onboarding shows the first admin what a new workspace still needs."""

from playwright.async_api import expect

from tests.browser.conftest import Arrive
from tests.live_server import LiveServer


async def test_onboarding_steps_are_ticked_and_can_be_dismissed(own_server: LiveServer, arrive: Arrive) -> None:
    admin = await arrive(own_server, 'admin')
    await admin.goto('/rooms')
    steps = admin.main.get_by_role('region', name='First steps')
    await expect(steps.get_by_role('listitem')).to_have_count(3)
    await expect(steps.get_by_role('img', name='QR code of the invite link')).to_be_visible()
    await expect(steps.get_by_text(f'{own_server.url}/register')).to_be_visible()
    await steps.get_by_role('button', name='Create room').click()
    dialog = admin.page.get_by_role('dialog', name='New room')
    await dialog.get_by_role('textbox', name='Room name').fill('General')
    await dialog.get_by_role('button', name='Create').click()
    await expect(admin.heading).to_have_text('General')
    await admin.goto('/rooms')
    await expect(steps.locator('li.done')).to_have_count(1)
    await steps.get_by_role('button', name='Hide these steps').click()
    await expect(steps).to_have_count(0)
    await admin.page.reload()
    await admin.online()
    await expect(steps).to_have_count(0)
