"""Avatars: sizes, orientation, crop, what is refused, and that files and rows stay together."""

import asyncio
import io
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms, ImageOps
from PIL.PngImagePlugin import PngInfo

from messenger import broker, db, pictures
from messenger.errors import BadPicture, Malformed, NotFound, Refused, SignedOut, StorageUnavailable, TooLarge
from messenger.events import Event, UserChanged
from messenger.models import User
from messenger.models.base import now
from messenger.services import avatars, directs
from messenger.services.avatars import Crop
from messenger.settings import Settings
from tests.bad_pictures import BOMBS, FORMATS, ODD, STRANGERS, picture, saved
from tests.factories import make_room, make_user

pytestmark = pytest.mark.usefixtures('database')

PEAK_MB = 150
MEASURED = f"""
import atexit, runpy, sys
atexit.register(lambda: sys.stderr.write(open('/proc/self/status').read()))
sys.argv[1:] = ['300', '25000000']
runpy.run_path({pictures.__file__!r}, run_name='__main__')
"""
CLEAR_CONTRAST = 4.5


@pytest.fixture
async def anna() -> User:
    return await make_user('anna')


async def shown(user: User) -> Image.Image:
    stored: User = await db.read(User.get_by_id, user.id)
    return Image.open(io.BytesIO(await avatars.find(user.id, stored.avatar)))


def files(settings: Settings) -> list[str]:
    return sorted(path.name for path in settings.avatars_dir.rglob('*') if path.is_file())


async def until_files(settings: Settings, count: int) -> list[str]:
    """The files, once there are only `count`: the old one goes a moment after the commit."""
    deadline = time.monotonic() + 5
    while len(files(settings)) != count and time.monotonic() < deadline:
        await asyncio.sleep(0.01)
    return files(settings)


