"""How many pages a person may leave behind: loaded and never connected, or closed a moment ago.

NiceGUI keeps the former for a minute and the latter for as long as their browser may come back, some 100 kB each. At
the rate at which one person can load pages, that is unbounded, and Python never returns such a peak to the system.
"""

from collections import defaultdict

from nicegui import Client

from pages.socket import nicegui_internals

LEFT_LIMIT = 20  # windows of a browser that reconnects after a lost connection; any more must reload
UNSEEN_LIMIT = 200  # pages of all people that no window has connected to yet


class PageLimits:
    """The pages that were loaded and not deleted yet."""

    def __init__(self) -> None:
        self._unseen: dict[str, Client] = {}
        self._pages: defaultdict[int, dict[str, Client]] = defaultdict(dict)

    def enter(self, client: Client, user_id: int) -> None:
        """Count a page of this person; beyond LEFT_LIMIT, delete their pages without a window, longest abandoned first.

        Beyond UNSEEN_LIMIT, delete the oldest page, of anybody, that no window has connected to; if its window still
        comes, it reloads.
        """
        pages = self._pages[user_id]
        pages[client.id] = self._unseen[client.id] = client
        client.on_connect(lambda: self._unseen.pop(client.id, None))
        client.on_disconnect(lambda: _to_the_end(pages, client))
        client.on_delete(lambda: self._leave(user_id, client))
        idle = [page for page in pages.values() if nicegui_internals.is_sent(page) and not page.has_socket_connection]
        for page in idle[:-LEFT_LIMIT]:
            nicegui_internals.delete(page)
        for page in [page for page in self._unseen.values() if nicegui_internals.is_sent(page)][:-UNSEEN_LIMIT]:
            nicegui_internals.delete(page)

    def _leave(self, user_id: int, client: Client) -> None:
        self._unseen.pop(client.id, None)
        pages = self._pages[user_id]
        pages.pop(client.id, None)
        if not pages:
            del self._pages[user_id]


def _to_the_end(pages: dict[str, Client], client: Client) -> None:
    if pages.pop(client.id, None) is not None:
        pages[client.id] = client
