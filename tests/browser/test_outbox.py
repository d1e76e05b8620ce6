"""Outgoing messages: each is sent once, to the room it was written in, and none blocks the others."""

import json
import re
import time
from typing import Any

import pytest
from playwright.async_api import WebSocketRoute, expect

from messenger.models.message import BODY_LIMIT_CHARS
from tests.back_door import BackDoorServer
from tests.browser.conftest import Arrive
from tests.browser.page_errors import cuts_the_line
from tests.browser.people import Person
from tests.factories import PASSWORD
from tests.live_server import LiveServer
from tests.window import Window

ENOUGH_FOR_TWO_PAGES = 70
MANY = 50
STATES = 'JSON.stringify(outbox.of(shownRoom.id).map(({state}) => state))'


class Gate:
    """Sits between a page and the server: holds back the server's messages when shut, and may answer in its place."""

    def __init__(self) -> None:
        self.is_shut = False
        self.holds_answers = False
        self.held: list[tuple[WebSocketRoute, str | bytes]] = []
        self.failing = ''
        self.heard: list[str] = []

    async def stand_before(self, person: Person) -> None:
        await person.page.route_web_socket(re.compile('_nicegui_ws'), self._pass)

    def _pass(self, page: WebSocketRoute) -> None:
        server = page.connect_to_server()

        def ask(frame: str | bytes) -> None:
            self.heard.append(str(frame))
            match = re.match(r'42(\d+)\[', str(frame))
            if match is not None and self.failing and self.failing in str(frame):
                page.send(f'43{match[1]}' + json.dumps([{'error': {'code': 'failed', 'text': 'It broke.'}}]))
            else:
                server.send(frame)

        page.on_message(ask)

        def tell(frame: str | bytes) -> None:
            is_held = self.is_shut or (self.holds_answers and str(frame).startswith('43'))
            self.held.append((page, frame)) if is_held else page.send(frame)

        server.on_message(tell)

    def asked(self, event: str) -> list[str]:
        """The requests of this kind that passed."""
        return [frame for frame in self.heard if re.match(rf'42\d*\["{event}"', frame)]

    def open(self) -> None:
        self.is_shut = self.holds_answers = False
        for page, frame in self.held:
            page.send(frame)
        self.held.clear()


async def long_room(anna: Person) -> tuple[int, str]:
    """A room with so much in it that the first and last messages are not on the page together."""
    name = f'Long of {anna.name}'
    room = await anna.create_room(name)
    async with await Window.log_in(anna.url, anna.name, PASSWORD) as pen:
        await pen.open()
        for number in range(ENOUGH_FOR_TWO_PAGES):
            await pen.send(room, f'line {number}')
    return room, name


