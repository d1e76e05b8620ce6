"""Shared by the file tests: choosing, pasting and dropping files, the tray, slow connections."""

import io
import wave
from pathlib import Path

from playwright.async_api import FilePayload, Locator, expect

from tests.bad_pictures import picture
from tests.browser.conftest import Arrive
from tests.browser.people import Person
from tests.live_server import LiveServer

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

PASTE_FILE = """(input, [name, text]) => {
  const data = new DataTransfer();
  data.items.add(new File(["content"], name, { type: "text/plain" }));
  data.setData("text/plain", text);
  input.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""

PASTE_TEXT = """(input, text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  return input.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
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


async def drop(person: Person, *paths: Path) -> None:
    """Drop real files and folders into the conversation."""
    box = await person.log.bounding_box()
    assert box is not None
    place = {'x': box['x'] + box['width'] / 2, 'y': box['y'] + box['height'] / 2}
    data = {'items': [], 'files': [str(path) for path in paths], 'dragOperationsMask': 1}
    session = await person.context.new_cdp_session(person.page)
    for kind in ('dragEnter', 'dragOver', 'drop'):
        await session.send('Input.dispatchDragEvent', {'type': kind, **place, 'data': data})


async def slow(person: Person, upload: int = SLOW_BYTES_S) -> None:
    """Limit the upload speed to this many bytes a second from now on; -1 removes the limit."""
    session = await person.context.new_cdp_session(person.page)
    line = {'offline': False, 'latency': 0, 'downloadThroughput': -1, 'uploadThroughput': upload}
    await session.send('Network.emulateNetworkConditions', line)


def stored(server: LiveServer) -> int:
    """Count the files in the folder, without thumbnails and partial uploads."""
    files = [path for path in Path(server.data_dir, 'uploads').rglob('*') if path.is_file()]
    return sum('.' not in path.name for path in files)


async def together(live_server: LiveServer, arrive: Arrive) -> tuple[Person, Person]:
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    await anna.make_room(f'Harbour of {anna.name}', bob)
    await bob.page.goto(anna.page.url)
    return anna, bob


async def loaded(image: Locator) -> None:
    await image.scroll_into_view_if_needed()
    await expect(image).to_have_js_property('complete', value=True)
    assert await image.evaluate('(image) => image.naturalWidth') > 0


def hum() -> bytes:
    """Two seconds of sound."""
    file = io.BytesIO()
    with wave.open(file, 'wb') as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(bytes(range(0, 250, 10)) * 640)
    return file.getvalue()
