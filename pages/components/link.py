"""A dialog that shows a link to share."""

from nicegui import ui

from messenger.i18n import _
from pages.components.client_call import client_handler
from pages.components.dialog import dialog
from pages.components.markup import tag

COPY = client_handler('messenger.copy(event.target.previousElementSibling.value)')


def show_link(title: str, hint: str, link: str) -> None:
    """Show a link to copy and give to somebody."""
    with dialog(title, hint) as shown:
        link_field(link)
        with tag('div', classes='dialog-foot'):
            tag('button', _('Done'), classes='button', type='button').on('click', shown.close)


def link_field(link: str) -> ui.element:
    """A field with a link, which is selected on focus, and a button that copies it."""
    with tag('div', classes='link-field') as field:
        text = tag('input', classes='search', readonly=True, value=link, aria_label=_('Link'))
        text.on('focus', js_handler='(event) => event.target.select()')
        copy = tag('button', _('Copy'), classes='button quiet', type='button')
        copy.on('click', js_handler=COPY)
    return field
