"""Page events: a few at a time, in order, whatever they contain, and what they leave in a page is bounded."""

import asyncio
import json
import logging
from typing import Any

import pytest
from nicegui import Client, ui

from messenger.database.engine import read, write
from messenger.models import User
from messenger.people import directory
from messenger.rooms import rooms
from pages.components import layers
from pages.socket import page_events
from tests.pages.conftest import SignUp, UserWindow, hub
from tests.pages.listeners import client_of, fire, listener, name_of, targets_in
from tests.window import NotConnected

SOON_S = 5
NONSENSE: list[tuple[Any, ...]] = [
    (),
    (None,),
    (0,),
    (-1,),
    (2**63,),
    (2**70,),
    (1.5,),
    (True,),
    ('x',),
    ('9' * 30,),
    ([],),
    ([2**70, [2**70]],),
    ([1, None],),
    ({},),
    ({'value': 2**70},),
    ([{'value': -5}, 7],),
    *(
        ({'action': action, 'room': '9' * 25, 'user': '9' * 5_000, 'message': '٣', 'session': '-1', 'seq': '9' * 19},)
        for action in ('menu', 'next', 'previous', 'more', 'older', 'delete', 'restore', 'join', 'message', 'remove')
    ),
    *(
        ({'action': action, 'seconds': '9' * 9, 'span': 'x', 'order': '?', 'value': 'x' * 5_000},)
        for action in ('pause', 'order', 'end', 'go', 'unpin', 'members', 'owner', 'dismiss', 'unblock', 'sort', '')
    ),
]
DANGEROUS = ('admin/settings.html click', 'Save click', 'Create a new link click')
OF_EVERY_PAGE = 'Sidebar '  # the same code on each page: tried on one
PAGES = ('/rooms', '/users', '/users/{user}', '/profile', '/search', '/rooms/{room}')
ADMIN_PAGES = (
    '/admin',
    '/admin/activity',
    '/admin/rooms',
    '/admin/messages',
    '/admin/bin',
    '/admin/settings',
    '/admin/log',
    '/admin/figures',
)


def dialogs(client: Client) -> list[ui.dialog]:
    return [element for element in client.elements.values() if isinstance(element, ui.dialog)]


async def until(is_so: Any) -> None:
    async with asyncio.timeout(SOON_S):
        while not is_so():  # noqa: ASYNC110 - elements have no event for appearing
            await asyncio.sleep(0.01)


async def opened(sign_up: SignUp, path: str, *, is_admin: bool = False) -> UserWindow:
    """A window of a person who owns a room."""
    person = await sign_up('anna')
    if is_admin:
        await write(lambda: User.update(is_admin=True).where(User.id == person.user_id).execute())
    room = await rooms.create(person.user_id, f'Room of {person.user_id}', [])
    await person.open(path.format(room=room, user=person.user_id))
    return person


