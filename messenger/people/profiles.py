"""Profiles: nick and about text."""

from peewee import IntegrityError

from messenger import access, name_rules, rate_limits
from messenger.database.engine import in_write, read, write
from messenger.errors import NameTaken
from messenger.models import User
from messenger.people.announce import announce


async def get_own(user_id: int) -> User:
    """The person's own row, for a form to edit. Raises SignedOut."""
    return await read(access.user_for, user_id)


async def save(user: User, *, shown: tuple[str, str] | None = None) -> User:
    """Store a nick and about text changed in a form; everyone sees the new nick at once. Returns the stored row.

    `shown` is the nick and about text that the form started with: unchanged values are not written, because they may
    have been changed elsewhere in the meantime.

    Raises InvalidName and NameTaken (field `nick`), TooLong (field `about`), LimitReached; then nothing is stored.
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


@in_write
def rename(user: User, nick: str) -> None:
    """Store a checked nick and all other changes to the row. Raises NameTaken."""
    renamed, key = user.nick != nick, name_rules.key(nick)
    if key != user.nick_key and User.has_name(nick, key, but=user.id):
        raise NameTaken(field='nick')
    user.nick, user.nick_key = nick, key
    try:
        user.save()
    except IntegrityError:
        raise NameTaken(field='nick') from None
    if renamed:
        announce(user)
