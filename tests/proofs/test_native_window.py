"""The desktop window as a person at a desk uses it: typed, clicked, closed and reopened, on a virtual screen."""

import asyncio
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from messenger.desktop.window import PLACE
from tests.back_door import BackDoorServer
from tests.live_server import free_port
from tests.proofs import desktop
from tests.proofs.desktop import Desktop, Window, window

pytestmark = [
    pytest.mark.proof,
    pytest.mark.skipif(bool(desktop.missing()), reason=f'not on this machine: {desktop.missing()}'),
]

ONLINE = "document.querySelector('[role=status]')?.textContent.trim() == 'Online'"
FIELD = 'document.querySelector("main textarea")'
LOG = 'document.querySelector("main [role=log]")?.textContent'
NOTIFY_SEND = """#!/bin/sh
printf '%s\\n' "$@" >> "$HOME/notified"
echo 7
sleep 1
echo default
"""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desktop]:
    """A desktop for one test only."""
    with desktop.desktop(tmp_path / 'home') as made:
        yield made


async def sign_up(shown: Window, name: str) -> None:
    """Make an account through the form."""
    await shown.until("document.readyState == 'complete' && location.pathname == '/register'")
    await shown.until('!!document.querySelector("[name=repeat]")')
    await shown.ask(f"""(() => {{
      const fill = (name, value) => document.querySelector(`[name=${{name}}]`).value = value;
      fill('username', '{name}'); fill('password', 'correct horse'); fill('repeat', 'correct horse');
      document.querySelector('.door-form').requestSubmit();
    }})()""")
    await shown.until(f"location.pathname.startsWith('/rooms') && {ONLINE}")


async def make_room(shown: Window, desk: Desktop, name: str) -> None:
    """Make a room through the dialog."""
    await shown.ask(
        "[...document.querySelectorAll('main button')].find(b => b.textContent.trim() == 'New room').click()"
    )
    field = "document.querySelector('[role=dialog] input')"
    await shown.until(f'{field} && ({field}.focus(), document.activeElement == {field})')
    desk.type(name)
    desk.press('Return')
    await shown.until(f"document.querySelector('h1')?.textContent.trim() == '{name}' && {ONLINE}")


async def write(shown: Window, desk: Desktop, text: str) -> None:
    """Type into the composer with the desktop's keyboard."""
    await shown.until(f'{FIELD} && ({FIELD}.focus(), document.activeElement == {FIELD})')
    desk.type(text)


async def test_a_day_at_a_desk_works_in_the_window(desk: Desktop, tmp_path: Path) -> None:
    port, data = free_port(), tmp_path / 'data'
    with window(desk, data, port) as shown:
        await sign_up(shown, 'olga')
        assert 'Messenger' in await desk.titled('Rooms')
        await make_room(shown, desk, 'Workshop')
        await desk.titled('Workshop')

        await write(shown, desk, 'hello from the desk')
        desk.press('Return')
        await shown.until(f"{LOG}.includes('hello from the desk') && {FIELD}.value == ''")
        await write(shown, desk, 'half a sent')
        await shown.until(f"{FIELD}.value == 'half a sent'")
        here = await shown.ask('location.pathname')

        desk.run('wmctrl', '-r', 'Workshop', '-e', '0,120,90,900,700')
        await shown.until('innerWidth == 900')
        desk.run('wmctrl', '-c', 'Workshop')
        assert await shown.ended() == 0, shown.log.read_text()

    with window(desk, data, port) as shown:
        await shown.until(f'{ONLINE} && innerWidth == 900 && innerHeight == 700')
        await shown.ask(f"location.href = '{here}'")
        await shown.until(f"{FIELD}?.value == 'half a sent' && {LOG}.includes('hello from the desk')")
        shown.program.send_signal(signal.SIGTERM)
        assert await shown.ended() == 0, shown.log.read_text()
    assert (data / 'window' / PLACE).is_file()


async def test_files_can_be_uploaded_and_downloaded(desk: Desktop, tmp_path: Path) -> None:
    (desk.home / 'plan.bin').write_bytes(os.urandom(50_000))
    with window(desk, tmp_path / 'data', free_port()) as shown:
        await sign_up(shown, 'olga')
        await make_room(shown, desk, 'Workshop')
        await shown.ask('document.querySelector(\'main [aria-label="Attach file"]\').click()')
        await desk.titled('Open')
        desk.type(f'{desk.home}/plan.bin')
        desk.press('Return')
        await shown.until("document.querySelector('main .tray')?.textContent.includes('plan.bin')")
        await write(shown, desk, 'the plan')
        desk.press('Return')
        await shown.until('!!document.querySelector(\'main a[download="plan.bin"]\')')

        await shown.ask('document.querySelector(\'main a[download="plan.bin"]\').click()')
        await desk.titled('Save')
        desk.press('Return')
        fetched = desk.home / 'Downloads' / 'plan.bin'
        for _ in range(100):
            if fetched.is_file() and fetched.stat().st_size:
                break
            await asyncio.sleep(0.1)
        assert fetched.read_bytes() == (desk.home / 'plan.bin').read_bytes()

        await shown.ask('document.querySelector(\'[aria-label="Details"]\').click()')
        await shown.until("!!document.querySelector('a.shared-file[target=_blank]')")
        await shown.ask("document.querySelector('a.shared-file').click()")
        await desk.titled('Save')  # not the browser, where nobody is logged in
        desk.press('Escape')
        assert await shown.ask(f"{LOG}.includes('the plan')"), 'the window stays where it is'


async def test_notifications_use_the_desktop_and_a_click_opens_the_message(desk: Desktop, tmp_path: Path) -> None:
    program = desk.home / 'bin' / 'notify-send'
    program.write_text(NOTIFY_SEND)
    program.chmod(0o755)
    async with BackDoorServer(tmp_path / 'theirs') as live_server:
        with window(desk, tmp_path / 'mine', free_port(), '--connect', live_server.url) as shown:
            await sign_up(shown, 'olga')
            assert await shown.ask('Notification.permission') == 'granted', 'nobody has to ask for it'
            await make_room(shown, desk, 'Workshop')
            number = int((await shown.ask('location.pathname')).rsplit('/', 1)[1])
            boris = (await live_server.call('make_person', 'boris'))['id']
            await live_server.call('members.add', 1, number, [boris])
            await shown.ask("location.href = '/profile'")
            await shown.until(f"location.pathname == '/profile' && {ONLINE}")
            desk.run('xdotool', 'search', '--name', 'Profile', 'windowminimize')
            await shown.until('!document.hasFocus()')

            await live_server.call('messages.send', boris, number, 'key-1', 'Lunch?')

            await shown.until(
                f"location.pathname == '/rooms/{number}' && {LOG}.includes('Lunch?') && document.hasFocus()"
            )
            notifications = (desk.home / 'notified').read_text().splitlines()
            assert notifications[-3:] == ['--', 'boris · Workshop', 'Lunch?']


async def test_the_window_can_connect_to_another_messenger(desk: Desktop, tmp_path: Path) -> None:
    async with BackDoorServer(tmp_path / 'theirs') as live_server:
        with window(desk, tmp_path / 'mine', free_port(), '--connect', live_server.url) as shown:
            await sign_up(shown, 'olga')
            assert await shown.ask('location.origin') == live_server.url
            desk.run('wmctrl', '-c', 'Rooms')
            assert await shown.ended() == 0, shown.log.read_text()
        assert (await live_server.http.get(f'{live_server.url}/healthz')).is_success, 'their messenger goes on'
    assert not (tmp_path / 'mine' / 'messenger.db').exists()
