"""The drawn portraits: pictures of the right size, distinguishable even when small."""

import io

from PIL import Image, ImageChops, ImageStat

from messenger.demo import portraits
from messenger.demo.people import PEOPLE

SMALL_PX = 26
LEAST_DIFFERENCE = 18


def _drawn(number: int) -> Image.Image:
    return Image.open(io.BytesIO(portraits.draw(PEOPLE[number].hue, number)))


def test_a_portrait_is_a_small_square_webp() -> None:
    data = portraits.draw(200, 3)
    picture = Image.open(io.BytesIO(data))

    assert (picture.format, picture.size) == ('WEBP', (300, 300))
    assert len(data) < 30_000
    assert data == portraits.draw(200, 3)


def test_no_two_people_look_alike_at_the_smallest_size() -> None:
    small = [_drawn(number).convert('RGB').resize((SMALL_PX, SMALL_PX)) for number in range(len(PEOPLE))]

    for number, portrait in enumerate(small):
        for other in small[:number]:
            difference = ImageStat.Stat(ImageChops.difference(portrait, other)).mean
            assert sum(difference) / 3 > LEAST_DIFFERENCE
