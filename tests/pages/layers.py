"""Dialogs, menus and the panel: how each opens, and who may use the controls in it."""

from dataclasses import dataclass, field
from typing import Any

# what a listener requires: nothing, as it changes only what the window itself shows; to be logged in; to see the room,
# to be a member, to be allowed to edit it; to be allowed to make rooms; to be an admin
PAGE, OWN, LOOK, BELONG, EDIT, MAKE, ADMIN = 'page', 'own', 'look', 'belong', 'edit', 'make', 'admin'
ROOM, OTHER, MESSAGE = '{room}', '{other}', '{message}'  # placeholders for ids in what a listener is fired with

Step = tuple[str, Any]


@dataclass(frozen=True)
class Layer:
    """A layer that opens from `page`, for a person who is `kind` towards the room, by firing each listener of `way`.

    `source` is the function that builds it, None for a part of the page. `rows`: what each listener in it
    requires. `acts`: the values that listeners are fired with, if they need one, by name without the event.
    `other_is`: see stage.stage.
    """

    page: str
    kind: str
    way: tuple[Step, ...]
    source: str | None
    rows: dict[str, str]
    acts: dict[str, list[Any]] = field(default_factory=dict)
    other_is: str = ''

    def name(self) -> str:
        """The name of the test case."""
        steps = [name.rpartition(' ')[0] for name, _value in self.way]
        return ' > '.join([self.page, *steps]) + f' ({self.kind}{self.other_is and ", other is " + self.other_is})'


COMPONENTS = 'pages.components'
ROOM_PAGE = '/rooms/{room}'
MENU: Step = ('Room menu click', ROOM)
DETAILS: Step = ('Details click', ROOM)
ROLES: Step = ('members.html click', {'action': 'menu', 'user': OTHER})
MEMBER_ACTS = {'members.html': [ROLES[1]]}
PAUSES = {'pause.html': [{'action': 'pause', 'span': 'hour'}, {'action': 'resume'}]}


def item(name: str) -> Step:
    """A menu item or a button."""
    return f'{name} click', None


def clicks(rights: dict[str, str]) -> dict[str, str]:
    return {f'{name} click': right for name, right in rights.items()}


def view(template: str, right: str) -> dict[str, str]:
    return {f'{template}.html {event}': right for event in ('click', 'submit', 'input')}


def box(title: str, buttons: dict[str, str], others: dict[str, str] | None = None) -> dict[str, str]:
    """The rows of a dialog or menu, which requires nothing to close."""
    return {f'{title} update:modelValue': PAGE, f'{title} hide': PAGE, **clicks(buttons), **(others or {})}


def choice(label: str) -> dict[str, str]:
    return dict.fromkeys((f'{label} {event}' for event in ('update:modelValue', 'popupShow', 'popupHide')), PAGE)


CANCEL, DONE, CLOSE = {'Cancel': PAGE}, {'Done': PAGE}, {'Close': PAGE}
FORM = {'Room name update:value': PAGE, 'Topic update:value': PAGE, **choice('Members')}
FORM |= {'Who can join update:modelValue': PAGE}
RULES = ('Only owners can edit or delete this room', 'Everyone can mention all members with @all')
GOVERNED = FORM | {f'{rule} update:modelValue': PAGE for rule in RULES}
LOOKING = {'Members': LOOK, 'Jump to a date': PAGE}
BELONGING = {**LOOKING, 'Notifications': BELONG}
EDITING = {'Edit room': EDIT, 'Delete room': EDIT}
ROOM_MENUS = {
    'owner': {**BELONGING, **EDITING, 'Leave room': BELONG},
    'member': {**BELONGING, **EDITING, 'Leave room': BELONG},
    'looker': LOOKING,
    'admin': {**LOOKING, **EDITING},
    'group': {**BELONGING, 'Leave conversation': BELONG},
    'pair': {**BELONGING, 'Block {other}': OWN},
}
MEMBERS = box('Members', DONE, view('members', EDIT))
EDIT_BY_MEMBER = box('Edit room', {**CANCEL, 'Save': EDIT}, FORM)
EDIT_ROOM = box('Edit room', {**CANCEL, 'Save': EDIT}, GOVERNED)
DELETE_ROOM = box('Delete room', {**CANCEL, 'Delete room': EDIT}, {'Room name update:value': PAGE})
PANEL = {'Close details click': PAGE, **view('panel', LOOK), 'panel.html stale': LOOK}
PANEL_ACTS = {
    'panel.html stale': [ROOM],
    'panel.html': [{'action': 'unpin', 'message': MESSAGE}, {'action': 'members'}],
}
OWN_MENU = {
    **dict.fromkeys(('My profile', 'My public page', 'Same as system', 'Light', 'Dark', 'Log out'), PAGE),
    **dict.fromkeys(('Notes to self', 'Mark all as read', 'Do not disturb'), OWN),
}


def of_all() -> list[Layer]:
    """The layers on every page."""
    me: Step = ('Sidebar userMenu', None)
    new_room = {**GOVERNED, 'Room name keydown.enter': MAKE}
    quiet = box('Notifications', DONE, view('pause', OWN))
    return [
        Layer('/users', 'member', (me,), f'{COMPONENTS}.user_menu.open_menu', box('Menu', OWN_MENU)),
        Layer(
            '/users', 'member', (me, item('Do not disturb')), f'{COMPONENTS}.quiet_dialog.open_dialog', quiet, PAUSES
        ),
        Layer(
            '/users',
            'member',
            (('Sidebar newRoom', None),),
            f'{COMPONENTS}.room_dialog.new',
            box('New room', {**CANCEL, 'Create': MAKE}, new_room),
        ),
    ]


