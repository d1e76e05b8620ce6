"""The warning to admins while an older copy of the database is in use, and the button to keep it."""

from messenger import access
from messenger.database.engine import read
from messenger.files import workspace
from messenger.i18n import _
from pages.components.dialog import ask
from pages.components.markup import tag
from pages.components.refusals import confirm, show_errors


def older_copy_card(admin_id: int) -> None:
    """Show a card that says what is wrong and what to do, or nothing if all is well."""
    if not workspace.current().is_older_copy():
        return
    title, problem, advice = _words()
    card = tag('section', classes='card warning', role='note', aria_label=title)

    async def keep() -> None:
        with show_errors() as refusals:
            await workspace.keep_database(admin_id)
        if not refusals:
            card.delete()
            confirm(_('The messenger will keep using this database.'))

    async def ask_first() -> None:
        hint = _(
            'Files not listed in this database are moved aside after 7 days and deleted 30 days later. Messages '
            'that are only in another copy will be missing.'
        )
        with show_errors():
            await read(access.admin_for, admin_id)
            ask(_('Keep this database?'), hint, _('Keep this database'), keep, danger=True)

    with card:
        tag('h2', title)
        tag('p', problem)
        tag('p', advice)
        with tag('div', classes='button-row'):
            button = tag('button', _('Keep this database'), classes='button quiet', type='button')
            button.on('click', ask_first)


def _words() -> tuple[str, str, str]:
    """The title, what is wrong, and what to do."""
    if workspace.current().has_unlisted_files():
        return (
            _('Files missing from the database'),
            _(
                'The data folder holds files that this database does not list, '
                'probably added while another copy of the database was in use. No files are deleted.'
            ),
            _('If this is the right database, keep it. If not, stop the messenger and put the right one in its place.'),
        )
    return (
        _('Older copy of the database'),
        _(
            'The database is older than the files next to it, so it seems to be an earlier copy. '
            'Until this is settled, no files are deleted.'
        ),
        _('If it is the wrong database, stop the messenger, put the right one in its place and start again.'),
    )
