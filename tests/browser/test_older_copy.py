"""When an older copy of the database is open, admins see it and may keep it."""

import shutil

from playwright.async_api import expect

from tests.browser.conftest import Arrive
from tests.browser.page_errors import cuts_the_line
from tests.browser.people import Person
from tests.live_server import LiveServer

NOTE = 'Older copy of the database'
PAGES = ('', '/activity', '/rooms', '/messages', '/bin', '/log', '/figures')


async def has_note(admin: Person, page: str) -> bool:
    """Whether the page, as the server sends it, has the note."""
    answer = await admin.context.request.get(f'{admin.url}/admin{page}')
    assert answer.ok
    return NOTE in await answer.text()


@cuts_the_line
async def test_an_admin_sees_that_the_database_is_an_older_copy_and_keeps_it(
    own_server: LiveServer, arrive: Arrive
) -> None:
    own_server.stop()
    database, copy = own_server.data_dir / 'messenger.db', own_server.data_dir.parent / 'older.db'
    shutil.copy(database, copy)
    own_server.start()
    own_server.stop()
    shutil.copy(copy, database)
    own_server.start()
    admin = await arrive(own_server, 'admin')
    for page in PAGES:
        assert await has_note(admin, page), page
    await admin.goto('/admin/settings')
    await expect(admin.main.get_by_role('note', name=NOTE)).to_contain_text('no files are deleted')
    await admin.main.get_by_role('button', name='Keep this database').click()
    dialog = admin.page.get_by_role('dialog', name='Keep this database?')
    await dialog.get_by_role('button', name='Keep this database').click()
    await expect(admin.page.get_by_text('The messenger will keep using this database.')).to_be_visible()
    await expect(admin.main.get_by_role('note', name=NOTE)).to_have_count(0)
    own_server.stop()
    own_server.start()
    for page in PAGES:
        assert not await has_note(admin, page), page
    await admin.goto('/admin/log')
    await expect(admin.main.get_by_role('row').nth(1)).to_contain_text('Kept an older copy of the database')
    await admin.goto('/admin/settings')
    await expect(admin.main.get_by_role('button', name='Save')).to_be_visible()
    await expect(admin.main.get_by_role('note', name=NOTE)).to_have_count(0)
