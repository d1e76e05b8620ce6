"""Blocking a person: it asks first, they are not informed, none of their text is lost, and it can be undone."""

import re

import pytest
from playwright.async_api import expect

from tests.back_door import BackDoorServer
from tests.browser.conftest import Arrive
from tests.browser.held import HeldAnswers
from tests.browser.people import Person
from tests.browser.test_notifications import RECORDER, look_away, notifications, time_passes

CLOSED = 'You can no longer send messages in this conversation.'


async def write_to(person: Person, other: Person) -> None:
    """Open the conversation of two."""
    await person.goto(f'/rooms/{await person.create_direct(other)}')
    await expect(person.heading).to_have_text(other.name)


async def id_of(person: Person) -> int:
    [number] = await person.server.call('ids_of', [person.name])
    return int(number)


async def confirm_block(person: Person, other: Person) -> None:
    dialog = person.page.get_by_role('dialog', name=f'Block {other.name}?')
    await expect(dialog).to_contain_text('They will not be notified of this.')
    await dialog.get_by_role('button', name=f'Block {other.name}').click()
    await expect(dialog).to_have_count(0)


@pytest.mark.expects_errors('alert: Not sent: You can no longer send messages')
async def test_a_blocked_person_keeps_their_text_and_both_can_write_again_later(
    live_server: BackDoorServer, arrive: Arrive
) -> None:
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    await write_to(anna, bob)
    await write_to(bob, anna)
    await bob.say('before')
    await anna.sees('before')
    tab = await anna.new_tab(anna.page.url.removeprefix(anna.url))
    await anna.room_menu(f'Block {bob.name}')
    await confirm_block(anna, bob)
    for window in (anna, tab):
        await expect(window.main.get_by_text(f'You blocked {bob.name}.')).to_be_visible()
        await expect(window.composer).to_have_count(0)
    await expect(bob.composer).to_be_visible()
    await expect(bob.main.get_by_text('block')).to_have_count(0)
    await bob.say('can you hear me?')
    failed = bob.message('can you hear me?')
    await expect(failed).to_contain_text(f'Not sent: {CLOSED}')
    for name in ('Copy', 'Discard'):
        await expect(failed.get_by_role('button', name=name, exact=True)).to_be_visible()
    await bob.page.reload()
    await expect(bob.message('can you hear me?')).to_contain_text(CLOSED)
    await tab.main.get_by_role('button', name='Unblock').click()
    for window in (anna, tab):
        await expect(window.composer).to_be_visible()
    await bob.message('can you hear me?').get_by_role('button', name='Try again').click()
    await anna.sees('can you hear me?')
    await anna.say('now I can')
    await bob.sees('now I can')


@pytest.mark.expects_errors('You cannot start a conversation with', 'You cannot add')
async def test_a_blocked_person_cannot_add_the_blocker_to_a_room(live_server: BackDoorServer, arrive: Arrive) -> None:
    anna, bob, carl = [await arrive(live_server, name) for name in ('anna', 'bob', 'carl')]
    await anna.goto(f'/users/{await id_of(bob)}')
    await expect(anna.heading).to_have_text(bob.name)
    await anna.main.get_by_role('button', name=f'Block {bob.name}').click()
    await confirm_block(anna, bob)
    await expect(anna.main.get_by_text('You blocked this person.')).to_be_visible()
    await bob.goto('/users')
    await bob.main.get_by_label('Search users').fill(anna.name)
    await bob.main.get_by_role('button', name=f'Message {anna.name}', exact=True).click()
    await expect(bob.page.get_by_text(f'You cannot start a conversation with {anna.name}.')).to_be_visible()
    await bob.goto('/rooms')
    await bob.main.get_by_role('button', name='New room').click()
    dialog = bob.page.get_by_role('dialog', name='New room')
    await dialog.get_by_role('textbox', name='Room name').fill(f'Deck of {bob.name}')
    for other in (carl, anna):
        await bob.choose_member(dialog, other.name)
    await dialog.get_by_role('button', name='Create').click()
    await expect(bob.page.get_by_text(f'You cannot add {anna.name}.')).to_be_visible()
    await expect(dialog.get_by_role('textbox', name='Room name')).to_have_value(f'Deck of {bob.name}')
    assert await bob.server.call('members.entries', await id_of(carl)) == []
    await anna.goto('/profile')
    blocked = anna.main.get_by_role('list', name='Blocked people')
    await expect(blocked.get_by_role('listitem')).to_have_count(1)
    await blocked.get_by_role('button', name=f'Unblock {bob.name}').click()
    await expect(anna.main.get_by_text('You have not blocked anyone.')).to_be_visible()
    await dialog.get_by_role('button', name='Create').click()
    await expect(anna.in_sidebar(f'Deck of {bob.name}')).to_have_count(1)


