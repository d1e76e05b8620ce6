"""The animation in the README: two people talk, one at a desk, one on a phone in the dark theme."""

import io
from collections.abc import Awaitable, Callable
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, Page

DESKTOP, PHONE, GAP_PX, GROUND = (860, 620), (372, 620), 14, '#8f8b82'
STEP_MS, READ_MS, END_MS = 90, 900, 2_200
SMALLER, QUALITY = 0.8, 62
OPENED_MS, SETTLED_MS = 900, 350
WORDS_AT_ONCE = 3

Shoot = Callable[[int], Awaitable[None]]


async def window(browser: Browser, url: str, name: str, theme: str, size: tuple[int, int]) -> Page:
    """A logged-in person of the demo."""
    context = await browser.new_context(
        permissions=['notifications'],
        viewport={'width': size[0], 'height': size[1]},
        color_scheme='dark' if theme == 'dark' else 'light',
        locale='en-GB',
    )
    page = await context.new_page()
    await page.goto(f'{url}/login')
    await page.get_by_label('Username').fill(name)
    await page.get_by_label('Password', exact=True).fill(name)
    await page.get_by_role('button', name='Log in').click()
    return page


async def say(page: Page, text: str, shoot: Shoot) -> None:
    """Type, a few letters per picture, and send."""
    await page.get_by_role('textbox', name='Message', exact=True).focus()
    for first in range(0, len(text), WORDS_AT_ONCE):
        await page.keyboard.type(text[first : first + WORDS_AT_ONCE])
        await shoot(STEP_MS)
    await page.keyboard.press('Enter')
    await page.wait_for_timeout(SETTLED_MS)
    await shoot(READ_MS)


async def film(browser: Browser, url: str, path: Path) -> None:
    """Record two windows side by side: typing, a message, a reaction, an answer."""
    left = await window(browser, url, 'anna', 'light', DESKTOP)
    right = await window(browser, url, 'jo', 'dark', PHONE)
    await left.goto(f'{url}/users')
    await left.get_by_role('button', name='Message Jo Whitfield').click()
    await left.wait_for_url('**/rooms/*')
    await right.goto(left.url)
    pictures: list[Image.Image] = []
    lengths: list[int] = []

    async def shoot(length_ms: int) -> None:
        shots = [Image.open(io.BytesIO(await page.screenshot())) for page in (left, right)]
        both = Image.new('RGB', (sum(shot.width for shot in shots) + 3 * GAP_PX, DESKTOP[1] + 2 * GAP_PX), GROUND)
        both.paste(shots[0], (GAP_PX, GAP_PX))
        both.paste(shots[1], (shots[0].width + 2 * GAP_PX, GAP_PX))
        pictures.append(
            both.resize((round(both.width * SMALLER), round(both.height * SMALLER)), Image.Resampling.LANCZOS)
        )
        lengths.append(length_ms)

    for page in (left, right):
        await page.get_by_role('textbox', name='Message', exact=True).click()
        await page.wait_for_timeout(OPENED_MS)
    await shoot(READ_MS)
    await say(right, 'The **new sign** is up at the harbour ⚓', shoot)
    theirs = left.get_by_role('article').last
    await theirs.hover()
    await theirs.get_by_role('button', name='React').click()
    await left.wait_for_timeout(OPENED_MS)
    await shoot(READ_MS)
    await left.keyboard.type('party popper')
    await left.wait_for_timeout(OPENED_MS)
    await shoot(READ_MS)
    await left.get_by_role('dialog', name='Emoji').get_by_role('option').first.click()
    await left.wait_for_timeout(SETTLED_MS)
    await shoot(READ_MS)
    await theirs.hover()
    await theirs.get_by_role('button', name='Reply').click()
    await left.wait_for_timeout(SETTLED_MS)
    await say(left, 'Saw it from the ferry, it glows!', shoot)
    await left.mouse.move(5, 5)
    await left.wait_for_timeout(SETTLED_MS)
    await shoot(END_MS)
    pictures[0].save(
        path, save_all=True, append_images=pictures[1:], duration=lengths, loop=0, quality=QUALITY, method=4
    )
    for page in (left, right):
        await page.context.close()
