"""Sessions: who is signed in on which device. Each is found by the hash of the token in the cookie."""

import secrets
from datetime import timedelta

from messenger import process, rate_limits
from messenger.accounts import tokens
from messenger.database.engine import after_commit, in_write, write
from messenger.errors import NotFound
from messenger.events import SessionEnded
from messenger.models import Session, User
from messenger.models.base import now
from messenger.pubsub import publish

RENEW_AFTER = timedelta(hours=1)
DEVICE_LIMIT_CHARS = 200
NUMBER_BITS = 52  # JavaScript holds numbers of this size exactly, too


@in_write
def start(user_id: int, address: str, device: str) -> tuple[Session, str]:
    """Sign a person in; returns the session and the token for the cookie."""
    token = tokens.make()
    session = Session.create(
        # random, because SQLite reuses the id of a deleted row, and open windows of the old session still carry that id
        id=secrets.randbits(NUMBER_BITS),
        user=user_id,
        token_hash=tokens.digest(token),
        expires_at=now() + _lifetime(),
        address=address[:64],
        device=device[:DEVICE_LIMIT_CHARS],
    )
    Session.delete().where(Session.expires_at < now()).execute()
    return session, token


def find(token: str) -> Session | None:
    """From a read: the valid session of a token, with `session.user` loaded; None if unknown or the user is blocked."""
    query = Session.select(Session, User).join(User).where(Session.token_hash == tokens.digest(token), _is_living())
    return query.first()  # type: ignore[no-any-return] # peewee has no types


def is_stale(session: Session) -> bool:
    """Whether the session is due for renewal."""
    return bool(now() - session.last_used_at > RENEW_AFTER)


@in_write
def renew(session_ids: list[int]) -> None:
    """Mark these sessions as in use and extend their expiry."""
    moment = now()
    Session.update(last_used_at=moment, expires_at=moment + _lifetime()).where(Session.id.in_(session_ids)).execute()


def living(session_ids: list[int]) -> set[int]:
    """From a read: those of these sessions that are still valid."""
    query = Session.select(Session.id).join(User).where(Session.id.in_(session_ids), _is_living())
    return {row.id for row in query}


def find_stale(session_ids: list[int]) -> list[int]:
    """From a read: those of these sessions that are due for renewal."""
    query = Session.select(Session.id).where(Session.id.in_(session_ids), Session.last_used_at < now() - RENEW_AFTER)
    return [row.id for row in query]


def of_person(user_id: int) -> list[Session]:
    """From a read: a person's valid sessions, the most recently used first."""
    query = Session.select().where(Session.user == user_id, Session.expires_at > now())
    return list(query.order_by(Session.last_used_at.desc(), Session.id.desc()))


async def sign_out(user_id: int, session_id: int) -> None:
    """End one session of this person. Raises LimitReached, and NotFound for somebody else's session."""
    rate_limits.take('session', user_id)
    await write(end, user_id, session_id)


async def sign_out_elsewhere(user_id: int, *, but: int) -> None:
    """End every session of this person except `but`. Raises LimitReached."""
    rate_limits.take('session', user_id)
    await write(lambda: end_all(user_id, but=but))


@in_write
def end(user_id: int, session_id: int) -> None:
    """End one session of this person. Raises NotFound for somebody else's session."""
    if not Session.delete().where(Session.id == session_id, Session.user == user_id).execute():
        raise NotFound
    after_commit(publish, f'user:{user_id}', SessionEnded((session_id,)))


@in_write
def end_all(user_id: int, *, but: int | None = None) -> None:
    """End every session of a person except `but`."""
    doomed = Session.select(Session.id).where(Session.user == user_id, Session.id != (but or 0))
    ids = tuple(row.id for row in doomed)
    Session.delete().where(Session.id.in_(ids)).execute()
    after_commit(publish, f'user:{user_id}', SessionEnded(ids))


def _lifetime() -> timedelta:
    """After this time without use, a session expires."""
    return timedelta(days=process.settings.value.session_days)


def _is_living() -> object:
    return (Session.expires_at > now()) & User.is_active()
