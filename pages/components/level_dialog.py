"""The dialog "Notifications" of a room: its notification level, and muting it for a while."""

from functools import partial

from nicegui import ui

from messenger import access, notifications
from messenger.database.engine import read
from messenger.i18n import _
from messenger.models.membership import INHERIT
from messenger.models.user import EVERYTHING, MENTIONS, NOTHING
from pages.components.dialog import dialog
from pages.components.lasting import lasting
from pages.components.markup import tag
from pages.components.pause_choice import PauseChoice, PauseTexts
from pages.components.refusals import show_errors


def levels() -> dict[str, str]:
    """The labels of the notification levels, by level."""
    return {EVERYTHING: _('Every message'), MENTIONS: _('Mentions only'), NOTHING: _('Nothing')}


async def open_dialog(viewer_id: int, room_id: int) -> None:
    """Open the dialog for a room that the person belongs to."""
    with show_errors():
        seat = await read(access.room_for, viewer_id, room_id, access.Permission.POST)
        if seat.membership is None:
            return
        labels = levels()
        own = _('Same as in my profile ({level})').format(level=labels[seat.user.level].lower())
        with dialog(_('Notifications')) as shown:
            tag('div', _('Notify me about'), classes='label')
            level = ui.radio({INHERIT: own} | labels, value=seat.membership.level)
            level.props.update({'aria-label': _('Notify me about'), 'role': 'radiogroup'})
            texts = PauseTexts(
                _('Mute'),
                _('Muted until'),
                _('Muted until you unmute it.'),
                _('Unmute'),
                _('No notifications and no unread count. Only mentions of you are counted.'),
            )
            PauseChoice(texts, seat.membership.muted_until, partial(notifications.mute, viewer_id, room_id))
            with tag('div', classes='dialog-foot'):
                tag('button', _('Done'), classes='button', type='button').on('click', shown.close)

        async def choose() -> None:
            with show_errors():
                await notifications.choose_level(viewer_id, room_id, level.value)

        level.on_value_change(lasting(choose))
