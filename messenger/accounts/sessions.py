"""Who is signed in where: sessions in a table, found by the hash of the cookie's token."""

import secrets
from datetime import timedelta

from messenger import rate_limits
from messenger.accounts import tokens
from messenger.database.engine import after_commit, write
from messenger.errors import NotFound
from messenger.events import SessionEnded
from messenger.models import Session, User
from messenger.models.base import now
from messenger.pubsub import publish

RENEW_AFTER = timedelta(hours=1)
DEVICE_LIMIT_CHARS = 200
NUMBER_BITS = 52  # what a number holds exactly in a browser, too

_lifetime = timedelta(days=30)


def configure(*, days: int) -> None:
    """Take SESSION_DAYS: a session ends after so many days without use."""
    global _lifetime
    _lifetime = timedelta(days=days)


def start(user_id: int, address: str, device: str) -> tuple[Session, str]:
    """From inside a write: sign a person in; returns the session and the token for the cookie."""
    token = tokens.make()
    session = Session.create(
        # random: SQLite gives the number of a deleted row again, and an open window of the old session is known by it
        id=secrets.randbits(NUMBER_BITS),
        user=user_id,
        token_hash=tokens.digest(token),
        expires_at=now() + _lifetime,
        address=address[:64],
        device=device[:DEVICE_LIMIT_CHARS],
    )
    Session.delete().where(Session.expires_at < now()).execute()
    return session, token


def find(token: str) -> Session | None:
    """From a read: the living session of a token, with `session.user` loaded; None for the blocked and unknown."""
    query = Session.select(Session, User).join(User).where(Session.token_hash == tokens.digest(token), _is_living())
    return query.first()  # type: ignore[no-any-return] # peewee has no types


def is_stale(session: Session) -> bool:
    """Whether it is time to renew the session."""
    return bool(now() - session.last_used_at > RENEW_AFTER)


def renew(session_ids: list[int]) -> None:
    """From inside a write: these sessions are in use; their expiry slides on."""
    moment = now()
    Session.update(last_used_at=moment, expires_at=moment + _lifetime).where(Session.id.in_(session_ids)).execute()


def living(session_ids: list[int]) -> set[int]:
    """From a read: which of these sessions may still be used."""
    query = Session.select(Session.id).join(User).where(Session.id.in_(session_ids), _is_living())
    return {row.id for row in query}


def stale(session_ids: list[int]) -> list[int]:
    """From a read: which of these sessions it is time to renew."""
    query = Session.select(Session.id).where(Session.id.in_(session_ids), Session.last_used_at < now() - RENEW_AFTER)
    return [row.id for row in query]


def of_person(user_id: int) -> list[Session]:
    """From a read: a person's living sessions, the last used first."""
    query = Session.select().where(Session.user == user_id, Session.expires_at > now())
    return list(query.order_by(Session.last_used_at.desc(), Session.id.desc()))


async def sign_out(user_id: int, session_id: int) -> None:
    """End one session of this person. Raises LimitReached, and NotFound for another's."""
    rate_limits.take('session', user_id)
    await write(end, user_id, session_id)


async def sign_out_elsewhere(user_id: int, *, but: int) -> None:
    """End every session of this person, except the one numbered `but`. Raises LimitReached."""
    rate_limits.take('session', user_id)
    await write(lambda: end_all(user_id, but=but))


def end(user_id: int, session_id: int) -> None:
    """From inside a write: end one session of this person. Raises NotFound for another's."""
    if not Session.delete().where(Session.id == session_id, Session.user == user_id).execute():
        raise NotFound
    after_commit(publish, f'user:{user_id}', SessionEnded((session_id,)))


def end_all(user_id: int, *, but: int | None = None) -> None:
    """From inside a write: end every session of a person, except the one numbered `but`."""
    doomed = Session.select(Session.id).where(Session.user == user_id, Session.id != (but or 0))
    ids = tuple(row.id for row in doomed)
    Session.delete().where(Session.id.in_(ids)).execute()
    after_commit(publish, f'user:{user_id}', SessionEnded(ids))


def _is_living() -> object:
    return (Session.expires_at > now()) & User.is_active()
