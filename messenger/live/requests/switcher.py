"""Rooms, people and commands for the switcher."""

from msgspec import Struct, field
from msgspec.structs import asdict

from messenger import access, addresses, notifications
from messenger.database.engine import read, search
from messenger.i18n import _, pgettext
from messenger.live.connection import Connection
from messenger.live.fields import Number, Request, Text
from messenger.models.room import DIRECT
from messenger.payloads import RoomEntry, UserSummary
from messenger.people import directory
from messenger.rooms import directs, members, summaries

PEOPLE_SENT = 300
TYPED_LIMIT_CHARS = 100


class AskSwitcher(Request, frozen=True):
    """Ask for everything in the switcher, or, if `typed` is not empty, for the people whose names match it."""

    typed: Text


class SwitcherRoom(Struct, frozen=True):
    """A room in the switcher; `with_user` is the other person in a conversation of two, `picture` their picture."""

    id: int
    kind: str
    title: str
    picture: str | None
    with_user: int | None = field(name='with')
    unread: int


class Command(Struct, frozen=True, omit_defaults=True):
    """A command in the switcher. It has one of the other fields: an address to open, to post to, a request, a theme."""

    name: str
    href: str | None = None
    ask: str | None = None
    theme: str | None = None
    help: bool = False
    post: str | None = None


class SwitcherTexts(Struct, frozen=True):
    """Texts of the switcher; `keys` explains keyboard shortcuts."""

    search: str
    person: str
    nothing: str
    shortcuts: str
    close: str
    keys: list[tuple[str, str]]


class SwitcherPerson(UserSummary, frozen=True):
    """A person in the switcher, who is found by both names."""

    username: str


class SwitcherPeople(Struct, frozen=True):
    """People whose names match what was typed."""

    people: list[SwitcherPerson]


class Switcher(Struct, frozen=True):
    """Everything in the switcher; `has_more`: there are more people than these."""

    rooms: list[SwitcherRoom]
    people: list[SwitcherPerson]
    has_more: bool
    commands: list[Command]
    texts: SwitcherTexts


async def fill_switcher(window: Connection, request: AskSwitcher) -> Switcher | SwitcherPeople:
    """Answer with everything, or only with people."""
    typed = request.typed[:TYPED_LIMIT_CHARS]
    found = await (search if typed else read)(directory.found, typed, limit=PEOPLE_SENT)
    persons = [
        SwitcherPerson(**asdict(user.summary()), username=user.username)
        for user in found.people
        if user.id != window.user_id
    ]
    if typed:
        return SwitcherPeople(persons)
    viewer, entries = await read(lambda: (access.user_for(window.user_id), members.entries(window.user_id)))
    counts = notifications.count_shown(viewer.level, entries)
    entries.sort(key=lambda entry: (-bool(counts[entry.id]), -entry.last_at))
    return Switcher(
        rooms=[_room(entry, counts[entry.id], window.user_id) for entry in entries],
        people=persons,
        has_more=found.total > len(found.people),
        commands=_commands(is_admin=viewer.is_admin),
        texts=_texts(),
    )


class OpenDirect(Request, frozen=True):
    """Open the direct conversation with a person, which may be new."""

    user: Number


class OpenedDirect(Struct, frozen=True):
    """The room of the conversation."""

    room: int


async def open_direct(window: Connection, request: OpenDirect) -> OpenedDirect:
    """Answer with the room of the conversation."""
    return OpenedDirect(await directs.open_with(window.user_id, [request.user]))


def _room(entry: RoomEntry, unread: int, viewer_id: int) -> SwitcherRoom:
    others = [one for one in entry.people if one.id != viewer_id]
    shown = (others or entry.people)[:1] if entry.kind == DIRECT else []
    return SwitcherRoom(
        id=entry.id,
        kind=entry.kind,
        title=summaries.title(entry, viewer_id, _('Notes to self')),
        picture=shown[0].avatar if shown else None,
        with_user=others[0].id if len(others) == 1 and not entry.is_group else None,
        unread=unread,
    )


def _commands(*, is_admin: bool) -> list[Command]:
    commands = [
        Command(_('Rooms'), href=addresses.ROOMS),
        Command(_('Users'), href=addresses.USERS),
        Command(_('Profile'), href=addresses.PROFILE),
        Command(_('Search'), href=addresses.SEARCH),
        Command(_('Mark all as read'), ask='read_all'),
        Command(_('Light theme'), theme='light'),
        Command(_('Dark theme'), theme='dark'),
        Command(_('System theme'), theme='system'),
        Command(_('Keyboard shortcuts'), help=True),
        Command(_('Log out'), post=addresses.LOG_OUT),
    ]
    return [*commands, Command(pgettext('pages', 'Admin'), href=addresses.ADMIN)] if is_admin else commands


def _texts() -> SwitcherTexts:
    return SwitcherTexts(
        search=_('Search for “{words}”'),
        person=pgettext('to a person', 'Message'),
        nothing=_('No matches.'),
        shortcuts=_('Keyboard shortcuts'),
        close=_('Close'),
        keys=[
            ('Ctrl K', _('Go to a room, person or command')),
            ('Enter', _('Send')),
            ('Shift Enter', _('New line')),
            ('↑', _('Edit your last message')),
            ('Esc', _('Close menu, dialog or panel')),
            ('Alt ↑ ↓', _('Previous or next room')),
            ('Alt Shift ↑ ↓', _('Previous or next unread room')),
            ('Ctrl B', _('Bold')),
            ('Ctrl I', _('Italic')),
            ('Ctrl E', _('Code')),
            ('?', _('This list')),
        ],
    )
