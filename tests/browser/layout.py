"""What is wrong with the layout of a page at any width, in a wide and in a narrow font."""

import re
from collections.abc import Iterable
from pathlib import Path

from playwright.async_api import Page

STYLES = Path(__file__).parents[2] / 'pages' / 'styles'
FAULTS = Path(__file__).with_name('layout_faults.js').read_text()
BREAKPOINT = re.compile(r'@(?:media|container)[^{]*?\((min|max)-width: ([\d.]+)(px|r?em)\)')
PX = {'px': 1, 'em': 16, 'rem': 16}
NARROWEST, WIDEST, HEIGHT = 320, 2560, 800
WIDE_FONT, NARROW_FONT = 'DejaVu Sans', 'Liberation Sans Narrow'
BETWEEN = {WIDE_FONT: (390, 900, 1440), NARROW_FONT: (560, 1100, 1920, WIDEST)}
SET_FONT = '(font) => document.documentElement.style.setProperty("--font", `"${font}"`)'
DRAWN = '() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))'


def widths(font: str) -> list[int]:
    """Widths in px for a tour with this font: one side of each breakpoint of the stylesheet, and some between.

    Above a breakpoint a layout has the least space, so that is the side of the wide font; the narrow one has the other.
    """
    chosen = {NARROWEST, *BETWEEN[font]}
    for path in STYLES.rglob('*.css'):
        for edge, size, unit in BREAKPOINT.findall(path.read_text()):
            px = int(float(size) * PX[unit])
            above = px if edge == 'min' else px + 1
            chosen.add(above if font == WIDE_FONT else above - 1)
    return sorted(chosen)


async def faults(page: Page, where: str, font: str, at: Iterable[int] = ()) -> list[str]:
    """What is cut off, too wide, covered or invisible on the open page: each fault once, with the widths in px.

    `where` names the page in the result. The window keeps its old size.
    """
    before, widths_by_fault = page.viewport_size, dict[str, list[int]]()
    await page.evaluate(SET_FONT, font)
    for width in at or widths(font):
        await page.set_viewport_size({'width': width, 'height': HEIGHT})
        await page.evaluate(DRAWN)
        for fault in await page.evaluate(FAULTS):
            widths_by_fault.setdefault(fault, []).append(width)
    if before:
        await page.set_viewport_size(before)
    return [f'{where}, {font}, {at} px: {fault}' for fault, at in widths_by_fault.items()]
