"""Generates the pictures in the README from the demo: `python -m tests.screenshots`."""

import asyncio
import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, async_playwright

from tests.ensure_browser import find_chromium
from tests.live_server import LiveServer
from tests.screenshots.moving import film

FOLDER = Path(__file__).parent
FLAGS = ('--no-sandbox', '--disable-background-networking', '--disable-component-update')
DESKTOP, PHONE = (1440, 900), (390, 844)
GAP_PX, COLOURS = 40, 128
ROOM = 'Дизайн / Design'


async def picture(browser: Browser, url: str, size: tuple[int, int], theme: str) -> Image.Image:
    """The demo's busiest room at this size."""
    context = await browser.new_context(
        permissions=['notifications'],
        viewport={'width': size[0], 'height': size[1]},
        color_scheme='dark' if theme == 'dark' else 'light',
        locale='en-GB',
    )
    page = await context.new_page()
    await page.goto(f'{url}/login')
    await page.get_by_label('Username').fill('admin')
    await page.get_by_label('Password', exact=True).fill('admin')
    await page.get_by_role('button', name='Log in').click()
    await page.goto(f'{url}/rooms')
    await page.get_by_role('main').get_by_role('link', name=ROOM).click()
    await page.get_by_role('article').last.wait_for()
    await page.mouse.move(size[0] / 2, 10)
    shot = await page.screenshot()
    await context.close()
    return Image.open(io.BytesIO(shot)).convert('RGB')


async def main() -> None:
    """Generate desktop and phone side by side, in both themes."""
    with tempfile.TemporaryDirectory() as folder:
        server = LiveServer(Path(folder) / 'data')
        server.start('--demo')
        try:
            async with async_playwright() as playwright:
                browser = await playwright.chromium.launch(executable_path=find_chromium(), args=[*FLAGS])
                for theme, ground in (('light', '#e9e7e1'), ('dark', '#0e0e0d')):
                    wide = await picture(browser, server.url, DESKTOP, theme)
                    narrow = await picture(browser, server.url, PHONE, theme)
                    side_by_side(wide, narrow, ground, FOLDER / f'conversation-{theme}.png')
                await film(browser, server.url, FOLDER / 'talking.webp')
                await browser.close()
        finally:
            server.stop()


def side_by_side(wide: Image.Image, narrow: Image.Image, ground: str, path: Path) -> None:
    """Put both pictures on one background and save it as a small file."""
    width = wide.width + narrow.width + 3 * GAP_PX
    sheet = Image.new('RGB', (width, wide.height + 2 * GAP_PX), ground)
    sheet.paste(wide, (GAP_PX, GAP_PX))
    sheet.paste(narrow, (wide.width + 2 * GAP_PX, GAP_PX + (wide.height - narrow.height) // 2))
    sheet.quantize(COLOURS).save(path, optimize=True)


if __name__ == '__main__':
    asyncio.run(main())
