"""A folder dropped into a conversation: people learn what to do instead, and lose nothing."""

import re
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.attaching import drop, together, tray
from tests.browser.conftest import Arrive
from tests.browser.page_errors import discards_files
from tests.live import LiveServer

TEXT = 'Folders cannot be sent. Drop the files inside, or a .zip of the folder.'
says_folder = pytest.mark.expects_errors(re.escape(TEXT))


@says_folder
@discards_files
async def test_a_dropped_folder_says_what_to_do_instead(
    live_server: LiveServer, arrive: Arrive, tmp_path: Path
) -> None:
    anna, _ = await together(live_server, arrive)
    folder = tmp_path / 'photos'
    folder.mkdir()
    await anna.composer.fill('See the attachments')
    await drop(anna, folder)
    note = anna.main.get_by_role('alert').filter(has_text=TEXT)
    await expect(note).to_be_visible()
    await expect(tray(anna)).to_have_count(0)
    await expect(anna.composer).to_have_value('See the attachments')
    await note.get_by_role('button', name='Dismiss').click()
    await expect(note).to_have_count(0)


@says_folder
async def test_files_dropped_with_a_folder_are_taken(live_server: LiveServer, arrive: Arrive, tmp_path: Path) -> None:
    anna, bob = await together(live_server, arrive)
    folder, letter = tmp_path / 'photos', tmp_path / 'letter.txt'
    folder.mkdir()
    letter.write_text('Dear harbour master')
    await drop(anna, letter, folder)
    await expect(anna.main.get_by_role('alert').filter(has_text=TEXT)).to_be_visible()
    await expect(tray(anna)).to_contain_text(['letter.txt'])
    await anna.say('The letter')
    await bob.sees('The letter')
    await expect(bob.message('The letter').get_by_role('link', name='letter.txt')).to_be_visible()
    await expect(anna.main.get_by_role('alert').filter(has_text=TEXT)).to_have_count(0)
