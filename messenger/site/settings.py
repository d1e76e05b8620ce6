"""Site settings: the choices an admin makes for the whole site."""

import secrets
from dataclasses import dataclass, fields

from messenger import name_rules
from messenger.database.engine import after_commit, in_write
from messenger.errors import InvalidPlaceName, InvalidRoomName, Malformed
from messenger.models import Setting
from messenger.process import Current

ANYONE, INVITE, NOBODY = 'anyone', 'invite', 'nobody'
EVERYONE, ADMINS = 'everyone', 'admins'
NAME_LIMIT_CHARS = 40


@dataclass(frozen=True)
class Site:
    """`sign_up`: anyone, invite or nobody; `create_rooms`: everyone or admins; `first_steps`: dismissed or empty."""

    name: str = 'Messenger'
    sign_up: str = ANYONE
    create_rooms: str = EVERYONE
    invite_code: str = ''
    first_steps: str = ''


class SiteSettings:
    """The settings that this process has in memory."""

    def __init__(self) -> None:
        self.site = Site()

    def keep(self, site: Site) -> None:
        """Replace the settings in memory, after the commit that stored them."""
        self.site = site


settings: Current[SiteSettings] = Current()


def current() -> Site:
    """The settings as of the last commit; inside a write, use `read_stored`."""
    return settings.value.site


def read_stored() -> Site:
    """From a read or write: the settings as this transaction sees them."""
    names = [field.name for field in fields(Site)]
    return Site(**{row.name: row.value for row in Setting.select().where(Setting.name.in_(names))})


def load() -> Site:
    """From a read: the stored settings, which become the current ones; for the start, before anything is written."""
    site = read_stored()
    settings.value.keep(site)
    return site


@in_write
def change(*, name: str | None = None, sign_up: str | None = None, create_rooms: str | None = None) -> Site:
    """Store the given settings, and create the first invite code.

    Raises InvalidPlaceName (field `name`) or Malformed.
    """
    title = None if name is None else _title(name)
    if sign_up not in (None, ANYONE, INVITE, NOBODY) or create_rooms not in (None, EVERYONE, ADMINS):
        raise Malformed
    code = None if read_stored().invite_code else new_invite_code()
    return _store(name=title, sign_up=sign_up, create_rooms=create_rooms, invite_code=code)


def _title(name: str) -> str:
    try:
        title = name_rules.room(name)
    except InvalidRoomName as error:
        raise InvalidPlaceName(field='name') from error
    if len(title) > NAME_LIMIT_CHARS:
        raise InvalidPlaceName(field='name')
    return title


def new_invite_code() -> str:
    """A code that nobody can guess."""
    return secrets.token_urlsafe(12)


@in_write
def renew_invite() -> Site:
    """Create a new invite code; links with the old one no longer work."""
    return _store(invite_code=new_invite_code())


@in_write
def dismiss_first_steps() -> Site:
    """Hide the onboarding from all admins."""
    return _store(first_steps='dismissed')


def _store(**choices: str | None) -> Site:
    """Store only the settings that are not None; returns all settings afterwards."""
    for name, value in choices.items():
        if value is not None:
            Setting.store(name, value)
    site = read_stored()
    after_commit(settings.value.keep, site)
    return site
