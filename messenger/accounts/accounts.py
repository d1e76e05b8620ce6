"""Accounts: sign-up, log-in, passwords and password reset links."""

import hashlib
import hmac
from datetime import timedelta

from peewee import IntegrityError

from messenger import access, name_rules, process, rate_limits
from messenger.accounts import login_attempts, passwords, sessions, tokens
from messenger.database.engine import in_write, read, write
from messenger.errors import (
    InviteNeeded,
    LimitReached,
    LinkExpired,
    NameTaken,
    NotFound,
    Refused,
    SignUpClosed,
    TooManySignUps,
    WrongLogin,
    WrongPassword,
    WrongSetupCode,
)
from messenger.models import ResetLink, Session, User
from messenger.models.base import now
from messenger.site import settings as site_settings

RESET_LINK_LIFETIME = timedelta(hours=24)
SETUP_CODE_CHARS = 8


def setup_code() -> str:
    """The code required for the first account if other machines can reach the server; otherwise empty."""
    settings = process.settings.value
    if settings.listens_locally:
        return ''
    return hmac.new(settings.secret_key.encode(), b'setup code', hashlib.sha256).hexdigest()[:SETUP_CODE_CHARS]


def is_empty() -> bool:
    """From a read: whether there are no accounts yet."""
    return not User.select(User.id).exists()


async def sign_up(
    username: str, password: str, repeat: str, *, invite: str = '', code: str = '', address: str, device: str
) -> tuple[User, str]:
    """Create an account and sign it in; returns the person and the token for the cookie.

    Raises the errors of `name_rules.personal` and `passwords.check_new`, with the field they concern; NameTaken,
    SignUpClosed, InviteNeeded, WrongSetupCode, LimitReached.
    """
    name = name_rules.personal(username, field='username')
    passwords.check_new(password, repeat, name)
    try:
        rate_limits.take('sign_up', rate_limits.network(address))
    except LimitReached as refusal:
        raise TooManySignUps(retry_after=refusal.retry_after) from None
    hashed = await passwords.make_hash(password)
    return await write(register, name, hashed, invite, code, address, device)


def find_faults(username: str, password: str, repeat: str) -> list[Refused]:
    """Everything that `sign_up` refuses in what was typed, without asking whether the name is taken."""
    refusals = []
    checks = (
        lambda: name_rules.personal(username, field='username'),
        lambda: passwords.check_new(password, repeat, username.strip()),
    )
    for check in checks:
        try:
            check()
        except Refused as refusal:
            refusals.append(refusal)
    return refusals


@in_write
def register(name: str, hashed: str, invite: str, code: str, address: str, device: str) -> tuple[User, str]:
    """Create an account and its first session; returns the person and the session's token.

    Raises WrongSetupCode, SignUpClosed, InviteNeeded or NameTaken.
    """
    first = is_empty()
    if first:
        if not hmac.compare_digest(code.strip().encode(), setup_code().encode()):
            raise WrongSetupCode(field='code')
    else:
        _check_door(invite)
    user = create(name, hashed, is_admin=first)
    return user, sessions.start(user.id, address, device)[1]


def _check_door(invite: str) -> None:
    site = site_settings.read_stored()
    if site.sign_up == site_settings.NOBODY:
        raise SignUpClosed
    invited = bool(site.invite_code) and hmac.compare_digest(invite.encode(), site.invite_code.encode())
    if site.sign_up == site_settings.INVITE and not invited:
        raise InviteNeeded


@in_write
def create(name: str, hashed: str, *, is_admin: bool = False, nick: str = '') -> User:
    """Create a person. Raises NameTaken (field `username`) if the user name or nick is somebody's nick or user name."""
    display_name = nick or name
    if any(User.has_name(candidate, name_rules.key(candidate)) for candidate in {name, display_name}):
        raise NameTaken(field='username')
    try:
        user = User.create(
            username=name,
            username_key=name_rules.key(name),
            nick=display_name,
            nick_key=name_rules.key(display_name),
            password_hash=hashed,
            is_admin=is_admin,
        )
    except IntegrityError:
        raise NameTaken(field='username') from None
    return user


async def log_in(username: str, password: str, *, address: str, device: str) -> tuple[User, str]:
    """Sign a person in; returns the person and the token for the cookie.

    Raises WrongLogin for an unknown name, wrong password or blocked account; LimitReached after too many tries.
    """
    name_key = name_rules.key(username.strip())[:100]
    attempts = login_attempts.attempts.value
    async with attempts.turn(address):
        attempts.check(name_key, address)
        user: User | None = await read(lambda: User.active().where(User.username_key == name_key).first())
        if not await passwords.matches(password, user.password_hash if user else None) or user is None:
            attempts.note_failure(name_key, address)
            raise WrongLogin(field='password')
        attempts.note_success(name_key, address)
    rate_limits.take('log_in', user.id)
    return user, (await write(sessions.start, user.id, address, device))[1]


async def change_password(session: Session, current: str, password: str, repeat: str) -> None:
    """Set a new password and end the person's other sessions. Raises WrongPassword, WeakPassword, PasswordsDiffer."""
    user = await read(access.user_for, session.user_id)
    rate_limits.take('password', user.id)
    if not await passwords.matches(current, user.password_hash):
        raise WrongPassword(field='current')
    passwords.check_new(password, repeat, user.username)
    hashed = await passwords.make_hash(password)
    await write(set_password, user.id, hashed, keep=session.id)


@in_write
def set_password(user_id: int, hashed: str, *, keep: int | None = None) -> None:
    """Store the hash, invalidate reset links, end all sessions except `keep`."""
    User.update(password_hash=hashed).where(User.id == user_id).execute()
    ResetLink.update(used_at=now()).where(ResetLink.user == user_id, ResetLink.used_at.is_null()).execute()
    sessions.end_all(user_id, but=keep)


def find_by_name(name: str) -> User | None:
    """From a read: the person with this user name, otherwise the person with this nick."""
    key = name_rules.key(name.strip())
    by_username: User | None = User.get_or_none(User.username_key == key)
    return by_username or User.get_or_none(User.nick_key == key)


@in_write
def make_reset_link(admin_id: int, user_id: int) -> str:
    """Create a one-time token that lets this person set a new password within a day."""
    if not User.select(User.id).where(User.id == user_id).exists():
        raise NotFound
    token = tokens.make()
    ResetLink.create(
        user=user_id, token_hash=tokens.digest(token), made_by=admin_id, expires_at=now() + RESET_LINK_LIFETIME
    )
    return token


def person_of_link(token: str) -> User:
    """From a read: the person whose password the link resets. Raises LinkExpired."""
    return _link(token).user


async def reset_password(token: str, password: str, repeat: str, *, address: str, device: str) -> tuple[User, str]:
    """Use a reset link: set the password, end all sessions, sign in. Raises LinkExpired, and as `check_new`."""
    rate_limits.take('reset', rate_limits.network(address))
    user = await read(person_of_link, token)
    passwords.check_new(password, repeat, user.username)
    hashed = await passwords.make_hash(password)

    def use() -> tuple[User, str]:
        person = person_of_link(token)
        set_password(person.id, hashed)
        return person, sessions.start(person.id, address, device)[1]

    return await write(use)


def _link(token: str) -> ResetLink:
    query = ResetLink.select(ResetLink, User).join(User, on=ResetLink.user)
    link: ResetLink | None = query.where(
        ResetLink.token_hash == tokens.digest(token),
        ResetLink.used_at.is_null(),
        ResetLink.expires_at > now(),
        User.is_active(),
    ).first()
    if link is None:
        raise LinkExpired
    return link
