"""The viewer: pictures are sharp when looked into, by click, wheel, keys and touch, and the next one starts whole."""

import re
from typing import Any

import pytest
from PIL import Image
from playwright.async_api import FilePayload, FloatRect, Locator, expect

from messenger.files.image_worker import ORIENTATION
from tests.bad_pictures import saved
from tests.browser.attaching import attach, payload, tray
from tests.browser.conftest import Arrive
from tests.browser.people import ANSWERED, Person
from tests.live_server import LiveServer

PHONE: dict[str, Any] = {'viewport': {'width': 390, 'height': 844}, 'has_touch': True, 'is_mobile': True}
PHOTO = (2400, 1600)  # wider than the view that is shown first
SCALE = '(image) => image.getBoundingClientRect().width / image.offsetWidth'


def picture(name: str, size: tuple[int, int], kind: str = 'PNG', **options: object) -> FilePayload:
    return payload(name, saved(Image.effect_noise(size, 40), kind, **options), f'image/{kind.lower()}')


async def gallery(live_server: LiveServer, arrive: Arrive) -> tuple[Person, int]:
    """Anna in a room of hers."""
    anna = await arrive(live_server, 'anna')
    return anna, await anna.make_room(f'Gallery of {anna.name}')


async def opened(person: Person) -> Locator:
    """The viewer with a tall screenshot, which is followed by a photo."""
    await person.message('Look').get_by_role('link', name='tall.png').click()
    return person.page.get_by_role('dialog').locator('img')


async def closed(person: Person) -> None:
    await person.page.keyboard.press('Escape')
    await expect(person.page.get_by_role('dialog')).to_have_count(0)


async def box_of(image: Locator) -> FloatRect:
    """Where it is, and its size."""
    box = await image.bounding_box()
    assert box is not None
    return box


@pytest.mark.expects_errors(r'Applying inline style .*/photo\.jpg', r'Blocked script .*/photo\.jpg')
async def test_pictures_are_looked_into_at_a_desk_and_on_a_phone(
    live_server: LiveServer, arrive: Arrive, visit: Arrive, subtests: pytest.Subtests
) -> None:
    anna, room = await gallery(live_server, arrive)
    await attach(anna, picture('tall.png', (540, 6000)), picture('photo.jpg', PHOTO, 'JPEG'))
    await anna.say('Look')
    await anna.sees('Look')
    await anna.page.reload()
    await a_click_shows_every_pixel_of_a_tall_picture_and_another_the_whole(anna)
    await the_wheel_zooms_around_the_pointer_and_a_drag_moves(anna)
    await the_original_opens_in_a_new_tab(anna)
    phone = await visit(live_server, 'phone', **PHONE)
    phone.name = anna.name
    await phone.enter()
    await phone.goto(f'/rooms/{room}')
    image = await opened(phone)
    for width in (320, 390):
        with subtests.test(f'{width} px'):
            await the_name_of_a_picture_stays_readable_on_a_phone(phone, width)
    await two_fingers_zoom_into_the_picture_between_them_and_out_again(phone, image)


async def a_click_shows_every_pixel_of_a_tall_picture_and_another_the_whole(anna: Person) -> None:
    """The key + zooms, too, and the next picture starts whole."""
    image = await opened(anna)
    await expect(image).to_have_js_property('naturalHeight', 6000)
    await image.click()
    assert round((await box_of(image))['width']) >= 540
    await image.click()
    assert (await box_of(image))['height'] <= 900
    await anna.page.keyboard.press('+')
    assert await image.evaluate(SCALE) > 1.4
    await anna.page.keyboard.press('ArrowRight')
    await expect(anna.page.get_by_role('dialog', name='photo.jpg')).to_be_visible()
    assert abs(await image.evaluate(SCALE) - 1) < 0.01
    await closed(anna)


async def the_wheel_zooms_around_the_pointer_and_a_drag_moves(anna: Person) -> None:
    """The pixels of the original are loaded by that."""
    image = await opened(anna)
    await anna.page.keyboard.press('ArrowRight')
    await expect(image).to_have_js_property('complete', True)
    before = await box_of(image)
    x, y = before['x'] + before['width'] * 0.25, before['y'] + before['height'] * 0.25
    await anna.page.mouse.move(x, y)
    for _ in range(6):
        await anna.page.mouse.wheel(0, -200)
    await expect(image).to_have_js_property('naturalWidth', PHOTO[0])
    zoomed = await box_of(image)
    assert zoomed['width'] > 3 * before['width']
    assert abs((x - zoomed['x']) / zoomed['width'] - 0.25) < 0.02
    await anna.page.mouse.down()
    await anna.page.mouse.move(x + 60, y + 40, steps=4)
    await anna.page.mouse.up()
    moved = await box_of(image)
    assert (round(moved['x'] - zoomed['x']), round(moved['y'] - zoomed['y'])) == (60, 40)
    await closed(anna)


