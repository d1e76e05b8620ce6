"""The choices an admin makes for the whole place."""

import secrets
from dataclasses import dataclass, fields, replace

from messenger.db import after_commit
from messenger.errors import InvalidRoomName, Malformed
from messenger.models import Setting
from messenger.services import names

ANYONE, INVITE, NOBODY = 'anyone', 'invite', 'nobody'
EVERYONE, ADMINS = 'everyone', 'admins'
NAME_LIMIT_CHARS = 40


@dataclass(frozen=True)
class Site:
    """`sign_up`: anyone, invite or nobody; `create_rooms`: everyone or admins; `first_steps`: dismissed, or nothing."""

    name: str = 'Messenger'
    sign_up: str = ANYONE
    create_rooms: str = EVERYONE
    invite_code: str = ''
    first_steps: str = ''


_site = Site()


def current() -> Site:
    """The choices in force."""
    return _site


def load() -> Site:
    """Read the choices from the database, and keep them; call from a read or a write."""
    known = [field.name for field in fields(Site)]
    site = Site(**{row.name: row.value for row in Setting.select().where(Setting.name.in_(known))})
    _keep(site)
    return site


def change(*, name: str, sign_up: str, create_rooms: str) -> Site:
    """From inside a write: store the choices. Raises InvalidRoomName (field `name`) or Malformed."""
    title = names.room(name)
    if len(title) > NAME_LIMIT_CHARS:
        raise InvalidRoomName(field='name')
    if sign_up not in (ANYONE, INVITE, NOBODY) or create_rooms not in (EVERYONE, ADMINS):
        raise Malformed
    code = current().invite_code or new_invite_code()
    return _store(replace(current(), name=title, sign_up=sign_up, create_rooms=create_rooms, invite_code=code))


def new_invite_code() -> str:
    """A code that nobody guesses."""
    return secrets.token_urlsafe(12)


def renew_invite() -> Site:
    """From inside a write: make a new invite code; links with the old one are void."""
    return _store(replace(current(), invite_code=new_invite_code()))


def dismiss_first_steps() -> Site:
    """From inside a write: lead no admin through the first steps any more."""
    return _store(replace(current(), first_steps='dismissed'))


def _store(site: Site) -> Site:
    for name in (field.name for field in fields(Site)):
        Setting.replace(name=name, value=getattr(site, name)).execute()
    after_commit(_keep, site)
    return site


def _keep(site: Site) -> None:
    global _site
    _site = site
