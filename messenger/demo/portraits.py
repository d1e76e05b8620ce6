"""Avatars for the people of the demo: small drawn scenes, one motif per person, distinguishable at 26 pixels."""

import colorsys
import io
import math
from collections.abc import Callable
from dataclasses import dataclass, field

from PIL import Image, ImageDraw

SIZE_PX = 300
FINENESS = 4
WEBP_QUALITY = 88

Colour = tuple[int, int, int]
Spot = tuple[float, float]

SNOW, CREAM, SUN, LAMP = (250, 250, 247), (255, 246, 226), (255, 222, 160), (255, 214, 110)
SKIN, TAN, HAIR, NIGHT, LEAF = (246, 208, 180), (214, 160, 122), (66, 42, 34), (30, 33, 58), (62, 122, 84)


def draw(hue: int, number: int) -> bytes:
    """A WebP picture, SIZE_PX square: the motif `number` (motifs repeat) in shades of `hue` (degrees)."""
    scene = _Scene(hue % 360)
    MOTIFS[number % len(MOTIFS)](scene)
    file = io.BytesIO()
    scene.image.resize((SIZE_PX, SIZE_PX), Image.Resampling.LANCZOS).save(file, 'WEBP', quality=WEBP_QUALITY)
    return file.getvalue()


@dataclass
class _Scene:
    """A canvas of 100 by 100 units, the origin at the top left, with a soft gradient on it."""

    hue: int
    image: Image.Image = field(init=False)

    def __post_init__(self) -> None:
        side = SIZE_PX * FINENESS
        shade = Image.linear_gradient('L').resize((side, side))
        top, bottom = (Image.new('RGB', (side, side), colour) for colour in (self.tint(0.62), self.tint(0.84, -24)))
        self.image = Image.composite(bottom, top, shade)
        self.pen = ImageDraw.Draw(self.image)

    def tint(self, light: float, turn: int = 0, strength: float = 0.52) -> Colour:
        """The hue, rotated by `turn` degrees, with this lightness and saturation (0 to 1)."""
        red, green, blue = colorsys.hls_to_rgb((self.hue + turn) % 360 / 360, light, strength)
        return round(red * 255), round(green * 255), round(blue * 255)

    def disc(self, centre: Spot, radius: float, colour: Colour, *, flat: float = 1) -> None:
        """A circle, or an ellipse whose height is `flat` times its width."""
        (x, y), high = centre, radius * flat
        self.pen.ellipse(self._scaled(x - radius, y - high, x + radius, y + high), fill=colour)

    def box(self, left: float, top: float, right: float, bottom: float, colour: Colour, *, round_by: float = 0) -> None:
        """A rectangle with rounded corners."""
        self.pen.rounded_rectangle(self._scaled(left, top, right, bottom), self._scaled(round_by)[0], fill=colour)

    def shape(self, *spots: Spot, colour: Colour) -> None:
        """A polygon."""
        self.pen.polygon(self._scaled(*(part for spot in spots for part in spot)), fill=colour)

    def slice(self, centre: Spot, radius: float, start: float, end: float, colour: Colour) -> None:
        """A slice of a circle between two angles in degrees, clockwise from three o'clock."""
        x, y = centre
        self.pen.pieslice(self._scaled(x - radius, y - radius, x + radius, y + radius), start, end, fill=colour)

    def ring(self, centre: Spot, radius: float, flat: float, start: float, end: float, colour: Colour) -> None:
        """A part of a flattened ring between two angles in degrees."""
        (x, y), high = centre, radius * flat
        frame = self._scaled(x - radius, y - high, x + radius, y + high)
        self.pen.arc(frame, start, end, fill=colour, width=round(self._scaled(5)[0]))

    def swell(self, level: float, height: float, waves: float, shift: float, colour: Colour) -> None:
        """Everything below a wavy line around `level`."""
        line = [(x, level + height * math.sin(waves * math.tau * x / 100 + shift)) for x in range(0, 101, 2)]
        self.shape(*line, (100, 100), (0, 100), colour=colour)

    @staticmethod
    def _scaled(*units: float) -> list[float]:
        return [unit * SIZE_PX * FINENESS / 100 for unit in units]


def _hills(scene: _Scene) -> None:
    scene.disc((66, 36), 17, CREAM)
    scene.swell(62, 9, 0.8, 0.4, scene.tint(0.5))
    scene.swell(78, 8, 0.9, 2.6, scene.tint(0.32))


def _peaks(scene: _Scene) -> None:
    scene.shape((-10, 100), (34, 26), (78, 100), colour=scene.tint(0.36))
    scene.shape((22.1, 46), (34, 26), (45.9, 46), (39, 52), (33, 45), (27, 52), colour=SNOW)
    scene.shape((36, 100), (74, 46), (112, 100), colour=scene.tint(0.24))


