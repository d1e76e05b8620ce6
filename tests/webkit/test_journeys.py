"""The main journeys in WebKit: sign up, talk, files, switcher, search, formatting, phone, a lost server."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.factories import PASSWORD
from tests.live_server import LiveServer
from tests.webkit import browser
from tests.webkit.browser import WebKitPerson

pytestmark = pytest.mark.skipif(bool(browser.missing()), reason=f'not installed: {browser.missing()}')

Come = Callable[[str], WebKitPerson]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    """A server for one journey."""
    live_server = LiveServer(tmp_path / 'data')
    live_server.start()
    yield live_server
    live_server.stop()


@pytest.fixture
def come(server: LiveServer, tmp_path: Path) -> Iterator[Come]:
    """`come('anna')`: a person who has signed up in a browser of their own."""
    with ExitStack() as stack:
        environment = stack.enter_context(browser.screen(tmp_path))

        def sign_up(name: str) -> WebKitPerson:
            log = tmp_path / f'{name}.log'
            person = stack.enter_context(browser.webkit_person(name, server.url, environment, log))
            person.driver.get(f'{server.url}/register')
            person.fill('Username', name)
            person.fill('Password', PASSWORD)
            person.fill('Repeat password', PASSWORD)
            person.click('button', 'Sign up')
            person.sees('Online', 'status')
            return person

        yield sign_up


def make_room(person: WebKitPerson, name: str) -> None:
    """Make a room that everyone can join, and open it."""
    person.goto('/rooms')
    person.click('button', 'New room')
    dialog = person.find('dialog', 'New room')
    person.fill('Room name', name, dialog)
    person.rests(dialog)
    everyone = dialog.find_elements(By.CSS_SELECTOR, '[role=radio]')[1]
    everyone.click()
    person.until(lambda: everyone.get_attribute('aria-checked') == 'true')
    person.click('button', 'Create', dialog)
    person.sees(name, 'link')
    assert person.composer.get_attribute('placeholder') == f'Message {name}'


@pytest.mark.long
def test_two_people_sign_up_and_talk(come: Come) -> None:
    anna, bob = come('anna'), come('bob')
    make_room(anna, 'Plans')
    address = anna.driver.current_url.removeprefix(anna.url)
    bob.goto(address)
    bob.click('button', 'Join Plans')
    anna.say('Lunch at **noon**?')
    assert bob.sees('Lunch at noon?').find_element(By.TAG_NAME, 'strong').text == 'noon'
    bob.say('Да, с удовольствием')
    anna.sees('Да, с удовольствием')


@pytest.mark.proof
def test_files_formatting_switcher_and_search(come: Come, tmp_path: Path) -> None:
    anna = come('anna')
    make_room(anna, 'Plans')
    file = tmp_path / 'minutes.txt'
    file.write_text('who came\nwho did not\n')
    anna.driver.find_element(By.CSS_SELECTOR, 'input[type=file]').send_keys(str(file))
    anna.sees('minutes.txt', 'listitem')
    anna.say('The minutes')
    anna.sees('who came')
    anna.composer.send_keys('loud')
    anna.composer.send_keys(Keys.CONTROL, 'a')
    anna.composer.send_keys(Keys.CONTROL, 'b')
    assert anna.composer.get_property('value') == '**loud**'
    anna.driver.execute_script('document.execCommand("undo")')  # the driver's Ctrl+Z reaches only the page
    assert anna.composer.get_property('value') == 'loud'
    anna.composer.send_keys(Keys.CONTROL, 'a')
    anna.composer.send_keys(Keys.CONTROL, 'c')
    anna.composer.send_keys(Keys.END, ' and ')
    anna.composer.send_keys(Keys.CONTROL, 'v')
    anna.composer.send_keys(Keys.ENTER)
    anna.sees('loud and loud')
    anna.press(Keys.CONTROL, 'k')
    anna.find('combobox').send_keys('profile', Keys.ENTER)
    anna.find('textbox', 'Nickname')
    anna.goto('/search')
    anna.fill('Search', 'minute')
    anna.click('link', 'Plans')
    anna.sees('The minutes')


@pytest.mark.proof
def test_a_phone_and_a_lost_server(come: Come, server: LiveServer) -> None:
    anna = come('anna')
    make_room(anna, 'Plans')
    anna.driver.set_window_size(390, 844)
    width = anna.driver.execute_script('return [innerWidth, document.documentElement.scrollWidth]')
    assert width[0] == width[1]
    anna.click('button', 'Open menu')
    anna.click('link', 'Plans')
    server.kill()
    anna.sees('Offline', 'status')
    anna.say('nobody hears this yet')
    anna.driver.refresh()
    server.start()
    anna.sees('Online', 'status')
    anna.sees('nobody hears this yet')
    anna.say('and now they do')
    anna.sees('and now they do')
