"""Blocking in a group where the third person's account is closed: as if only the two were in it."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Arrive
from tests.browser.people import Person
from tests.browser.test_admin import act_on
from tests.browser.test_blocking import CLOSED, confirm_block
from tests.browser.test_leaving import start
from tests.live_server import LiveServer


async def close_account(admin: Person, person: Person) -> None:
    await act_on(admin, person.name, 'Block')
    await admin.page.get_by_role('dialog').get_by_role('button', name='Block').click()
    await expect(admin.page.get_by_text(f'{person.name} is blocked.')).to_be_visible()


@pytest.mark.expects_errors('alert: Not sent')
async def test_two_people_are_kept_apart_while_the_third_account_is_closed(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, bob, carl = (
        await arrive(live_server, 'anna'),
        await arrive(live_server, 'bob'),
        await arrive(live_server, 'carl'),
    )
    admin = await arrive(live_server, 'admin')
    await start(carl, anna, bob)
    for person in (anna, bob):
        await person.goto(carl.page.url.removeprefix(carl.url))
    await bob.say('to both')
    await anna.sees('to both')
    tab = await anna.new_tab('/users')
    await tab.main.get_by_label('Search users').fill(bob.name)
    await tab.main.get_by_role('link', name=bob.name).click()
    await tab.main.get_by_role('button', name=f'Block {bob.name}').click()
    await confirm_block(tab, bob)
    await expect(anna.composer).to_be_visible()
    await close_account(admin, carl)
    await expect(anna.main.get_by_text(f'You blocked {bob.name}. Neither')).to_be_visible()
    await expect(anna.composer).to_have_count(0)
    await bob.say('can you hear me?')
    await expect(bob.message('can you hear me?')).to_contain_text(f'Not sent: {CLOSED}')
    await anna.room_menu(f'Unblock {bob.name}')
    await expect(anna.composer).to_be_visible()
    await anna.room_menu(f'Block {bob.name}')
    await confirm_block(anna, bob)
    await expect(anna.composer).to_have_count(0)
    await act_on(admin, carl.name, 'Unblock')
    await expect(anna.composer).to_be_visible()
    await bob.message('can you hear me?').get_by_role('button', name='Try again').click()
    await anna.sees('can you hear me?')
