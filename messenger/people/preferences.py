"""Personal settings: language, notifications, and what others may see of a person."""

from datetime import datetime
from functools import partial
from typing import Any

from messenger import access, rate_limits
from messenger.database.engine import after_commit, in_write, write
from messenger.errors import Malformed
from messenger.events import OwnSettingsChanged
from messenger.models import User
from messenger.models.base import milliseconds
from messenger.models.room import DIRECT
from messenger.models.user import EVERYTHING, MENTIONS, NOTHING
from messenger.payloads import OwnSettings
from messenger.people import presence
from messenger.pubsub import publish

LEVELS = (EVERYTHING, MENTIONS, NOTHING)


def hears(kind: str, level: str, general: str) -> str:
    """The level that applies in a room of this kind, from a person's `level` for the room and their general one.

    Direct conversations notify of everything or of nothing.
    """
    applies = level or general
    return EVERYTHING if kind == DIRECT and applies == MENTIONS else applies


def settings_of(user: User) -> OwnSettings:
    """The settings this person chose for all rooms, as their windows need them."""
    return OwnSettings(user.level, user.plays_sound, milliseconds(user.quiet_until), user.hides_presence)


@in_write
def publish_settings(user: User) -> None:
    """Send the settings to all windows of this person."""
    after_commit(publish, f'user:{user.id}', OwnSettingsChanged(settings_of(user)))


async def settle(user_id: int, *, level: str | None = None, plays_sound: bool | None = None) -> None:
    """Set the notification level for all rooms without a level of their own, and whether notifications play a sound.

    Raises Malformed, LimitReached, SignedOut.
    """
    rate_limits.take('settings', user_id)
    if level is not None and level not in LEVELS:
        raise Malformed(field='level')
    choices = {'level': level, 'plays_sound': plays_sound}
    await write(_change, user_id, {name: value for name, value in choices.items() if value is not None})


async def keep_quiet(user_id: int, until: datetime | None) -> None:
    """Turn on “do not disturb” until a moment; None turns it off.

    Raises LimitReached, SignedOut.
    """
    rate_limits.take('settings', user_id)
    await write(_change, user_id, {'quiet_until': until})


def _change(user_id: int, choices: dict[str, Any]) -> None:
    user = access.user_for(user_id)
    for name, value in choices.items():
        setattr(user, name, value)
    user.save()
    publish_settings(user)


async def speak(user_id: int, language: str) -> None:
    """Set this person's language; an empty one follows their browser. Raises LimitReached."""
    rate_limits.take('settings', user_id)
    await write(lambda: User.update(language=language).where(User.id == user_id).execute())


async def hide_receipts(user_id: int, *, hidden: bool) -> None:
    """Hide read receipts in both directions, or show them again.

    Raises LimitReached.
    """
    rate_limits.take('settings', user_id)
    await write(lambda: User.update(hides_receipts=hidden).where(User.id == user_id).execute())


async def hide_presence(user_id: int, *, hidden: bool) -> None:
    """Hide presence and typing in both directions, or show them again.

    Raises LimitReached, SignedOut.
    """
    rate_limits.take('settings', user_id)

    def work() -> None:
        user = access.user_for(user_id)
        user.hides_presence = hidden
        user.save()
        after_commit(partial(presence.hide, user_id, hidden=hidden))
        publish_settings(user)

    await write(work)
