"""What people choose for themselves: their language, how they are notified, and what others see of them."""

from datetime import datetime
from functools import partial
from typing import Any

from messenger import access, rate_limits
from messenger.database.engine import after_commit, write
from messenger.errors import Malformed
from messenger.events import OwnSettingsChanged
from messenger.models import User
from messenger.models.base import milliseconds
from messenger.models.user import EVERYTHING, MENTIONS, NOTHING
from messenger.people import presence
from messenger.pubsub import publish

LEVELS = (EVERYTHING, MENTIONS, NOTHING)


def settings_of(user: User) -> dict[str, Any]:
    """What this person chose for all rooms, as their windows need it."""
    return {
        'level': user.level,
        'plays_sound': user.plays_sound,
        'quiet_until': milliseconds(user.quiet_until),
        'hides_presence': user.hides_presence,
    }


def tell_settings(user: User) -> None:
    """From inside a write: all windows of this person hear what was chosen."""
    after_commit(publish, f'user:{user.id}', OwnSettingsChanged(settings_of(user)))


async def settle(user_id: int, *, level: str | None = None, plays_sound: bool | None = None) -> None:
    """Choose for all rooms that have no level of their own how much to be told; and whether it may be heard.

    Raises Malformed, LimitReached, SignedOut.
    """
    rate_limits.take('settings', user_id)
    if level is not None and level not in LEVELS:
        raise Malformed(field='level')
    choices = {'level': level, 'plays_sound': plays_sound}
    await write(_change, user_id, {name: value for name, value in choices.items() if value is not None})


async def keep_quiet(user_id: int, until: datetime | None) -> None:
    """Do not disturb this person until a moment, or from now on again where it is None.

    Raises LimitReached, SignedOut.
    """
    rate_limits.take('settings', user_id)
    await write(_change, user_id, {'quiet_until': until})


def _change(user_id: int, choices: dict[str, Any]) -> None:
    user = access.user_for(user_id)
    for name, value in choices.items():
        setattr(user, name, value)
    user.save()
    tell_settings(user)


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
        tell_settings(user)

    await write(work)
