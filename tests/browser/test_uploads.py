"""Uploads and what can go wrong: lost connections, reloads, refusals, cancellations, another person at the browser."""

import re
import sqlite3
from contextlib import closing

import pytest
from playwright.async_api import expect

from tests.browser.attaching import LARGE, attach, loaded, payload, photo, slow, stored, together, tray
from tests.browser.conftest import Arrive, lan_url
from tests.browser.page_errors import cuts_the_line, discards_files, over_plain_http
from tests.live import LiveServer
from tests.proxy import Line, Proxy


@cuts_the_line
async def test_an_upload_continues_after_a_lost_connection_without_a_second_copy(
    own_server: LiveServer, arrive: Arrive
) -> None:
    anna, bob = await arrive(own_server, 'anna'), await arrive(own_server, 'bob')
    room = await anna.make_room('Harbour', bob)
    await bob.goto(f'/rooms/{room}')
    async with Proxy(own_server.port) as proxy:
        anna.url = proxy.url
        await anna.goto(f'/rooms/{room}')
        await anna.mark()
        await slow(anna)
        asked: list[str] = []
        anna.page.on('request', lambda request: asked.append(request.url) if request.method == 'PATCH' else None)
        await attach(anna, payload('large.bin', LARGE))
        await anna.say('Here it is')
        pending = anna.message('Here it is')
        await expect(pending).to_have_attribute('data-state', 'sending')
        await expect(pending.get_by_role('progressbar', name='Uploading large.bin')).to_be_visible()
        await anna.say('and these words go first')
        await bob.sees('and these words go first')
        await anna.page.wait_for_function('document.querySelector("article progress")?.value > 0.2')
        proxy.set(Line.CUT)
        await expect(anna.status).not_to_have_text('Online')
        proxy.set(Line.OPEN)
        await anna.online()
        await slow(anna, -1)
        await bob.sees('Here it is')
        assert await anna.is_marked()
        assert any(not url.endswith('offset=0') for url in asked)
        assert stored(own_server) == 1
        href = await bob.message('Here it is').get_by_role('link', name='large.bin').get_attribute('href')
        assert await (await bob.context.request.get(f'{own_server.url}{href}')).body() == LARGE


