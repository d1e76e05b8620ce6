"""Large pictures: photos of 48 and 108 megapixels are shown, in little memory, and each format has its own limit."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from messenger.files import image_process, image_worker, picture_headers, thumbnails
from messenger.files.image_process import TooManyPixels
from messenger.files.picture_sizes import WEBP_SIDE_PX, Bounds, fit
from messenger.models.attachment import OTHER, PICTURE
from tests.bad_pictures import BOMBS, many_scans, picture, saved
from tests.messenger.files.test_thumbnails import MEASURED

DARK = 120  # red is 76
PEAK_MB = 160  # where a hundred megapixels would take 430
LARGEST = {'JPEG': (12_000, 9_000), 'PNG': (8_000, 6_000), 'GIF': (8_000, 6_000), 'AVIF': (6_000, 4_500)}
GREY_16 = Image.linear_gradient('L').convert('I').point(lambda value: value * 257).convert('I;16')
KINDS = {
    'colours': Image.radial_gradient('L').convert('RGB'),
    'transparent': Image.merge('LA', (Image.linear_gradient('L'), Image.radial_gradient('L'))),
    'palette': Image.radial_gradient('L').convert('RGB').quantize(40),
    'grey of 16 bits': GREY_16,
}


def large(kind: str, mode: str = 'L', **options: object) -> bytes:
    quickly = {'AVIF': {'speed': 10}, 'PNG': {'compress_level': 1}}
    return saved(Image.new(mode, LARGEST[kind], 'white'), kind, **quickly.get(kind, {}), **options)


@pytest.mark.parametrize('kind', LARGEST)
def test_a_picture_far_above_25_megapixels_is_shown(tmp_path: Path, kind: str) -> None:
    path = tmp_path / 'file'
    path.write_bytes(large(kind, 'RGB' if kind == 'AVIF' else 'L'))
    inspected = thumbnails.inspect_and_copy(path, path)
    assert (inspected.kind, inspected.width, inspected.height) == (PICTURE, *LARGEST[kind])
    with Image.open(tmp_path / 'file.large') as copy:
        assert copy.size == (2048, 1536)


@pytest.mark.skipif(sys.platform != 'linux', reason='reads the peak of memory from Linux')
def test_a_photo_of_108_megapixels_takes_little_memory() -> None:
    photo = large('JPEG')
    done = subprocess.run([sys.executable, '-c', MEASURED], input=photo, capture_output=True, check=True)
    assert int(done.stderr.rpartition(b'VmHWM:')[2].split()[0]) / 1024 < PEAK_MB


@pytest.mark.parametrize(
    ('name', 'size', 'limit'),
    [
        ('jpeg says 20001 x 10000', (20_001, 10_000), 200),
        ('jpeg, progressive, says 14000 x 10000', (14_000, 10_000), 133),
        ('png says 11000 x 10001', (11_000, 10_001), 110),
        ('webp of 26 million pixels', (5100, 5100), 25),
    ],
)
def test_too_many_pixels_are_refused_with_the_size_and_the_limit(
    tmp_path: Path, name: str, size: tuple[int, int], limit: int
) -> None:
    path = tmp_path / 'file'
    path.write_bytes(BOMBS[name]())
    with path.open('rb') as file, pytest.raises(TooManyPixels) as refused:
        image_process.scale_to_fit(file, Bounds(100))
    assert ((refused.value.width, refused.value.height), refused.value.limit_megapixels) == (size, limit)
    inspected = thumbnails.inspect_and_copy(path, path)
    assert (inspected.kind, inspected.width, inspected.height) == (OTHER, *size)


def test_a_progressive_photo_is_limited_by_the_way_its_colours_are_sampled() -> None:
    fine, usual = [(1, 1)] * 3, [(2, 2), (1, 1), (1, 1)]
    for samplings, megapixels in ((fine, 66), (usual, 133)):
        for side, is_shown in ((megapixels * 100, True), ((megapixels + 1) * 100, False)):
            size = (side, 10_000)
            buffered = picture_headers.buffered_bytes(size, samplings)
            if is_shown:
                picture_headers.check('JPEG', size, buffered)
            else:
                with pytest.raises(picture_headers.TooManyPixels):
                    picture_headers.check('JPEG', size, buffered)


@pytest.mark.parametrize(
    ('chunk', 'content'),
    [
        (b'VP8 ', picture('WEBP', (123, 45))),
        (b'VP8L', picture('WEBP', (123, 45), lossless=True)),
        (b'VP8X', picture('WEBP', (123, 45), exif=Image.Exif().tobytes() + b'something')),
    ],
)
def test_the_size_of_a_webp_is_read_from_its_header(chunk: bytes, content: bytes) -> None:
    assert content[12:16] == chunk
    assert picture_headers.webp_size(content) == (123, 45)


@pytest.mark.parametrize('kind', KINDS)
@pytest.mark.parametrize('box', [(0, 0, 256, 256), (30.5, 20, 200, 250.25)])
def test_scaling_in_strips_gives_the_same_picture(
    monkeypatch: pytest.MonkeyPatch, kind: str, box: tuple[float, float, float, float]
) -> None:
    image = KINDS[kind]
    monkeypatch.setattr(image_worker, 'STRIP_PIXELS', 256 * 40)
    whole = image_worker.convert_colours(image).resize((60, 70), Image.Resampling.LANCZOS, box)
    strips = image_worker.scale_box(image, box, (60, 70))
    assert strips.mode == whole.mode
    premultiplied = 'RGBa' if whole.mode == 'RGBA' else 'RGB'
    pairs = (strips.convert(premultiplied).tobytes(), whole.convert(premultiplied).tobytes())
    differences = zip(*pairs, strict=True)
    assert max(abs(darkest - lightest) for darkest, lightest in differences) <= 1


@pytest.mark.parametrize('orientation', range(1, 9))
def test_a_crop_of_a_large_photo_is_the_chosen_part_and_sharp(orientation: int) -> None:
    image = Image.new('RGB', (4000, 3000), 'white')
    image.paste('red', (800, 600, 1600, 1400))
    exif = Image.Exif()
    exif[image_worker.ORIENTATION] = orientation
    content = saved(image, 'JPEG', exif=exif)
    upright = image.transpose(image_worker.TURNS[orientation]) if orientation > 1 else image
    left, top, *_ = ImageChops.invert(upright.getchannel('G')).getbbox() or (0, 0)
    small = Image.open(io.BytesIO(image_process.scale_to_fit(content, Bounds(200), (left, top, 800)).content))
    assert small.size == (200, 200)
    grey = small.convert('L').tobytes()
    assert max(grey[200 * y + x] for x in (2, 197) for y in (2, 197)) < DARK


def test_a_photo_with_a_second_picture_in_its_file_is_shown() -> None:
    first, second = Image.new('RGB', (4100, 4100), 'teal'), Image.new('RGB', (100, 100), 'red')
    content = saved(first, 'MPO', save_all=True, append_images=[second])
    done = image_process.scale_to_fit(content, Bounds(500))
    assert (done.width, done.height, Image.open(io.BytesIO(done.content)).size) == (4100, 4100, (500, 500))


def test_a_long_picture_keeps_its_shorter_edge_within_a_bound() -> None:
    assert fit(1080, 12_000, thumbnails.LARGE_BOUNDS) == (1080, 12_000)
    assert fit(12_000, 1080, thumbnails.LARGE_BOUNDS) == (12_000, 1080)
    assert fit(9000, 400, thumbnails.LARGE_BOUNDS) == (9000, 400)
    assert max(fit(200_000, 500, thumbnails.LARGE_BOUNDS)) == WEBP_SIDE_PX
    width, height = fit(2160, 30_000, thumbnails.LARGE_BOUNDS)
    assert abs(width * height - thumbnails.LARGE_BOUNDS.area) < height


def test_pictures_that_take_several_times_longer_than_others_of_their_size_are_files() -> None:
    slow = {
        'jpeg with 64 scans of 36 megapixels': many_scans(54, side=6_000),
        'png with 64 megapixels of 16 bits': saved(Image.new('I;16', (8_000, 8_000)), 'PNG', compress_level=1),
    }
    for content in slow.values():
        with pytest.raises(image_process.TooCostly):
            fitted(content)
    fitted(many_scans(54, side=1_000))
    fitted(saved(Image.new('I;16', (4_000, 4_000)), 'PNG', compress_level=1))


def fitted(content: bytes) -> None:
    """Decode in the process of its own. Raises what image_process.scale_to_fit raises."""
    image_process.scale_to_fit(content, Bounds(720, 320, 1_000_000))
