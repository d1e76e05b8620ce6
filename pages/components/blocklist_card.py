"""The section "Blocked people" of the profile."""

from messenger.database.engine import read
from messenger.people import blocklists
from pages.components import block_dialog
from pages.components.view import View, id_in

# another window of the same person may block and unblock people, too
HEARD = '(event) => event.detail?.includes("BlocklistChanged") && emit()'


async def blocklist_card(user_id: int) -> None:
    """Build the section, with a button to unblock each person."""
    people = await read(blocklists.people_of, user_id)
    view = View('blocklist.html', tag='section', people=people).classes('card')

    async def refresh() -> None:
        view.refresh(people=await read(blocklists.people_of, user_id))

    async def act(data: dict[str, str]) -> None:
        if data.get('action') == 'unblock' and (other_id := id_in(data, 'user')):
            await block_dialog.unblock(user_id, other_id, refresh)

    view.on_action(act)
    view.props['data-live'] = ''
    view.on('stale', refresh, js_handler=HEARD)