def slow(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """From now on "New room" waits until this event is set."""
    gate = asyncio.Event()

    async def waiting(*args: Any) -> Any:
        await gate.wait()
        return await read(*args)

    monkeypatch.setattr('pages.components.room_dialog.read', waiting)
    return gate


async def test_a_second_new_room_dialog_replaces_the_first(sign_up: SignUp) -> None:
    anna = await opened(sign_up, '/rooms')
    client = client_of(anna)
    for _ in range(5):
        await fire(anna, listener(client, 'Sidebar newRoom'))
        await until(lambda: dialogs(client))
    await until(lambda: page_events_rest(anna))
    size = len(client.elements)
    await fire(anna, listener(client, 'Sidebar newRoom'))
    await until(lambda: page_events_rest(anna))
    assert (len(dialogs(client)), len(client.elements)) == (1, size)


def page_events_rest(person: UserWindow) -> bool:
    account = hub().budget.account_of(person.user_id)
    return not (account.kept_bytes or account.running or account.waiting)


async def test_a_closed_dialog_is_removed_even_if_its_browser_reports_nothing(
    sign_up: SignUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layers, 'FADE_S', 0.05)
    anna = await opened(sign_up, '/rooms')
    client = client_of(anna)
    size = len(client.elements)
    await fire(anna, listener(client, 'Sidebar newRoom'))
    await until(lambda: dialogs(client))
    await fire(anna, listener(client, 'Cancel click'))
    await until(lambda: len(client.elements) == size)


async def test_in_a_flood_a_few_events_wait_and_the_rest_are_visibly_refused(
    sign_up: SignUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, bob = await opened(sign_up, '/rooms'), await sign_up('bob')
    await bob.open()
    client, tasks = client_of(anna), len(asyncio.all_tasks())
    gate = slow(monkeypatch)
    for _ in range(300):
        await fire(anna, listener(client, 'Sidebar newRoom'))
    assert len(asyncio.all_tasks()) - tasks < 10
    assert await bob.ask('hello')
    texts = [data['message'] for _target, kind, data in client.outbox.messages if kind == 'notify']
    texts += [data['message'] for _id, _at, (_target, kind, data) in client.outbox.message_history if kind == 'notify']
    assert len(texts) == 1
    assert 'Too many requests' in texts[0]
    gate.set()
    await until(lambda: page_events_rest(anna))
    assert len(dialogs(client)) == 1


async def test_a_window_that_keeps_flooding_is_dropped(sign_up: SignUp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_events, 'REFUSED_MAX', 20)
    anna = await opened(sign_up, '/rooms')
    gate = slow(monkeypatch)
    at = listener(client_of(anna), 'Sidebar newRoom')
    data = {'id': at[0].id, 'client_id': anna.client_id, 'listener_id': at[1].id, 'args': []}
    assert anna.socket is not None
    for _ in range(page_events.WAITING_MAX + 40):
        await anna.socket.send('42' + json.dumps(['event', data]))
    await asyncio.wait_for(anna.closed.wait(), SOON_S)
    gate.set()


async def test_only_the_last_value_of_a_field_waits(sign_up: SignUp, monkeypatch: pytest.MonkeyPatch) -> None:
    anna = await opened(sign_up, '/users')
    asked: list[str] = []

    def search(words: str, **_named: int) -> directory.Page:
        asked.append(words)
        return directory.Page([], 0)

    monkeypatch.setattr('pages.users.directory.search', search)
    at = listener(client_of(anna), 'Search users input')
    data = {'id': at[0].id, 'client_id': anna.client_id, 'listener_id': at[1].id}
    assert anna.socket is not None
    for number in range(50):
        await anna.socket.send('42' + json.dumps(['event', data | {'args': [f'"words {number}"']}]))
    await until(lambda: asked and asked[-1] == 'words 49')
    assert len(asked) < 50


@pytest.mark.parametrize('path', PAGES + ADMIN_PAGES)
async def test_invalid_events_cause_no_error(sign_up: SignUp, path: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    anna = await opened(sign_up, path, is_admin=path in ADMIN_PAGES)
    client = client_of(anna)
    for args in NONSENSE:
        for target in targets_in(client):
            name = name_of(*target)
            if name not in DANGEROUS and (path == '/rooms' or not name.startswith(OF_EVERY_PAGE)):
                await fire(anna, target, *args)
    for fields in ({'id': 2**70}, {'id': 'x'}, {'id': None}, {'id': 3, 'listener_id': []}, {'id': 3, 'args': 'x'}):
        await anna.emit('event', {'client_id': anna.client_id, **fields})
    await until(lambda: page_events_rest(anna))
    assert await anna.ask('hello')
    slow = 'binding propagation'  # logged by NiceGUI on a busy machine
    assert [record.message for record in caplog.records if slow not in record.message] == []


async def test_a_window_cannot_write_into_the_log(sign_up: SignUp, caplog: pytest.LogCaptureFixture) -> None:
    anna = await opened(sign_up, '/rooms')
    caplog.set_level(logging.DEBUG)
    await anna.emit('log', {'client_id': anna.client_id, 'level': 'error', 'message': 'forged\nline'})
    assert 'forged' not in caplog.text


@pytest.mark.parametrize(
    'wrong', [{'tab_id': ''}, {'document_id': ''}, {'next_message_id': 'x'}, {'next_message_id': '9' * 40}]
)
async def test_an_invalid_handshake_is_refused(
    sign_up: SignUp, wrong: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    anna = await opened(sign_up, '/rooms')
    second = anna.another()
    second.client_id = anna.client_id
    with pytest.raises(NotConnected, match='reload'):
        await second.connect(**wrong)
    assert caplog.records == []


async def test_a_window_that_missed_too_much_reloads_itself(sign_up: SignUp) -> None:
    anna = await opened(sign_up, '/rooms')
    client = client_of(anna)
    await anna.close()
    await until(lambda: not client.has_socket_connection)
    for _ in range(1_000):
        client.outbox.enqueue_message('notify', {'message': 'x'}, client.id)
    assert len(client.outbox.messages) <= 300
    assert any('reload' in data.get('code', '') for _target, _kind, data in client.outbox.messages)


async def test_sent_messages_are_kept_for_a_while_but_only_a_few(sign_up: SignUp) -> None:
    anna = await opened(sign_up, '/rooms')
    client = client_of(anna)
    for _ in range(20):
        client.outbox.enqueue_message('notify', {'message': 'x' * 50_000}, client.id)
    await until(lambda: not client.outbox.messages)
    assert len(client.outbox.message_history) < 4


async def test_metrics_stop_for_someone_who_is_no_longer_an_admin(
    sign_up: SignUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr('pages.admin.figures.SAMPLE_S', 0.05)
    anna = await opened(sign_up, '/admin/figures', is_admin=True)
    client = client_of(anna)
    view = next(
        element for element in client.elements.values() if getattr(element, 'template', '') == 'admin/figures.html'
    )
    before = view.props.get('innerHTML')
    await until(lambda: view.props.get('innerHTML') != before)
    await write(lambda: User.update(is_admin=False).where(User.id == anna.user_id).execute())
    await until(lambda: view.is_deleted)
    await until(lambda: not any(isinstance(element, ui.timer) for element in client.elements.values()))
