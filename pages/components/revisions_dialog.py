"""The dialog that shows earlier versions of an edited message."""

from messenger.i18n import _
from messenger.messages import revisions
from pages.components.dialog import dialog
from pages.components.markup import tag
from pages.components.refusals import show_errors
from pages.components.view import View


async def show(viewer_id: int, message_id: int) -> None:
    """Show the earlier versions of a message, the oldest first."""
    with show_errors():
        versions = await revisions.list_versions(viewer_id, message_id)
        with dialog(_('Edit history')) as shown:
            View('revisions.html', revisions=versions)
            with tag('div', classes='dialog-foot'):
                tag('button', _('Close'), classes='button', type='button').on('click', shown.close)