def _curls(scene: _Scene) -> None:
    for spot in ((28, 44), (34, 28), (50, 21), (66, 28), (72, 44), (30, 58), (70, 58)):
        scene.disc(spot, 14, HAIR)
    scene.disc((50, 106), 38, scene.tint(0.38))
    scene.disc((50, 48), 20, SKIN)
    _eyes(scene, (50, 47), HAIR)


def _beard(scene: _Scene) -> None:
    scene.disc((50, 112), 42, CREAM)
    scene.box(28, 26, 72, 78, HAIR, round_by=22)
    scene.box(32, 34, 68, 60, TAN, round_by=9)
    scene.box(26, 20, 74, 36, scene.tint(0.36), round_by=10)
    _eyes(scene, (50, 47), HAIR)


def _eyes(scene: _Scene, centre: Spot, colour: Colour) -> None:
    for side in (-8, 8):
        scene.disc((centre[0] + side, centre[1]), 2.6, colour)


def _sea(scene: _Scene) -> None:
    scene.disc((32, 28), 13, SUN)
    for level, shift, light in ((56, 0, 0.5), (70, 2, 0.38), (85, 4, 0.27)):
        scene.swell(level, 4, 2, shift, scene.tint(light))


def _boat(scene: _Scene) -> None:
    scene.shape((53, 14), (53, 62), (84, 62), colour=SNOW)
    scene.shape((48, 24), (48, 62), (22, 62), colour=SUN)
    scene.shape((16, 66), (88, 66), (76, 82), (28, 82), colour=scene.tint(0.26))
    scene.swell(82, 3, 2, 0, scene.tint(0.42))


def _cat(scene: _Scene) -> None:
    fur = scene.tint(0.24, 10, 0.35)
    scene.disc((50, 112), 40, fur)
    scene.disc((50, 56), 30, fur, flat=0.86)
    scene.shape((21, 56), (22, 14), (48, 34), colour=fur)
    scene.shape((79, 56), (78, 14), (52, 34), colour=fur)
    for x in (38, 62):
        scene.disc((x, 54), 7, CREAM)
        scene.disc((x, 54), 4, fur, flat=1.5)
    scene.shape((46, 64), (54, 64), (50, 69), colour=SKIN)


def _planet(scene: _Scene) -> None:
    scene.image.paste(NIGHT, (0, 0, *scene.image.size))
    for spot in ((14, 20), (84, 16), (24, 80), (76, 86), (50, 10), (90, 66), (9, 46)):
        scene.disc(spot, 1.8, CREAM)
    scene.ring((50, 52), 44, 0.3, 180, 360, SUN)
    scene.disc((50, 50), 26, scene.tint(0.62, 0, 0.6))
    scene.ring((50, 52), 44, 0.3, 0, 180, SUN)


def _tiles(scene: _Scene) -> None:
    colours = [scene.tint(0.3), CREAM, SUN, scene.tint(0.66)]
    scene.box(0, 0, 50, 50, colours[0])
    scene.slice((0, 50), 50, 270, 360, colours[1])
    scene.box(50, 0, 100, 50, colours[1])
    scene.disc((75, 25), 19, colours[2])
    scene.box(0, 50, 50, 100, colours[2])
    scene.shape((0, 100), (50, 50), (50, 100), colour=colours[3])
    scene.box(50, 50, 100, 100, colours[3])
    scene.slice((100, 50), 50, 90, 180, colours[0])


def _flower(scene: _Scene) -> None:
    scene.box(48, 50, 52, 104, LEAF)
    scene.disc((66, 86), 15, LEAF, flat=0.45)
    for angle in range(0, 360, 45):
        turn = math.radians(angle)
        scene.disc((50 + 21 * math.cos(turn), 42 + 21 * math.sin(turn)), 12.5, SNOW)
    scene.disc((50, 42), 14, LAMP)


def _cactus(scene: _Scene) -> None:
    scene.disc((76, 24), 11, CREAM)
    scene.box(41, 18, 59, 84, LEAF, round_by=9)
    scene.box(20, 34, 31, 60, LEAF, round_by=5)
    scene.box(20, 50, 50, 61, LEAF, round_by=5)
    scene.box(69, 42, 80, 66, LEAF, round_by=5)
    scene.box(50, 56, 80, 67, LEAF, round_by=5)
    scene.swell(84, 3, 0.7, 1, scene.tint(0.4))


def _house(scene: _Scene) -> None:
    scene.disc((78, 22), 10, CREAM)
    scene.box(24, 48, 76, 90, scene.tint(0.36))
    scene.shape((16, 50), (50, 20), (84, 50), colour=scene.tint(0.22))
    for x in (32, 55):
        scene.box(x, 58, x + 13, 72, LAMP, round_by=1)
    scene.box(0, 88, 100, 100, scene.tint(0.16))


MOTIFS: tuple[Callable[[_Scene], None], ...] = (
    _hills,
    _curls,
    _boat,
    _cat,
    _peaks,
    _beard,
    _tiles,
    _planet,
    _flower,
    _sea,
    _cactus,
    _house,
)