async def test_a_reload_during_an_upload_loses_nothing(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await together(live_server, arrive)
    await slow(anna)
    await attach(anna, photo('beach.jpg'), payload('large.bin', LARGE))
    await anna.page.wait_for_function('document.querySelector(".tray progress")?.value > 0.2')
    await anna.page.reload()
    await expect(tray(anna)).to_have_count(2)
    await slow(anna)
    await anna.say('Here it is')
    await expect(anna.message('Here it is')).to_have_attribute('data-state', 'sending')
    await anna.page.reload()
    await expect(anna.message('Here it is').get_by_role('img', name='beach.jpg')).to_be_visible()
    await bob.sees('Here it is')
    await anna.sees('Here it is')
    await loaded(bob.message('Here it is').get_by_role('img', name='beach.jpg'))
    await expect(bob.message('Here it is').get_by_role('link', name='large.bin')).to_be_visible()
    await expect(anna.log.get_by_role('article')).to_have_count(1)
    await expect(tray(anna)).to_have_count(0)


@pytest.mark.expects_errors(r'413 .*/files/', r'alert: This file is too large: at most 1 MB')
@discards_files
@cuts_the_line
async def test_a_file_that_is_too_large_says_so_in_the_tray(own_server: LiveServer, arrive: Arrive) -> None:
    own_server.stop()
    own_server.settings['UPLOAD_LIMIT_MB'] = '1'
    own_server.start()
    anna = await arrive(own_server, 'anna')
    await anna.make_room('Harbour')
    await attach(anna, payload('small.bin', b'small'), payload('large.bin', LARGE))
    refused = tray(anna).filter(has_text='large.bin')
    await expect(refused.get_by_role('alert')).to_have_text('This file is too large: at most 1 MB.')
    await anna.say('Without the large one')
    await anna.sees('Without the large one')
    await expect(anna.message('Without the large one').get_by_role('link', name='small.bin')).to_be_visible()
    await expect(tray(anna)).to_have_count(1)
    await refused.get_by_role('button', name='Remove large.bin').click()
    await expect(tray(anna)).to_have_count(0)


async def test_an_upload_can_be_cancelled(own_server: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(own_server, 'anna')
    await anna.make_room('Harbour')
    await slow(anna)
    await attach(anna, payload('large.bin', LARGE), payload('small.bin', b'small'))
    await anna.page.wait_for_function('document.querySelector(".tray progress")?.value > 0.1')
    await tray(anna).get_by_role('button', name='Cancel large.bin').click()
    await expect(tray(anna)).to_have_count(1)
    await anna.composer.press('Enter')
    await expect(anna.log.get_by_role('link', name='small.bin')).to_be_visible()
    await expect(anna.log.get_by_role('article')).to_have_count(1)
    await anna.page.reload()
    await expect(anna.log.get_by_role('article')).to_have_count(1)
    await expect(tray(anna)).to_have_count(0)
    assert stored(own_server) == 1


async def test_the_next_user_of_the_browser_sees_no_files_of_the_previous_one(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna = await arrive(live_server, 'anna')
    room = await anna.make_room(f'Attic of {anna.name}', everyone=True)
    await attach(anna, photo('secret.jpg'))
    await expect(tray(anna)).to_have_count(1)
    await expect(tray(anna).get_by_role('progressbar')).to_have_count(0)
    await anna.composer.press('Enter')
    address = await anna.log.get_by_role('link', name='secret.jpg').get_attribute('href')
    await loaded(anna.log.get_by_role('img', name='secret.jpg'))
    await attach(anna, photo('waits.jpg'))
    await expect(tray(anna)).to_have_count(1)
    await expect(tray(anna).get_by_role('progressbar')).to_have_count(0)
    await anna.context.clear_cookies()
    anna.name = f'{anna.name}x'
    await anna.sign_up()
    await anna.goto(f'/rooms/{room}')
    await anna.page.get_by_role('button', name='Join').click()
    await expect(anna.composer).to_be_visible()
    await expect(tray(anna)).to_have_count(0)
    assert address is not None


@over_plain_http
async def test_files_can_be_sent_over_plain_http_on_a_local_network(lan_server: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(lan_server, 'anna')
    await anna.make_room('Harbour')
    path = anna.page.url.removeprefix(lan_server.url)
    anna.url = lan_url(lan_server)
    await anna.page.goto(f'{anna.url}/login')
    assert not await anna.page.evaluate('isSecureContext')
    await anna.log_in()
    await anna.goto(path)
    await attach(anna, photo('beach.jpg'), payload('large.bin', LARGE))
    await anna.say('By the old road')
    await anna.sees('By the old road')
    await loaded(anna.message('By the old road').get_by_role('img', name='beach.jpg'))


@pytest.mark.expects_errors(r'429 .*/files/')
async def test_a_limit_on_new_files_does_not_block_earlier_ones(live_server: LiveServer, arrive: Arrive) -> None:
    anna, _ = await together(live_server, arrive)
    refusal = {'code': 'limit_reached', 'error': 'Slowly.', 'retry_after': 600}
    await anna.page.route(re.compile('name=third'), lambda route: route.fulfill(status=429, json=refusal))
    await attach(anna, *(payload(f'{name}.txt', b'words') for name in ('first', 'second', 'third')))
    await expect(tray(anna)).to_have_count(3)
    for name, bars in (('first', 0), ('second', 0), ('third', 1)):
        await expect(tray(anna).filter(has_text=name).get_by_role('progressbar')).to_have_count(bars)


async def test_a_file_that_the_server_has_forgotten_is_uploaded_again(own_server: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(own_server, 'anna')
    await anna.make_room('Harbour')
    await attach(anna, payload('small.bin', b'small'))
    await expect(tray(anna)).to_have_count(1)
    await expect(tray(anna).get_by_role('progressbar')).to_have_count(0)
    with closing(sqlite3.connect(own_server.data_dir / 'messenger.db')) as database, database:
        assert database.execute('DELETE FROM attachment').rowcount == 1
    await anna.say('After a long night')
    await anna.sees('After a long night')
    await expect(anna.message('After a long night').get_by_role('link', name='small.bin')).to_be_visible()


@pytest.mark.expects_errors(r'alert: Not sent: A file in this message is not on the server')
@cuts_the_line
async def test_a_message_whose_file_is_lost_says_so_and_keeps_its_text(live_server: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.make_room(f'Harbour of {anna.name}')
    await attach(anna, payload('small.bin', b'small'))
    await expect(tray(anna)).to_have_count(1)
    await expect(tray(anna).get_by_role('progressbar')).to_have_count(0)
    await anna.context.set_offline(True)
    await anna.say('With a file')
    await expect(anna.message('With a file')).to_have_attribute('data-state', 'sending')
    await anna.page.evaluate('import("messenger").then(({ outbox, uploads }) => uploads.forget([...outbox.files()]))')
    await anna.context.set_offline(False)
    failed = anna.message('With a file')
    await expect(failed).to_have_attribute('data-state', 'failed')
    await expect(failed.get_by_role('alert')).to_contain_text('A file in this message is not on the server.')
    await failed.get_by_role('button', name='Discard').click()
    await expect(anna.log.get_by_role('article')).to_have_count(0)