async def the_original_opens_in_a_new_tab(anna: Person) -> None:
    """The viewer stays open."""
    await opened(anna)
    await anna.page.keyboard.press('ArrowRight')
    async with anna.context.expect_page() as tab:
        await anna.page.get_by_role('dialog').get_by_role('link', name='Original').click()
    original = (await tab.value).locator('img')
    await expect(original).to_have_js_property('naturalWidth', PHOTO[0])
    await expect(anna.page.get_by_role('dialog', name='photo.jpg')).to_be_visible()


async def the_name_of_a_picture_stays_readable_on_a_phone(phone: Person, width: int) -> None:
    """In a window of this width."""
    dialog = phone.page.get_by_role('dialog')
    name = dialog.get_by_text('tall.png', exact=True)
    await phone.page.set_viewport_size({'width': width, 'height': 700})
    assert await name.evaluate('(one) => one.offsetWidth > 30 && one.scrollWidth <= one.offsetWidth')
    link = await box_of(dialog.get_by_role('link').first)
    count = await box_of(dialog.get_by_text('1 of 2'))
    assert count['y'] >= link['y'] + link['height'] or count['x'] + count['width'] <= link['x']


async def two_fingers_zoom_into_the_picture_between_them_and_out_again(phone: Person, image: Locator) -> None:
    """The picture is the photo, which fits in the window at first."""
    await phone.page.keyboard.press('ArrowRight')
    await expect(phone.page.get_by_role('dialog', name='photo.jpg')).to_be_visible()
    await expect(image).to_have_js_property('complete', True)
    before = await box_of(image)
    x, y = before['x'] + before['width'] * 0.4, before['y'] + before['height'] / 2
    await pinch(phone, x, y, 20, 80)
    await expect(image).to_have_js_property('naturalWidth', PHOTO[0])
    zoomed = await box_of(image)
    assert abs(zoomed['width'] / before['width'] - 4) < 0.1
    assert abs((x - zoomed['x']) / zoomed['width'] - 0.4) < 0.02
    await pinch(phone, x, y, 80, 20)
    assert abs(await image.evaluate(SCALE) - 1) < 0.05
    await expect(phone.page.get_by_role('dialog', name='photo.jpg')).to_be_visible()


@pytest.mark.long
async def test_turned_moving_and_huge_pictures_are_shown_as_they_are(live_server: LiveServer, arrive: Arrive) -> None:
    anna, _ = await gallery(live_server, arrive)
    await a_turned_webp_is_upright_for_its_sender_at_once_and_when_looked_into(anna)
    await an_animated_webp_moves_in_the_viewer(anna)
    await a_huge_original_is_not_loaded_by_a_zoom(anna)


async def a_turned_webp_is_upright_for_its_sender_at_once_and_when_looked_into(anna: Person) -> None:
    """Its metadata say that it is to be turned."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    await attach(anna, picture('turned.webp', PHOTO, 'WEBP', exif=exif))
    preview = tray(anna).locator('img')
    await expect(preview).to_have_js_property('naturalWidth', PHOTO[1])
    await anna.say('Turned')
    await expect(anna.message('Turned').get_by_role('img')).to_have_js_property('naturalWidth', PHOTO[1])
    await anna.sees('Turned')
    await anna.message('Turned').get_by_role('link', name='turned.webp').click()
    image = anna.page.get_by_role('dialog').locator('img')
    await expect(image).to_have_js_property('naturalWidth', 1365)
    await image.click()
    await expect(image).to_have_js_property('naturalWidth', PHOTO[1])
    await expect(image).to_have_attribute('src', re.compile('^blob:'))
    await closed(anna)


async def an_animated_webp_moves_in_the_viewer(anna: Person) -> None:
    """One without movement is shown as other pictures are."""
    still, other = Image.new('RGB', (300, 200), 'red'), Image.new('RGB', (300, 200), 'blue')
    moving = saved(still, 'WEBP', save_all=True, append_images=[other], duration=80)
    files = payload('moving.webp', moving, 'image/webp'), payload('still.webp', saved(still, 'WEBP'), 'image/webp')
    await attach(anna, *files)
    await anna.say('Moving')
    await anna.sees('Moving')
    await anna.message('Moving').get_by_role('link', name='moving.webp').click()
    image = anna.page.get_by_role('dialog').locator('img')
    await expect(image).to_have_attribute('src', re.compile(r'/moving\.webp$'))
    await anna.page.keyboard.press('ArrowRight')
    await expect(image).to_have_attribute('src', re.compile(r'/still\.webp\?view=large$'))
    await closed(anna)


async def a_huge_original_is_not_loaded_by_a_zoom(anna: Person) -> None:
    """A phone would end a page that decoded it."""
    huge = saved(Image.new('L', (8100, 8000), 128), 'JPEG')
    await attach(anna, payload('huge.jpg', huge, 'image/jpeg'))
    await anna.say('Huge')
    await anna.sees('Huge')
    loaded: list[str] = []
    anna.page.on('request', lambda request: loaded.append(request.url))
    await anna.message('Huge').get_by_role('link', name='huge.jpg').click()
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
