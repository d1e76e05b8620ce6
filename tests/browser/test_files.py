"""Files between two people: sent by button, paste and drag, shown in place, viewed by keyboard."""

import re
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.bad_pictures import picture
from tests.browser.attaching import DROP, PASTE, PASTE_FILE, attach, hum, loaded, payload, photo, together, tray
from tests.browser.conftest import Arrive
from tests.browser.page_errors import discards_files
from tests.browser.people import Person
from tests.live_server import LiveServer

# the widths of so many pictures, row by row, made from those of a message
WIDTHS_OF = """(place, count) => {
  const copy = place.cloneNode();
  copy.classList.toggle("many", count > 4);
  copy.dataset.rest = count % 3;
  copy.append(...Array.from({ length: count }, () => place.firstElementChild.cloneNode(true)));
  place.after(copy);
  const rows = Object.values(Object.groupBy(copy.children, (one) => one.getBoundingClientRect().top));
  const widths = rows.map((row) => row.map((one) => one.getBoundingClientRect().width));
  copy.remove();
  return widths;
}"""
ROWS = {5: [0.3] * 3 + [0.5] * 2, 6: [0.3] * 6, 7: [0.3] * 3 + [0.5] * 4}


@pytest.mark.journey
async def test_pictures_text_and_a_document_arrive(live_server: LiveServer, arrive: Arrive, tmp_path: Path) -> None:
    anna, bob = await together(live_server, arrive)
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


@discards_files
async def test_files_are_shown_played_listed_pasted_and_dragged(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await together(live_server, arrive)
    await the_lightbox_works_with_the_keyboard(anna, bob)
    await the_panel_lists_files_live_and_links_to_their_messages(anna, bob)
    await files_can_be_pasted_and_dragged(anna, bob)
    await audio_and_video_play_in_place(anna, bob)
    await nothing_moves_when_a_picture_loads(anna, bob)


async def nothing_moves_when_a_picture_loads(anna: Person, bob: Person) -> None:
    """Its place is kept free."""
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


async def the_lightbox_works_with_the_keyboard(anna: Person, bob: Person) -> None:
    """The focus comes back."""
    await attach(anna, photo('one.jpg'), photo('two.jpg'), photo('three.jpg'))
    await anna.say('Three')
    await bob.sees('Three')
    await expect(bob.message('Three').locator('.pictures.several:not(.many)')).to_have_attribute('data-rest', '0')
    for number, widths in ROWS.items():
        shown = await bob.message('Three').locator('.pictures').evaluate(WIDTHS_OF, number)
        assert [round(width / sum(row), 1) for row in shown for width in row] == widths, 'no picture is left alone'
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


async def the_panel_lists_files_live_and_links_to_their_messages(anna: Person, bob: Person) -> None:
    """And it has been open before."""
    await bob.page.get_by_role('button', name='Details').click()
    panel = bob.page.get_by_role('complementary', name='Details')
    await expect(panel.get_by_role('list', name='Members')).to_be_visible()
    files = panel.get_by_role('list', name='Files').get_by_role('listitem')
    await expect(files, 'of earlier messages').to_have_count(3)
    await attach(anna, photo('plan.jpg'))
    await anna.say('Here it is')
    await bob.sees('Here it is')
    await expect(files).to_have_count(4)
    await bob.page.get_by_role('button', name='Close details').click()
    await expect(panel).to_be_hidden()
    await bob.page.get_by_role('button', name='Show members').click()
    await expect(files.get_by_role('link', name='plan.jpg')).to_have_attribute(
        'href', re.compile(r'^/files/\d+/plan\.jpg$')
    )
    await files.get_by_role('button', name='Go to the message with plan.jpg').click()
    await expect(bob.log.locator('article.lit')).to_contain_text('Here it is')


async def files_can_be_pasted_and_dragged(anna: Person, bob: Person) -> None:
    """A picture, files, and cells of a table, which are text."""
    await anna.composer.evaluate(PASTE)
    await expect(tray(anna)).to_contain_text(['image.png'])
    await anna.composer.evaluate(PASTE_FILE, ['image.png', 'cells\tof a table'])
    await expect(tray(anna)).to_have_count(1)
    await anna.composer.evaluate(PASTE_FILE, ['c.txt', 'c.txt'])
    await expect(tray(anna)).to_contain_text(['image.png', 'c.txt'])
    await tray(anna).get_by_role('button', name='c.txt').click()
    await anna.log.evaluate(DROP, [['a.txt'], 'dragenter'])
    await expect(anna.page.get_by_text(f'Drop files to send them to Harbour of {anna.name}')).to_be_visible()
    await anna.log.evaluate(DROP, [['a.txt', 'b.txt'], 'drop'])
    await expect(anna.page.get_by_text('Drop files')).to_have_count(0)
    await expect(tray(anna)).to_have_count(3)
    await expect(anna.composer).to_be_focused()
    await anna.composer.press('Enter')
    message = bob.log.get_by_role('article').last
    await loaded(message.get_by_role('img', name='image.png'))
    await expect(message.get_by_role('link', name='b.txt')).to_be_visible()


async def audio_and_video_play_in_place(anna: Person, bob: Person) -> None:
    """What cannot be played is a file."""
    await attach(anna, payload('hum.wav', hum(), 'audio/wav'), payload('broken.mp4', b'\0\0\0\x20ftypisom' + bytes(99)))
    await attach(anna, payload('cut.png', picture('PNG', (600, 400))[:900], 'image/png'))
    damaged = 'No preview: the file is damaged, or not a picture'
    await expect(tray(anna).filter(has_text='cut.png').get_by_role('status')).to_have_text(damaged)
    await anna.say('Listen')
    await bob.sees('Listen')
    message = bob.message('Listen')
    await expect(message.locator('audio')).to_have_accessible_name('hum.wav')
    await expect(message.locator('audio')).to_have_js_property('duration', 2)
    await expect(message.locator('video')).to_have_count(0)
    await expect(message.get_by_role('link', name='broken.mp4')).to_be_visible()
    await expect(message.get_by_text(damaged)).to_have_count(1)


async def test_a_phone_offers_its_camera(live_server: LiveServer, arrive: Arrive) -> None:
    phone = {'viewport': {'width': 390, 'height': 844}, 'has_touch': True, 'is_mobile': True}
    anna = await arrive(live_server, 'anna', **phone)
    await anna.make_room(f'Harbour of {anna.name}')
    field = anna.main.locator('input[type=file]')
    await anna.composer.tap()  # one row until it is used
    for button, attributes in (('Take a photo', ['image/*', True]), ('Attach file', ['', False])):
        async with anna.page.expect_file_chooser():
            await anna.main.get_by_role('button', name=button).tap()
        assert await field.evaluate('(one) => [one.accept, one.hasAttribute("capture")]') == attributes
    await attach(anna, photo('beach.jpg'))
    for button in ('Attach file', 'Take a photo', 'Remove beach.jpg'):
        box = await anna.main.get_by_role('button', name=button).bounding_box()
        assert box is not None
        assert min(box['width'], box['height']) >= 44
    await anna.main.get_by_role('button', name='Send').click()
    await loaded(anna.log.get_by_role('img', name='beach.jpg'))