def quarters(width: int = 640, height: int = 480) -> Image.Image:
    """A picture whose four quarters have colours of their own."""
    image = Image.new('RGB', (width, height), 'red')
    image.paste('lime', (width // 2, 0, width, height // 2))
    image.paste('blue', (0, height // 2, width // 2, height))
    image.paste('yellow', (width // 2, height // 2, width, height))
    return image


def corners(image: Image.Image) -> list[tuple[bool, ...]]:
    """Which of red, green and blue shine in each quarter."""
    image = image.convert('RGB')
    width, height = image.size
    spots = [(x * width // 4, y * height // 4) for y in (1, 3) for x in (1, 3)]
    pixels: list[Any] = [image.getpixel(spot) for spot in spots]
    return [tuple(part > 127 for part in pixel) for pixel in pixels]


@pytest.mark.parametrize('kind', FORMATS)
@pytest.mark.parametrize(
    ('before', 'after'),
    [
        ((600, 400), (300, 200)),
        ((200, 900), (67, 300)),
        ((100, 80), (100, 80)),
        ((300, 300), (300, 300)),
        ((301, 300), (300, 299)),
        ((1, 5000), (1, 300)),
        ((1, 1), (1, 1)),
    ],
)
async def test_pictures_fit_and_are_never_enlarged(
    anna: User, kind: str, before: tuple[int, int], after: tuple[int, int]
) -> None:
    address = await avatars.replace(anna, picture(kind, before))
    image = await shown(anna)
    assert (image.format, image.size) == ('WEBP', after)
    assert address == (await db.read(User.get_by_id, anna.id)).avatar_url


@pytest.mark.parametrize(
    'mode', ['1', 'L', 'LA', 'P', 'RGB', 'RGBA', 'I;16'], ids=lambda mode: f'png {mode.replace(";", "-")}'
)
async def test_every_kind_of_colour(anna: User, mode: str) -> None:
    grey = Image.new('I;16', (400, 400), 0x8080) if mode == 'I;16' else Image.new('RGB', (400, 400), '#808080')
    await avatars.replace(anna, saved(grey if mode == 'I;16' else grey.convert(mode, dither=None), 'PNG'))
    pixel: Any = (await shown(anna)).convert('RGB').getpixel((150, 150))
    assert all(abs(part - (255 if mode == '1' else 128)) < 4 for part in pixel)


async def test_print_colours(anna: User) -> None:
    await avatars.replace(anna, saved(quarters().convert('CMYK'), 'JPEG'))
    assert corners(await shown(anna)) == corners(quarters())


async def test_what_is_clear_stays_clear(anna: User) -> None:
    image = Image.new('RGBA', (600, 600), (255, 0, 0, 0))
    image.paste((255, 0, 0, 255), (0, 0, 300, 600))
    for kind in ('PNG', 'GIF', 'WEBP', 'AVIF'):
        await avatars.replace(anna, saved(image, kind))
        seen = await shown(anna)
        left, right = (seen.convert('RGBA').getpixel(spot) for spot in ((75, 150), (225, 150)))
        assert isinstance(left, tuple)
        assert isinstance(right, tuple)
        assert (left[3], right[3]) == (255, 0), kind


@pytest.mark.parametrize('orientation', range(1, 9))
@pytest.mark.parametrize('kind', ['JPEG', 'WEBP', 'PNG', 'AVIF'])
async def test_orientation_is_applied_to_picture_and_crop(anna: User, kind: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[pictures.ORIENTATION] = orientation
    content = saved(quarters(), kind, exif=exif)
    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(content)))
    await avatars.replace(anna, content)
    image = await shown(anna)
    assert image.size == ((300, 225) if orientation < 5 else (225, 300))
    assert corners(image) == corners(upright)
    await avatars.replace(anna, content, Crop(40, 20, 400))
    image = await shown(anna)
    assert image.size == (300, 300)
    assert corners(image) == corners(upright.crop((40, 20, 440, 420)))


async def test_metadata_is_gone(anna: User) -> None:
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
        await avatars.replace(anna, picture(kind, **extra))
        image = await shown(anna)
        assert not dict(image.getexif()), kind
        assert not {'exif', 'xmp', 'icc_profile', 'comment', 'Comment'} & set(image.info), kind


async def test_colours_follow_the_profile(anna: User) -> None:
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


async def test_content_decides_not_the_name(anna: User, tmp_path: Path) -> None:
    misnamed = tmp_path / 'page.html'
    misnamed.write_bytes(picture('GIF'))
    await avatars.replace(anna, misnamed)
    assert (await shown(anna)).size == (64, 48)
    page = tmp_path / 'picture.png'
    page.write_bytes(b'<html>')
    with pytest.raises(BadPicture):
        await avatars.replace(anna, page)


async def test_crop_is_a_square_of_the_picture(anna: User) -> None:
    await avatars.replace(anna, saved(quarters(), 'PNG'), Crop(320, 0, 240))
    image = await shown(anna)
    assert (image.size, set(corners(image))) == ((240, 240), {(False, True, False)})
    await avatars.replace(anna, saved(quarters(), 'PNG'), Crop(160.4, -0.3, 480.2))
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
async def test_a_crop_outside_is_refused(anna: User, crop: Crop) -> None:
    with pytest.raises(Malformed) as refused:
        await avatars.replace(anna, saved(quarters(), 'PNG'), crop)
    assert refused.value.field == 'avatar'


@pytest.mark.parametrize('name', STRANGERS)
async def test_what_is_no_picture_is_refused(anna: User, settings: Settings, name: str) -> None:
    await avatars.replace(anna, picture())
    before = files(settings)
    with pytest.raises(BadPicture) as refused:
        await avatars.replace(anna, STRANGERS[name]())
    assert (refused.value.field, str(refused.value).count('.')) == ('avatar', 1)
    assert files(settings) == before
    assert (await shown(anna)).size == (64, 48)


@pytest.mark.parametrize('name', BOMBS)
async def test_bombs_do_no_harm(anna: User, settings: Settings, name: str) -> None:
    content = BOMBS[name]()
    if sys.platform == 'linux':
        assert peak_mb(content) < PEAK_MB
    with pytest.raises(Refused) as refused:
        await avatars.replace(anna, content)
    assert refused.value.field == 'avatar'
    assert isinstance(refused.value, TooLarge) or 'million' not in name or 'calls' in name
    assert files(settings) == []


@pytest.mark.parametrize('name', ODD)
async def test_odd_files_are_refused_or_harmless(anna: User, settings: Settings, name: str) -> None:
    try:
        await avatars.replace(anna, ODD[name]())
    except Refused as refused:
        assert refused.field == 'avatar'
        assert files(settings) == []
    else:
        image = await shown(anna)
        image.load()
        assert (image.format, max(image.size) <= avatars.SIDE_PX) == ('WEBP', True)


async def test_the_largest_picture_there_may_be_is_taken(anna: User) -> None:
    for kind in FORMATS:
        await avatars.replace(anna, saved(Image.new('RGB', (5000, 5000), 'teal'), kind))
        assert (await shown(anna)).size == (300, 300)


async def test_a_file_beyond_the_limit_is_not_read(anna: User, tmp_path: Path) -> None:
    endless = tmp_path / 'endless'
    with endless.open('wb') as file:
        file.truncate(20 * avatars.LIMIT_BYTES)
    with endless.open('rb') as file, pytest.raises(TooLarge, match='10 MB'):
        await avatars.replace(anna, file)
    with pytest.raises(TooLarge, match='10 MB'):
        await avatars.replace(anna, endless)
    with pytest.raises(TooLarge, match='10 MB'):
        await avatars.replace(anna, picture() + bytes(avatars.LIMIT_BYTES))


async def test_a_picture_that_takes_for_ever_is_given_up(anna: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(avatars, 'DECODING_LIMIT_S', 0.001)
    with pytest.raises(BadPicture):
        await avatars.replace(anna, picture())


async def test_the_old_file_goes_with_its_row(anna: User, settings: Settings) -> None:
    first = await avatars.replace(anna, picture())
    second = await avatars.replace(anna, picture())
    assert first != second
    assert await until_files(settings, 1) == [second.rpartition('/')[2]]
    drawn = await avatars.clear(anna)
    assert drawn.endswith('.svg')
    assert await until_files(settings, 0) == []
    assert await avatars.clear(anna) == drawn


async def test_many_at_once_leave_one(anna: User, settings: Settings) -> None:
    await asyncio.gather(*(avatars.replace(anna, picture()) for _ in range(8)))
    stored: User = await db.read(User.get_by_id, anna.id)
    assert await until_files(settings, 1) == [stored.avatar]


async def test_at_most_two_are_made_at_once(anna: User, monkeypatch: pytest.MonkeyPatch) -> None:
    running: list[int] = []
    most = 0

    def slow(_picture: bytes, _crop: Crop | None) -> bytes:
        nonlocal most
        running.append(1)
        most = max(most, len(running))
        time.sleep(0.02)
        running.pop()
        return picture('WEBP')

    monkeypatch.setattr(avatars, '_fitted', slow)
    await asyncio.gather(*(avatars.replace(anna, b'') for _ in range(8)))
    assert most == avatars.THREADS


async def test_a_write_that_fails_leaves_no_file(
    anna: User, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = await avatars.replace(anna, picture())
    with monkeypatch.context() as patch:
        patch.setattr(avatars.identities, 'announce', lambda _user: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            await avatars.replace(anna, picture())
    with monkeypatch.context() as patch:
        patch.setattr(os, 'fsync', _disk_full)
        with pytest.raises(StorageUnavailable):
            await avatars.replace(anna, picture())
    assert files(settings) == [kept.rpartition('/')[2]]
    assert (await db.read(User.get_by_id, anna.id)).avatar_url == kept


async def test_the_blocked_change_nothing(anna: User, settings: Settings) -> None:
    await db.write(lambda: User.update(blocked_at=now()).where(User.id == anna.id).execute())
    with pytest.raises(SignedOut):
        await avatars.replace(anna, picture())
    assert files(settings) == []


async def test_everyone_who_sees_the_person_is_told_after_the_commit(anna: User) -> None:
    bob, eve = await make_user('bob'), await make_user('eve')
    room, elsewhere = await make_room(anna, bob), await make_room(bob, eve, name='Elsewhere')
    direct = await directs.open_with(anna.id, [bob.id])
    seen: list[tuple[str, Event]] = []
    topics = [f'user:{anna.id}', f'user:{bob.id}']
    topics += [f'room:{number}{rest}' for number in (room, elsewhere, direct) for rest in ('', ':activity')]
    stops = [broker.subscribe(topic, lambda *what: seen.append(what)) for topic in topics]
    address = await avatars.replace(anna, picture())
    for stop in stops:
        stop()
    event = UserChanged({'id': anna.id, 'nick': 'anna', 'avatar': address})
    told = {f'user:{anna.id}', f'room:{room}', f'room:{direct}', f'room:{direct}:activity'}
    assert {topic for topic, _ in seen} == told
    assert [each for _, each in seen] == [event] * len(told)


async def test_only_the_present_picture_is_found(anna: User, settings: Settings) -> None:
    bob = await make_user('bob')
    name = (await avatars.replace(anna, picture())).rpartition('/')[2]
    assert await avatars.find(anna.id, name)
    for user_id, asked in ((bob.id, name), (anna.id, ''), (anna.id, 'x.webp'), (999, name), (bob.id, '')):
        with pytest.raises(NotFound):
            await avatars.find(user_id, asked)
    (settings.avatars_dir / str(anna.id) / name).unlink()
    with pytest.raises(NotFound):
        await avatars.find(anna.id, name)


@pytest.mark.parametrize(
    ('nick', 'letters'),
    [
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
    ],
)
def test_initials(nick: str, letters: str) -> None:
    drawn = avatars.initials_svg(nick, 1)
    assert f'>{letters}</text></svg>' in drawn
    assert drawn.count('<') == 5
    assert drawn == avatars.initials_svg(nick, 1)


def test_initials_are_clear_to_read() -> None:
    for colour in avatars.COLOURS:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        light = sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
        assert 1.05 / (light + 0.05) >= CLEAR_CONTRAST, colour
    drawn = {avatars.initials_svg('a', number) for number in range(len(avatars.COLOURS))}
    assert len(drawn) == len(avatars.COLOURS)


def peak_mb(content: bytes) -> float:
    """The memory that the process for pictures takes for this one."""
    done = subprocess.run([sys.executable, '-c', MEASURED], input=content, capture_output=True, check=False)
    return int(done.stderr.rpartition(b'VmHWM:')[2].split()[0]) / 1024


def _disk_full(_handle: int) -> None:
    raise OSError(28, 'No space left on device')
