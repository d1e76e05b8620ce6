"""WebKitGTK's browser on a virtual screen, driven by WebDriver; controls are found by role and name."""

import os
import shutil
import subprocess
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from selenium.common.exceptions import StaleElementReferenceException, WebDriverException
from selenium.webdriver import WebKitGTK
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

BROWSERS = ('/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu')
PROGRAMS = ('Xvfb', 'WebKitWebDriver')
WAIT_S, LOOK_EVERY_S = 20, 0.1
SELECTORS = {
    'button': 'button, [role=button]',
    'textbox': 'input:not([type=file]), textarea, [role=textbox]',
    'combobox': '[role=combobox]',
    'option': '[role=option]',
    'link': 'a[href]',
    'menuitem': '[role=menuitem]',
    'dialog': '[role=dialog], dialog',
    'status': '[role=status]',
    'article': 'article',
    'listitem': 'li',
}


def find_browser() -> Path | None:
    """WebKitGTK's MiniBrowser; None if it is not installed."""
    return next((path for folder in BROWSERS for path in sorted(Path(folder).glob('webkit2gtk-4.*/MiniBrowser'))), None)


def missing() -> str:
    """What this machine lacks to run these tests; empty if nothing is missing."""
    lacking = [name for name in PROGRAMS if shutil.which(name) is None]
    return ', '.join([*lacking, *([] if find_browser() else ['MiniBrowser of WebKitGTK'])])


@contextmanager
def screen(folder: Path) -> Iterator[dict[str, str]]:
    """A virtual screen; yields the environment variables of programs that use it."""
    process = subprocess.Popen(
        ['Xvfb', '-displayfd', '1', '-screen', '0', '1400x1000x24', '-nolisten', 'tcp'],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert process.stdout is not None
        display = process.stdout.readline().decode().strip()
        yield os.environ | {
            'DISPLAY': f':{display}',
            'HOME': str(folder),
            'XDG_RUNTIME_DIR': str(folder),
            'GDK_BACKEND': 'x11',
        }
    finally:
        process.terminate()
        process.communicate()


class WebKitPerson:
    """One person in a WebKit browser of their own."""

    def __init__(self, name: str, driver: WebKitGTK, url: str) -> None:
        self.name = name
        self.driver = driver
        self.url = url

    def find_all(self, role: str, name: str = '', within: WebElement | None = None) -> list[WebElement]:
        """The visible controls with this role and name; an empty name allows any."""
        place = self.driver if within is None else within
        elements = place.find_elements(By.CSS_SELECTOR, SELECTORS[role])
        return [element for element in elements if element.is_displayed() and name in ('', element.accessible_name)]

    def find(self, role: str, name: str = '', within: WebElement | None = None) -> WebElement:
        """Wait for a control. Raises AssertionError if it does not appear."""
        limit = time.monotonic() + WAIT_S
        while time.monotonic() < limit:
            try:
                if matches := self.find_all(role, name, within):
                    return matches[0]
            except StaleElementReferenceException:
                pass
            time.sleep(LOOK_EVERY_S)
        raise AssertionError(f'{self.name} sees no {role} “{name}”; the page says: {self.text()[-1500:]}')

    def goto(self, path: str) -> None:
        """Open an address and wait for the connection to the server."""
        self.driver.get(self.url + path)
        self.sees('Online', 'status')

    def fill(self, name: str, text: str, within: WebElement | None = None) -> None:
        """Replace the text of a field."""
        field = self.find('textbox', name, within)
        field.clear()
        field.send_keys(text)

    def click(self, role: str, name: str, within: WebElement | None = None) -> None:
        """Click a control, once it can be clicked."""
        limit = time.monotonic() + WAIT_S
        while True:
            try:
                self.find(role, name, within).click()
                return
            except WebDriverException:
                if time.monotonic() > limit:
                    raise
                time.sleep(LOOK_EVERY_S)

    def until(self, is_so: Callable[[], bool]) -> None:
        """Wait for a condition. Raises AssertionError if it never holds."""
        limit = time.monotonic() + WAIT_S
        while not is_so():
            assert time.monotonic() < limit, self.text()[-1500:]
            time.sleep(LOOK_EVERY_S)

    def rests(self, element: WebElement) -> None:
        """Wait until nothing in the element moves or changes: a click in between would hit what was there before."""
        place = (
            'return JSON.stringify([arguments[0].getAnimations({subtree: true}).length, arguments[0].outerHTML.length])'
        )
        seen: list[object] = []

        def is_still() -> bool:
            seen.append(self.driver.execute_script(place, element))
            return len(seen) > 1 and seen[-1] == seen[-2] and str(seen[-1]).startswith('[0,')

        self.until(is_still)

    def press(self, *keys: str) -> None:
        """Press keys in whatever has the focus."""
        self.driver.switch_to.active_element.send_keys(*keys)

    def say(self, text: str) -> None:
        """Send a message in the open room."""
        self.composer.send_keys(text, Keys.ENTER)

    @property
    def composer(self) -> WebElement:
        """The field to write in."""
        return self.find('textbox', 'Message')

    def text(self) -> str:
        """What the page says."""
        return str(self.driver.find_element(By.TAG_NAME, 'body').text)

    def sees(self, text: str, role: str = 'article') -> WebElement:
        """Wait for a text in a message, or in another control. Raises AssertionError if it does not appear."""
        limit = time.monotonic() + WAIT_S
        while time.monotonic() < limit:
            try:
                for element in self.driver.find_elements(By.CSS_SELECTOR, SELECTORS[role]):
                    if text in str(element.get_property('textContent')):
                        return element
            except StaleElementReferenceException:
                pass
            time.sleep(LOOK_EVERY_S)
        raise AssertionError(f'{self.name} sees no “{text}”; the page says: {self.text()[-1500:]}')


@contextmanager
def webkit_person(name: str, url: str, environment: dict[str, str], log: Path) -> Iterator[WebKitPerson]:
    """Start a browser for one person; its driver serves one session only."""
    options = Options()
    options.binary_location = str(find_browser())
    options.add_argument('--automation')
    service = Service(shutil.which('WebKitWebDriver') or '', log_output=str(log), env=environment)
    with warnings.catch_warnings():
        warnings.simplefilter('ignore', DeprecationWarning)  # Selenium's own
        driver = WebKitGTK(options=options, service=service)
    try:
        driver.set_window_size(1280, 900)
        yield WebKitPerson(name, driver, url)
    finally:
        driver.quit()
