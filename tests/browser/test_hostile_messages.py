"""Hostile messages in a real browser: nothing in them runs, but without our protection they would."""

import re

import pytest
from playwright.async_api import Page, expect

from messenger.markup import render
from tests.browser.conftest import Arrive
from tests.hostile import FIRING, STRINGS
from tests.live_server import LiveServer

AT_ONCE = 50
HARM = """() => {
  const inside = (what) => [...document.querySelectorAll(what)].filter((one) => !one.closest('.copy-code'));
  const wired = /^(on|v-|:|@|style|srcdoc|formaction)/;
  return {
    fired: Boolean(window.fired) || Boolean(window.alerted),
    targets: inside('.msg .body [href]').map((one) => one.href).filter((href) => !/^(https?|mailto):/.test(href)),
    foreign: inside('.msg .body :is(script, style, img, svg, math, iframe, form, input, button)').length,
    wired: inside('.msg .body *').flatMap((one) => one.getAttributeNames()).filter((name) => wired.test(name)),
  };
}"""
HARMLESS = {'fired': False, 'targets': [], 'foreign': 0, 'wired': []}
POINT_AT_LINKS = """() => {
  const links = document.querySelectorAll('.msg .body a');
  for (const link of links) link.dispatchEvent(new MouseEvent('mouseover', { bubbles: true, cancelable: true }));
  return links.length;
}"""
CONTROL = """(text) => new Promise((resolve) => {
  window.fired = undefined;
  const place = document.createElement('div');
  place.innerHTML = text;
  document.body.append(place);
  for (const link of place.querySelectorAll('a[href*="javascript:" i]')) link.click?.();
  setTimeout(() => { place.remove(); resolve(Boolean(window.fired)); }, 60);
})"""


async def watch(page: Page) -> None:
    """Record anything that calls `alert`, from the next page load on."""
    await page.add_init_script('window.alert = () => { window.alerted = true; };')


async def test_hundreds_of_hostile_messages_run_nothing(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    await watch(bob.page)
    room = await anna.create_room(f'Traps of {anna.name}', bob)
    await bob.goto(f'/rooms/{room}')
    texts = [text for text in STRINGS if re.search(r'\w', text)]
    assert len(set(texts)) >= 200
    for first in range(0, len(texts), AT_ONCE):
        some = texts[first : first + AT_ONCE]
        await anna.post(room, *some)
        last = str(first + len(some) + 1)
        await expect(bob.log.get_by_role('article').last).to_have_attribute('data-seq', last)
        assert await bob.log.get_by_role('article').count() >= len(some)
        assert await bob.page.evaluate(POINT_AT_LINKS) > 0
        assert await bob.page.evaluate(HARM) == HARMLESS
    await bob.page.reload()
    await expect(bob.log.get_by_role('article').last).to_be_visible()
    assert await bob.page.evaluate(HARM) == HARMLESS


@pytest.mark.allows_errors('', reason='hostile strings that run cause errors of every kind')
async def test_the_same_strings_do_run_without_protection(live_server: LiveServer, arrive: Arrive) -> None:
    """The positive control: without the renderer many of them run, so a leak would be noticed."""
    anna = await arrive(live_server, 'anna')
    await anna.goto('/rooms')
    fired = [text for text in FIRING if await anna.page.evaluate(CONTROL, text)]
    assert len(fired) >= 10
    await anna.goto('/rooms')  # without timers that the first ones have left
    for text in fired:
        assert not await anna.page.evaluate(CONTROL, render(text))