async def test_in_a_shared_room_the_blocker_reads_their_messages_but_gets_no_mentions(
    live_server: BackDoorServer, arrive: Arrive
) -> None:
    anna, bob, carl = [await arrive(live_server, name) for name in ('anna', 'bob', 'carl')]
    await anna.context.add_init_script(RECORDER)
    await anna.context.clock.install()
    room = await bob.create_room(f'Deck of {bob.name}', anna, carl)
    await anna.goto(f'/users/{await id_of(bob)}')
    await anna.main.get_by_role('button', name=f'Block {bob.name}').click()
    await confirm_block(anna, bob)
    await look_away(anna)
    await bob.post(room, f'@{anna.name} @all look')
    line = anna.in_sidebar(f'Deck of {bob.name}')
    await expect(line.locator('.badge')).to_have_class(re.compile('calm'))
    await time_passes(anna)
    assert (await notifications(anna), await anna.page.evaluate('window.played')) == ([], 0)
    await expect(anna.page).not_to_have_title(re.compile(r'^\('))
    await carl.post(room, f'@{anna.name} and you?')
    await anna.page.wait_for_function('window.notifications.length > 0')
    assert [notification['title'].split(' · ')[0] for notification in await notifications(anna)] == [carl.name]
    await anna.enter_room(f'Deck of {bob.name}')
    await expect(anna.log.get_by_text('@all look')).to_be_visible()


@pytest.mark.expects_errors(r'alert: Not sent')
async def test_the_last_two_in_a_group_are_kept_apart_as_in_a_direct_conversation(
    live_server: BackDoorServer, arrive: Arrive
) -> None:
    anna, bob, carl = [await arrive(live_server, name) for name in ('anna', 'bob', 'carl')]
    await live_server.call('blocking.block', await id_of(anna), await id_of(bob))
    room = await carl.create_direct(anna, bob)
    for person in (anna, bob):
        await person.goto(f'/rooms/{room}')
    await bob.say('to both')
    await anna.sees('to both')
    await live_server.call('members.leave', await id_of(carl), room)
    await expect(anna.main.get_by_text(f'You blocked {bob.name}. Neither')).to_be_visible()
    await expect(anna.composer).to_have_count(0)
    await bob.say('can you hear me?')
    await expect(bob.message('can you hear me?')).to_contain_text(f'Not sent: {CLOSED}')
    await anna.main.get_by_role('button', name='Unblock').click()
    await expect(anna.composer).to_be_visible()


async def test_a_block_that_an_answer_on_its_way_does_not_know_yet_counts(
    live_server: BackDoorServer, arrive: Arrive
) -> None:
    anna, bob, carl = [await arrive(live_server, name) for name in ('anna', 'bob', 'carl')]
    answers = await HeldAnswers('open').on(anna.page)
    tab = await anna.new_tab(f'/rooms/{await anna.create_direct(bob)}')
    await write_to(anna, carl)
    answers.hold()
    await anna.in_sidebar(bob.name).click()
    await answers.asked.wait()
    answers.hold_no_more()
    await tab.room_menu(f'Block {bob.name}')
    await confirm_block(tab, bob)
    await expect(tab.composer).to_have_count(0)
    answers.release()
    await expect(anna.main.get_by_text(f'You blocked {bob.name}.')).to_be_visible()
    await expect(anna.composer).to_have_count(0)
