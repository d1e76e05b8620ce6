"""Nothing written is lost: no network, a killed server, a restarted one, plain HTTP on a local network."""

import httpx
import pytest
from playwright.async_api import expect

from tests.browser.conftest import Arrive, lan_url
from tests.browser.page_errors import cuts_the_line, over_plain_http
from tests.live import LiveServer


@pytest.mark.journey
@cuts_the_line
async def test_messages_sent_offline_arrive_once_when_the_connection_is_back(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    await anna.make_room(f'Harbour of {anna.name}', bob)
    await bob.page.goto(anna.page.url)
    await anna.mark()
    await anna.context.set_offline(True)
    await expect(anna.status).to_have_text('Offline: your messages are kept and will be sent')
    await anna.say('from the train')
    await expect(anna.message('from the train')).to_have_attribute('data-state', 'sending')
    await anna.composer.fill('half a th')
    await anna.context.set_offline(False)
    await anna.online()
    await anna.sees('from the train')
    await bob.sees('from the train')
    await expect(anna.composer).to_have_value('half a th')
    assert await anna.is_marked()


@pytest.mark.journey
@cuts_the_line
async def test_a_killed_server_loses_nothing(own_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await arrive(own_server, 'anna'), await arrive(own_server, 'bob')
    await anna.make_room('Harbour', bob)
    await bob.page.goto(anna.page.url)
    await anna.say('before')
    await bob.sees('before')
    own_server.kill()
    await anna.say('while it was down')
    await anna.composer.fill('half a th')
    await bob.composer.fill('bob types too')
    own_server.start()
    for person in (anna, bob):
        await expect(person.status).to_have_text('Online', timeout=20_000)
        await person.sees('before')
        await person.sees('while it was down')
    await expect(anna.composer).to_have_value('half a th')
    await expect(bob.composer).to_have_value('bob types too')


@cuts_the_line
async def test_after_a_restart_everyone_is_back_where_they_were_reading(own_server: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(own_server, 'anna')
    await anna.make_room('Harbour')
    for number in range(60):
        await anna.say(f'line {number}')
    await anna.sees('line 59')
    await expect(anna.log.locator('[data-state=sending]')).to_have_count(0)
    await anna.message('line 20').scroll_into_view_if_needed()
    await anna.log.evaluate('(log) => { log.scrollTop -= 7; }')
    before = await anna.message('line 22').bounding_box()
    assert own_server.stop() == 0
    await anna.composer.fill('still typing')
    own_server.start()
    await expect(anna.status).to_have_text('Online', timeout=20_000)
    await expect(anna.message('line 22')).to_be_in_viewport()
    await expect(anna.composer).to_have_value('still typing')
    after = await anna.message('line 22').bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before['y'] - after['y']) < 2


@cuts_the_line
async def test_an_ended_session_keeps_unsent_text_and_continues_after_the_password(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.make_room(f'Harbour of {anna.name}')
    room = anna.page.url
    await anna.context.set_offline(True)
    await anna.say('not sent yet')
    await anna.composer.fill('half a th')
    cookies = {cookie['name']: cookie['value'] for cookie in await anna.context.cookies()}
    async with httpx.AsyncClient(cookies=cookies, headers={'origin': live_server.url}) as elsewhere:
        await elsewhere.post(f'{live_server.url}/logout')
    await anna.context.set_offline(False)
    await expect(anna.page.get_by_role('button', name='Log in')).to_be_visible()
    await anna.log_in()
    await anna.page.wait_for_url(room)
    await anna.sees('not sent yet')
    await expect(anna.composer).to_have_value('half a th')


@cuts_the_line
async def test_the_next_user_of_the_browser_gets_nothing_from_the_previous_one(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna = await arrive(live_server, 'anna')
    room = await anna.make_room(f'Attic of {anna.name}', everyone=True)
    await anna.context.set_offline(True)
    await anna.say('words of anna')
    await anna.composer.fill('half a th')
    await anna.context.clear_cookies()
    await anna.context.set_offline(False)
    await expect(anna.page.get_by_role('button', name='Log in')).to_be_visible()
    anna.name = f'{anna.name}x'
    await anna.sign_up()
    await anna.goto(f'/rooms/{room}')
    await anna.page.get_by_role('button', name='Join').click()
    await expect(anna.composer).to_have_value('')
    await anna.say('words of another')
    await anna.sees('words of another')
    await expect(anna.log.get_by_role('article')).to_have_count(1)


@over_plain_http
async def test_sending_works_over_plain_http_on_a_local_network(lan_server: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(lan_server, 'anna')
    await anna.make_room('Harbour')
    path = anna.page.url.removeprefix(lan_server.url)
    anna.url = lan_url(lan_server)
    await anna.page.goto(f'{anna.url}/login')
    assert not await anna.page.evaluate('isSecureContext')
    await anna.log_in()
    await anna.goto(path)
    await anna.say('no secrets here')
    await anna.sees('no secrets here')
