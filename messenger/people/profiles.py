"""What people say of themselves: nick and about-text."""

from peewee import IntegrityError

from messenger import access, name_rules, rate_limits
from messenger.database.engine import read, write
from messenger.errors import NameTaken
from messenger.models import User
from messenger.people.announce import announce


async def own(user_id: int) -> User:
    """The person's own row, for a form to bind to. Raises SignedOut."""
    return await read(access.user_for, user_id)


async def save(user: User, *, shown: tuple[str, str] | None = None) -> User:
    """Store what a form changed of nick and about-text; everyone sees the new nick at once. Returns the stored row.

    `shown` is the nick and the about-text that the form began with: what is still the same is not written, for it may
    have been changed elsewhere meanwhile.

    Raises InvalidName and NameTaken (field `nick`), TooLong (field `about`), LimitReached; nothing is stored then.
    """
    nick = name_rules.personal(user.nick, field='nick')
    about = name_rules.line(user.about, name_rules.ABOUT_LIMIT_CHARS, field='about')
    before = shown or (None, None)
    changed = (nick if user.nick != before[0] else None, about if user.about != before[1] else None)
    rate_limits.take('profile', user.id)
    return await write(_save, user.id, *changed)


def _save(user_id: int, nick: str | None, about: str | None) -> User:
    user = access.user_for(user_id)
    if about is not None:
        user.about = about
    rename(user, user.nick if nick is None else nick)
    return user


def rename(user: User, nick: str) -> None:
    """From inside a write: store a checked nick with whatever else of the row is dirty. Raises NameTaken."""
    renamed = user.nick != nick
    user.nick, user.nick_key = nick, name_rules.key(nick)
    try:
        user.save()
    except IntegrityError:
        raise NameTaken(field='nick') from None
    if renamed:
        announce(user)
