"""Nothing written is lost: no network, a killed server, a restarted one, an ended session, another person."""

import json

import httpx
import pytest
from playwright.async_api import expect

from tests.browser.attaching import attach, loaded, photo, tray
from tests.browser.conftest import Arrive
from tests.browser.page_errors import cuts_the_line
from tests.browser.people import Person
from tests.factories import PASSWORD
from tests.live_server import LiveServer
from tests.window import Window

LINES = 60
NOTE_DELAYS = """() => {
  Math.random = () => 0.5;
  const delays = [], start = window.setTimeout, ask = window.fetch;
  window.setTimeout = (act, ms, ...rest) => (delays.push(ms), start(act, ms, ...rest));
  window.fetch = (address, ...rest) => {
    if (String(address).startsWith("/healthz")) sessionStorage.delays ??= JSON.stringify(delays);
    return ask(address, ...rest);
  };
}"""


@pytest.mark.journey
@cuts_the_line
async def test_what_is_written_offline_or_while_the_server_is_down_arrives_once(
    own_server: LiveServer, arrive: Arrive
) -> None:
    anna, bob = await arrive(own_server, 'anna'), await arrive(own_server, 'bob')
    await anna.make_room('Harbour', bob)
    await bob.page.goto(anna.page.url)
    await messages_sent_offline_arrive_once_when_the_connection_is_back(anna, bob)
    await a_killed_server_loses_nothing(own_server, anna, bob)


async def messages_sent_offline_arrive_once_when_the_connection_is_back(anna: Person, bob: Person) -> None:
    """The page is not loaded again."""
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


async def a_killed_server_loses_nothing(server: LiveServer, anna: Person, bob: Person) -> None:
    """Neither what is stored, nor what was sent meanwhile, nor what was begun."""
    await anna.say('before')
    await bob.sees('before')
    server.kill()
    await anna.say('while it was down')
    await anna.composer.fill('half a thought')
    await bob.composer.fill('bob types too')
    server.start()
    for person in (anna, bob):
        await expect(person.status).to_have_text('Online', timeout=20_000)
        for words in ('from the train', 'before', 'while it was down'):
            await person.sees(words)
    await expect(anna.composer).to_have_value('half a thought')
    await expect(bob.composer).to_have_value('bob types too')


@cuts_the_line
async def test_after_a_restart_everyone_is_back_where_they_were_reading(own_server: LiveServer, arrive: Arrive) -> None:
    """A thousand windows must not arrive in the same second: reloads are spread over three seconds.

    Here the random number is always one half.
    """
    anna = await arrive(own_server, 'anna')
    room = await anna.create_room('Harbour')
    async with await Window.log_in(own_server.url, anna.name, PASSWORD) as pen:
        await pen.open()
        for number in range(LINES):
            await pen.send(room, f'line {number}')
    await anna.goto(f'/rooms/{room}')
    await anna.sees(f'line {LINES - 1}')
    await anna.message('line 20').scroll_into_view_if_needed()
    await anna.log.evaluate('(log) => { log.scrollTop -= 7; }')
    before = await anna.message('line 22').bounding_box()
    await anna.mark()
    await anna.page.evaluate(NOTE_DELAYS)
    assert own_server.stop() == 0
    await anna.composer.fill('still typing')
    own_server.start()
    await anna.page.wait_for_function('window.mark === undefined', timeout=30_000)
    await expect(anna.status).to_have_text('Online', timeout=20_000)
    assert 1500 in json.loads(await anna.page.evaluate('sessionStorage.delays'))
    await expect(anna.message('line 22')).to_be_in_viewport()
    await expect(anna.composer).to_have_value('still typing')
    after = await anna.message('line 22').bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before['y'] - after['y']) < 2


@cuts_the_line
async def test_unsent_things_wait_for_their_author_and_for_nobody_else(live_server: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(live_server, 'anna')
    room = await anna.make_room(f'Attic of {anna.name}', everyone=True)
    await an_ended_session_keeps_unsent_text_and_continues_after_the_password(anna)
    await the_next_user_of_the_browser_gets_nothing_from_the_previous_one(anna, room)


async def an_ended_session_keeps_unsent_text_and_continues_after_the_password(anna: Person) -> None:
    """It was ended elsewhere while this window was offline."""
    address = anna.page.url
    await anna.context.set_offline(True)
    await anna.say('not sent yet')
    await anna.composer.fill('half a th')
    cookies = {cookie['name']: cookie['value'] for cookie in await anna.context.cookies()}
    async with httpx.AsyncClient(verify=False, cookies=cookies, headers={'origin': anna.url}) as elsewhere:
        await elsewhere.post(f'{anna.url}/logout')
    await anna.context.set_offline(False)
    await expect(anna.page.get_by_role('button', name='Log in')).to_be_visible()
    await anna.log_in()
    await anna.page.wait_for_url(address)
    await anna.sees('not sent yet')
    await expect(anna.composer).to_have_value('half a th')


async def the_next_user_of_the_browser_gets_nothing_from_the_previous_one(anna: Person, room: int) -> None:
    """Neither a message nor a draft nor a file that was not sent."""
    await attach(anna, photo('shown.jpg'))
    await anna.say('for everyone')
    await anna.sees('for everyone')
    await loaded(anna.log.get_by_role('img', name='shown.jpg'))
    await attach(anna, photo('waits.jpg'))
    await expect(tray(anna)).to_have_count(1)
    await expect(tray(anna).get_by_role('progressbar')).to_have_count(0)
    await anna.context.set_offline(True)
    await anna.composer.fill('half a th')
    await anna.page.evaluate(
        'import("messenger").then(({ outbox, shownRoom: { id } }) => {outbox.add(id, {body: "words of anna"})})'
    )
    await anna.context.clear_cookies()
    await anna.context.set_offline(False)
    await expect(anna.page.get_by_role('button', name='Log in')).to_be_visible()
    anna.name = f'{anna.name}x'
    await anna.sign_up()
    await anna.goto(f'/rooms/{room}')
    await anna.page.get_by_role('button', name='Join').click()
    await expect(anna.composer).to_have_value('')
    await expect(tray(anna)).to_have_count(0)
    await anna.say('words of another')
    await anna.sees('words of another')
    await expect(anna.log.locator('article .body')).to_have_text(['not sent yet', 'for everyone', 'words of another'])
