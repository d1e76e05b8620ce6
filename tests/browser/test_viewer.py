"""The viewer: pictures are sharp when looked into, by click, wheel, keys and touch, and the next one starts whole."""

import re
from typing import Any

import pytest
from PIL import Image
from playwright.async_api import FilePayload, Locator, expect

from messenger.files.image_worker import ORIENTATION
from tests.bad_pictures import saved
from tests.browser.attaching import attach, payload, tray
from tests.browser.conftest import Arrive
from tests.browser.people import ANSWERED, Person
from tests.live import LiveServer

PHONE: dict[str, Any] = {'viewport': {'width': 390, 'height': 844}, 'has_touch': True, 'is_mobile': True}
SCALE = '(image) => image.getBoundingClientRect().width / image.offsetWidth'


def picture(name: str, size: tuple[int, int], kind: str = 'PNG', **options: object) -> FilePayload:
    return payload(name, saved(Image.effect_noise(size, 40), kind, **options), f'image/{kind.lower()}')


async def opened(live_server: LiveServer, arrive: Arrive, **options: object) -> tuple[Person, Locator]:
    """Anna, and the viewer with a tall screenshot, which is followed by a photo."""
    anna = await arrive(live_server, 'anna', **options)
    await anna.make_room(f'Gallery of {anna.name}')
    await attach(anna, picture('tall.png', (540, 6000)), picture('photo.jpg', (3000, 2000), 'JPEG'))
    await anna.composer.fill('Look')
    await anna.main.get_by_role('button', name='Send').click()  # on a phone, Enter begins a line
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


async def test_two_fingers_zoom_into_the_picture_between_them_and_out_again(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, image = await opened(live_server, arrive, **PHONE)
    await anna.page.keyboard.press('ArrowRight')
    await expect(image).to_have_js_property('complete', True)
    before = await image.bounding_box()
    assert before is not None
    x, y = before['x'] + before['width'] * 0.4, before['y'] + before['height'] / 2
    await pinch(anna, x, y, 20, 80)
    await expect(image).to_have_js_property('naturalWidth', 3000)
    zoomed = await image.bounding_box()
    assert zoomed is not None
    assert abs(zoomed['width'] / before['width'] - 4) < 0.1
    assert abs((x - zoomed['x']) / zoomed['width'] - 0.4) < 0.02
    await pinch(anna, x, y, 80, 20)
    assert abs(await image.evaluate(SCALE) - 1) < 0.05
    await expect(anna.page.get_by_role('dialog', name='photo.jpg')).to_be_visible()


@pytest.mark.expects_errors(r'Applying inline style .*/photo\.jpg', r'Blocked script .*/photo\.jpg')
async def test_the_original_opens_in_a_new_tab(live_server: LiveServer, arrive: Arrive) -> None:
    anna, _ = await opened(live_server, arrive)
    await anna.page.keyboard.press('ArrowRight')
    async with anna.context.expect_page() as tab:
        await anna.page.get_by_role('dialog').get_by_role('link', name='Original').click()
    picture = (await tab.value).locator('img')
    await expect(picture).to_have_js_property('naturalWidth', 3000)
    await expect(anna.page.get_by_role('dialog', name='photo.jpg')).to_be_visible()


async def test_a_turned_webp_is_upright_for_its_sender_at_once_and_when_looked_into(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.make_room(f'Gallery of {anna.name}')
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    await attach(anna, picture('turned.webp', (3000, 2000), 'WEBP', exif=exif))
    preview = tray(anna).locator('img')
    await expect(preview).to_have_js_property('naturalWidth', 2000)
    await anna.say('Look')
    await expect(anna.message('Look').get_by_role('img')).to_have_js_property('naturalWidth', 2000)
    await anna.sees('Look')
    await anna.message('Look').get_by_role('link', name='turned.webp').click()
    image = anna.page.get_by_role('dialog').locator('img')
    await expect(image).to_have_js_property('naturalWidth', 1365)
    await image.click()
    await expect(image).to_have_js_property('naturalWidth', 2000)
    await expect(image).to_have_attribute('src', re.compile('^blob:'))


async def test_an_animated_webp_moves_in_the_viewer(live_server: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.make_room(f'Gallery of {anna.name}')
    still, other = Image.new('RGB', (300, 200), 'red'), Image.new('RGB', (300, 200), 'blue')
    moving = saved(still, 'WEBP', save_all=True, append_images=[other], duration=80)
    files = payload('moving.webp', moving, 'image/webp'), payload('still.webp', saved(still, 'WEBP'), 'image/webp')
    await attach(anna, *files)
    await anna.say('Look')
    await anna.sees('Look')
    await anna.message('Look').get_by_role('link', name='moving.webp').click()
    image = anna.page.get_by_role('dialog').locator('img')
    await expect(image).to_have_attribute('src', re.compile(r'/moving\.webp$'))
    await anna.page.keyboard.press('ArrowRight')
    await expect(image).to_have_attribute('src', re.compile(r'/still\.webp\?view=large$'))


async def test_the_name_of_a_picture_stays_readable_on_a_phone(
    live_server: LiveServer, arrive: Arrive, subtests: pytest.Subtests
) -> None:
    anna, _ = await opened(live_server, arrive, **PHONE)
    dialog = anna.page.get_by_role('dialog')
    name = dialog.get_by_text('tall.png', exact=True)
    for width in (320, 390):
        with subtests.test(f'{width} px'):
            await anna.page.set_viewport_size({'width': width, 'height': 700})
            assert await name.evaluate('(one) => one.offsetWidth > 30 && one.scrollWidth <= one.offsetWidth')
            link = await dialog.get_by_role('link').first.bounding_box()
            count = await dialog.get_by_text('1 of 2').bounding_box()
            assert link is not None
            assert count is not None
            assert count['y'] >= link['y'] + link['height'] or count['x'] + count['width'] <= link['x']


async def test_a_huge_original_is_not_loaded_by_a_zoom(live_server: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.make_room(f'Gallery of {anna.name}')
    huge = saved(Image.new('L', (9000, 8000), 128), 'JPEG')
    await attach(anna, payload('huge.jpg', huge, 'image/jpeg'))
    await anna.say('Look')
    await anna.sees('Look')
    loaded: list[str] = []
    anna.page.on('request', lambda request: loaded.append(request.url))
    await anna.message('Look').get_by_role('link', name='huge.jpg').click()
    image = anna.page.get_by_role('dialog').locator('img')
    await expect(image).to_have_js_property('naturalWidth', 2048)
    await image.click()
    await anna.page.evaluate(ANSWERED)
    assert await image.evaluate(SCALE) > 2
    assert {url.partition('?')[2] for url in loaded if url.partition('?')[0].endswith('/huge.jpg')} == {'view=large'}


async def pinch(person: Person, x: float, y: float, start: float, end: float) -> None:
    """Put two fingers on both sides of a point, this many pixels from it, and move them."""
    session = await person.context.new_cdp_session(person.page)
    for step in range(11):
        apart = start + (end - start) * step / 10
        fingers = [{'x': x - apart, 'y': y, 'id': 0}, {'x': x + apart, 'y': y, 'id': 1}]
        kind = 'touchMove' if step else 'touchStart'
        await session.send('Input.dispatchTouchEvent', {'type': kind, 'touchPoints': fingers})
    await session.send('Input.dispatchTouchEvent', {'type': 'touchEnd', 'touchPoints': []})
