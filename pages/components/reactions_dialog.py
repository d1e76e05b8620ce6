"""The dialog that shows who reacted to a message with which emoji."""

from messenger.i18n import _
from messenger.messages import reactions
from pages.components.dialog import dialog
from pages.components.markup import tag
from pages.components.refusals import show_errors
from pages.components.view import View


async def show(viewer_id: int, message_id: int) -> None:
    """Show the reactions to a message with everyone's avatar and nick."""
    with show_errors():
        rows = await reactions.list_reactors(viewer_id, message_id)
        if not rows:
            return
        with dialog(_('Reactions')) as shown:
            View('reactions.html', reactions=rows)
            with tag('div', classes='dialog-foot'):
                tag('button', _('Close'), classes='button', type='button').on('click', shown.close)