def of_people() -> list[Layer]:
    """The layers on the list of people and on a person's page."""
    start = box('New conversation', {**CANCEL, 'Start': OWN}, choice('People'))
    block = box('Block {other}?', {**CANCEL, 'Block {other}': OWN})
    asked: Step = ('user.html click', {'action': 'block'})
    return [
        Layer('/users', 'member', (item('New conversation'),), f'{COMPONENTS}.direct_dialog.choose', start),
        Layer('/users/{other}', 'member', (asked,), f'{COMPONENTS}.block_dialog.ask_to_block', block),
        Layer(ROOM_PAGE, 'pair', (MENU, item('Block {other}')), f'{COMPONENTS}.block_dialog.ask_to_block', block),
    ]


def of_a_room(kind: str, *way: Step, **options: Any) -> Layer:
    return Layer(ROOM_PAGE, kind, way, **options)


def menus_of_rooms() -> list[Layer]:
    source = f'{COMPONENTS}.room_menu.open_menu'
    menus = [of_a_room(kind, MENU, source=source, rows=box('Menu', rows)) for kind, rows in ROOM_MENUS.items()]
    unblock = box('Menu', {**BELONGING, 'Unblock {other}': OWN})
    return [*menus, of_a_room('pair', MENU, source=source, rows=unblock, other_is='disliked')]


def of_rooms() -> list[Layer]:
    """The layers that open beside a conversation, and those that open from there."""
    menu, edit = f'{COMPONENTS}.room_menu', f'{COMPONENTS}.room_dialog'
    leave = box('Leave “{room}”?', {**CANCEL, 'Leave room': BELONG})
    leave_group = box('Leave this conversation?', {**CANCEL, 'Leave conversation': BELONG})
    members = {'source': f'{COMPONENTS}.members_dialog.show', 'rows': MEMBERS, 'acts': MEMBER_ACTS}
    roles = box('Menu', {'Make member': EDIT, 'Remove from this room': EDIT})
    date = box('Jump to a date', {**CANCEL, 'Jump to date': PAGE})
    date |= {'Date update:value': PAGE, 'Date keydown.enter': PAGE}
    level = box('Notifications', DONE, {**view('pause', BELONG), 'Notify me about update:modelValue': BELONG})
    level_acts = {**PAUSES, 'Notify me about': [1]}
    go = box('Leave this room?', {**CANCEL, 'Save and leave': EDIT})
    without_me: tuple[Step, ...] = (item('Edit room'), ('Members update:modelValue', []), item('Save'))
    return [
        of_a_room('looker', MENU, item('Jump to a date'), source=f'{menu}.choose_date', rows=date),
        *(of_a_room(kind, MENU, item('Members'), **members) for kind in ('owner', 'member', 'looker')),
        of_a_room('owner', DETAILS, ('panel.html click', {'action': 'members'}), **members),
        of_a_room('owner', MENU, item('Members'), ROLES, source=f'{COMPONENTS}.members_dialog._open_menu', rows=roles),
        of_a_room(
            'member',
            MENU,
            item('Members'),
            ROLES,
            item('Remove from this room'),
            source=f'{COMPONENTS}.removal.ask_to_remove',
            rows=box('Remove {other} from this room?', {**CANCEL, 'Remove': EDIT}),
        ),
        of_a_room('member', MENU, item('Leave room'), source=f'{menu}.ask_to_leave', rows=leave),
        of_a_room('group', MENU, item('Leave conversation'), source=f'{menu}.ask_to_leave', rows=leave_group),
        *(
            of_a_room(kind, MENU, item('Delete room'), source=f'{menu}.delete_dialog', rows=DELETE_ROOM)
            for kind in ('owner', 'admin')
        ),
        *(
            of_a_room(kind, MENU, item('Edit room'), source=f'{edit}.edit', rows=rows)
            for kind, rows in (('owner', EDIT_ROOM), ('admin', EDIT_ROOM), ('member', EDIT_BY_MEMBER))
        ),
        of_a_room('owner', ('Chat edit', ROOM), source=f'{edit}.edit', rows=EDIT_ROOM),
        of_a_room('owner', MENU, *without_me, source=f'{edit}.check', rows=go),
        of_a_room(
            'member',
            MENU,
            item('Notifications'),
            source=f'{COMPONENTS}.level_dialog.open_dialog',
            rows=level,
            acts=level_acts,
        ),
        *(of_a_room(kind, DETAILS, source=None, rows=PANEL, acts=PANEL_ACTS) for kind in ('owner', 'looker')),
    ]


def of_messages() -> list[Layer]:
    made = []
    for kind in ('member', 'looker'):
        for event, module, title in (
            ('reactors', 'reactions_dialog', 'Reactions'),
            ('revisions', 'revisions_dialog', 'Edit history'),
        ):
            step: Step = (f'Chat {event}', MESSAGE)
            made.append(of_a_room(kind, step, source=f'{COMPONENTS}.{module}.show', rows=box(title, CLOSE)))
    return made
