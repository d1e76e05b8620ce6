"""A folder dropped into a conversation: people learn what to do instead, and lose nothing."""

import re
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.attaching import drop, together, tray
from tests.browser.conftest import Arrive
from tests.browser.page_errors import discards_files
from tests.browser.people import Person
from tests.live_server import LiveServer

TEXT = 'Folders cannot be sent. Drop the files inside, or a .zip of the folder.'


@pytest.mark.expects_errors(re.escape(TEXT))
@discards_files
async def test_a_dropped_folder_says_what_to_do_and_files_beside_it_are_taken(
    live_server: LiveServer, arrive: Arrive, tmp_path: Path
) -> None:
    anna, bob = await together(live_server, arrive)
    folder, letter = tmp_path / 'photos', tmp_path / 'letter.txt'
    folder.mkdir()
    letter.write_text('Dear harbour master')
    await a_folder_says_what_to_do_instead(anna, folder)
    await files_dropped_with_a_folder_are_taken(anna, bob, letter, folder)


async def a_folder_says_what_to_do_instead(anna: Person, folder: Path) -> None:
    """The text in the composer stays."""
    await anna.composer.fill('See the attachments')
    await drop(anna, folder)
    note = anna.main.get_by_role('alert').filter(has_text=TEXT)
    await expect(note).to_be_visible()
    await expect(tray(anna)).to_have_count(0)
    await expect(anna.composer).to_have_value('See the attachments')
    await note.get_by_role('button', name='Dismiss').click()
    await expect(note).to_have_count(0)


async def files_dropped_with_a_folder_are_taken(anna: Person, bob: Person, letter: Path, folder: Path) -> None:
    """The note disappears when they are sent."""
    await drop(anna, letter, folder)
    await expect(anna.main.get_by_role('alert').filter(has_text=TEXT)).to_be_visible()
    await expect(tray(anna)).to_contain_text(['letter.txt'])
    await anna.say('The letter')
    await bob.sees('The letter')
    await expect(bob.message('The letter').get_by_role('link', name='letter.txt')).to_be_visible()
    await expect(anna.main.get_by_role('alert').filter(has_text=TEXT)).to_have_count(0)
