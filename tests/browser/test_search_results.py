"""How the search page shows what it found: file names in one piece, emoji, corrected words."""

from playwright.async_api import expect

from tests.browser.attaching import payload
from tests.browser.conftest import Arrive
from tests.browser.test_conversation import two_in_a_room
from tests.live_server import LiveServer

WIDTH_OF_CONTENT = """(element) => {
  const range = new Range();
  range.selectNodeContents(element);
  return range.getBoundingClientRect().width;
}"""


async def test_a_found_file_name_is_shown_unbroken(live_server: LiveServer, arrive: Arrive) -> None:
    anna, _ = await two_in_a_room(live_server, arrive)
    await anna.page.locator('input[type=file]').first.set_input_files(
        payload('my-file_v2.tar.gz', b'numbers', 'application/gzip')
    )
    await anna.page.get_by_role('button', name='Send').click()
    file = anna.log.get_by_role('article').filter(has_text='my-file_v2.tar.gz')
    await expect(file).to_have_attribute('data-state', 'sent')
    widths = []
    for query, marks in (('has:file', 0), ('file v2', 2)):
        await anna.goto(f'/search?q={query}')
        name = anna.main.locator('.found-file')
        await expect(name).to_have_text('my-file_v2.tar.gz')
        await expect(name.locator('mark')).to_have_count(marks)
        widths.append(await name.evaluate(WIDTH_OF_CONTENT))
    assert widths[1] - widths[0] < 12, 'bold marks are a little wider, but nothing comes between the parts of a name'


async def test_emoji_are_found_and_a_misspelled_word_is_corrected(live_server: LiveServer, arrive: Arrive) -> None:
    anna, _ = await two_in_a_room(live_server, arrive)
    for text in ('party 🎉', 'the release is late'):
        await anna.say(text)
        await anna.sees(text)
    await anna.goto('/search')
    box = anna.page.get_by_role('textbox', name='Search')
    await box.fill('🎉')
    await expect(anna.main.get_by_role('listitem')).to_have_count(1)
    await expect(anna.main.locator('mark')).to_have_text('🎉')
    await box.fill('rilease')
    await expect(anna.main.get_by_text('No results for “rilease”. Showing results for “release”.')).to_be_visible()
    await expect(anna.main.locator('mark')).to_have_text('release')
    await box.fill('has:file')
    await expect(anna.main.get_by_text('Nothing found.')).to_be_visible()
    await expect(anna.main.get_by_role('group', name='Suggestions')).to_have_count(0)
