"""The dialogs and menus of the admin pages; tests/pages/layers.py has the others."""

from typing import Any

from tests.pages.layers import (
    ADMIN,
    CANCEL,
    COMPONENTS,
    DELETE_ROOM,
    DONE,
    EDIT_ROOM,
    EDITING,
    LOOK,
    MEMBER_ACTS,
    MEMBERS,
    MESSAGE,
    OTHER,
    PAGE,
    ROOM,
    Layer,
    Step,
    box,
    item,
)

ADMINS = 'pages.admin'
PERSON: Step = ('admin/people.html click', {'action': 'menu', 'user': OTHER})
ADMIN_ROOM: Step = ('admin/rooms.html click', {'action': 'menu', 'room': ROOM})
ACTIVE: Step = ('admin/activity.html click', {'action': 'menu', 'user': OTHER})
SAID: Step = ('admin/messages.html click', {'action': 'delete', 'message': MESSAGE})
PERSON_MENU = dict.fromkeys(('Rename', 'Create a reset link', 'End sessions'), ADMIN)


def of_admins() -> list[Layer]:
    """The layers on the admin pages."""

    def layer(page: str, *way: Step, source: str, rows: dict[str, str], **options: Any) -> Layer:
        return Layer(page, 'admin', way, source, rows, **options)

    def ask(title: str, verb: str) -> dict[str, str]:
        return box(title, {**CANCEL, verb: ADMIN})

    room = {'Open': PAGE, 'Join': ADMIN, 'Members': LOOK, **EDITING}
    people, active = f'{ADMINS}.people', f'{ADMINS}.activity'
    nick = ask('Rename {other}', 'Rename') | {'Nickname update:value': PAGE, 'Nickname keydown.enter': ADMIN}
    account = ask('Create account', 'Create') | {'Username update:value': PAGE, 'Username keydown.enter': ADMIN}
    menus = {
        '': ('Make admin', 'Block'),
        'admin': ('Remove admin rights', 'Block'),
        'blocked': ('Unblock',),
    }
    stops = {'': ('Stop',), 'blocked': ('Unblock',), 'stopped': ('Unblock', 'Unblock and restore everything')}
    return [
        *(
            layer('/admin', PERSON, source=f'{people}._open_menu', rows=box('Menu', rows), other_is=other)
            for other, more in menus.items()
            if (rows := PERSON_MENU | dict.fromkeys(more, ADMIN))
        ),
        layer('/admin', item('Create account'), source=f'{people}._account_dialog', rows=account),
        layer('/admin', PERSON, item('Rename'), source=f'{people}._nick_dialog', rows=nick),
        layer('/admin', PERSON, item('Block'), source=f'{people}._ask_block', rows=ask('Block {other}?', 'Block')),
        layer(
            '/admin',
            PERSON,
            item('Create a reset link'),
            source=f'{COMPONENTS}.link.show_link',
            rows=box('Reset link', DONE),
        ),
        layer(
            '/admin',
            item('Keep this database'),
            source=f'{ADMINS}.older_copy.ask_first',
            rows=ask('Keep this database?', 'Keep this database'),
            other_is='older copy',
        ),
        layer('/admin/rooms', ADMIN_ROOM, source=f'{ADMINS}.rooms._open_menu', rows=box('Menu', room)),
        layer(
            '/admin/rooms',
            ADMIN_ROOM,
            item('Members'),
            source=f'{COMPONENTS}.members_dialog.show',
            rows=MEMBERS,
            acts=MEMBER_ACTS,
        ),
        layer('/admin/rooms', ADMIN_ROOM, item('Edit room'), source=f'{COMPONENTS}.room_dialog.edit', rows=EDIT_ROOM),
        layer(
            '/admin/rooms',
            ADMIN_ROOM,
            item('Delete room'),
            source=f'{COMPONENTS}.room_menu.delete_dialog',
            rows=DELETE_ROOM,
        ),
        layer(
            '/admin/messages', SAID, source=f'{ADMINS}.messages.act', rows=ask('Delete this message?', 'Delete message')
        ),
        *(
            layer('/admin/activity', ACTIVE, source=f'{active}._open_menu', rows=box('Menu', rows), other_is=other)
            for other, more in stops.items()
            if (rows := dict.fromkeys(more, ADMIN))
        ),
        layer(
            '/admin/activity', ACTIVE, item('Stop'), source=f'{active}._ask_to_stop', rows=ask('Stop {other}?', 'Stop')
        ),
    ]
