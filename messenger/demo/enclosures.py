"""Files attached to a few messages of the demo: drawn screens, and a page to download."""

import io
from collections.abc import Callable

from PIL import Image, ImageDraw

FINENESS = 2

Colour = tuple[int, int, int]
Look = tuple[Colour, Colour, Colour, Colour]  # ground, paper, ink, accent

LIGHT: Look = (236, 244, 242), (255, 255, 255), (60, 62, 58), (13, 110, 102)
DARK: Look = (22, 34, 32), (36, 42, 40), (214, 218, 210), (88, 194, 180)
HERON: Colour = (138, 90, 0)


def sign_in_wide() -> bytes:
    """A sign-in page on a desktop, PNG, 960 by 600 pixels."""
    return _screen((960, 600), LIGHT, (330, 120, 630, 480))


def sign_in_phone() -> bytes:
    """A sign-in page on a phone in dark mode, PNG, 360 by 600 pixels."""
    return _screen((360, 600), DARK, (36, 90, 324, 450))


def avatar_sizes() -> bytes:
    """A one-page PDF (ISO 32000-1) with the rule for avatar sizes."""
    lines = ('Avatars, version 3', '', '600 x 400 becomes 300 x 200', '200 x 900 becomes 67 x 300', '100 x 80 stays')
    text_operators = ' T* '.join(f'({line}) Tj' for line in lines)
    stream = f'BT /F1 18 Tf 72 740 Td 28 TL {text_operators} ET'
    page = '/Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> >>'
    objects = (
        '<< /Type /Catalog /Pages 2 0 R >>',
        '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
        f'<< {page} >>',
        '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
        f'<< /Length {len(stream)} >>\nstream\n{stream}\nendstream',
    )
    text, offsets = '%PDF-1.4\n', []
    for number, body in enumerate(objects, 1):
        offsets.append(len(text))
        text += f'{number} 0 obj\n{body}\nendobj\n'
    table = ''.join(f'{offset:010} 00000 n \n' for offset in offsets)
    end = f'trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(text)}\n%%EOF\n'
    return (text + f'xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}' + end).encode('ascii')


# by the beginning of the line they belong to: the name of each file, and the function that draws it
ENCLOSED: dict[str, tuple[tuple[str, Callable[[], bytes]], ...]] = {
    'Собрала экран входа заново': (('sign-in.png', sign_in_wide), ('sign-in-phone.png', sign_in_phone)),
    'Да, ровно так. 600×400': (('avatars-v3.pdf', avatar_sizes),),
}


def _screen(size: tuple[int, int], look: Look, card: tuple[int, int, int, int]) -> bytes:
    """A form with two fields and a button on a card (left, top, right, bottom), and a heron standing on the card."""
    ground, paper, ink, accent = look
    image = Image.new('RGB', (size[0] * FINENESS, size[1] * FINENESS), ground)
    pen = ImageDraw.Draw(image)

    def box(left: float, top: float, right: float, bottom: float, colour: Colour, *, round_by: float = 8) -> None:
        scaled = [edge * FINENESS for edge in (left, top, right, bottom)]
        pen.rounded_rectangle(scaled, round_by * FINENESS, fill=colour)

    left, top, right, _bottom = card
    soft = _between(paper, ink, 0.12)
    box(*card, paper, round_by=18)
    box(left + 28, top + 28, left + 64, top + 64, accent, round_by=10)
    box(left + 78, top + 40, left + 170, top + 52, ink, round_by=6)
    for row in (98, 168):
        box(left + 28, top + row, left + 98, top + row + 9, _between(paper, ink, 0.5), round_by=4)
        box(left + 28, top + row + 18, right - 28, top + row + 54, soft)
    box(left + 28, top + 246, right - 28, top + 286, accent)
    box(left + 28, top + 306, left + 150, top + 315, _between(paper, ink, 0.4), round_by=4)
    _heron(pen, (right - 60, top + 1), _between(ground, HERON, 0.75))
    file = io.BytesIO()
    image.resize(size, Image.Resampling.LANCZOS).save(file, 'PNG', optimize=True)
    return file.getvalue()


def _heron(pen: ImageDraw.ImageDraw, foot: tuple[float, float], colour: Colour) -> None:
    """Draw the heron standing on one leg, its foot at `foot`."""
    x, y = (value * FINENESS for value in foot)
    unit = FINENESS
    pen.line((x, y, x, y - 34 * unit), fill=colour, width=3 * unit)
    pen.line((x, y - 16 * unit, x + 8 * unit, y - 24 * unit, x, y - 32 * unit), fill=colour, width=2 * unit)
    pen.ellipse((x - 18 * unit, y - 52 * unit, x + 14 * unit, y - 32 * unit), fill=colour)
    neck = [(x + 10 * unit, y - 44 * unit), (x + 18 * unit, y - 56 * unit), (x + 10 * unit, y - 68 * unit)]
    pen.line([*neck, (x + 14 * unit, y - 78 * unit)], fill=colour, width=4 * unit, joint='curve')
    pen.polygon(
        [(x + 12 * unit, y - 82 * unit), (x + 36 * unit, y - 77 * unit), (x + 12 * unit, y - 74 * unit)], colour
    )


def _between(start: Colour, end: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(start, end, strict=True))
    return red, green, blue
