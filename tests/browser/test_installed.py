"""The installed app: a manifest with icons, a worker that caches what never changes, a page to show when offline."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from playwright.async_api import expect

from tests.back_door import BackDoorServer
from tests.browser.conftest import Arrive, server_with_admin
from tests.browser.page_errors import cuts_the_line
from tests.browser.people import Person
from tests.live_server import LiveServer

READY = 'navigator.serviceWorker.ready.then((one) => one.active.scriptURL)'
LOADED = """() => Object.fromEntries(["navigation", "resource"]
  .flatMap((kind) => performance.getEntriesByType(kind))
  .map((one) => [new URL(one.name).pathname, one.transferSize]))"""
FILES_MAX, BYTES_MAX = 6, 290_000  # the page, a stylesheet, two scripts, and what the worker keeps
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    for (const one of await (await caches.open(name)).keys()) found.push(new URL(one.url).pathname);
  }
  return found;
}"""


@pytest.fixture
async def packing_server(tmp_path: Path) -> AsyncIterator[BackDoorServer]:
    """A server for a single test that packs its files as people get them."""
    async with server_with_admin(tmp_path / 'data', PACKS_WELL='yes') as server:
        yield server


@cuts_the_line
async def test_the_app_can_be_installed_and_has_a_page_to_show_when_offline(
    packing_server: LiveServer, arrive: Arrive
) -> None:
    anna = await arrive(packing_server, 'anna', service_workers='allow')
    room = await anna.make_room('Deck')
    await its_first_load_is_small(anna)
    await it_has_a_manifest_with_icons(anna)
    await anna.page.evaluate(READY)
    await the_service_worker_caches_nothing_personal(anna)
    await anna.goto(f'/rooms/{room}')
    await the_offline_page_says_so_and_continues_when_the_connection_is_back(anna, packing_server)


async def its_first_load_is_small(anna: Person) -> None:
    """Few files and few bytes, with the page itself among them."""
    bytes_of: dict[str, int] = await anna.page.evaluate(LOADED)
    files = [path for path in bytes_of if not path.startswith('/avatars/')]
    assert len(files) <= FILES_MAX, files
    assert sum(bytes_of.values()) <= BYTES_MAX
    await expect(anna.page.locator('main, [role=main]'), 'the page itself, not what is around it').to_have_count(1)


async def it_has_a_manifest_with_icons(anna: Person) -> None:
    """They are there, in the format that it names."""
    address = await anna.page.locator('link[rel=manifest]').get_attribute('href')
    async with httpx.AsyncClient(verify=False, base_url=anna.url) as http:
        manifest = (await http.get(str(address))).json()
        assert (manifest['start_url'], manifest['display']) == ('/', 'standalone')
        for icon in manifest['icons']:
            answer = await http.get(icon['src'])
            assert (answer.status_code, answer.headers['content-type']) == (200, icon['type'])


async def the_service_worker_caches_nothing_personal(anna: Person) -> None:
    """Only files that are the same for everyone."""
    for path in ('/rooms', '/profile', '/users'):
        await anna.goto(path)
    kept = await anna.page.evaluate(KEPT)
    assert '/static/style.css' in kept
    assert all(path == '/offline' or path.startswith(('/static/', '/_nicegui/')) for path in kept)


async def the_offline_page_says_so_and_continues_when_the_connection_is_back(anna: Person, server: LiveServer) -> None:
    """Nothing that was begun is lost."""
    await anna.composer.fill('half a thought')
    server.kill()
    await anna.page.reload()
    await expect(anna.page.get_by_role('heading', name='No connection')).to_be_visible()
    server.start()
    await expect(anna.composer).to_have_value('half a thought')
