"""Leaving a group conversation: it asks first, disappears from every window, and the others continue."""

import re

import pytest
from playwright.async_api import expect

from tests.back_door import BackDoorServer
from tests.browser.attaching import attach, payload, tray
from tests.browser.conftest import Arrive
from tests.browser.people import Person


async def start(person: Person, *others: Person) -> None:
    """Open the conversation of these people."""
    await person.goto(f'/rooms/{await person.create_direct(*others)}')
    await expect(person.heading).to_have_text(re.compile(others[0].name))


async def leave(person: Person) -> None:
    await person.room_menu('Leave conversation')
    dialog = person.page.get_by_role('dialog', name='Leave this conversation?')
    await dialog.get_by_role('button', name='Leave conversation').click()
    await expect(person.page).to_have_url(re.compile('/rooms$'))


@pytest.mark.allows_errors(r'net::ERR_', reason='an upload is broken off')
async def test_one_person_leaves_and_the_others_continue(live_server: BackDoorServer, arrive: Arrive) -> None:
    anna, bob, carl = [await arrive(live_server, name) for name in ('anna', 'bob', 'carl')]
    await start(anna, bob, carl)
    await expect(anna.heading).to_have_text(f'{bob.name}, {carl.name}')
    address = anna.page.url
    await start(carl, anna, bob)
    await anna.say('the three of us')
    await carl.sees('the three of us')
    tab = await carl.new_tab('/users')
    await expect(tab.in_sidebar(anna.name)).to_have_count(1)
    await _what_is_unsent_there_is_shown_after_leaving(anna, carl, tab)
    await _the_conversation_of_the_others_goes_on(anna, bob, carl)
    assert (await carl.page.request.get(address)).status == 404
    await _what_is_unsent_is_shown_once(carl)
    await start(carl, anna, bob)
    assert carl.page.url != address, 'the same people meet in a new conversation'
    await expect(carl.log.get_by_text('the three of us')).to_have_count(0)


async def _what_is_unsent_there_is_shown_after_leaving(anna: Person, carl: Person, tab: Person) -> None:
    """In every window: a text and the names of its files, which are asked for no more."""
    asked: list[str] = []
    await carl.composer.fill('half a thought')
    await carl.page.wait_for_function('Object.keys(localStorage).some((name) => name.startsWith("agreed:"))')
    await attach(carl, payload('list.txt', b'bread', 'text/plain'))
    await expect(tray(carl)).to_contain_text('list.txt')
    await leave(carl)
    await expect(carl.page.get_by_role('status').filter(has_text='You left the conversation')).to_be_visible()
    for window in (carl, tab):
        window.page.on('request', lambda request: asked.append(request.url))
        left = window.page.get_by_role('region', name='Not sent: you left this conversation')
        await expect(left.get_by_role('listitem')).to_have_count(2)
        await expect(left.get_by_role('listitem').first).to_contain_text('half a thought')
        await expect(left.get_by_role('listitem').last).to_contain_text('Files: list.txt')
        await expect(window.in_sidebar(anna.name)).to_have_count(0)
    assert not [address for address in asked if '/files/' in address]


async def _the_conversation_of_the_others_goes_on(anna: Person, bob: Person, carl: Person) -> None:
    await expect(anna.log.get_by_text(f'{carl.name} left the conversation')).to_be_visible()
    await expect(anna.heading).to_have_text(f'{bob.name} (group)')
    await expect(anna.in_sidebar(f'{bob.name} (group)')).to_have_count(1)
    await bob.post(int(anna.page.url.rsplit('/', 1)[1]), 'just us two now')
    await anna.sees('just us two now')
    await anna.sees('the three of us')


async def _what_is_unsent_is_shown_once(carl: Person) -> None:
    """It can be discarded, and no file stays behind."""
    asked: list[str] = []
    carl.page.on('request', lambda request: asked.append(request.url))
    left = carl.page.get_by_role('region', name='Not sent')
    for _line in range(2):
        await left.get_by_role('button', name='Discard').first.click()
    await expect(left).to_have_count(0)
    await carl.goto('/rooms')
    await expect(left).to_have_count(0)
    assert not [address for address in asked if '/files/' in address]
    assert await carl.page.evaluate('import("messenger").then(({ uploads }) => uploads.count())') == 0


async def test_the_last_person_keeps_the_history_and_may_leave_too(live_server: BackDoorServer, arrive: Arrive) -> None:
    anna, bob, carl = [await arrive(live_server, name) for name in ('anna', 'bob', 'carl')]
    room = await anna.create_direct(bob, carl)
    await start(anna, bob)
    await _a_conversation_of_two_cannot_be_left(anna)
    await anna.in_sidebar(carl.name).click()
    await anna.say('read me later')
    await anna.sees('read me later')
    for person in (bob, carl):
        await live_server.call('members.leave', (await live_server.call('ids_of', [person.name]))[0], room)
    await expect(anna.heading).to_have_text('Only you are left')
    await expect(anna.in_sidebar('Only you are left')).to_have_count(1)
    await expect(anna.main.get_by_text('Everyone else has left this conversation')).to_be_visible()
    await anna.sees('read me later')
    await leave(anna)
    await expect(anna.in_sidebar('Only you are left')).to_have_count(0)


async def _a_conversation_of_two_cannot_be_left(anna: Person) -> None:
    await anna.page.get_by_role('button', name='Room menu').click()
    await expect(anna.page.get_by_role('menuitem', name='Members')).to_be_visible()
    await expect(anna.page.get_by_role('menuitem', name=re.compile('Leave'))).to_have_count(0)
    await anna.page.keyboard.press('Escape')
    await expect(anna.page.get_by_role('menuitem')).to_have_count(0)
