"""Thumbnails: sizes, orientation, no metadata, and bounded memory whatever is sent."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from messenger.files import image_worker, thumbnails
from messenger.models.attachment import OTHER, PICTURE
from tests.bad_pictures import BOMBS, FORMATS, ODD, OF_UNKNOWN_SIZE, SLOW, STRANGERS, picture, saved

PEAK_MB = 150
MEASURED = f"""
import atexit, runpy, sys
atexit.register(lambda: sys.stderr.write(open('/proc/self/status').read()))
sys.argv[1:] = ['2048', '1080', '13000000']
runpy.run_path({image_worker.__file__!r}, run_name='__main__')
"""


def every_third(*names: str) -> list[object]:
    """A third of them in every run, since test_bad_pictures.py has them all; the others as a proof."""
    return [name if not index % 3 else pytest.param(name, marks=pytest.mark.proof) for index, name in enumerate(names)]


def made(folder: Path, content: bytes) -> tuple[thumbnails.Content, dict[str, Image.Image]]:
    """The type of a file, and its thumbnails by suffix."""
    file = folder / 'file'
    file.write_bytes(content)
    inspected = thumbnails.inspect_and_copy(file, file)
    return inspected, {copy.suffix: Image.open(io.BytesIO(copy.read_bytes())) for copy in folder.glob('file.*')}


@pytest.mark.parametrize(
    ('size', 'large', 'small'),
    [
        ((64, 48), (64, 48), None),
        ((720, 300), (720, 300), None),
        ((1600, 900), (1600, 900), (720, 405)),
        ((4000, 3000), (2048, 1536), (720, 540)),
        ((30, 6000), (30, 6000), (30, 6000)),
        ((1080, 6000), (1080, 6000), (320, 1778)),
        ((9000, 400), (9000, 400), (4743, 211)),
        ((2400, 9000), (1080, 4050), (320, 1200)),
    ],
)
def test_thumbnails_fit_and_are_never_enlarged(
    tmp_path: Path, size: tuple[int, int], large: tuple[int, int], small: tuple[int, int] | None
) -> None:
    file, copies = made(tmp_path, picture('JPEG', size))
    assert (file.kind, file.media_type, file.width, file.height) == (PICTURE, 'image/jpeg', *size)
    assert copies['.large'].size == large
    assert small == (copies['.small'].size if '.small' in copies else None)


@pytest.mark.parametrize('kind', FORMATS)
def test_each_kind_of_picture_is_shown_as_webp(tmp_path: Path, kind: str) -> None:
    file, copies = made(tmp_path, picture(kind, (800, 600)))
    assert (file.kind, file.media_type) == (PICTURE, f'image/{kind.lower()}')
    assert {image.format for image in copies.values()} == {'WEBP'}


def test_thumbnails_are_upright_and_reveal_no_location(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[image_worker.ORIENTATION] = 6
    exif[0x010F] = 'Secret camera'
    content = saved(Image.new('RGB', (1000, 500), 'teal'), 'JPEG', exif=exif, comment=b'Secret comment')
    file, copies = made(tmp_path, content)
    assert (file.width, file.height) == (500, 1000)
    assert (copies['.large'].size, copies['.small'].size) == ((500, 1000), (360, 720))
    for path in tmp_path.glob('file.*'):
        assert b'Secret' not in path.read_bytes()
        assert b'EXIF' not in path.read_bytes()
    assert (tmp_path / 'file').read_bytes() == content


@pytest.mark.parametrize('name', every_third(*STRANGERS, *BOMBS))
def test_a_file_that_is_not_a_picture_is_a_plain_file(tmp_path: Path, name: str) -> None:
    content = {**STRANGERS, **BOMBS}[name]()
    file, copies = made(tmp_path, content)
    assert (file.kind != PICTURE, copies) == (True, {})
    if name in BOMBS:
        tells = name.partition(' ')[0] if name not in OF_UNKNOWN_SIZE else ''
        assert (file.kind, file.media_type, file.width > 0) == (OTHER, media_type_of(tells), bool(tells))
        if sys.platform == 'linux':
            assert peak_mb(content) < PEAK_MB


@pytest.mark.parametrize('name', every_third(*ODD))
def test_odd_files_are_plain_or_harmless(tmp_path: Path, name: str) -> None:
    file, copies = made(tmp_path, ODD[name]())
    assert bool(copies) == (file.kind == PICTURE)
    for image in copies.values():
        image.load()


@pytest.mark.parametrize('name', SLOW)
def test_a_picture_that_takes_forever_is_a_plain_file(tmp_path: Path, name: str) -> None:
    file, copies = made(tmp_path, SLOW[name]())
    assert (file.kind, file.media_type, copies) == (OTHER, 'image/jpeg', {})


def test_a_huge_file_is_not_decoded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thumbnails, 'PICTURE_LIMIT_BYTES', 100)
    file, _ = made(tmp_path, picture())
    assert (file.kind, file.media_type) == (OTHER, 'image/png')


def test_the_largest_picture_is_shown_although_its_file_is_large(tmp_path: Path) -> None:
    file, copies = made(tmp_path, saved(Image.effect_noise((5000, 5000), 90).convert('RGB'), 'JPEG', quality=90))
    assert (file.width, file.height) == (5000, 5000)
    assert copies['.large'].size == (2048, 2048)


def media_type_of(kind: str) -> str:
    return f'image/{kind.strip(",")}' if kind else 'application/octet-stream'


def peak_mb(content: bytes) -> float:
    """The memory that the image process needs for this file."""
    done = subprocess.run([sys.executable, '-c', MEASURED], input=content, capture_output=True, check=False)
    return int(done.stderr.rpartition(b'VmHWM:')[2].split()[0]) / 1024
