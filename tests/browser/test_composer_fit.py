"""The composer fits at every width: no control leaves it or the screen, and nothing covers it."""

from typing import Any

import pytest
from playwright.async_api import expect

from tests.browser.attaching import attach, payload
from tests.browser.conftest import Arrive
from tests.browser.people import Person
from tests.live_server import LiveServer

WIDTHS = (320, 360, 390, 480, 600, 767, 768, 800, 820, 850, 880, 920, 1000, 1024, 1100, 1200, 1280, 1440)
TOUCH: dict[str, Any] = {'has_touch': True, 'is_mobile': True}
ROUNDING_PX = 0.5
OUTSIDE = """(rounding) => {
  const composer = document.querySelector(".composer"), { width } = document.documentElement.getBoundingClientRect();
  const controls = [...composer.querySelectorAll("button, textarea, .count")].filter((one) => one.checkVisibility());
  const leaves = controls.filter((one) => {
    const box = one.getBoundingClientRect(), holder = (one.closest(".box") ?? composer).getBoundingClientRect();
    return box.left < Math.max(0, holder.left) - rounding || box.right > Math.min(width, holder.right) + rounding
      || box.top < holder.top - rounding || box.bottom > holder.bottom + rounding;
  });
  const wide = document.scrollingElement.scrollWidth > innerWidth ? [`the page: ${innerWidth}`] : [];
  return [...wide, ...leaves.map((one) => one.ariaLabel ?? one.textContent)];
}"""
LANGUAGES = {'en': 'en-GB', 'ru': 'ru-RU'}
# enough lines and characters to make the composer tall and its counter long
LONG = 'line\n' * 30 + 'x' * 4200


@pytest.mark.allows_errors(r'alert: ', reason='a text that is too long is announced')
@pytest.mark.parametrize('is_touch', [False, True], ids=['mouse', 'touch'])
@pytest.mark.parametrize('language', LANGUAGES)
async def test_no_control_extends_beyond_the_composer(
    live_server: LiveServer, visit: Arrive, language: str, is_touch: bool
) -> None:
    anna = await visit(live_server, 'anna', locale=LANGUAGES[language], **(TOUCH if is_touch else {}))
    await anna.register()
    await anna.page.goto(f'{anna.url}/rooms/{await anna.create_room(f"Harbour of {anna.name}")}')
    await expect(anna.page.locator('html')).to_have_attribute('lang', language)
    await expect(anna.page.locator('.composer textarea')).to_be_visible()
    outside_by_case = {}
    for text in ('', LONG):
        await anna.page.locator('.composer textarea').fill(text)
        for is_open in (True, False):
            bar = anna.page.locator('.format-bar')
            if (await bar.get_attribute('aria-expanded') == 'true') != is_open:
                await bar.click()
            await expect(anna.page.locator('.formats')).to_have_count(int(is_open))
            for width in WIDTHS:
                await anna.page.set_viewport_size({'width': width, 'height': 800})
                if outside := await anna.page.evaluate(OUTSIDE, ROUNDING_PX):
                    outside_by_case[width, is_open, bool(text)] = outside
    assert not outside_by_case
    await _the_composer_has_two_rows_on_a_narrow_phone(anna, language)


async def _the_composer_has_two_rows_on_a_narrow_phone(anna: Person, language: str) -> None:
    await anna.page.set_viewport_size({'width': 320, 'height': 640})
    await anna.page.locator('.composer textarea').fill('x')
    send = await anna.page.get_by_role('button', name={'en': 'Send', 'ru': 'Отправить'}[language]).bounding_box()
    beside = await anna.page.locator('.box .format-bar').bounding_box()
    assert send is not None
    assert beside is not None
    assert abs(send['y'] + send['height'] / 2 - beside['y'] - beside['height'] / 2) < 2


SIZES = {'phone': (390, 700), 'tablet': (820, 900), 'desktop': (1280, 720)}


@pytest.mark.allows_errors(r'alert: ', reason='a text that is too long is announced')
async def test_the_newest_button_stays_above_the_composer(
    live_server: LiveServer, arrive: Arrive, subtests: pytest.Subtests
) -> None:
    anna = await arrive(live_server, 'anna')
    room = await anna.create_room(f'Harbour of {anna.name}')
    await anna.post(room, *(f'{number}' + '\nline' * 30 for number in range(3)))
    await anna.goto(f'/rooms/{room}')
    await expect(anna.log.get_by_role('article')).to_have_count(3)
    await attach(anna, *[payload(f'{number}.txt', b'bread', 'text/plain') for number in range(5)])
    for size, (width, height) in SIZES.items():
        for text in ('', LONG):
            with subtests.test(f'{size}, {len(text)} characters'):
                await anna.page.set_viewport_size({'width': width, 'height': height})
                await anna.composer.fill(text)
                await _newest_is_above_the_composer(anna)


async def _newest_is_above_the_composer(anna: Person) -> None:
    await anna.log.evaluate('(log) => log.scrollTo(0, 0)')
    pill = anna.main.get_by_role('button', name='Newest')
    await expect(pill).to_be_visible()
    lower = await pill.evaluate('(one) => one.getBoundingClientRect().bottom')
    upper = await anna.page.locator('.composer').evaluate(
        '(one) => Math.min(...[one, ...one.querySelectorAll("*")].map((each) => each.getBoundingClientRect())'
        '.filter((box) => box.height).map((box) => box.top))'
    )
    assert lower <= upper
    await pill.click()
    await expect(pill).to_have_count(0)
