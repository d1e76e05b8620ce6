"""Undocumented parts of NiceGUI that we use: each name still exists and still does what we need."""

import re
from pathlib import Path

import pytest
from nicegui import Client, ui
from nicegui import app as nicegui_app
from nicegui.outbox import Message

from messenger import i18n
from pages.socket import nicegui_internals
from tests.pages.conftest import SignUp

ROOT = Path(__file__).parents[3]


@pytest.fixture
async def client(sign_up: SignUp) -> Client:
    """A page that was sent to a browser."""
    anna = await sign_up('anna')
    await anna.open('/rooms')
    return Client.instances[anna.client_id]


@pytest.fixture
async def fresh(client: Client) -> Client:
    """A page that has not been sent yet."""
    return Client(client.page, request=client.request)


async def test_a_page_is_sent_once_its_answer_is_built(client: Client, fresh: Client) -> None:
    assert nicegui_internals.is_sent(client)
    assert not nicegui_internals.is_sent(fresh)


async def test_html_is_added_to_the_head_of_a_page(fresh: Client) -> None:
    nicegui_internals.add_to_head(fresh, '<meta name="mark">')
    assert '<meta name="mark">' in fresh.head_html


async def test_html_is_added_beside_the_elements_of_a_page(fresh: Client) -> None:
    nicegui_internals.set_body(fresh, '<i>mark</i>')
    assert nicegui_internals.body_of(fresh) == '<i>mark</i>'
    assert '<i>mark</i>' in fresh.body_html


async def test_the_address_of_our_module_is_asked_for_each_page(fresh: Client) -> None:
    for language in i18n.LANGUAGES:
        with i18n.speaking(language):
            answer = fresh.build_response(fresh.request)
        assert f'"messenger":"/static/messenger-{language}.js?v='.encode() in answer.body


async def test_any_element_can_have_a_text(client: Client) -> None:
    with client.content:
        element = ui.element('p')
    nicegui_internals.set_text(element, 'mark')
    assert element._to_dict()['text'] == 'mark'


async def test_listeners_can_be_found_and_removed(client: Client) -> None:
    with client.content:
        element = ui.element('p').on('click', lambda: None)
    (event,) = element._to_dict()['events']
    listener = nicegui_internals.listener(element, event['listener_id'])
    assert listener is not None
    assert listener.type == 'click'
    nicegui_internals.drop_listeners(element)
    assert nicegui_internals.listener(element, event['listener_id']) is None


async def test_the_choices_of_an_element_are_counted(client: Client) -> None:
    with client.content:
        assert nicegui_internals.choice_count(ui.radio(['a', 'b', 'c'])) == 3
        assert nicegui_internals.choice_count(ui.select({1: 'a', 2: 'b'})) == 2


async def test_a_page_is_deleted_at_once(fresh: Client) -> None:
    assert fresh.id in Client.instances
    nicegui_internals.delete(fresh)
    assert fresh.id not in Client.instances


async def test_exceptions_are_reported_to_one_handler(server: str) -> None:
    before = list(nicegui_app._exception_handlers)
    reported: list[Exception] = []
    failure = ValueError()
    try:
        nicegui_internals.report_only_to(nicegui_app, reported.append)
        nicegui_app.handle_exception(failure)
    finally:
        nicegui_app._exception_handlers[:] = before
    assert reported == [failure]


@pytest.mark.parametrize('kind', ['libraries', 'components', 'resources', 'esm', 'dynamic_resources'])
def test_each_kind_of_file_has_a_route(kind: str) -> None:
    assert nicegui_internals.file_route(kind) is not None
    assert nicegui_internals.file_route('nothing') is None


async def test_an_outbox_reports_waiting_work_and_sends_on_request(fresh: Client) -> None:
    sent: list[Message] = []

    class Noting(nicegui_internals.OpenOutbox):
        works = 0

        def on_work(self) -> None:
            self.works += 1

        async def emit(self, message: Message) -> None:
            sent.append(message)

    outbox = Noting(fresh)
    outbox.stop()
    before = outbox.works
    outbox.enqueue_message('run_javascript', {'code': 'mark'}, fresh.id)
    assert outbox.works == before + 1
    await outbox._emit((fresh.id, 'run_javascript', {'code': 'mark'}))
    assert len(sent) == 1
    assert outbox._should_stop
    outbox.go_on()
    assert not outbox._should_stop


def test_underscore_names_are_used_in_one_module_only() -> None:
    """Names of other objects; `_to_dict` and the like are NiceGUI's."""
    foreign = re.compile(r'(?<!self)(?<!super\(\))(?<!i18n)\._[a-z]\w*')
    users = [path.name for path in (ROOT / 'pages').rglob('*.py') if foreign.search(path.read_text())]
    assert users == ['nicegui_internals.py']
