"""Files between two people: sent by button, paste and drag; cut lines, reloads, refusals; looked at by keyboard."""

from pathlib import Path

from playwright.async_api import FilePayload, Locator, expect

from tests.bad_pictures import picture
from tests.browser.conftest import Arrive
from tests.browser.people import Person
from tests.live import LiveServer
from tests.proxy import Line, Proxy

SLOW_BYTES_S = 400_000
LARGE = bytes(range(256)) * 8_000

DROP = """(place, [names, type]) => {
  const data = new DataTransfer();
  for (const name of names) data.items.add(new File([`content of ${name}`], name, { type: "text/plain" }));
  place.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
}"""
PASTE = """async (input) => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 300, height: 200 });
  const content = await new Promise((resolve) => canvas.toBlob(resolve));
  const data = new DataTransfer();
  data.items.add(new File([content], "image.png", { type: "image/png" }));
  input.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def payload(name: str, content: bytes, kind: str = 'application/octet-stream') -> FilePayload:
    return {'name': name, 'mimeType': kind, 'buffer': content}


def photo(name: str, size: tuple[int, int] = (1200, 800)) -> FilePayload:
    return payload(name, picture('JPEG', size), 'image/jpeg')


async def attach(person: Person, *files: FilePayload) -> None:
    """Choose files through the button."""
    async with person.page.expect_file_chooser() as chooser:
        await person.main.get_by_role('button', name='Attach file').click()
    await (await chooser.value).set_files(list(files))


def tray(person: Person) -> Locator:
    return person.main.get_by_role('list', name='Files to send').get_by_role('listitem')


async def slow(person: Person, upload: int = SLOW_BYTES_S) -> None:
    """From now on the line takes so many bytes a second, -1 for all."""
    session = await person.context.new_cdp_session(person.page)
    line = {'offline': False, 'latency': 0, 'downloadThroughput': -1, 'uploadThroughput': upload}
    await session.send('Network.emulateNetworkConditions', line)


def stored(server: LiveServer) -> int:
    """How many files lie in the folder, copies and parts left aside."""
    found = [path for path in Path(server.data_dir, 'uploads').rglob('*') if path.is_file()]
    return sum('.' not in path.name for path in found)


async def together(town: LiveServer, arrive: Arrive) -> tuple[Person, Person]:
    anna, bob = await arrive(town, 'anna'), await arrive(town, 'bob')
    await anna.make_room(f'Harbour of {anna.name}', bob)
    await bob.page.goto(anna.page.url)
    return anna, bob


async def loaded(image: Locator) -> None:
    await image.scroll_into_view_if_needed()
    await expect(image).to_have_js_property('complete', value=True)
    assert await image.evaluate('(image) => image.naturalWidth') > 0


async def test_pictures_words_and_a_document_arrive(town: LiveServer, arrive: Arrive, tmp_path: Path) -> None:
    anna, bob = await together(town, arrive)
    await attach(anna, photo('beach.jpg'), photo('tower.jpg', (500, 900)), payload('plan.pdf', b'%PDF-1.7 plan'))
    await expect(tray(anna)).to_have_count(3)
    await expect(tray(anna).get_by_role('progressbar')).to_have_count(0)
    await anna.say('From the weekend')
    await expect(tray(anna)).to_have_count(0)
    for person in (anna, bob):
        await person.sees('From the weekend')
        message = person.message('From the weekend')
        for name in ('beach.jpg', 'tower.jpg'):
            await loaded(message.get_by_role('img', name=name))
        await expect(message.get_by_role('link', name='plan.pdf')).to_be_visible()
        await expect(message.get_by_text('13 bytes')).to_be_visible()
    async with bob.page.expect_download() as download:
        await bob.message('From the weekend').get_by_role('link', name='plan.pdf').click()
    got = await download.value
    assert got.suggested_filename == 'plan.pdf'
    assert (await got.path()).read_bytes() == b'%PDF-1.7 plan'


async def test_nothing_moves_when_a_picture_comes(town: LiveServer, arrive: Arrive) -> None:
    anna, bob = await together(town, arrive)
    await bob.page.route('**/files/**', lambda route: None)
    await attach(anna, photo('beach.jpg'))
    await anna.main.get_by_role('button', name='Send').click()
    image = bob.log.get_by_role('img', name='beach.jpg')
    await expect(image).to_be_attached()
    empty = await image.bounding_box()
    assert empty is not None
    assert (round(empty['width']), round(empty['height'])) == (420, 280)
    await bob.page.unroute('**/files/**')
    await bob.page.reload()
    await loaded(bob.log.get_by_role('img', name='beach.jpg'))
    shown = await bob.log.get_by_role('img', name='beach.jpg').bounding_box()
    assert shown is not None
    assert (round(shown['width']), round(shown['height'])) == (420, 280)


async def test_the_lightbox_by_keyboard(town: LiveServer, arrive: Arrive) -> None:
    anna, bob = await together(town, arrive)
    await attach(anna, photo('one.jpg'), photo('two.jpg'), photo('three.jpg'))
    await anna.say('Three')
    await bob.sees('Three')
    link = bob.message('Three').get_by_role('link', name='two.jpg')
    await link.focus()
    await link.press('Enter')
    for key, name, count in (
        ('', 'two.jpg', '2 of 3'),
        ('ArrowRight', 'three.jpg', '3 of 3'),
        ('ArrowRight', 'one.jpg', '1 of 3'),
        ('ArrowLeft', 'three.jpg', '3 of 3'),
        ('Home', 'one.jpg', '1 of 3'),
    ):
        if key:
            await bob.page.keyboard.press(key)
        dialog = bob.page.get_by_role('dialog', name=name)
        await loaded(dialog.get_by_role('img', name=name))
        await expect(dialog.get_by_text(count)).to_be_visible()
        href = await dialog.get_by_role('link', name='Download').get_attribute('href')
        assert href is not None
        assert href.endswith(name)
    await bob.page.keyboard.press('Escape')
    await expect(bob.page.get_by_role('dialog')).to_have_count(0)
    await expect(link).to_be_focused()


async def test_paste_and_drag(town: LiveServer, arrive: Arrive) -> None:
    anna, bob = await together(town, arrive)
    await anna.composer.evaluate(PASTE)
    await expect(tray(anna)).to_contain_text(['image.png'])
    await anna.log.evaluate(DROP, [['a.txt'], 'dragenter'])
    await expect(anna.page.get_by_text(f'Drop files to send them to Harbour of {anna.name}')).to_be_visible()
    await anna.log.evaluate(DROP, [['a.txt', 'b.txt'], 'drop'])
    await expect(anna.page.get_by_text('Drop files')).to_have_count(0)
    await expect(tray(anna)).to_have_count(3)
    await expect(anna.composer).to_be_focused()
    await anna.composer.press('Enter')
    message = bob.log.get_by_role('article')
    await loaded(message.get_by_role('img', name='image.png'))
    await expect(message.get_by_role('link', name='b.txt')).to_be_visible()


async def test_a_cut_line_goes_on_without_a_second_copy(own_town: LiveServer, arrive: Arrive) -> None:
    anna, bob = await arrive(own_town, 'anna'), await arrive(own_town, 'bob')
    room = await anna.make_room('Harbour', bob)
    await bob.goto(f'/rooms/{room}')
    async with Proxy(own_town.port) as proxy:
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
        assert stored(own_town) == 1
        href = await bob.message('Here it is').get_by_role('link', name='large.bin').get_attribute('href')
        assert await (await bob.context.request.get(f'{own_town.url}{href}')).body() == LARGE


async def test_a_reload_in_the_middle_loses_nothing(town: LiveServer, arrive: Arrive) -> None:
    anna, bob = await together(town, arrive)
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


async def test_what_is_too_large_says_so_where_it_is(own_town: LiveServer, arrive: Arrive) -> None:
    own_town.stop()
    own_town.settings['UPLOAD_LIMIT_MB'] = '1'
    own_town.start()
    anna = await arrive(own_town, 'anna')
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


async def test_an_upload_is_cancelled(own_town: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(own_town, 'anna')
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
    assert stored(own_town) == 1


async def test_the_next_person_at_the_browser_sees_no_files_of_the_first(town: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(town, 'anna')
    room = await anna.make_room(f'Attic of {anna.name}', everyone=True)
    await attach(anna, photo('secret.jpg'))
    await expect(tray(anna).get_by_role('progressbar')).to_have_count(0)
    await anna.composer.press('Enter')
    address = await anna.log.get_by_role('link', name='secret.jpg').get_attribute('href')
    await loaded(anna.log.get_by_role('img', name='secret.jpg'))
    await attach(anna, photo('waits.jpg'))
    await expect(tray(anna)).to_have_count(1)
    await anna.context.clear_cookies()
    anna.name = f'{anna.name}x'
    await anna.sign_up()
    await anna.goto(f'/rooms/{room}')
    await anna.page.get_by_role('button', name='Join').click()
    await expect(anna.composer).to_be_visible()
    await expect(tray(anna)).to_have_count(0)
    assert address is not None


async def test_files_go_over_plain_http_on_a_local_network(own_town: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(own_town, 'anna')
    await anna.make_room('Harbour')
    path = anna.page.url.removeprefix(own_town.url)
    anna.url = f'http://messenger.lan:{own_town.port}'
    await anna.page.goto(f'{anna.url}/login')
    assert not await anna.page.evaluate('isSecureContext')
    await anna.log_in()
    await anna.goto(path)
    await attach(anna, photo('beach.jpg'), payload('large.bin', LARGE))
    await anna.say('By the old road')
    await anna.sees('By the old road')
    await loaded(anna.message('By the old road').get_by_role('img', name='beach.jpg'))
