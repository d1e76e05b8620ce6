"""Uploads and what can go wrong: lost connections, reloads, refusals, cancellations, files that are lost."""

import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.back_door import BackDoorServer
from tests.browser.attaching import LARGE, attach, loaded, payload, photo, slow, stored, tray
from tests.browser.conftest import Arrive, lan_url, server_with_admin
from tests.browser.page_errors import cuts_the_line, discards_files, over_plain_http
from tests.browser.people import Person
from tests.factories import PASSWORD
from tests.live_server import LiveServer
from tests.proxy import Line, Proxy
from tests.window import Window

LIMIT_MB = 2  # a little more than LARGE
TOO_LARGE = LARGE + bytes(200_000)


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[BackDoorServer]:
    """A server for a single test, which takes no files larger than LIMIT_MB."""
    async with server_with_admin(tmp_path / 'data', UPLOAD_LIMIT_MB=f'{LIMIT_MB}') as made:
        yield made


async def all_are_up(person: Person, count: int) -> None:
    """Wait until the server has all files in the tray."""
    await expect(tray(person)).to_have_count(count)
    await expect(tray(person).get_by_role('progressbar')).to_have_count(0)


@pytest.mark.long
@pytest.mark.expects_errors(
    r'413 .*/files/',
    rf'alert: This file is too large: at most {LIMIT_MB} MB',
    r'alert: Not sent: A file in this message is not on the server',
)
@discards_files
@cuts_the_line
async def test_an_upload_survives_all_that_can_go_wrong_with_it(server: BackDoorServer, arrive: Arrive) -> None:
    anna, bob = await arrive(server, 'anna'), await arrive(server, 'bob')
    room = await anna.create_room('Harbour', bob)
    await bob.goto(f'/rooms/{room}')
    async with Proxy(server.port) as proxy:
        anna.url = proxy.url
        await anna.goto(f'/rooms/{room}')
        await anna.mark()
        await it_continues_after_a_lost_connection_without_a_second_copy(anna, bob, proxy)
        await a_file_that_is_too_large_says_so_in_the_tray(anna)
        await a_file_that_the_server_has_forgotten_is_uploaded_again(anna, server)
        await a_message_whose_file_is_lost_says_so_and_keeps_its_text(anna)
        assert await anna.is_marked()
        await it_can_be_cancelled(anna, server)


async def it_continues_after_a_lost_connection_without_a_second_copy(anna: Person, bob: Person, proxy: Proxy) -> None:
    """Meanwhile words go first."""
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
    assert stored(bob.server) == 1
    href = await bob.message('Here it is').get_by_role('link', name='large.bin').get_attribute('href')
    assert await (await bob.context.request.get(f'{bob.url}{href}')).body() == LARGE


async def a_file_that_is_too_large_says_so_in_the_tray(anna: Person) -> None:
    """The others are sent."""
    await attach(anna, payload('small.bin', b'small'), payload('huge.bin', TOO_LARGE))
    refused = tray(anna).filter(has_text='huge.bin')
    await expect(refused.get_by_role('alert')).to_have_text(f'This file is too large: at most {LIMIT_MB} MB.')
    await anna.say('Without the large one')
    await anna.sees('Without the large one')
    await expect(anna.message('Without the large one').get_by_role('link', name='small.bin')).to_be_visible()
    await expect(tray(anna)).to_have_count(1)
    await refused.get_by_role('button', name='Remove huge.bin').click()
    await expect(tray(anna)).to_have_count(0)


async def a_file_that_the_server_has_forgotten_is_uploaded_again(anna: Person, server: BackDoorServer) -> None:
    """As after a day without a message."""
    await attach(anna, payload('forgotten.bin', b'forgotten'))
    await all_are_up(anna, 1)
    with closing(sqlite3.connect(server.data_dir / 'messenger.db')) as database, database:
        assert database.execute('DELETE FROM attachment WHERE name = ?', ['forgotten.bin']).rowcount == 1
    await anna.say('After a long night')
    await anna.sees('After a long night')
    await expect(anna.message('After a long night').get_by_role('link', name='forgotten.bin')).to_be_visible()


