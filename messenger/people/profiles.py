"""What people say of themselves: nick and about-text."""

from functools import partial

from peewee import IntegrityError

from messenger import access, name_rules, notifications, rate_limits
from messenger.database.engine import after_commit, read, write
from messenger.errors import NameTaken
from messenger.models import User
from messenger.people import presence
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


async def speak(user_id: int, language: str) -> None:
    """Show this person the product in `language`; empty follows their browsers. Raises LimitReached."""
    rate_limits.take('settings', user_id)
    await write(lambda: User.update(language=language).where(User.id == user_id).execute())


async def hide_receipts(user_id: int, *, hidden: bool) -> None:
    """Keep from others how far this person has read, and others' reading from them; or share both again.

    Raises LimitReached.
    """
    rate_limits.take('settings', user_id)
    await write(lambda: User.update(hides_receipts=hidden).where(User.id == user_id).execute())


async def hide_presence(user_id: int, *, hidden: bool) -> None:
    """Keep from others that this person is here and writes, and the same of others from them; or share it again.

    Raises LimitReached, SignedOut.
    """
    rate_limits.take('settings', user_id)

    def work() -> None:
        user = access.user_for(user_id)
        user.hides_presence = hidden
        user.save()
        after_commit(partial(presence.hide, user_id, hidden=hidden))
        notifications.tell_settings(user)

    await write(work)


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
