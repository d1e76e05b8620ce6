"""Outgoing messages: each is sent once, to the room it was written in, and none blocks the others."""

import json
import re
import time
from typing import Any

import pytest
from playwright.async_api import WebSocketRoute, expect

from messenger.models.message import BODY_LIMIT_CHARS
from tests.browser.conftest import Arrive
from tests.browser.page_errors import cuts_the_line
from tests.browser.people import Person
from tests.live import LiveServer

ENOUGH_FOR_TWO_PAGES = 70
MANY = 50


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
            found = re.match(r'42(\d+)\[', str(frame))
            if found is not None and self.failing and self.failing in str(frame):
                page.send(f'43{found[1]}' + json.dumps([{'error': {'code': 'failed', 'text': 'It broke.'}}]))
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


async def behind_a_gate(live_server: LiveServer, arrive: Arrive) -> tuple[Person, Gate]:
    """Anna in a room of hers, and the gate between her window and the server."""
    anna = await arrive(live_server, 'anna')
    room = await anna.create_room(f'Harbour of {anna.name}')
    gate = Gate()
    await gate.stand_before(anna)
    await anna.goto(f'/rooms/{room}')
    await expect(anna.page.get_by_role('log', name='Messages')).to_have_attribute('aria-busy', 'false')
    return anna, gate


async def say_much(person: Person) -> None:
    """Fill the room that is shown, so that the first and last messages are not on the page together."""
    said = 'Array.from({length: %d}, (_, number) => ask("send", {room: shownRoom.id, '
    said += 'key: `much-${number}`, body: `line ${number}`}))'
    said = f'Promise.all({said % ENOUGH_FOR_TWO_PAGES})'
    await person.page.evaluate(f'import("messenger").then(({{ ask, shownRoom }}) => {said})')


