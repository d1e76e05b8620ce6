"""People are found by any of their names, in any alphabet, and a mention of nobody is pointed out before it is sent."""

from playwright.async_api import Locator, expect

from tests.browser.conftest import Arrive
from tests.browser.held import HeldAnswers
from tests.browser.people import Person
from tests.live_server import LiveServer


async def test_a_person_is_found_by_any_name_and_a_mention_of_nobody_is_pointed_out(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, bob, tomas = [await arrive(live_server, name) for name in ('Анна', 'bob', 'Tomás Rey')]
    answers = await HeldAnswers('check_mentions').on(bob.page)
    await bob.make_room(f'Harbour of {bob.name}', anna, tomas)
    latin = anna.name.replace('Анна', 'anna')
    await _a_mention_is_completed_in_another_alphabet(anna, bob, latin)
    await _one_enter_sends_a_name_that_is_typed_in_full(anna, bob)
    await _a_mention_of_nobody_is_pointed_out_before_it_is_sent(anna, bob, latin)
    await _a_mention_of_nobody_is_sent_when_its_author_insists(bob)
    await _a_sign_after_a_name_or_a_fast_enter_does_not_hold_a_message_back(anna, bob, latin)
    await _what_is_typed_during_the_check_is_the_next_message(anna, bob, answers)
    await _the_suggestion_replaces_all_words_of_a_name_and_nothing_else(bob, tomas)
    await _a_conversation_is_started_beside_the_one_that_is_open(anna, bob, latin)
    await _people_and_pickers_find_them_too(anna, bob, latin)


def mentions(person: Person) -> Locator:
    return person.log.locator('.mention')


async def _a_mention_is_completed_in_another_alphabet(anna: Person, bob: Person, latin: str) -> None:
    await bob.composer.press_sequentially(f'@{latin}')
    await expect(bob.page.get_by_role('option', name=anna.name)).to_be_visible()
    await bob.composer.press('Enter')
    await expect(bob.composer).to_have_value(f'@{anna.name} ')
    await bob.composer.press_sequentially('hello')
    await bob.composer.press('Enter')
    await bob.sees(f'@{anna.name} hello')
    await expect(mentions(bob)).to_have_text([f'@{anna.name}'])


async def _one_enter_sends_a_name_that_is_typed_in_full(anna: Person, bob: Person) -> None:
    await bob.composer.press_sequentially(f'@{anna.name.lower()}')
    option = bob.page.get_by_role('option', name=anna.name)
    await expect(option).to_be_visible()
    await expect(option).to_have_attribute('aria-selected', 'false')
    await bob.composer.press('Enter')
    await expect(mentions(bob)).to_have_text([f'@{anna.name}'] * 2)
    await expect(bob.composer).to_have_value('')


async def _a_mention_of_nobody_is_pointed_out_before_it_is_sent(anna: Person, bob: Person, latin: str) -> None:
    await bob.say(f'hello @{latin}, come')
    notice = bob.main.get_by_role('status').filter(has_text=f'“@{latin}” mentions nobody')
    await expect(notice).to_be_visible()
    await expect(bob.log.get_by_role('article')).to_have_count(2)
    await notice.get_by_role('button', name=f'Replace with @{anna.name}').click()
    await expect(bob.composer).to_have_value(f'hello @{anna.name}, come')
    await expect(notice).to_have_count(0)
    await bob.composer.press('Enter')
    await bob.sees(f'hello @{anna.name}, come')


async def _a_mention_of_nobody_is_sent_when_its_author_insists(bob: Person) -> None:
    await bob.say('ask @zzzz')
    await expect(bob.main.get_by_role('status').filter(has_text='“@zzzz” mentions nobody')).to_be_visible()
    await bob.composer.press('Enter')
    await bob.sees('ask @zzzz')
    await expect(bob.main.get_by_text('mentions nobody')).to_have_count(0)


async def _a_sign_after_a_name_or_a_fast_enter_does_not_hold_a_message_back(
    anna: Person, bob: Person, latin: str
) -> None:
    before = await mentions(bob).count()
    await bob.composer.press_sequentially(f'@{latin[:4]}')
    await expect(bob.page.get_by_role('option', name=anna.name)).to_be_visible()
    await bob.composer.fill(f'@{anna.name}!')
    await bob.composer.press('Enter')
    await expect(mentions(bob)).to_have_count(before + 1)
    await expect(mentions(bob).last).to_have_text(f'@{anna.name}')
    for number, text in enumerate((f'@{anna.name}', '@all'), before + 2):
        await bob.composer.press_sequentially(text)
        await bob.composer.press('Enter')
        await expect(mentions(bob)).to_have_count(number)
    await expect(bob.composer).to_have_value('')
    await expect(bob.page.get_by_role('listbox')).to_have_count(0)


async def _what_is_typed_during_the_check_is_the_next_message(anna: Person, bob: Person, answers: HeldAnswers) -> None:
    before = await bob.log.get_by_role('article').count()
    answers.hold()
    await bob.composer.fill(f'@{anna.name} come')
    await bob.composer.press('Enter')
    await bob.composer.press('Enter')
    await bob.composer.press_sequentially('now')
    await bob.composer.press('Enter')
    answers.release()
    await expect(bob.log.get_by_role('article')).to_have_count(before + 2)
    await bob.sees('now')
    await expect(bob.composer).to_have_value('')


async def _the_suggestion_replaces_all_words_of_a_name_and_nothing_else(bob: Person, tomas: Person) -> None:
    plain = tomas.name.replace('á', 'a').lower()
    await bob.say(f'mail x@{plain} or `@{plain}`, @{plain} and @{plain}s: @{plain}!')
    notice = bob.main.get_by_role('status').filter(has_text=f'“@{plain}” mentions nobody')
    await notice.get_by_role('button', name=f'Replace with @{tomas.name}').click()
    await expect(bob.composer).to_have_value(
        f'mail x@{plain} or `@{plain}`, @{tomas.name} and @{plain}s: @{tomas.name}!'
    )


async def _a_conversation_is_started_beside_the_one_that_is_open(anna: Person, bob: Person, latin: str) -> None:
    await bob.composer.fill('unfinished')
    address = bob.page.url
    await bob.page.get_by_role('button', name='Write to someone').click()
    dialog = bob.page.get_by_role('dialog', name='New conversation')
    people = dialog.get_by_role('combobox', name='People')
    await people.press_sequentially(latin)
    await bob.page.get_by_role('option', name=anna.name, exact=True).click()
    await people.press('Escape')
    await expect(bob.page.get_by_role('option')).to_have_count(0)
    assert bob.page.url == address
    await dialog.get_by_role('button', name='Start').click()
    await expect(bob.heading).to_have_text(anna.name)
    await bob.page.go_back()
    await expect(bob.composer).to_have_value('unfinished')


async def _people_and_pickers_find_them_too(anna: Person, bob: Person, latin: str) -> None:
    await bob.goto('/users')
    await bob.main.get_by_role('textbox', name='Search users').fill(latin)
    await expect(bob.main.get_by_role('link', name=anna.name)).to_be_visible()
    await bob.goto('/rooms')
    await bob.main.get_by_role('button', name='New room').click()
    members = bob.page.get_by_role('dialog', name='New room').get_by_role('combobox', name='Members')
    await members.click()
    await members.press_sequentially(latin)
    await expect(bob.page.get_by_role('option')).to_have_text([anna.name])
    await members.press('Escape')
    await bob.page.get_by_role('button', name='Cancel').click()
    await expect(bob.page.get_by_role('dialog')).to_have_count(0)
    await bob.page.keyboard.press('Control+k')
    await bob.page.keyboard.type(latin.replace('anna', 'fyyf'))
    await expect(bob.page.get_by_role('option', name=anna.name).first).to_be_visible()
