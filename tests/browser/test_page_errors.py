"""The error check of all browser tests: what it must catch, on every page, and that it misses nothing."""

import re

import pytest

from tests.back_door import BackDoorServer
from tests.browser.conftest import Arrive
from tests.browser.page_errors import PageErrors
from tests.browser.people import Person
from tests.live_server import LiveServer

FAULTS = {
    'page error: .*it broke': 'setTimeout(() => { throw new Error("it broke"); })',
    'page error: .*nobody caught it': 'void Promise.reject(new Error("nobody caught it"))',
    'page error: .*[Oo]bject': 'void Promise.reject({ code: "offline" })',
    'console error: it went wrong': 'console.error("it went wrong")',
    'console error: .*404': 'fetch("/nowhere")',
    'alert: .*Something went wrong': 'Quasar.Notify.create({ message: "Something went wrong", type: "negative" })',
    'alert: Not allowed': 'import("messenger").then(({ say }) => say("Not allowed", "alert"))',
    'alert: Wrong name': 'document.body.insertAdjacentHTML("beforeend", "<p role=alert>Wrong name</p>")',
    'alert: Changed later': """(() => {
      const field = Object.assign(document.createElement("p"), { textContent: "Changed later" });
      document.body.append(field);
      requestAnimationFrame(() => field.setAttribute("role", "alert"));
    })()""",
}


async def caught(errors: PageErrors, person: Person, fault: str) -> None:
    """Cause the error and wait until the browser has drawn it."""
    await person.page.evaluate(f'async () => {{ await ({fault}); }}')
    await person.page.evaluate('() => new Promise((done) => setTimeout(() => requestAnimationFrame(done), 200))')
    await errors.collect(person.context)


async def test_each_kind_of_error_fails_a_test_that_does_not_expect_it(
    live_server: LiveServer, arrive: Arrive, page_errors: PageErrors, subtests: pytest.Subtests
) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.goto('/rooms')
    for pattern, fault in FAULTS.items():
        with subtests.test(pattern):
            page_errors.check([], [])
            await caught(page_errors, anna, fault)
            with pytest.raises(AssertionError, match=pattern):
                page_errors.check([], [])
            page_errors.check([pattern], [])
            page_errors.check([], [pattern])
            page_errors.errors.clear()


async def test_an_expected_error_that_never_comes_fails_the_test_too(
    live_server: LiveServer, arrive: Arrive, page_errors: PageErrors
) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.goto('/rooms')
    page_errors.check([], ['Something went wrong'])
    with pytest.raises(AssertionError, match='never came'):
        page_errors.check(['Something went wrong'], [])


async def test_every_page_of_every_browser_is_watched(
    live_server: BackDoorServer, arrive: Arrive, page_errors: PageErrors
) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.goto('/rooms')
    tab = await anna.new_tab('/users')
    browser = anna.context.browser
    assert browser is not None
    other = await browser.new_context()
    guest = Person('guest', other, await other.new_page(), live_server)
    await guest.page.goto(f'{live_server.url}/login')
    for number, person in enumerate((anna, tab, guest)):
        await caught(page_errors, person, f'console.error("number {number}")')
    await other.close()
    assert re.findall(r'number \d', ' '.join(page_errors.errors)) == ['number 0', 'number 1', 'number 2']
    page_errors.errors.clear()


@pytest.mark.expects_errors('said once', 'said twice')
async def test_a_test_names_the_errors_it_expects(live_server: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.goto('/rooms')
    await anna.page.evaluate('["said once", "said twice"].forEach((text) => console.error(text))')
