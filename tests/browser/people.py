"""A person at a browser: what they do and see, found by the roles and names that screen readers use."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import httpx
from playwright.async_api import Browser, BrowserContext, Locator, Page, expect

from messenger.models.room import CLOSED, OPEN
from tests.back_door import BackDoorServer
from tests.factories import PASSWORD

ANSWERED = "import('messenger').then(({ ask }) => ask('hello')).catch(() => null)"  # the server answers in order
STILL: dict[str, Any] = {'reduced_motion': 'reduce'}  # tests need not wait for animations


class Person:
    """One person in their own browser; `page` is the window in front."""

    def __init__(self, name: str, context: BrowserContext, page: Page, server: BackDoorServer) -> None:
        self.name = name
        self.context = context
        self.page = page
        self.server = server
        self.url = server.url

    async def register(self) -> None:
        """Make an account and log in without opening a page, for tests that are not about signing up."""
        await self._post('/register', {'username': self.name, 'password': PASSWORD, 'repeat': PASSWORD})

    async def enter(self, password: str = PASSWORD) -> None:
        """Log in without opening a page."""
        await self._post('/login', {'username': self.name, 'password': password})

    async def _post(self, path: str, fields: dict[str, str | float | bool]) -> None:
        answer = await self.context.request.post(
            self.url + path, form=fields, headers={'origin': self.url}, max_redirects=0
        )
        assert answer.status == httpx.codes.SEE_OTHER

    async def sign_up(self) -> None:
        """Make an account through the form."""
        await self.page.goto(f'{self.url}/register')
        await self.fill_in_sign_up()
        await self.online()

    async def fill_in_sign_up(self) -> None:
        """Fill in the sign-up form that is shown, and send it."""
        await self.page.get_by_role('textbox', name='Username').fill(self.name)
        await self.page.get_by_role('textbox', name='Password', exact=True).fill(PASSWORD)
        await self.page.get_by_role('textbox', name='Repeat password').fill(PASSWORD)
        await self.page.get_by_role('button', name='Sign up').click()

    async def log_in(self, password: str = PASSWORD) -> None:
        """Log in through the form that is shown."""
        await self.page.get_by_role('textbox', name='Username').fill(self.name)
        await self.page.get_by_role('textbox', name='Password').fill(password)
        await self.page.get_by_role('button', name='Log in').click()

    async def goto(self, path: str) -> None:
        """Open an address and wait for the connection to the server."""
        await self.page.goto(self.url + path)
        await self.online()

    async def online(self) -> None:
        """Wait for the connection to the server."""
        await expect(self.status).to_have_text('Online')

    async def new_tab(self, path: str) -> 'Person':
        """A second window of the same browser."""
        tab = Person(self.name, self.context, await self.context.new_page(), self.server)
        tab.url = self.url
        await tab.goto(path)
        return tab

    async def make_room(self, name: str, *members: 'Person', everyone: bool = False) -> int:
        """Make a room through the back door and open it; returns its number."""
        room = await self.create_room(name, *members, everyone=everyone)
        await self.goto(f'/rooms/{room}')
        return room

    async def create_room(self, name: str, *members: 'Person', everyone: bool = False) -> int:
        """The same without opening it."""
        names = [person.name for person in (self, *members)]
        mine, *theirs = await self.server.call('ids_of', names)
        room: int = await self.server.call('rooms.create', mine, name, theirs, kind=OPEN if everyone else CLOSED)
        return room

    async def create_direct(self, *others: 'Person') -> int:
        """The number of the direct conversation with these people, which is made through the back door if necessary."""
        mine, *theirs = await self.server.call('ids_of', [person.name for person in (self, *others)])
        room: int = await self.server.call('directs.open_with', mine, theirs)
        return room

    async def make_room_by_dialog(self, name: str, *members: 'Person', everyone: bool = False) -> int:
        """Make a room as people do; returns its number."""
        if self.page.url != f'{self.url}/rooms':
            await self.goto('/rooms')
        await self.main.get_by_role('button', name='New room').click()
        dialog = self.page.get_by_role('dialog', name='New room')
        await dialog.get_by_role('textbox', name='Room name').fill(name)
        for member in members:
            await self.choose_member(dialog, member.name)
        if everyone:
            await dialog.get_by_role('radio', name='Anyone can read and join').click()
        await dialog.get_by_role('button', name='Create').click()
        await expect(self.heading).to_have_text(name)
        await self.online()
        return int(self.page.url.rsplit('/', 1)[1])

    async def choose_member(self, dialog: Locator, name: str) -> None:
        """Type part of a name into "Members" and choose the option."""
        members = dialog.get_by_role('combobox', name='Members')
        await members.click()
        await members.press_sequentially(name)
        await self.page.get_by_role('option', name=name, exact=True).click()
        await members.press('Escape')
        await expect(dialog).to_be_visible()

    async def room_menu(self, item: str) -> None:
        """Choose from the menu of the room."""
        await self.page.get_by_role('button', name='Room menu').click()
        await self.page.get_by_role('menuitem', name=item).click()

    async def say(self, text: str) -> None:
        """Type and send."""
        await self.composer.fill(text)
        await self.composer.press('Enter')

    async def post(self, room: int, *texts: str) -> None:
        """Send messages through the back door, which needs no page."""
        [mine] = await self.server.call('ids_of', [self.name])
        for text in texts:
            await self.server.call('messages.send', mine, room, uuid4().hex, text)

    async def enter_room(self, name: str) -> None:
        """Open a room from the sidebar; a window that shows a room loads no page for it."""
        await self.in_sidebar(name).click()
        await expect(self.heading).to_have_text(name)
        await self.online()

    async def sees(self, text: str) -> None:
        """Check that the text is in the conversation exactly once, and on the server."""
        article = self.message(text)
        await expect(article).to_have_count(1)
        await expect(article).to_have_attribute('data-state', 'sent')

    def message(self, text: str) -> Locator:
        """The message with exactly this text."""
        return self.log.get_by_role('article').filter(has=self.page.get_by_text(text, exact=True))

    async def choose_for_member(self, nick: str, item: str) -> None:
        """Choose an item in the menu of a member, in the dialog "Members"."""
        await self.page.get_by_role('dialog', name='Members').get_by_role('button', name=f'Actions for {nick}').click()
        await self.page.get_by_role('menuitem', name=item).click()

    def in_sidebar(self, room: str) -> Locator:
        """The room's link in the sidebar."""
        return self.page.locator('aside').get_by_role('link').filter(has_text=room)

    async def control_time(self) -> None:
        """From the next page load on, `wait` needs no time."""
        await self.context.clock.install()

    async def stop_time(self) -> None:
        """Let time pass only in `wait`; call `control_time` before the page is loaded."""
        await self.page.clock.pause_at(await self.page.evaluate('Date.now() / 1000') + 1)

    async def wait(self, ms: int) -> None:
        """Let so much time pass in the window, and then everything that is already on its way to it arrive."""
        await self.page.clock.fast_forward(ms)
        await self.page.evaluate(ANSWERED)

    async def mark(self) -> None:
        """Leave a mark in the window that a page load would remove."""
        await self.page.evaluate('window.mark = "here"')

    async def is_marked(self) -> bool:
        """Whether no page has loaded since `mark`."""
        mark: Any = await self.page.evaluate('window.mark ?? ""')
        return bool(mark == 'here')

    @property
    def main(self) -> Locator:
        return self.page.get_by_role('main')

    @property
    def heading(self) -> Locator:
        return self.main.get_by_role('heading', level=1)

    @property
    def log(self) -> Locator:
        return self.page.get_by_role('log', name='Messages')

    @property
    def composer(self) -> Locator:
        return self.main.get_by_role('textbox', name='Message', exact=True)

    @property
    def status(self) -> Locator:
        return self.page.get_by_role('status', name='Connection')


@asynccontextmanager
async def browser_of(browser: Browser, name: str, server: BackDoorServer, **options: Any) -> AsyncIterator[Person]:
    """A person with their own browser, not signed up yet."""
    # a service worker for each of hundreds of contexts would be most of what the tests cost
    context = await browser.new_context(**STILL | {'locale': 'en-GB', 'service_workers': 'block'} | options)
    context.set_default_timeout(20_000)
    person = Person(name, context, await context.new_page(), server)
    try:
        yield person
    finally:
        await context.close()


def number_of(text: str) -> int:
    """The first number in a text."""
    match = re.search(r'\d+', text)
    assert match is not None
    return int(match[0])
