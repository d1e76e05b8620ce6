"""Leaving a group conversation: it asks first, disappears from every window, and the others continue."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.attaching import attach, payload, tray
from tests.browser.conftest import Arrive
from tests.browser.people import Person
from tests.browser.test_people import new_conversation
from tests.live import LiveServer


async def start(person: Person, *others: Person) -> None:
    """Open the conversation of these people through the dialog."""
    dialog = await new_conversation(person)
    chosen = dialog.get_by_role('combobox', name='People')
    await chosen.click()
    for other in others:
        await chosen.press_sequentially(other.name)
        await person.page.get_by_role('option', name=other.name, exact=True).click()
    await chosen.press('Escape')
    await dialog.get_by_role('button', name='Start').click()
    await expect(person.heading).to_have_text(re.compile(others[0].name))
    await person.online()


async def leave(person: Person) -> None:
    await person.room_menu('Leave conversation')
    dialog = person.page.get_by_role('dialog', name='Leave this conversation?')
    await dialog.get_by_role('button', name='Leave conversation').click()
    await expect(person.page).to_have_url(re.compile('/rooms$'))


async def test_one_person_leaves_and_the_others_continue(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob, carl = (
        await arrive(live_server, 'anna'),
        await arrive(live_server, 'bob'),
        await arrive(live_server, 'carl'),
    )
    await start(anna, bob, carl)
    title = f'{bob.name}, {carl.name}'
    await expect(anna.heading).to_have_text(title)
    address = anna.page.url
    for person in (bob, carl):
        await person.page.goto(address)
        await person.online()
    await anna.say('the three of us')
    await carl.sees('the three of us')
    tab = await carl.new_tab('/users')
    await expect(tab.in_sidebar(anna.name)).to_have_count(1)
    await carl.composer.fill('half a thought')
    await leave(carl)
    await expect(carl.page.get_by_role('status').filter(has_text='You left the conversation')).to_be_visible()
    await expect(carl.page.get_by_role('region', name=re.compile('Not sent'))).to_contain_text('half a thought')
    for window in (carl, tab):
        await expect(window.in_sidebar(anna.name)).to_have_count(0)
    await expect(anna.log.get_by_text(f'{carl.name} left the conversation')).to_be_visible()
    await expect(anna.heading).to_have_text(f'{bob.name} (group)')
    await expect(anna.in_sidebar(f'{bob.name} (group)')).to_have_count(1)
    await bob.say('just us two now')
    await anna.sees('just us two now')
    await anna.sees('the three of us')
    assert (await carl.page.request.get(address)).status == 404
    await start(carl, anna, bob)
    assert carl.page.url != address, 'the same people meet in a new conversation'
    await expect(carl.log.get_by_text('the three of us')).to_have_count(0)


@pytest.mark.allows_errors(r'net::ERR_', reason='an upload is broken off')
async def test_the_unsent_message_and_its_files_are_shown_once_after_leaving(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, bob, carl = (
        await arrive(live_server, 'anna'),
        await arrive(live_server, 'bob'),
        await arrive(live_server, 'carl'),
    )
    await start(carl, anna, bob)
    tab = await carl.new_tab('/users')
    await carl.composer.fill('half a thought')
    await carl.page.wait_for_function('Object.keys(localStorage).some((name) => name.startsWith("agreed:"))')
    await attach(carl, payload('list.txt', b'bread', 'text/plain'))
    await expect(tray(carl)).to_contain_text('list.txt')
    asked: list[str] = []
    await leave(carl)
    for window in (carl, tab):
        window.page.on('request', lambda request: asked.append(request.url))
        left = window.page.get_by_role('region', name='Not sent: you left this conversation')
        await expect(left.get_by_role('listitem')).to_have_count(2)
        await expect(left.get_by_role('listitem').first).to_contain_text('half a thought')
        await expect(left.get_by_role('listitem').last).to_contain_text('Files: list.txt')
    await carl.goto('/rooms')
    left = carl.page.get_by_role('region', name='Not sent')
    for _line in range(2):
        await left.get_by_role('button', name='Discard').first.click()
    await expect(left).to_have_count(0)
    await carl.goto('/rooms')
    await expect(left).to_have_count(0)
    assert not [address for address in asked if '/files/' in address]
    left_files = 'import("messenger").then(({ uploads }) => uploads.count())'
    assert await carl.page.evaluate(left_files) == 0


async def test_the_last_person_keeps_the_history_and_may_leave_too(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob, carl = (
        await arrive(live_server, 'anna'),
        await arrive(live_server, 'bob'),
        await arrive(live_server, 'carl'),
    )
    await start(anna, bob, carl)
    address = anna.page.url
    await anna.say('read me later')
    await anna.sees('read me later')
    for person in (bob, carl):
        await person.page.goto(address)
        await person.online()
        await leave(person)
    await expect(anna.heading).to_have_text('Only you are left')
    await expect(anna.in_sidebar('Only you are left')).to_have_count(1)
    await expect(anna.main.get_by_text('Everyone else has left this conversation')).to_be_visible()
    await anna.sees('read me later')
    await leave(anna)
    await expect(anna.in_sidebar('Only you are left')).to_have_count(0)


async def test_a_direct_conversation_cannot_be_left(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    await start(anna, bob)
    await anna.page.get_by_role('button', name='Room menu').click()
    await expect(anna.page.get_by_role('menuitem', name='Members')).to_be_visible()
    await expect(anna.page.get_by_role('menuitem', name=re.compile('Leave'))).to_have_count(0)
