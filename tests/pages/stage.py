"""The people, the room and the message for a dialog or menu test, and how the right to use it is lost."""

from typing import Any

from nicegui import Client

from messenger.admin import floods, moderation
from messenger.database.engine import read, write
from messenger.messages import messages, reactions
from messenger.models import ALL, Room, Session, User
from messenger.models.membership import MEMBER, OWNER
from messenger.models.room import CLOSED, OPEN
from messenger.people import blocking
from messenger.rooms import directs, members, ownership, rooms
from tests.pages.conftest import SignUp, UserWindow
from tests.pages.layers import ADMIN, BELONG, EDIT, LOOK, MAKE, MESSAGE, OTHER, ROOM
from tests.pages.listeners import Target, client_of, fire, listener, name_of, targets_in
from tests.pages.socket.test_page_events import page_events_rest, until
from tests.pages.test_listener_matrix import make_admin

# the rights that each event removes
LOSSES = {
    'removed': {LOOK, BELONG, EDIT},
    'deleted': {LOOK, BELONG, EDIT},
    'left': {LOOK, BELONG, EDIT},
    'closed': {LOOK, EDIT},
    'demoted': {EDIT},
    'no admin': {ADMIN, LOOK, EDIT},
    'rooms by admins': {MAKE},
}
# the events that can happen to each kind of person
KINDS = {
    'owner': ('removed', 'deleted', 'demoted'),
    'member': ('removed', 'deleted', 'rooms by admins'),
    'looker': ('closed', 'deleted'),
    'admin': ('no admin',),
    'group': ('left',),
    'pair': (),
}
PASSING = {'last_seen_at', 'last_room_id', 'last_used_at'}  # columns that change by themselves


class Stage:
    """`person` relates to `room` as `kind`; `other` owns it, `third` is an admin elsewhere."""

    def __init__(self, kind: str, person: UserWindow, other: UserWindow, third: UserWindow) -> None:
        self.kind, self.person, self.other, self.third = kind, person, other, third
        self.room = self.message = 0
        self.names: dict[str, str] = {}

    @property
    def client(self) -> Client:
        """The page that the person has open."""
        return client_of(self.person)

    def given(self, value: Any) -> Any:
        """Replace ROOM, OTHER and MESSAGE by their ids; as text in the facts of a control."""
        numbers = {ROOM: self.room, OTHER: self.other.user_id, MESSAGE: self.message}
        if isinstance(value, dict):
            return {name: str(self.given(part)) for name, part in value.items()}
        return numbers.get(value, value) if isinstance(value, str) else value

    def name(self, target: Target) -> str:
        """The name of a listener, with `{other}` and `{room}` for names."""
        name = name_of(*target)
        for shown, real in self.names.items():
            name = name.replace(real, shown)
        return name

    async def settle(self) -> None:
        """Wait until nothing is running any more."""
        await until(lambda: page_events_rest(self.person))

    async def open(self, page: str, way: tuple[tuple[str, Any], ...]) -> list[Target]:
        """Fire the listeners of `way` on a page; returns those that appeared with the last step."""
        await self.person.open(page.format(room=self.room, other=self.other.user_id))
        present: set[tuple[int, str]] = set()
        for name, value in way:
            present = {(element.id, event_listener.id) for element, event_listener in targets_in(self.client)}
            element, _ = listener(self.client, self.real(name))
            for target in [
                candidate
                for candidate in targets_in(self.client)
                if candidate[0] is element and self.name(candidate) == name
            ]:
                await self.fire(target, value)
        return [target for target in targets_in(self.client) if (target[0].id, target[1].id) not in present]

    def real(self, name: str) -> str:
        """The reverse of `name`."""
        for shown, real in self.names.items():
            name = name.replace(shown, real)
        return name

    async def fire(self, target: Target, value: Any = None) -> None:
        """Fire a listener with a value, and wait for the effect."""
        await fire(self.person, target, *(() if value is None else (self.given(value),)))
        await self.settle()

    async def lose(self, loss: str) -> None:
        """Make something happen elsewhere that costs the person rights."""
        person, other = self.person.user_id, self.other.user_id
        if loss == 'removed':
            await members.remove(other, self.room, person)
        elif loss == 'deleted':
            await rooms.delete(other, self.room, self.names['{room}'])
        elif loss == 'left':
            await members.leave(person, self.room)
        elif loss == 'closed':
            await write(lambda: Room.update(kind=CLOSED).where(Room.id == self.room).execute())
        elif loss == 'demoted':
            await ownership.set_role(other, self.room, person, MEMBER)
            await write(lambda: Room.update(owners_only=True).where(Room.id == self.room).execute())
        elif loss == 'no admin':
            await make_admin(self.person, is_admin=False)
        elif loss == 'rooms by admins':
            await moderation.change_site(self.third.user_id, create_rooms='admins')

    def refusals(self) -> list[str]:
        """The errors that the page was shown, in order."""
        outbox = self.client.outbox
        sent = [(kind, data) for _number, _at, (_target, kind, data) in outbox.message_history]
        sent += [(kind, data) for _target, kind, data in outbox.messages]
        return [data['message'] for kind, data in sent if kind == 'notify' and data.get('type') == 'negative']


async def stage(sign_up: SignUp, kind: str, other_is: str = '') -> Stage:
    """Everybody in place; `other_is` blocked, admin, stopped (by an admin), or disliked (by the person)."""
    made = Stage(kind, *[await sign_up(name) for name in ('anna', 'bob', 'carl')])
    person, other, third = made.person.user_id, made.other.user_id, made.third.user_id
    await make_admin(made.third)
    if kind in ('pair', 'group'):
        made.room = await directs.open_with(person, [other, third][: 1 if kind == 'pair' else 2])
    else:
        name, others = f'Room of {other}', [person] if kind in ('owner', 'member') else []
        made.room = await rooms.create(other, name, others, kind=OPEN if kind == 'looker' else CLOSED)
        made.names['{room}'] = name
    if kind == 'owner':
        await ownership.set_role(other, made.room, person, OWNER)
    if kind == 'admin':
        await make_admin(made.person)
    made.message = (await messages.send(other, made.room, f'k{other}', 'said')).id
    await messages.edit(other, made.message, 'said better')
    await reactions.put(other, made.message, '👍', on=True)
    made.names['{other}'] = (await read(User.get_by_id, other)).nick
    if other_is == 'admin':
        await make_admin(made.other)
    elif other_is == 'blocked':
        await moderation.block(third, other)
    elif other_is == 'stopped':
        await floods.stop(third, other)
    elif other_is == 'disliked':
        await blocking.block(person, other)
    return made


async def everything() -> list[Any]:
    """All stored rows, except for what changes by itself."""
    columns = [
        [field for name, field in model._meta.fields.items() if name not in PASSING]
        for model in ALL
        if model != Session
    ]
    return await read(lambda: [list(fields[0].model.select(*fields).tuples()) for fields in columns])
