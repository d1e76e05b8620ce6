"""WebP in the browser: a turned one is shown upright, and an animated one is recognised by its first bytes."""

import base64

import pytest
from PIL import Image

from messenger.files.image_worker import ORIENTATION, TURNS
from tests.bad_pictures import saved
from tests.client.page import ClientPage

SEEN = """async (content) => {
  const { upright } = await import("/client/webp.js");
  const bytes = Uint8Array.from(atob(content), (one) => one.charCodeAt(0));
  const file = new File([bytes], "a.webp", { type: "image/webp" });
  const shown = await upright(file);
  const bitmap = await createImageBitmap(shown);
  const canvas = Object.assign(document.createElement("canvas"), { width: bitmap.width, height: bitmap.height });
  const context = canvas.getContext("2d");
  context.drawImage(bitmap, 0, 0);
  const [red, green, blue] = context.getImageData(10, 5, 1, 1).data;
  return [bitmap.width, bitmap.height, red > 150 && green < 90 && blue < 90, shown === file];
}"""
MOVES = """async (content) => {
  const { HEAD_BYTES, isAnimated } = await import("/client/webp.js");
  return isAnimated(Uint8Array.from(atob(content), (one) => one.charCodeAt(0)).slice(0, HEAD_BYTES).buffer);
}"""


def turned(orientation: int) -> bytes:
    """A picture of 80 × 40 whose upper left quarter is red once it is shown upright."""
    upright = Image.new('RGB', (80, 40), 'white')
    upright.paste('red', (0, 0, 40, 20))
    back = {6: TURNS[8], 8: TURNS[6]}.get(orientation, TURNS.get(orientation))
    exif = Image.Exif()
    exif[0x010F] = 'A camera'
    exif[ORIENTATION] = orientation
    return saved(upright.transpose(back) if back is not None else upright, 'WEBP', exif=exif)


@pytest.mark.parametrize('orientation', range(1, 9))
async def test_a_turned_picture_is_shown_upright(client: ClientPage, orientation: int) -> None:
    content = base64.b64encode(turned(orientation)).decode()
    assert await client.page.evaluate(SEEN, content) == [80, 40, True, orientation == 1]


@pytest.mark.parametrize('metadata', [b'', b'Exif', b'Exif\0\0II*\0\xff\xff\xff\xff'])
async def test_damaged_metadata_changes_nothing(client: ClientPage, metadata: bytes) -> None:
    content = saved(Image.new('RGB', (80, 40), 'red'), 'WEBP', exif=metadata)
    assert await client.page.evaluate(SEEN, base64.b64encode(content).decode()) == [80, 40, True, True]


async def test_an_animation_is_recognised_by_its_first_bytes(client: ClientPage) -> None:
    frames = [Image.new('RGB', (40, 40), colour) for colour in ('red', 'white')]
    moving = saved(frames[0], 'WEBP', save_all=True, append_images=frames[1:])
    for content, moves in ((moving, True), (saved(frames[0], 'WEBP'), False), (turned(6), False), (b'RIFF', False)):
        assert await client.page.evaluate(MOVES, base64.b64encode(content).decode()) == moves
