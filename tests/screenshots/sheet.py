"""A contact sheet of every page × size × theme × language, to look at: `python -m tests.screenshots.sheet FOLDER`."""

import asyncio
import sys
import tempfile
from itertools import product
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from tests.ensure_browser import find_chromium
from tests.live_server import LiveServer

FLAGS = ('--no-sandbox', '--disable-background-networking', '--disable-component-update')
SIZES = {'wide': (1440, 900), 'phone': (390, 844)}
THEMES = ('light', 'dark')
LANGUAGES = {'en': 'en-GB', 'ru': 'ru-RU'}
ROOM = 'Дизайн / Design'
GUESTS = {'login': '/login', 'register': '/register', 'missing': '/reset/nothing'}
MEMBERS = {
    'rooms': '/rooms',
    'welcome': '/rooms?welcome=admin',
    'users': '/users',
    'user': '/users/2',
    'profile': '/profile',
    'search': '/search?q=design',
    'not-found': '/rooms/99999',
    **{f'admin-{name}': f'/admin/{name}' for name in ('rooms', 'messages', 'bin', 'settings', 'log', 'figures')},
    'admin': '/admin',
}
COLUMNS, THUMB_PX = 6, 420


async def shoot(context: BrowserContext, url: str, folder: Path, mark: str) -> None:
    """Take every page at one size, theme and language."""
    page = await context.new_page()
    for name, path in GUESTS.items():
        await page.goto(url + path)
        await page.screenshot(path=folder / f'{name}-{mark}.png')
    await page.goto(f'{url}/login')
    await page.locator('input[name=username]').fill('admin')
    await page.locator('input[name=password]').fill('admin')
    await page.locator('form[action="/login"] button').click()
    await page.goto(f'{url}/rooms')
    await page.get_by_role('main').get_by_role('link', name=ROOM).click()
    await page.get_by_role('article').last.wait_for()
    await settled(page, folder / f'room-{mark}.png')
    for name, path in MEMBERS.items():
        await page.goto(url + path)
        await settled(page, folder / f'{name}-{mark}.png')


async def settled(page: Page, path: Path) -> None:
    """Take a picture once nothing moves any more."""
    await page.wait_for_timeout(500)
    await page.screenshot(path=path)


async def run(folder: Path, only: str) -> None:
    """Take all combinations whose mark contains `only`, using the demo."""
    with tempfile.TemporaryDirectory() as data:
        server = LiveServer(Path(data) / 'data')
        server.start('--demo')
        try:
            async with async_playwright() as playwright:
                browser = await playwright.chromium.launch(executable_path=find_chromium(), args=[*FLAGS])
                for size, theme, language in product(SIZES, THEMES, LANGUAGES):
                    if only in f'{size}-{theme}-{language}':
                        await combination(browser, server.url, folder, size, theme, language)
                await browser.close()
        finally:
            server.stop()
    together(folder)


async def combination(browser: Browser, url: str, folder: Path, size: str, theme: str, language: str) -> None:
    """Take one combination in a new browser."""
    width, height = SIZES[size]
    context = await browser.new_context(
        permissions=['notifications'],
        viewport={'width': width, 'height': height},
        color_scheme='dark' if theme == 'dark' else 'light',
        locale=LANGUAGES[language],
        has_touch=size == 'phone',
        is_mobile=size == 'phone',
    )
    await shoot(context, url, folder, f'{size}-{theme}-{language}')
    await context.close()


def together(folder: Path) -> None:
    """Put all pictures of a combination on one sheet each."""
    for size in SIZES:
        for theme, language in product(THEMES, LANGUAGES):
            shots = sorted(folder.glob(f'*-{size}-{theme}-{language}.png'))
            shots = [shot for shot in shots if not shot.name.startswith('sheet')]
            if not shots:
                continue
            pictures = [Image.open(shot) for shot in shots]
            height = round(THUMB_PX * pictures[0].height / pictures[0].width)
            rows = -(-len(pictures) // COLUMNS)
            sheet = Image.new('RGB', (COLUMNS * THUMB_PX, rows * height), 'gray')
            for index, picture in enumerate(pictures):
                place = (index % COLUMNS * THUMB_PX, index // COLUMNS * height)
                sheet.paste(picture.resize((THUMB_PX, height)), place)
            sheet.save(folder / f'sheet-{size}-{theme}-{language}.png')


if __name__ == '__main__':
    Path(sys.argv[1]).mkdir(parents=True, exist_ok=True)
    asyncio.run(run(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else ''))
