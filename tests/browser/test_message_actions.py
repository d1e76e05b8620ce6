"""What you can do with a message: reply, edit, delete and undo, react, pin, link, mention; live for everyone."""

import re

from playwright.async_api import Locator, expect

from tests.browser.conftest import Arrive
from tests.browser.page_errors import cuts_the_line
from tests.browser.people import Person
from tests.browser.test_conversation import two_in_a_room
from tests.live import LiveServer

PUT = """async ([message, emoji]) => {
  const { outbox, shownRoom } = await import("messenger");
  outbox.act(shownRoom.id, "react", { message, emoji, on: true });
}"""


async def act(article: Locator, name: str) -> None:
    """Press one of the buttons of a message."""
    await article.hover()
    await article.get_by_role('toolbar', name='Message actions').get_by_role('button', name=name, exact=True).click()


async def number_of(article: Locator) -> int:
    return int(await article.get_attribute('data-id') or 0)


async def test_a_reply_quotes_the_original_and_links_to_it(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await two_in_a_room(live_server, arrive)
    await anna.say('what time is it?')
    for number in range(40):
        await anna.say(f'filler {number}')
    await anna.sees('filler 39')
    await bob.page.reload()
    await bob.message('what time is it?').scroll_into_view_if_needed()
    await act(bob.message('what time is it?'), 'Reply')
    await expect(bob.main.get_by_text(f'Replying to {anna.name}')).to_be_visible()
    await bob.page.reload()
    await bob.online()
    await bob.say('noon')
    for person in (anna, bob):
        quote = person.log.get_by_role('article').last.get_by_role('button', name=f'{anna.name} what time is it?')
        await expect(quote).to_be_visible()
        await quote.click()
        await expect(person.log.locator('article.lit')).to_contain_text('what time is it?')
        await expect(person.log.locator('article.lit')).to_be_in_viewport()


async def test_the_up_arrow_edits_ones_last_message_and_its_history_is_kept(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, bob = await two_in_a_room(live_server, arrive)
    await anna.say('helo wrld')
    await bob.sees('helo wrld')
    await anna.composer.fill('a draft that must survive')
    await anna.composer.fill('')
    await anna.composer.press('ArrowUp')
    await expect(anna.composer).to_have_value('helo wrld')
    await anna.composer.fill('hello world')
    await anna.page.reload()
    await expect(anna.composer).to_have_value('hello world')
    await anna.composer.press('Enter')
    for person in (anna, bob):
        await person.sees('hello world')
        await expect(person.message('helo wrld')).to_have_count(0)
    await expect(anna.composer).to_have_value('')
    await bob.log.get_by_role('button', name='edited').click()
    history = bob.page.get_by_role('dialog', name='Edit history')
    await expect(history.get_by_role('listitem')).to_have_count(2)
    await expect(history).to_contain_text('helo wrld')


async def test_escape_cancels_an_edit_and_restores_the_draft(live_server: LiveServer, arrive: Arrive) -> None:
    anna, _ = await two_in_a_room(live_server, arrive)
    await anna.say('said')
    await anna.sees('said')
    await anna.composer.fill('half a thought')
    await act(anna.message('said'), 'Edit')
    await expect(anna.composer).to_have_value('said')
    await anna.composer.press('Escape')
    await expect(anna.composer).to_have_value('half a thought')
    await anna.sees('said')


async def test_a_deleted_message_leaves_a_trace_and_can_be_restored(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await two_in_a_room(live_server, arrive)
    await anna.say('oops')
    await bob.sees('oops')
    await act(anna.message('oops'), 'Delete')
    for person in (anna, bob):
        await expect(person.log.get_by_text('This message was deleted.')).to_be_visible()
        await expect(person.message('oops')).to_have_count(0)
    await expect(bob.log.get_by_role('button', name='Undo')).to_have_count(0)
    await anna.page.reload()
    await anna.log.get_by_role('button', name='Undo').click()
    for person in (anna, bob):
        await person.sees('oops')


async def test_reactions_are_counted_and_a_click_removes_ones_own(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await two_in_a_room(live_server, arrive)
    await anna.say('cake?')
    await bob.sees('cake?')
    await bob.page.evaluate(PUT, [await number_of(bob.message('cake?')), '👍'])
    thumbs = anna.message('cake?').get_by_role('button', name=re.compile('👍'))
    await expect(thumbs).to_have_text('👍 1')
    await expect(thumbs).to_have_attribute('title', bob.name)
    await thumbs.click()
    await expect(thumbs).to_have_attribute('aria-pressed', 'true')
    await expect(bob.message('cake?').get_by_role('button', name=re.compile('👍'))).to_have_text('👍 2')
    await thumbs.click()
    await expect(bob.message('cake?').get_by_role('button', name=re.compile('👍'))).to_have_text('👍 1')
    await bob.page.reload()
    await expect(bob.message('cake?').get_by_role('button', name=re.compile('👍'))).to_have_attribute(
        'aria-pressed', 'true'
    )


async def choose_emoji(person: Person, sought: str) -> None:
    """Search in the open picker and take the first result."""
    picker = person.page.get_by_role('dialog', name='Emoji')
    await picker.get_by_role('combobox').fill(sought)
    await picker.get_by_role('option').first.click()


async def test_reactions_and_emoji_can_be_chosen_from_the_picker(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await two_in_a_room(live_server, arrive)
    await anna.say('done')
    await act(bob.message('done'), 'React')
    await choose_emoji(bob, 'party popper')
    await expect(anna.message('done').get_by_role('button', name=re.compile('🎉'))).to_have_text('🎉 1')
    await anna.composer.fill('bread  please')
    await anna.composer.evaluate('(field) => field.setSelectionRange(6, 6)')
    await anna.page.get_by_role('button', name='Emoji').click()
    await choose_emoji(anna, 'хлеб')
    await expect(anna.composer).to_have_value(re.compile('^bread [^ ]+ please$'))
    await expect(anna.composer).to_be_focused()
    await anna.page.get_by_role('button', name='Emoji').click()
    await expect(anna.page.get_by_role('dialog', name='Emoji')).to_be_visible()
    await anna.page.keyboard.press('Escape')
    await expect(anna.page.get_by_role('dialog', name='Emoji')).to_have_count(0)
    await expect(anna.page.get_by_role('button', name='Emoji')).to_be_focused()


async def test_pins_are_in_everyones_panel_and_link_to_the_message(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await two_in_a_room(live_server, arrive)
    await anna.say('door code 1234')
    await anna.sees('door code 1234')
    await bob.page.get_by_role('button', name='Details').click()
    panel = bob.page.get_by_role('complementary', name='Details')
    await expect(panel.get_by_text('Nothing pinned yet.')).to_be_visible()
    await act(anna.message('door code 1234'), 'Pin')
    await expect(anna.message('door code 1234')).to_contain_text('Pinned')
    pins = panel.get_by_role('list', name='Pinned messages')
    await expect(pins.get_by_role('listitem')).to_have_count(1)
    await pins.get_by_role('button', name=re.compile('door code')).click()
    await expect(bob.log.locator('article.lit')).to_contain_text('door code 1234')
    await act(anna.message('door code 1234'), 'Unpin')
    await expect(panel.get_by_text('Nothing pinned yet.')).to_be_visible()


async def test_a_copied_link_opens_at_the_message(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await two_in_a_room(live_server, arrive)
    await anna.context.grant_permissions(['clipboard-read', 'clipboard-write'], origin=live_server.url)
    await anna.say('the one')
    for number in range(60):
        await anna.say(f'later {number}')
    await anna.sees('later 59')
    await anna.message('the one').scroll_into_view_if_needed()
    await act(anna.message('the one'), 'Copy link')
    await expect(anna.page.get_by_role('status').filter(has_text='Link copied.')).to_be_visible()
    link = await anna.page.evaluate('navigator.clipboard.readText()')
    await bob.page.goto(link)
    await expect(bob.message('the one')).to_be_in_viewport()
    await expect(bob.log.locator('article.lit')).to_contain_text('the one')


async def mention(person: Person, begun: str, nick: str) -> None:
    """Type an @ and the start of a name, and choose the person."""
    await person.composer.press_sequentially(f'@{begun}')
    choice = person.page.get_by_role('listbox', name='People to mention').get_by_role('option', name=nick)
    await expect(choice.first).to_be_visible()
    await person.composer.press('Enter')


async def test_a_mention_is_completed_and_follows_a_new_nick(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await two_in_a_room(live_server, arrive)
    await anna.composer.press_sequentially('ask ')
    await mention(anna, bob.name[:2], bob.name)
    await expect(anna.composer).to_have_value(f'ask @{bob.name} ')
    await anna.composer.press('Enter')
    named = bob.log.get_by_text(f'@{bob.name}', exact=True)
    await expect(named).to_have_class(re.compile('mention me'))
    await bob.goto('/profile')
    await bob.page.get_by_role('textbox', name='Nickname').fill(f'Robert {bob.name}')
    await bob.page.get_by_role('button', name='Save').first.click()
    await expect(anna.log.get_by_text(f'@Robert {bob.name}', exact=True)).to_be_visible()


async def test_mentioning_an_outsider_offers_to_add_them_to_the_room(live_server: LiveServer, arrive: Arrive) -> None:
    anna, _ = await two_in_a_room(live_server, arrive)
    carl = await arrive(live_server, 'carl')
    await carl.goto('/rooms')
    await mention(anna, carl.name, carl.name)
    await anna.composer.press('Enter')
    offer = anna.main.get_by_role('status').filter(has_text=carl.name)
    await expect(offer).to_be_visible()
    await anna.page.get_by_role('button', name='Add to the room').click()
    await expect(carl.in_sidebar(f'Deck of {anna.name}')).to_be_visible()
    await expect(anna.log.get_by_text(f'{anna.name} added {carl.name}')).to_be_visible()


@cuts_the_line
async def test_a_message_deleted_offline_disappears_at_once_and_can_be_restored(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, bob = await two_in_a_room(live_server, arrive)
    await anna.say('not like this')
    await bob.sees('not like this')
    await anna.context.set_offline(True)
    await expect(anna.status).to_have_text(re.compile('Offline'))
    await act(anna.message('not like this'), 'Delete')
    await expect(anna.log.get_by_text('This message was deleted.')).to_be_visible()
    await expect(anna.message('not like this')).to_have_count(0)
    await anna.log.get_by_role('button', name='Undo').click()
    await expect(anna.message('not like this')).to_be_visible()
    await act(anna.message('not like this'), 'Delete')
    await anna.context.set_offline(False)
    for person in (anna, bob):
        await expect(person.log.get_by_text('This message was deleted.')).to_be_visible()


@cuts_the_line
async def test_an_edit_made_offline_is_kept_and_arrives_later(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await two_in_a_room(live_server, arrive)
    await anna.say('befor')
    await bob.sees('befor')
    await anna.context.set_offline(True)
    await expect(anna.status).to_have_text(re.compile('Offline'))
    await anna.composer.press('ArrowUp')
    await anna.composer.fill('before')
    await anna.composer.press('Enter')
    await expect(anna.message('before')).to_contain_text('Kept, will be sent')
    await anna.context.set_offline(False)
    await anna.sees('before')
    await bob.sees('before')
