"""The section "Blocked people" of one's profile."""

from messenger.db import read
from messenger.services import blocklists
from messenger.texts import _
from pages.components import block_dialog
from pages.components.markup import tag
from pages.components.view import View

# another window of the same person may block and unblock as well
HEARD = '(event) => event.detail?.includes("BlocklistChanged") && emit()'


async def blocklist_card(user_id: int) -> None:
    """Build it, with a button to unblock each."""
    people = await read(blocklists.people_of, user_id)
    with tag('section', classes='card'):
        tag('h2', _('Blocked people'))
        hint = _('They cannot write to you directly or add you to conversations, and their mentions do not notify you.')
        tag('p', hint, classes='soft')
        view = View('blocklist.html', people=people)

    async def refresh() -> None:
        view.refresh(people=await read(blocklists.people_of, user_id))

    async def act(facts: dict[str, str]) -> None:
        if facts.get('action') == 'unblock' and facts.get('user', '').isdecimal():
            await block_dialog.unblock(user_id, int(facts['user']), refresh)

    view.on_action(act)
    view._props['data-live'] = ''
    view.on('stale', refresh, js_handler=HEARD)
