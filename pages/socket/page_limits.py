"""How many pages a person may leave behind: loaded and never connected, or closed a moment ago.

NiceGUI keeps the first for a minute and the second for as long as their browser may come back, some 100 kB each; at the
pace at which one person can load pages that is without bound, and Python gives such a peak never back to the system.
"""

from collections import defaultdict

from nicegui import Client

from pages.socket import nicegui_internals

LEFT_LIMIT = 20  # windows of a browser that comes back after a lost connection; more of them load themselves again

UNSEEN_LIMIT = 200  # pages of all people that no window has connected to yet

_unseen: dict[str, Client] = {}
_pages: defaultdict[int, dict[str, Client]] = defaultdict(dict)


def enter(client: Client, user_id: int) -> None:
    """Count a page of this person; of those nobody looks at, the ones longest left are deleted beyond LEFT_LIMIT.

    Beyond UNSEEN_LIMIT the oldest page of anybody is deleted that no window has connected to; its window, if it still
    comes, loads it again.
    """
    pages = _pages[user_id]
    pages[client.id] = client
    _unseen[client.id] = client
    client.on_connect(lambda: _unseen.pop(client.id, None))
    client.on_disconnect(lambda: _to_the_end(pages, client))
    client.on_delete(lambda: _leave(user_id, client))
    left = [page for page in pages.values() if nicegui_internals.is_sent(page) and not page.has_socket_connection]
    for page in left[:-LEFT_LIMIT]:
        nicegui_internals.delete(page)
    for page in [page for page in _unseen.values() if nicegui_internals.is_sent(page)][:-UNSEEN_LIMIT]:
        nicegui_internals.delete(page)


def _to_the_end(pages: dict[str, Client], client: Client) -> None:
    if pages.pop(client.id, None) is not None:
        pages[client.id] = client


def _leave(user_id: int, client: Client) -> None:
    _unseen.pop(client.id, None)
    pages = _pages[user_id]
    pages.pop(client.id, None)
    if not pages:
        del _pages[user_id]