async def test_a_message_sent_while_viewing_old_messages_goes_once_and_to_its_own_room(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna = await arrive(live_server, 'anna')
    other = await anna.create_room(f'Other of {anna.name}')
    room = await anna.make_room(f'Long of {anna.name}')
    await say_much(anna)
    gate = Gate()
    await gate.stand_before(anna)
    await anna.goto(f'/rooms/{room}?message=5')
    await expect(anna.page.get_by_role('button', name='Newest')).to_be_visible()
    await anna.composer.fill('only once, only here')
    gate.is_shut = True
    await anna.composer.press('Enter')
    await anna.composer.press('Enter')
    await anna.in_sidebar(f'Other of {anna.name}').click()
    gate.open()
    await expect(anna.heading).to_have_text(f'Other of {anna.name}')
    await expect(anna.composer).to_have_value('')
    await anna.goto(f'/rooms/{room}')
    await anna.sees('only once, only here')
    await anna.goto(f'/rooms/{other}')
    await expect(anna.log.get_by_role('article')).to_have_count(0)


@pytest.mark.expects_errors(r'alert: Not sent: It broke')
async def test_a_message_that_breaks_the_server_says_so_and_blocks_no_other(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, gate = await behind_a_gate(live_server, arrive)
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


@cuts_the_line
async def test_waiting_messages_are_sent_together_and_in_order(live_server: LiveServer, arrive: Arrive) -> None:
    anna, gate = await behind_a_gate(live_server, arrive)
    await anna.context.set_offline(True)
    words = [f'word {number}' for number in range(MANY)]
    words[MANY // 2] = 'long ' * (BODY_LIMIT_CHARS // 5)
    for word in words:
        await anna.say(word)
    await anna.context.set_offline(False)
    await expect(anna.log.locator('[data-state=sending]')).to_have_count(0)
    shown = await anna.log.locator('article .body').all_inner_texts()
    assert [text[:7] for text in shown] == [word[:7] for word in words]
    assert 0 < len(gate.asked('batch')) <= MANY / 20 + 2
    assert len(gate.asked('send')) <= 2


async def test_a_message_that_arrives_before_its_answer_is_shown_once(live_server: LiveServer, arrive: Arrive) -> None:
    anna, gate = await behind_a_gate(live_server, arrive)
    gate.holds_answers = True
    await anna.say('one')
    await anna.sees('one')
    await anna.say('two')
    await expect(anna.message('two')).to_have_attribute('data-state', 'sending')
    await expect(anna.message('one')).to_have_count(1)
    gate.open()
    await anna.sees('one')
    await anna.sees('two')


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
    found: str = await person.page.evaluate('document.querySelector("#me img").src.match(/avatars.(\\d+)/)[1]')
    return found


@pytest.mark.expects_errors(r'alert: 1 character too many')
async def test_a_message_that_is_too_long_stays_in_the_composer(live_server: LiveServer, arrive: Arrive) -> None:
    anna = await arrive(live_server, 'anna')
    await anna.make_room(f'Harbour of {anna.name}')
    await anna.say('x' * (BODY_LIMIT_CHARS + 1))
    await expect(anna.main.get_by_role('alert')).to_contain_text('1 character too many')
    assert len(await anna.composer.input_value()) == BODY_LIMIT_CHARS + 1


@cuts_the_line
@pytest.mark.allows_errors('alert: Not sent', reason='the refusal may come a moment before the page is left')
async def test_messages_for_a_deleted_room_are_not_thrown_away(live_server: LiveServer, arrive: Arrive) -> None:
    anna, bob = await arrive(live_server, 'anna'), await arrive(live_server, 'bob')
    name = f'Pier of {anna.name}'
    room = await anna.make_room(name, bob)
    await bob.goto(f'/rooms/{room}')
    await expect(bob.heading).to_have_text(name)
    await expect(bob.composer).to_be_visible()
    await bob.context.set_offline(True)
    await bob.say('said on the train')
    await bob.composer.fill('begun on the train')
    await anna.room_menu('Delete room')
    dialog = anna.page.get_by_role('dialog')
    await dialog.get_by_role('textbox').fill(name)
    await dialog.get_by_role('button', name='Delete room').click()
    await expect(anna.heading).to_have_text('Rooms')
    await bob.context.set_offline(False)
    await bob.page.wait_for_url(f'{live_server.url}/rooms')
    left = bob.page.get_by_role('region', name='Not sent: you no longer have access to this room')
    for words in ('said on the train', 'begun on the train'):
        line = left.get_by_role('listitem').filter(has_text=words)
        await expect(line.get_by_role('button', name='Copy')).to_be_visible()
        await line.get_by_role('button', name='Discard').click()
        await expect(line).to_have_count(0)
    await expect(left).to_have_count(0)
    await bob.goto('/rooms')
    await expect(left).to_have_count(0)


async def test_half_an_emoji_is_sent_and_blocks_nothing(live_server: LiveServer, arrive: Arrive) -> None:
    anna, gate = await behind_a_gate(live_server, arrive)
    await anna.online()
    cut = 'outbox.add(shownRoom.id, {body: "cut \\ud83d"})'
    await anna.page.evaluate(f'import("messenger").then(({{ outbox, shownRoom }}) => {cut})')
    await anna.sees('cut \ufffd')
    await anna.say('the next one')
    await anna.sees('the next one')
    assert any('\\ud83d' in frame for frame in gate.heard), 'the browser wrote it as it was cut'


async def test_a_message_refused_for_good_in_a_batch_blocks_none_of_the_others(
    live_server: LiveServer, arrive: Arrive
) -> None:
    anna, _ = await behind_a_gate(live_server, arrive)
    await anna.online()
    await anna.page.evaluate("""async () => {
        const { outbox, shownRoom: { id: room } } = await import("messenger");
        outbox.add(room, {body: "before"});
        outbox.act(room, "no_deed", {room, body: "of no kind"});
        outbox.add(room, {body: "behind"});
    }""")
    states = 'JSON.stringify(outbox.of(shownRoom.id).map(({state}) => state))'
    await anna.page.wait_for_function(
        f'import("messenger").then(({{ outbox, shownRoom }}) => {states} === \'["failed"]\')'
    )
    await anna.sees('before')
    await anna.sees('behind')
