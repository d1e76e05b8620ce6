"""Files that are not pictures or that try to do harm: refused or harmless, in bounded memory."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from messenger.errors import BadPicture, CostlyPicture, Refused, TooLarge
from messenger.files import image_worker
from messenger.models import User
from messenger.people import avatars
from messenger.settings import Settings
from tests.bad_pictures import BOMBS, ODD, OF_UNKNOWN_SIZE, SLOW, STRANGERS, picture, saved
from tests.factories import make_user
from tests.messenger.people.avatar_files import files, shown, until_files

pytestmark = pytest.mark.usefixtures('database')

PEAK_MB = 150
MEASURED = f"""
import atexit, runpy, sys
atexit.register(lambda: sys.stderr.write(open('/proc/self/status').read()))
sys.argv[1:] = ['300', '0', '90000']
runpy.run_path({image_worker.__file__!r}, run_name='__main__')
"""


@pytest.fixture
async def anna() -> User:
    return await make_user('anna')


async def test_files_that_are_not_pictures_are_refused(
    anna: User, settings: Settings, subtests: pytest.Subtests
) -> None:
    await avatars.replace(anna, picture())
    before = files(settings)
    for name, make in STRANGERS.items():
        with subtests.test(name):
            with pytest.raises(BadPicture) as refused:
                await avatars.replace(anna, make())
            assert (refused.value.field, str(refused.value).count('.')) == ('avatar', 1)
            assert files(settings) == before
            assert (await shown(anna)).size == (64, 48)


async def test_decompression_bombs_do_no_harm(anna: User, settings: Settings, subtests: pytest.Subtests) -> None:
    for name, make in BOMBS.items():
        with subtests.test(name):
            content = make()
            if sys.platform == 'linux':
                assert peak_mb(content) < PEAK_MB
            with pytest.raises(Refused) as refused:
                await avatars.replace(anna, content)
            assert refused.value.field == 'avatar'
            assert isinstance(refused.value, TooLarge) or name in OF_UNKNOWN_SIZE
            assert files(settings) == []


async def test_odd_files_are_refused_or_harmless(anna: User, settings: Settings, subtests: pytest.Subtests) -> None:
    before: list[str] = []
    for name, make in ODD.items():
        with subtests.test(name):
            (outcome,) = await asyncio.gather(avatars.replace(anna, make()), return_exceptions=True)
            if isinstance(outcome, BaseException):
                assert isinstance(outcome, Refused)
                assert (outcome.field, files(settings)) == ('avatar', before)
            else:
                image = await shown(anna)
                image.load()
                assert (image.format, max(image.size) <= avatars.SIDE_PX) == ('WEBP', True)
                before = await until_files(settings, 1)
                assert len(before) == 1


async def test_the_largest_allowed_picture_is_accepted(anna: User) -> None:
    """In the format with the lowest limit; test_large_pictures.py has the others."""
    await avatars.replace(anna, saved(Image.new('RGB', (5000, 5000), 'teal'), 'WEBP', method=0))
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


async def test_a_picture_that_takes_forever_is_given_up(anna: User, subtests: pytest.Subtests) -> None:
    for name, make in SLOW.items():
        with subtests.test(name), pytest.raises(CostlyPicture, match='takes too long'):
            await avatars.replace(anna, make())


def peak_mb(content: bytes) -> float:
    """The memory that the image process needs for this file."""
    done = subprocess.run([sys.executable, '-c', MEASURED], input=content, capture_output=True, check=False)
    return int(done.stderr.rpartition(b'VmHWM:')[2].split()[0]) / 1024
