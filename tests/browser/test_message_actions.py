"""What you can do with a message: reply, edit, delete and undo, react, pin, link, mention; live for everyone."""

import re

from playwright.async_api import Locator, expect

from tests.browser.conftest import Arrive
from tests.browser.page_errors import cuts_the_line
from tests.browser.people import Person
from tests.browser.test_conversation import two_in_a_room
from tests.live_server import LiveServer

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


@cuts_the_line
async def test_a_message_is_changed_deleted_and_restored_on_both_screens(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, bob = await two_in_a_room(live_server, arrive)
    await _reactions_are_counted_and_a_click_removes_ones_own(anna, bob)
    await _escape_cancels_an_edit_and_restores_the_draft(anna)
    await _a_deleted_message_leaves_a_trace(anna, bob)
    await anna.say('helo wrld')
    await bob.sees('helo wrld')
    await anna.composer.fill('a draft that must survive')
    await anna.composer.fill('')
    await anna.composer.press('ArrowUp')
    await expect(anna.composer).to_have_value('helo wrld')
    await anna.composer.fill('hello world')
    await anna.page.reload()
    await expect(anna.composer).to_have_value('hello world')
    await expect(thumbs(anna)).to_have_attribute('aria-pressed', 'true')
    await anna.log.get_by_role('button', name='Undo').click()
    for person in (anna, bob):
        await person.sees('oops')
    await _an_edit_is_sent_and_its_history_is_kept(anna, bob)
    await _what_is_changed_offline_shows_at_once_and_arrives_later(anna, bob)


def thumbs(person: Person) -> Locator:
    """The reaction 👍 to the message about cake."""
    return person.message('cake?').get_by_role('button', name=re.compile('👍'))


async def _reactions_are_counted_and_a_click_removes_ones_own(anna: Person, bob: Person) -> None:
    await bob.say('cake?')
    await anna.sees('cake?')
    await anna.page.evaluate(PUT, [await number_of(anna.message('cake?')), '👍'])
    await expect(thumbs(bob)).to_have_text('👍 1')
    await expect(thumbs(bob)).to_have_attribute('title', anna.name)
    await thumbs(bob).click()
    await expect(thumbs(bob)).to_have_attribute('aria-pressed', 'true')
    await expect(thumbs(anna)).to_have_text('👍 2')
    await thumbs(bob).click()
    await expect(thumbs(anna)).to_have_text('👍 1')


async def _escape_cancels_an_edit_and_restores_the_draft(anna: Person) -> None:
    await anna.say('said')
    await anna.sees('said')
    await anna.composer.fill('half a thought')
    await act(anna.message('said'), 'Edit')
    await expect(anna.composer).to_have_value('said')
    await anna.composer.press('Escape')
    await expect(anna.composer).to_have_value('half a thought')
    await anna.sees('said')


async def _a_deleted_message_leaves_a_trace(anna: Person, bob: Person) -> None:
    """Only its author may undo that."""
    await anna.say('oops')
    await bob.sees('oops')
    await act(anna.message('oops'), 'Delete')
    for person in (anna, bob):
        await expect(person.log.get_by_text('This message was deleted.')).to_be_visible()
        await expect(person.message('oops')).to_have_count(0)
    await expect(bob.log.get_by_role('button', name='Undo')).to_have_count(0)


async def _an_edit_is_sent_and_its_history_is_kept(anna: Person, bob: Person) -> None:
    await anna.composer.press('Enter')
    for person in (anna, bob):
        await person.sees('hello world')
        await expect(person.message('helo wrld')).to_have_count(0)
    await expect(anna.composer).to_have_value('')
    await bob.log.get_by_role('button', name='edited').click()
    history = bob.page.get_by_role('dialog', name='Edit history')
    await expect(history.get_by_role('listitem')).to_have_count(2)
    await expect(history).to_contain_text('helo wrld')


async def _what_is_changed_offline_shows_at_once_and_arrives_later(anna: Person, bob: Person) -> None:
    """A deleted message disappears and can be restored; an edited one is kept."""
    for text in ('not like this', 'befor'):
        await anna.say(text)
        await bob.sees(text)
    await anna.context.set_offline(True)
    await expect(anna.status).to_have_text(re.compile('Offline'))
    await act(anna.message('not like this'), 'Delete')
    await expect(anna.log.get_by_text('This message was deleted.')).to_be_visible()
    await expect(anna.message('not like this')).to_have_count(0)
    await anna.log.get_by_role('button', name='Undo').click()
    await expect(anna.message('not like this')).to_be_visible()
    await act(anna.message('not like this'), 'Delete')
    await anna.composer.press('ArrowUp')
    await anna.composer.fill('before')
    await anna.composer.press('Enter')
    await expect(anna.message('before')).to_contain_text('Kept, will be sent')
    await anna.context.set_offline(False)
    for person in (anna, bob):
        await expect(person.log.get_by_text('This message was deleted.')).to_be_visible()
        await person.sees('before')


async def test_a_message_is_answered_linked_pinned_and_draws_people_in(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    room = await anna.create_room(f'Deck of {anna.name}', bob)
    await anna.post(room, 'what time is it?', *(f'filler {number}' for number in range(60)))
    for person in (anna, bob):
        await person.goto(f'/rooms/{room}')
    await anna.sees('filler 59')
    await _a_reply_quotes_the_original_and_links_to_it(anna, bob)
    await _a_copied_link_opens_at_the_message(anna, bob)
    await _pins_are_in_everyones_panel_and_link_to_the_message(anna, bob)
    await _reactions_and_emoji_can_be_chosen_from_the_picker(anna, bob)
    await _mentioning_an_outsider_offers_to_add_them_to_the_room(anna, await arrive(live_server, 'carl'))
    await _a_mention_is_completed_and_follows_a_new_nick(anna, bob)


async def _a_reply_quotes_the_original_and_links_to_it(anna: Person, bob: Person) -> None:
    """A reload does not forget what is being answered."""
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


async def _a_copied_link_opens_at_the_message(anna: Person, bob: Person) -> None:
    await anna.context.grant_permissions(['clipboard-read', 'clipboard-write'], origin=anna.url)
    await act(anna.message('what time is it?'), 'Copy link')
    await expect(anna.page.get_by_role('status').filter(has_text='Link copied.')).to_be_visible()
    await bob.page.goto(await anna.page.evaluate('navigator.clipboard.readText()'))
    await expect(bob.message('what time is it?')).to_be_in_viewport()
    await expect(bob.log.locator('article.lit')).to_contain_text('what time is it?')


async def _pins_are_in_everyones_panel_and_link_to_the_message(anna: Person, bob: Person) -> None:
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


async def choose_emoji(person: Person, sought: str) -> None:
    """Search in the open picker and take the first result."""
    picker = person.page.get_by_role('dialog', name='Emoji')
    await picker.get_by_role('combobox').fill(sought)
    await picker.get_by_role('option').first.click()


async def _reactions_and_emoji_can_be_chosen_from_the_picker(anna: Person, bob: Person) -> None:
    await act(bob.message('door code 1234'), 'React')
    await choose_emoji(bob, 'party popper')
    await expect(anna.message('door code 1234').get_by_role('button', name=re.compile('🎉'))).to_have_text('🎉 1')
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
    await expect(anna.composer).to_be_focused()
    await anna.composer.fill('')


async def mention(person: Person, begun: str, nick: str) -> None:
    """Type an @ and the start of a name, and choose the person."""
    await person.composer.press_sequentially(f'@{begun}')
    choice = person.page.get_by_role('listbox', name='People to mention').get_by_role('option', name=nick)
    await expect(choice.first).to_be_visible()
    await person.composer.press('Enter')


async def _mentioning_an_outsider_offers_to_add_them_to_the_room(anna: Person, carl: Person) -> None:
    await mention(anna, carl.name, carl.name)
    await anna.composer.press('Enter')
    offer = anna.main.get_by_role('status').filter(has_text=carl.name)
    await expect(offer).to_be_visible()
    await anna.page.get_by_role('button', name='Add to the room').click()
    await expect(anna.log.get_by_text(f'{anna.name} added {carl.name}')).to_be_visible()
    [number] = await carl.server.call('ids_of', [carl.name])
    assert [room['name'] for room in await carl.server.call('members.entries', number)] == [f'Deck of {anna.name}']


async def _a_mention_is_completed_and_follows_a_new_nick(anna: Person, bob: Person) -> None:
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
