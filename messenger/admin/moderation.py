"""Moderation of people, rooms and site settings; each action is logged in the same transaction."""

import secrets
from dataclasses import replace
from datetime import datetime

from peewee import fn

from messenger import access, audit_log, name_rules, rate_limits
from messenger.accounts import accounts, passwords, sessions
from messenger.database.engine import after_commit, in_write, read, write
from messenger.errors import LastAdmin
from messenger.events import AdminChanged
from messenger.models import Room, Session, User
from messenger.models.base import now, tuples_of
from messenger.models.room import DIRECT
from messenger.people import directory, profiles
from messenger.people.announce import announce
from messenger.people.name_match import QUERY_LIMIT_CHARS
from messenger.pubsub import publish
from messenger.rooms import rooms
from messenger.site import settings as site_settings

PAGE = 50
UNKNOWN_PASSWORD_BYTES = 32


def persons(admin_id: int, query: str, offset: int) -> directory.Page:
    """From a read: a page of all people, also blocked ones, found by nick or user name. Raises NotFound."""
    access.admin_for(admin_id)
    return directory.page(User.select(), query, PAGE, offset)


def session_counts(user_ids: list[int]) -> dict[int, int]:
    """From a read: how many valid sessions each of these people has."""
    counted = Session.select(Session.user, fn.COUNT(Session.id)).where(Session.user.in_(user_ids))
    return dict(tuples_of(counted.where(Session.expires_at > now()).group_by(Session.user)))


async def rename(admin_id: int, user_id: int, nick: str) -> None:
    """Give somebody another nick. Raises InvalidName, NameTaken (field `nick`), NotFound."""
    rate_limits.take('admin', admin_id)
    fresh = name_rules.personal(nick, field='nick')

    def work() -> None:
        admin, user = access.admin_for(admin_id), directory.get_user(user_id)
        before = user.nick
        profiles.rename(user, fresh)
        audit_log.note(admin, 'renamed_person', fresh, before)

    await write(work)


async def block(admin_id: int, user_id: int) -> None:
    """Block somebody: their sessions end at once, their messages stay. Raises NotFound, LastAdmin."""
    rate_limits.take('admin', admin_id)

    def work() -> None:
        admin, user = access.admin_for(admin_id), directory.get_user(user_id)
        shut_out(user)
        audit_log.note(admin, 'blocked', user.nick)

    await write(work)


@in_write
def shut_out(user: User) -> datetime:
    """Block somebody; returns the time of the block. Raises LastAdmin."""
    moment = user.blocked_at = now()
    user.save()
    _check_led()
    sessions.end_all(user.id)
    announce(user)
    return moment


async def unblock(admin_id: int, user_id: int) -> None:
    """Unblock somebody. Raises NotFound."""
    rate_limits.take('admin', admin_id)
    await write(let_in, admin_id, user_id)


@in_write
def let_in(admin_id: int, user_id: int, action: str = 'unblocked') -> None:
    """Unblock somebody; the log calls it `action`. Raises NotFound."""
    admin, user = access.admin_for(admin_id), directory.get_user(user_id)
    user.blocked_at = None
    user.save()
    announce(user)
    audit_log.note(admin, action, user.nick)


async def set_admin(admin_id: int, user_id: int, *, is_admin: bool) -> None:
    """Make somebody an admin, or take that role away. Raises NotFound, LastAdmin."""
    rate_limits.take('admin', admin_id)

    def work() -> None:
        admin, user = access.admin_for(admin_id), directory.get_user(user_id)
        user.is_admin = is_admin
        user.save()
        _check_led()
        after_commit(publish, f'user:{user_id}', AdminChanged(is_admin))
        audit_log.note(admin, 'made_admin' if is_admin else 'unmade_admin', user.nick)

    await write(work)


def _check_led() -> None:
    if not User.active().where(User.is_admin).exists():
        raise LastAdmin


def is_last_admin(user: User) -> bool:
    """From a read: whether this person is the only admin."""
    return user.is_admin and not User.active().where(User.is_admin, User.id != user.id).exists()


async def create_account(admin_id: int, username: str) -> tuple[User, str]:
    """Create an account that nobody can log in to yet; returns the person, and the token of a link to set a password.

    Raises InvalidName, ReservedName and NameTaken (field `username`), LimitReached, NotFound.
    """
    rate_limits.take('admin', admin_id)
    await read(access.admin_for, admin_id)
    name = name_rules.personal(username, field='username')
    hashed = await passwords.make_hash(secrets.token_urlsafe(UNKNOWN_PASSWORD_BYTES))

    def work() -> tuple[User, str]:
        admin = access.admin_for(admin_id)
        user = accounts.create(name, hashed)
        audit_log.note(admin, 'created_account', user.nick)
        return user, accounts.make_reset_link(admin.id, user.id)

    return await write(work)


async def reset_link(admin_id: int, user_id: int) -> str:
    """Create a one-time link for somebody to set a new password; returns its token. Raises NotFound."""
    rate_limits.take('admin', admin_id)

    def work() -> str:
        admin, user = access.admin_for(admin_id), directory.get_user(user_id)
        audit_log.note(admin, 'made_reset_link', user.nick)
        return accounts.make_reset_link(admin.id, user.id)

    return await write(work)


async def end_sessions(admin_id: int, user_id: int) -> None:
    """Sign somebody out everywhere. Raises NotFound."""
    rate_limits.take('admin', admin_id)

    def work() -> None:
        admin, user = access.admin_for(admin_id), directory.get_user(user_id)
        sessions.end_all(user_id)
        audit_log.note(admin, 'ended_sessions', user.nick)

    await write(work)


def all_rooms(admin_id: int, query: str, offset: int) -> tuple[list[Room], int]:
    """From a read: a page of the rooms found by name, without direct and deleted ones, and their total number."""
    access.admin_for(admin_id)
    living_rooms = Room.living().where(Room.kind != DIRECT)
    key = name_rules.key(query.strip()[:QUERY_LIMIT_CHARS])
    if key:
        living_rooms = living_rooms.where(Room.name_key.contains(key))
    return list(living_rooms.order_by(Room.name_key).limit(PAGE).offset(offset)), living_rooms.count()


def bin_of(admin_id: int) -> list[Room]:
    """From a read: the rooms in the bin. Raises NotFound."""
    access.admin_for(admin_id)
    return rooms.in_bin()


async def change_site(
    admin_id: int, *, name: str | None = None, sign_up: str | None = None, create_rooms: str | None = None
) -> site_settings.Site:
    """Set the site's name, who may sign up and who may create rooms; None leaves a setting unchanged.

    Raises InvalidRoomName, Malformed, LimitReached.
    """
    rate_limits.take('admin', admin_id)

    def work() -> site_settings.Site:
        admin, before = access.admin_for(admin_id), site_settings.read_stored()
        site = site_settings.change(name=name, sign_up=sign_up, create_rooms=create_rooms)
        if replace(site, invite_code='') != replace(before, invite_code=''):
            audit_log.note(admin, 'changed_settings', site.name, f'{site.sign_up}, {site.create_rooms}')
        return site

    return await write(work)


async def renew_invite(admin_id: int) -> site_settings.Site:
    """Create a new invite link; the old one no longer works. Raises NotFound."""
    rate_limits.take('admin', admin_id)

    def work() -> site_settings.Site:
        audit_log.note(access.admin_for(admin_id), 'renewed_invite')
        return site_settings.renew_invite()

    return await write(work)
