"""Who may trigger a page's listeners: every listener has a row, and rights are checked again each time."""

from contextlib import suppress
from typing import Any

import pytest
from nicegui import Client, ui

from messenger.admin import moderation
from messenger.database.engine import write
from messenger.messages import messages
from messenger.models import User
from messenger.rooms import members, rooms
from pages.socket.nicegui_internals import text_of
from tests.pages.conftest import SignUp, UserWindow
from tests.pages.listeners import client_of, fire, listener, name_of, targets_in
from tests.pages.socket.test_page_events import page_events_rest, until
from tests.window import NotConnected

# what it requires: to be logged in (own things, and what everyone may see), to see the room, or to be an admin
OWN, LOOKER, ADMIN = 'own', 'looker', 'admin'
EVERYWHERE = {'Sidebar userMenu': OWN, 'Sidebar newRoom': OWN, 'Sidebar newMessage': OWN}


def view(template: str, right: str) -> dict[str, str]:
    return {f'{template}.html {event}': right for event in ('click', 'submit', 'input')}


LISTENERS: dict[str, dict[str, str]] = {
    '/rooms': {'New room click': OWN, 'Search rooms input': OWN, 'rooms.html stale': OWN, **view('rooms', OWN)},
    '/users': {'New conversation click': OWN, 'Search users input': OWN, **view('users', OWN)},
    '/users/{user}': view('user', OWN),
    '/search': {'Search input': OWN, 'search.html stale': OWN, **view('search', OWN)},
    '/profile': {
        **dict.fromkeys(('Nickname update:value', 'About update:value', 'Save click', 'Remove picture click'), OWN),
        **dict.fromkeys(('Current password update:value', 'New password update:value', 'Password submit'), OWN),
        **dict.fromkeys(('Repeat new password update:value', 'Notify me about update:modelValue'), OWN),
        **dict.fromkeys(('Play a sound update:modelValue', 'pause.html stale', 'Test my notifications click'), OWN),
        **dict.fromkeys(('Read receipts update:modelValue', 'Show when I am online update:modelValue'), OWN),
        **dict.fromkeys(('Same as system click', 'Light click', 'Dark click'), OWN),
        **view('sessions', OWN),
        'blocklist.html stale': OWN,
        **view('blocklist', OWN),
        **view('pause', OWN),
    },
    '/rooms/{room}': {
        **dict.fromkeys(
            ('Chat details', 'Chat join', 'Chat add', 'Chat edit', 'Chat reactors', 'Chat revisions'), LOOKER
        ),
        **dict.fromkeys(('Search in this room click', 'Details click', 'Room menu click'), LOOKER),
        'Details keydown.escape': OWN,
        'Chat unblock': OWN,
    },
    '/admin': {'Create account click': ADMIN, 'Search people input': ADMIN, **view('admin/people', ADMIN)},
    '/admin/activity': view('admin/activity', ADMIN),
    '/admin/rooms': {'Search rooms input': ADMIN, **view('admin/rooms', ADMIN)},
    '/admin/messages': {'Search messages input': ADMIN, **view('admin/messages', ADMIN)},
    '/admin/bin': view('admin/bin', ADMIN),
    '/admin/settings': {
        **dict.fromkeys(('Save click', 'Create a new link click'), ADMIN),
        'Name of this messenger update:value': OWN,  # the form's value is stored by "Save"
        'Who can sign up update:modelValue': OWN,
        'Who can create rooms update:modelValue': OWN,
    },
    '/admin/log': view('admin/log', ADMIN),
    '/admin/figures': {},
}
ONBOARDING = view('onboarding', ADMIN)  # on the rooms page, while something is left to do
ACTIONS: list[dict[str, str]] = [
    {'action': action, 'user': '{user}', 'room': '{room}', 'message': '{message}', 'seq': '1'}
    for action in ('menu', 'next', 'older', 'delete', 'restore', 'unpin', 'members')
]


class Scene:
    """A person in a room with a message, and their window."""

    def __init__(self, person: UserWindow, other: UserWindow, room: int, message: int) -> None:
        self.person, self.other, self.room, self.message = person, other, room, message

    def path(self, page: str) -> str:
        return page.format(room=self.room, user=self.other.user_id)

    def actions(self) -> list[dict[str, str]]:
        names = {'user': self.other.user_id, 'room': self.room, 'message': self.message}
        return [{name: text.format(**names) for name, text in action.items()} for action in ACTIONS]

    async def settle(self) -> Client:
        await until(lambda: page_events_rest(self.person))
        return client_of(self.person)


