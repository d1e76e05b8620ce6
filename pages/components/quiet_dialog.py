"""The dialog "Do not disturb": no notifications for a while."""

from messenger.i18n import _
from messenger.people import preferences, profiles
from pages.components.dialog import dialog
from pages.components.markup import tag
from pages.components.pause_choice import PauseChoice, quiet_texts
from pages.components.refusals import show_errors


async def open_dialog(viewer_id: int) -> None:
    """Open the dialog; changes apply at once, in all windows."""
    with show_errors():
        user = await profiles.get_own(viewer_id)
        with dialog(_('Notifications')) as shown:
            PauseChoice(quiet_texts(), user.quiet_until, lambda until: preferences.keep_quiet(viewer_id, until))
            with tag('div', classes='dialog-foot'):
                tag('button', _('Done'), classes='button', type='button').on('click', shown.close)
