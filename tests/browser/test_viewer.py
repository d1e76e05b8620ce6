"""The viewer: pictures are sharp when looked into, by click, wheel, keys and touch, and the next one starts whole."""

import io

from PIL import Image
from playwright.async_api import FilePayload, Locator, expect

from tests.browser.attaching import attach, payload
from tests.browser.conftest import Arrive
from tests.browser.people import Person
from tests.live import LiveServer

SCALE = '(image) => image.getBoundingClientRect().width / image.offsetWidth'


def picture(name: str, size: tuple[int, int], kind: str = 'PNG') -> FilePayload:
    content = io.BytesIO()
    Image.effect_noise(size, 40).save(content, kind)
    return payload(name, content.getvalue(), f'image/{kind.lower()}')


async def opened(live_server: LiveServer, arrive: Arrive, **options: object) -> tuple[Person, Locator]:
    """Anna, and the viewer with a tall screenshot, which is followed by a photo."""
    anna = await arrive(live_server, 'anna', **options)
    await anna.make_room(f'Gallery of {anna.name}')
    await attach(anna, picture('tall.png', (540, 6000)), picture('photo.jpg', (3000, 2000), 'JPEG'))
    await anna.say('Look')
    await anna.sees('Look')
    await anna.page.reload()
    await anna.message('Look').get_by_role('link', name='tall.png').click()
    return anna, anna.page.get_by_role('dialog').locator('img')


async def test_a_click_shows_every_pixel_of_a_tall_picture_and_another_the_whole(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, image = await opened(live_server, arrive)
    await expect(image).to_have_js_property('naturalHeight', 6000)
    await image.click()
    box = await image.bounding_box()
    assert box is not None
    assert round(box['width']) >= 540
    await image.click()
    box = await image.bounding_box()
    assert box is not None
    assert box['height'] <= 900
    await anna.page.keyboard.press('+')
    assert await image.evaluate(SCALE) > 1.4
    await anna.page.keyboard.press('ArrowRight')
    await expect(anna.page.get_by_role('dialog', name='photo.jpg')).to_be_visible()
    assert abs(await image.evaluate(SCALE) - 1) < 0.01


async def test_the_wheel_zooms_around_the_pointer_and_a_drag_moves(live_server: LiveServer, arrive: Arrive) -> None:
    anna, image = await opened(live_server, arrive)
    await anna.page.keyboard.press('ArrowRight')
    await expect(image).to_have_js_property('complete', True)
    before = await image.bounding_box()
    assert before is not None
    x, y = before['x'] + before['width'] * 0.25, before['y'] + before['height'] * 0.25
    await anna.page.mouse.move(x, y)
    for _ in range(6):
        await anna.page.mouse.wheel(0, -200)
    await expect(image).to_have_js_property('naturalWidth', 3000)
    zoomed = await image.bounding_box()
    assert zoomed is not None
    assert zoomed['width'] > 3 * before['width']
    assert abs((x - zoomed['x']) / zoomed['width'] - 0.25) < 0.02
    await anna.page.mouse.down()
    await anna.page.mouse.move(x + 60, y + 40, steps=4)
    await anna.page.mouse.up()
    moved = await image.bounding_box()
    assert moved is not None
    assert (round(moved['x'] - zoomed['x']), round(moved['y'] - zoomed['y'])) == (60, 40)
    await anna.page.keyboard.press('Escape')
    await expect(anna.page.get_by_role('dialog')).to_have_count(0)