@pytest.fixture
async def scene(sign_up: SignUp) -> Scene:
    person, other = await sign_up('anna'), await sign_up('bob')
    room = await rooms.create(other.user_id, f'Room of {other.user_id}', [person.user_id])
    row = await messages.send(other.user_id, room, 'k', 'said')
    return Scene(person, other, room, row.id)


async def make_admin(person: UserWindow, *, is_admin: bool = True) -> None:
    await write(lambda: User.update(is_admin=is_admin).where(User.id == person.user_id).execute())


def page_addresses() -> set[str]:
    """The addresses of all pages."""
    paths = {path.replace('{room_id}', '{room}').replace('{user_id}', '{user}') for path in Client.page_routes.values()}
    return paths - {'/'}


async def test_every_listener_of_every_page_has_a_row(scene: Scene) -> None:
    assert page_addresses() == set(LISTENERS)
    await make_admin(scene.person)
    for page, rows in LISTENERS.items():
        await scene.person.open(scene.path(page))
        names = {name_of(*target) for target in targets_in(client_of(scene.person))}
        assert names - set(ONBOARDING) == {*rows, *EVERYWHERE}, page
        await scene.person.close()


def facts_shown(client: Client) -> list[Any]:
    """Everything visible: every element, and what is drawn in it."""
    shown = [
        (element.id, text_of(element), element.props.get('innerHTML'), element.visible)
        for element in client.elements.values()
    ]
    return [state for state in shown if not isinstance(client.elements[state[0]], ui.timer)]


def gone_to(client: Client) -> list[str]:
    sent = [(kind, data) for _id, _at, (_target, kind, data) in client.outbox.message_history]
    sent += [(kind, data) for _target, kind, data in client.outbox.messages]
    return [data['path'] for kind, data in sent if kind == 'open']


async def nothing_happens(scene: Scene, page: str, right: str) -> None:
    """Whatever is fired at the listeners that require this right, the page shows the same as before."""
    client = client_of(scene.person)
    names = [name for name, needed in LISTENERS[page].items() if needed == right]
    for name in names:
        before = facts_shown(client)
        values: list[Any] = [scene.room, scene.message, [scene.room, [scene.other.user_id]], 'a', *scene.actions()]
        for args in values:
            await fire(scene.person, listener(client, name), args)
            await scene.settle()
        assert [state for state in facts_shown(client) if state not in before] == [], name
    assert gone_to(client) == []


@pytest.mark.parametrize('page', [page for page, rows in LISTENERS.items() if ADMIN in rows.values()])
async def test_a_former_admin_changes_nothing_on_an_open_page(scene: Scene, page: str) -> None:
    await make_admin(scene.person)
    await scene.person.open(scene.path(page))
    await make_admin(scene.person, is_admin=False)
    await nothing_happens(scene, page, ADMIN)


async def test_a_removed_member_changes_nothing_in_an_open_room(scene: Scene) -> None:
    page = '/rooms/{room}'
    await scene.person.open(scene.path(page))
    await members.remove(scene.other.user_id, scene.room, scene.person.user_id)
    await nothing_happens(scene, page, LOOKER)


async def test_an_open_panel_closes_for_a_removed_member(scene: Scene) -> None:
    await scene.person.open(scene.path('/rooms/{room}'))
    client = client_of(scene.person)
    await fire(scene.person, listener(client, 'Details click'), scene.room)
    await until(lambda: any(name_of(*target) == 'panel.html stale' for target in targets_in(client)))
    at = listener(client, 'panel.html stale')
    await members.remove(scene.other.user_id, scene.room, scene.person.user_id)
    await fire(scene.person, at, scene.room)
    await until(lambda: at[0].is_deleted)


async def test_a_blocked_person_is_ignored(scene: Scene) -> None:
    await make_admin(scene.other)
    await scene.person.open('/rooms')
    client = client_of(scene.person)
    at, before = listener(client, 'New room click'), facts_shown(client)
    await moderation.block(scene.other.user_id, scene.person.user_id)
    with suppress(NotConnected):  # the socket survives for a moment, to deliver the reason
        await fire(scene.person, at)
    await until(lambda: page_events_rest(scene.person))
    assert facts_shown(client) == before
