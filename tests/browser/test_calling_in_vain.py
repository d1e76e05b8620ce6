"""The author learns at once when a mention notifies nobody."""

import re

from playwright.async_api import expect

from tests.browser.conftest import Arrive
from tests.browser.test_conversation import two_in_a_room
from tests.live_server import LiveServer


async def test_mentioning_everyone_without_permission_shows_a_note(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await two_in_a_room(live_server, arrive)
    note = bob.main.get_by_role('status').filter(has_text='Only owners can mention everyone here')
    await bob.say('come here, @all')
    await expect(note).to_be_visible()
    await note.get_by_role('button', name='Close').click()
    await expect(note).to_have_count(0)
    await bob.composer.press('ArrowUp')
    await bob.composer.fill('come here now, @all')
    await bob.composer.press('Enter')
    await expect(note).to_be_visible()
    await bob.say('well')
    await expect(note).to_have_count(0)
    await anna.say('@all come here')
    await bob.sees('well')
    await expect(bob.log.locator('article.named')).to_have_count(1)
    await expect(anna.main.get_by_text('Only owners can mention')).to_have_count(0)


async def test_a_mention_of_an_outsider_in_a_direct_conversation_shows_a_note_without_an_add_button(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, bob = await two_in_a_room(live_server, arrive)
    carl = await arrive(live_server, 'carl')
    await anna.goto('/users')
    await anna.main.get_by_role('textbox', name='Search users').fill(bob.name)
    await anna.main.get_by_role('button', name=f'Message {bob.name}', exact=True).click()
    await expect(anna.page).to_have_url(re.compile(r'/rooms/\d+$'))
    await anna.say(f'what does @{carl.name} say?')
    note = anna.main.get_by_role('status').filter(has_text=f'so not notified: {carl.name}')
    await expect(note).to_be_visible()
    await expect(note.get_by_role('button', name='Add to the room')).to_have_count(0)
    await note.get_by_role('button', name='Close').click()
    await expect(note).to_have_count(0)