@pytest.mark.expects_errors('alert: Not sent: It broke', 'alert: 1 character too many')
@cuts_the_line
async def test_each_message_is_sent_once_to_its_room_and_blocks_no_other(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, gate = await arrive(live_server, 'anna'), Gate()
    room, name = await long_room(anna)
    await anna.create_room(f'Other of {anna.name}')
    await gate.stand_before(anna)
    await anna.goto(f'/rooms/{room}?message=5')
    await one_sent_while_viewing_old_messages_goes_once_and_to_its_own_room(anna, gate, name)
    await one_that_breaks_the_server_says_so_and_blocks_no_other(anna, gate)
    await one_that_arrives_before_its_answer_is_shown_once(anna, gate)
    await half_an_emoji_is_sent_and_blocks_nothing(anna, gate)
    await waiting_ones_are_sent_together_and_in_order(anna, gate)
    await one_refused_for_good_in_a_batch_blocks_none_of_the_others(anna)
    await one_that_is_too_long_stays_in_the_composer(anna)


async def one_sent_while_viewing_old_messages_goes_once_and_to_its_own_room(
    anna: Person, gate: Gate, name: str
) -> None:
    """Leaves Anna in the other room, which is empty."""
    await expect(anna.log).to_have_attribute('aria-busy', 'false')
    await expect(anna.page.get_by_role('button', name='Newest')).to_be_visible()
    await anna.composer.fill('only once, only here')
    gate.is_shut = True
    await anna.composer.press('Enter')
    await anna.composer.press('Enter')
    await anna.in_sidebar(f'Other of {anna.name}').click()
    gate.open()
    await expect(anna.heading).to_have_text(f'Other of {anna.name}')
    await expect(anna.composer).to_have_value('')
    await anna.in_sidebar(name).click()
    await anna.sees('only once, only here')
    await anna.in_sidebar(f'Other of {anna.name}').click()
    await expect(anna.heading).to_have_text(f'Other of {anna.name}')
    await expect(anna.log).to_have_attribute('aria-busy', 'false')
    await expect(anna.log.get_by_role('article')).to_have_count(0)


async def one_that_breaks_the_server_says_so_and_blocks_no_other(anna: Person, gate: Gate) -> None:
    """It can be tried again."""
    gate.failing = 'hard words'
    await anna.say('hard words')
    await anna.say('easy words')
    await anna.sees('easy words')
    failed = anna.message('hard words')
    await expect(failed).to_have_attribute('data-state', 'failed')
    await expect(failed).to_contain_text('It broke.')
    gate.failing = ''
    await failed.get_by_role('button', name='Try again').click()
    await anna.sees('hard words')


async def one_that_arrives_before_its_answer_is_shown_once(anna: Person, gate: Gate) -> None:
    """The next one waits for the answer."""
    gate.holds_answers = True
    await anna.say('one')
    await anna.sees('one')
    await anna.say('two')
    await expect(anna.message('two')).to_have_attribute('data-state', 'sending')
    await expect(anna.message('one')).to_have_count(1)
    gate.open()
    await anna.sees('one')
    await anna.sees('two')


async def half_an_emoji_is_sent_and_blocks_nothing(anna: Person, gate: Gate) -> None:
    """As when a message was cut in the middle of one."""
    cut = 'outbox.add(shownRoom.id, {body: "cut \\ud83d"})'
    await anna.page.evaluate(f'import("messenger").then(({{ outbox, shownRoom }}) => {cut})')
    await anna.sees('cut \ufffd')
    await anna.say('the next one')
    await anna.sees('the next one')
    assert any('\\ud83d' in frame for frame in gate.heard), 'the browser wrote it as it was cut'


async def one_refused_for_good_in_a_batch_blocks_none_of_the_others(anna: Person) -> None:
    """It alone remains in the outbox."""
    await anna.page.evaluate("""async () => {
        const { outbox, shownRoom: { id: room } } = await import("messenger");
        outbox.add(room, {body: "before"});
        outbox.act(room, "no_deed", {room, body: "of no kind"});
        outbox.add(room, {body: "behind"});
    }""")
    await anna.page.wait_for_function(
        f'import("messenger").then(({{ outbox, shownRoom }}) => {STATES} === \'["failed"]\')'
    )
    await anna.sees('before')
    await anna.sees('behind')


async def waiting_ones_are_sent_together_and_in_order(anna: Person, gate: Gate) -> None:
    """One of them is as long as a message may be."""
    before = await anna.log.locator('article .body').count()
    gate.heard.clear()
    await anna.context.set_offline(True)
    words = [f'word {number}' for number in range(MANY)]
    words[MANY // 2] = 'long ' * (BODY_LIMIT_CHARS // 5)
    for word in words:
        await anna.say(word)
    await anna.context.set_offline(False)
    await expect(anna.log.locator('[data-state=sending]')).to_have_count(0)
    shown = (await anna.log.locator('article .body').all_inner_texts())[before:]
    assert [text[:7] for text in shown] == [word[:7] for word in words]
    assert 0 < len(gate.asked('batch')) <= MANY / 20 + 2
    assert len(gate.asked('send')) <= 2


async def one_that_is_too_long_stays_in_the_composer(anna: Person) -> None:
    """An alert says by how much."""
    await anna.say('x' * (BODY_LIMIT_CHARS + 1))
    await expect(anna.main.get_by_role('alert')).to_contain_text('1 character too many')
    assert len(await anna.composer.input_value()) == BODY_LIMIT_CHARS + 1


async def test_a_message_stuck_in_another_tab_blocks_nothing_here(live_server: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(live_server, 'anna')
    room = await anna.make_room(f'Harbour of {anna.name}')
    tab = await anna.new_tab(f'/rooms/{room}')
    entry: dict[str, Any] = {'room': room, 'key': 'stuck', 'event': 'send', 'state': 'sending', 'order': 0}
    entry |= {'data': {'room': room, 'key': 'stuck', 'body': 'stuck in the other tab'}, 'tab': 'another'}
    entry['at'] = int(time.time() * 1000) - 60_000
    hold = """async ([name, entry]) => {
        const held = (go) => new Promise((done) => (go(), (window.go = done)));
        await new Promise((go) => navigator.locks.request(name, () => held(go)));
        localStorage.setItem(name, JSON.stringify(entry));
    }"""
    await tab.page.evaluate(hold, [f'outbox:{await person_id(tab)}:stuck', entry])
    await anna.say('free in this one')
    await anna.sees('free in this one')
    await tab.page.evaluate('window.go()')
    await anna.sees('stuck in the other tab')


async def person_id(person: Person) -> str:
    """The id of a person, as the pages know it."""
    user_id: str = await person.page.evaluate('document.querySelector("#me img").src.match(/avatars.(\\d+)/)[1]')
    return user_id


@cuts_the_line
@pytest.mark.allows_errors('alert: Not sent', reason='the refusal may come a moment before the page is left')
async def test_messages_for_a_deleted_room_are_not_thrown_away(live_server: BackDoorServer, arrive: Arrive) -> None:
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    name = f'Pier of {anna.name}'
    room = await anna.create_room(name, bob)
    await bob.goto(f'/rooms/{room}')
    await expect(bob.heading).to_have_text(name)
    await expect(bob.composer).to_be_visible()
    await bob.context.set_offline(True)
    await bob.say('said on the train')
    await bob.composer.fill('begun on the train')
    await live_server.call('rooms.delete', *await live_server.call('ids_of', [anna.name]), room, name)
    await bob.context.set_offline(False)
    await bob.page.wait_for_url(f'{live_server.url}/rooms')
    left = bob.page.get_by_role('region', name='Not sent: you no longer have access to this room')
    await expect(left.get_by_role('heading', name=name)).to_have_count(1)
    for words in ('said on the train', 'begun on the train'):
        line = left.get_by_role('listitem').filter(has_text=words)
        await expect(line.get_by_role('button', name='Copy')).to_be_visible()
        await line.get_by_role('button', name='Discard').click()
        await expect(line).to_have_count(0)
    await expect(left).to_have_count(0)
    await bob.goto('/rooms')
    await expect(left).to_have_count(0)
