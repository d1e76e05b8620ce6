"""Avatars: sizes, colours, orientation, crop, and the drawn ones."""

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms, ImageOps
from PIL.PngImagePlugin import PngInfo

from messenger.database import engine
from messenger.errors import BadPicture, Malformed
from messenger.files import image_worker
from messenger.models import User
from messenger.people import avatars
from messenger.people.avatars import Crop
from tests.bad_pictures import FORMATS, picture, saved
from tests.factories import make_user
from tests.messenger.people.avatar_files import shown

pytestmark = pytest.mark.usefixtures('database')

CLEAR_CONTRAST = 4.5


@pytest.fixture
async def anna() -> User:
    return await make_user('anna')


def quarters(width: int = 640, height: int = 480) -> Image.Image:
    """A picture whose four quarters have different colours."""
    image = Image.new('RGB', (width, height), 'red')
    image.paste('lime', (width // 2, 0, width, height // 2))
    image.paste('blue', (0, height // 2, width // 2, height))
    image.paste('yellow', (width // 2, height // 2, width, height))
    return image


def corners(image: Image.Image) -> list[tuple[bool, ...]]:
    """Which of red, green and blue are bright in each quarter."""
    image = image.convert('RGB')
    width, height = image.size
    spots = [(x * width // 4, y * height // 4) for y in (1, 3) for x in (1, 3)]
    pixels: list[Any] = [image.getpixel(spot) for spot in spots]
    return [tuple(part > 127 for part in pixel) for pixel in pixels]


async def test_pictures_fit_and_are_never_enlarged(anna: User, subtests: pytest.Subtests) -> None:
    sizes = {
        (200, 900): (67, 300),
        (100, 80): (100, 80),
        (300, 300): (300, 300),
        (301, 300): (300, 299),
        (1, 5000): (1, 300),
        (1, 1): (1, 1),
    }
    cases = [('JPEG', before, after) for before, after in sizes.items()]
    for kind, before, after in [*cases, *((kind, (600, 400), (300, 200)) for kind in FORMATS)]:
        with subtests.test(f'{kind} {before}'):
            address = await avatars.replace(anna, picture(kind, before))
            image = await shown(anna)
            assert (image.format, image.size) == ('WEBP', after)
            assert address == (await engine.read(User.get_by_id, anna.id)).avatar_url


@pytest.mark.parametrize(
    'mode', ['1', 'L', 'LA', 'P', 'RGB', 'RGBA', 'I;16'], ids=lambda mode: f'png {mode.replace(";", "-")}'
)
async def test_every_colour_mode_works(anna: User, mode: str) -> None:
    image = Image.new('I;16', (400, 400), 0x8080)
    if mode != 'I;16':
        image = Image.new('RGB', (400, 400), 'white' if mode == '1' else '#808080').convert(mode)
    await avatars.replace(anna, saved(image, 'PNG'))
    pixel: Any = (await shown(anna)).convert('RGB').getpixel((150, 150))
    assert all(abs(part - (255 if mode == '1' else 128)) < 4 for part in pixel)


async def test_cmyk_colours_are_converted(anna: User) -> None:
    await avatars.replace(anna, saved(quarters().convert('CMYK'), 'JPEG'))
    assert corners(await shown(anna)) == corners(quarters())


async def test_transparent_pixels_stay_transparent(anna: User) -> None:
    image = Image.new('RGBA', (600, 600), (255, 0, 0, 0))
    image.paste((255, 0, 0, 255), (0, 0, 300, 600))
    for kind in ('PNG', 'GIF', 'WEBP', 'AVIF'):
        await avatars.replace(anna, saved(image, kind))
        seen = await shown(anna)
        left, right = (seen.convert('RGBA').getpixel(spot) for spot in ((75, 150), (225, 150)))
        assert isinstance(left, tuple)
        assert isinstance(right, tuple)
        assert (left[3], right[3]) == (255, 0), kind


@pytest.mark.parametrize(
    ('kind', 'orientation'),
    [*(('JPEG', orientation) for orientation in range(1, 9)), *((kind, 6) for kind in ('WEBP', 'PNG', 'AVIF'))],
)
async def test_orientation_is_applied_to_picture_and_crop(anna: User, kind: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[image_worker.ORIENTATION] = orientation
    content = saved(quarters(), kind, exif=exif)
    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(content)))
    await avatars.replace(anna, content)
    image = await shown(anna)
    assert image.size == ((300, 225) if orientation < 5 else (225, 300))
    assert corners(image) == corners(upright)
    await avatars.replace(anna, content, Crop(120, 140, 300))
    image = await shown(anna)
    assert image.size == (300, 300)
    assert corners(image) == corners(upright.crop((120, 140, 420, 440)))


async def test_metadata_is_removed(anna: User) -> None:
    exif = Image.Exif()
    exif[0x010E], exif[0x8825] = 'home', {1: 'N', 2: (52.0, 31.0, 0.0)}
    text = PngInfo()
    text.add_text('Comment', 'secret')
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile('sRGB')).tobytes()
    extras: dict[str, dict[str, object]] = {
        'PNG': {'pnginfo': text, 'exif': exif, 'icc_profile': profile},
        'JPEG': {'comment': b'secret', 'exif': exif, 'icc_profile': profile, 'xmp': b'<x:xmpmeta>secret</x:xmpmeta>'},
        'WEBP': {'exif': exif, 'icc_profile': profile, 'xmp': b'<x:xmpmeta>secret</x:xmpmeta>'},
        'AVIF': {'exif': exif, 'icc_profile': profile, 'xmp': b'<x:xmpmeta>secret</x:xmpmeta>'},
        'GIF': {'comment': b'secret'},
    }
    for kind, extra in extras.items():
        await avatars.replace(anna, picture(kind, (64, 48), **extra))
        image = await shown(anna)
        assert not dict(image.getexif()), kind
        assert not {'exif', 'xmp', 'icc_profile', 'comment', 'Comment'} & set(image.info), kind


async def test_colour_profiles_are_applied(anna: User) -> None:
    honest = ImageCms.ImageCmsProfile(ImageCms.createProfile('sRGB')).tobytes()
    swapped = honest.replace(b'rXYZ', b'tXYZ').replace(b'gXYZ', b'rXYZ').replace(b'tXYZ', b'gXYZ')
    for profile, seen in (
        (honest, (True, False, False)),
        (swapped, (False, True, False)),
        (b'none', (True, False, False)),
    ):
        await avatars.replace(anna, saved(Image.new('RGB', (40, 40), 'red'), 'PNG', icc_profile=profile))
        assert corners(await shown(anna))[0] == seen


@pytest.mark.parametrize('kind', ['GIF', 'WEBP', 'PNG', 'AVIF'])
async def test_animations_show_their_first_frame(anna: User, kind: str) -> None:
    frames = [Image.new('RGB', (400, 200), colour) for colour in ('red', 'lime', 'blue')]
    await avatars.replace(anna, saved(frames[0], kind, save_all=True, append_images=frames[1:]))
    image = await shown(anna)
    assert (image.size, getattr(image, 'n_frames', 1)) == ((300, 150), 1)
    assert corners(image)[0] == (True, False, False)


async def test_content_decides_and_not_the_file_name(anna: User, tmp_path: Path) -> None:
    misnamed = tmp_path / 'page.html'
    misnamed.write_bytes(picture('GIF'))
    await avatars.replace(anna, misnamed)
    assert (await shown(anna)).size == (64, 48)
    page = tmp_path / 'picture.png'
    page.write_bytes(b'<html>')
    with pytest.raises(BadPicture):
        await avatars.replace(anna, page)


async def test_a_crop_is_a_square_of_the_picture(anna: User) -> None:
    await avatars.replace(anna, saved(quarters(), 'PNG'), Crop(320, 0, 240))
    image = await shown(anna)
    assert (image.size, set(corners(image))) == ((240, 240), {(False, True, False)})
    await avatars.replace(anna, saved(quarters(), 'PNG'), Crop(160.2, -0.3, 480.2))
    assert (await shown(anna)).size == (300, 300)


@pytest.mark.parametrize(
    'crop',
    [
        Crop(-5, 0, 10),
        Crop(0, -5, 10),
        Crop(0, 0, 481),
        Crop(200, 0, 480),
        Crop(0, 0, 0),
        Crop(0, 0, -10),
        Crop(float('nan'), 0, 10),
        Crop(0, 0, float('nan')),
        Crop(0, 0, float('inf')),
        Crop(float('-inf'), 0, float('inf')),
        Crop(1e300, 1e300, 1e300),
    ],
    ids=str,
)
async def test_a_crop_outside_the_picture_is_refused(anna: User, crop: Crop) -> None:
    with pytest.raises(Malformed) as refused:
        await avatars.replace(anna, saved(quarters(), 'PNG'), crop)
    assert refused.value.field == 'avatar'


def test_initials_come_from_the_nick(subtests: pytest.Subtests) -> None:
    for nick, letters in [
        ('Анна Ким', 'АК'),
        ('Tomás Rey', 'TR'),
        ('Оля', 'ОЛ'),
        ('x', 'X'),
        ('anna.b-c', 'AB'),
        ('e\u0301va', 'E\u0301V'),
        ('ß', 'ß'),
        ('42', '42'),
        ('漢字', '漢字'),
        ('<b>&"', 'B'),
        ('', ''),
        ('- _', ''),
    ]:
        with subtests.test(repr(nick)):
            drawn = avatars.initials_svg(nick, 1)
            assert f'>{letters}</text></svg>' in drawn
            assert drawn.count('<') == 5
            assert drawn == avatars.initials_svg(nick, 1)


def test_initials_are_readable() -> None:
    for colour in avatars.COLOURS:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        light = sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
        assert 1.05 / (light + 0.05) >= CLEAR_CONTRAST, colour
    drawn = {avatars.initials_svg('a', number) for number in range(len(avatars.COLOURS))}
    assert len(drawn) == len(avatars.COLOURS)
