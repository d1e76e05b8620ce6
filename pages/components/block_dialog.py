"""Block a person, after a confirmation, and unblock them."""

from collections.abc import Callable
from typing import Any

from messenger.i18n import _
from messenger.models import User
from messenger.people import blocking
from pages.components.dialog import ask, run
from pages.components.refusals import show_errors


def ask_to_block(viewer_id: int, person: User, done: Callable[[], Any] = lambda: None) -> None:
    """Block a person, after a confirmation; then call `done`. An open conversation with them updates by itself."""
    hint = _(
        'They will not be able to write to you directly or add you to conversations, '
        'and their mentions will not notify you. They will not be notified of this. Rooms '
        'and groups you share stay as they are, but in a group with only the two of you, neither of you can write.'
    )

    async def block() -> None:
        with show_errors() as refusals:
            await blocking.block(viewer_id, person.id)
        if not refusals:
            await run(done)

    ask(
        _('Block {nick}?').format(nick=person.nick),
        hint,
        _('Block {nick}').format(nick=person.nick),
        block,
        danger=True,
    )


async def unblock(viewer_id: int, user_id: int, done: Callable[[], Any] = lambda: None) -> None:
    """Unblock a person; then call `done`."""
    with show_errors() as refusals:
        await blocking.unblock(viewer_id, user_id)
    if not refusals:
        await run(done)