async def a_message_whose_file_is_lost_says_so_and_keeps_its_text(anna: Person) -> None:
    """The browser has lost it, too."""
    before = await anna.log.get_by_role('article').count()
    await attach(anna, payload('lost.bin', b'lost'))
    await all_are_up(anna, 1)
    await anna.context.set_offline(True)
    await anna.say('With a file')
    failed = anna.message('With a file')
    await expect(failed).to_have_attribute('data-state', 'sending')
    await anna.page.evaluate('import("messenger").then(({ outbox, uploads }) => uploads.forget([...outbox.files()]))')
    await anna.context.set_offline(False)
    await expect(failed).to_have_attribute('data-state', 'failed')
    await expect(failed.get_by_role('alert')).to_contain_text('A file in this message is not on the server.')
    await failed.get_by_role('button', name='Discard').click()
    await expect(anna.log.get_by_role('article')).to_have_count(before)


async def it_can_be_cancelled(anna: Person, server: BackDoorServer) -> None:
    """The others are sent, and nothing of it is left."""
    messages, files = await anna.log.get_by_role('article').count(), stored(server)
    await anna.online()
    await slow(anna)
    await attach(anna, payload('large.bin', LARGE), payload('small.bin', b'another small one'))
    await anna.page.wait_for_function('document.querySelector(".tray progress")?.value > 0.1')
    await tray(anna).get_by_role('button', name='Cancel large.bin').click()
    await expect(tray(anna)).to_have_count(1)
    await anna.composer.press('Enter')
    await expect(anna.log.get_by_role('article').last.get_by_role('link', name='small.bin')).to_be_visible()
    await expect(anna.log.get_by_role('article').last).to_have_attribute('data-state', 'sent')
    await anna.page.reload()
    await expect(anna.log.get_by_role('article')).to_have_count(messages + 1)
    await expect(tray(anna)).to_have_count(0)
    assert stored(server) == files + 1


@pytest.mark.expects_errors(r'429 .*/files/')
async def test_a_reload_during_an_upload_and_a_limit_lose_nothing(live_server: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(live_server, 'anna')
    room = await anna.make_room(f'Harbour of {anna.name}')
    await a_reload_during_an_upload_loses_nothing(anna, room)
    await a_limit_on_new_files_does_not_block_earlier_ones(anna)


async def a_reload_during_an_upload_loses_nothing(anna: Person, room: int) -> None:
    """Neither before nor after the message is sent."""
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
    await slow(anna, -1)
    await anna.sees('Here it is')
    await loaded(anna.message('Here it is').get_by_role('img', name='beach.jpg'))
    await expect(anna.message('Here it is').get_by_role('link', name='large.bin')).to_be_visible()
    await expect(anna.log.get_by_role('article')).to_have_count(1)
    await expect(tray(anna)).to_have_count(0)
    async with await Window.log_in(anna.url, anna.name, PASSWORD) as window:
        await window.open()
        message = (await window.join(room))['messages'][-1]
        assert (message['body'], [file['name'] for file in message['files']]) == (
            'Here it is',
            ['beach.jpg', 'large.bin'],
        )
        for file, size in zip(message['files'], (len(photo('beach.jpg')['buffer']), len(LARGE)), strict=True):
            assert len((await window.http.get(f'/files/{file["id"]}/{file["name"]}')).content) == size


async def a_limit_on_new_files_does_not_block_earlier_ones(anna: Person) -> None:
    """Only the file that is refused waits."""
    refusal = {'code': 'limit_reached', 'error': 'Slowly.', 'retry_after': 600}
    await anna.page.route(re.compile('name=third'), lambda route: route.fulfill(status=429, json=refusal))
    await attach(anna, *(payload(f'{name}.txt', b'words') for name in ('first', 'second', 'third')))
    await expect(tray(anna)).to_have_count(3)
    for name, bars in (('first', 0), ('second', 0), ('third', 1)):
        await expect(tray(anna).filter(has_text=name).get_by_role('progressbar')).to_have_count(bars)


@over_plain_http
async def test_words_and_files_can_be_sent_over_plain_http_on_a_local_network(
    lan_server: LiveServer, arrive: Arrive, visit: Arrive
) -> None:
    anna, person = await visit(lan_server, 'anna'), await arrive(lan_server, 'known')
    room = await person.create_room('Harbour')
    anna.name, anna.url = person.name, lan_url(lan_server)
    await anna.page.goto(f'{anna.url}/login?next=/rooms/{room}')
    assert not await anna.page.evaluate('isSecureContext')
    await anna.log_in()
    await anna.online()
    await anna.say('no secrets here')
    await anna.sees('no secrets here')
    await attach(anna, photo('beach.jpg'), payload('large.bin', LARGE))
    await anna.say('By the old road')
    await anna.sees('By the old road')
    await loaded(anna.message('By the old road').get_by_role('img', name='beach.jpg'))
