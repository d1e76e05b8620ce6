"""The page of search: what was said, in all rooms a person may read."""

from typing import Any

from nicegui import ui
from starlette.requests import Request

from messenger.errors import LimitReached
from messenger.services import faces, search, search_index
from messenger.texts import _
from pages.components.markup import head, tag
from pages.components.refusals import told
from pages.components.search_box import search_box
from pages.components.view import View
from pages.frame import frame, viewer_of

PAGES_LIMIT = 25
# the address follows what is looked for, so that a reload and Back find it again
ADDRESS = '(event) => history.replaceState(null, "", "/search?q=" + encodeURIComponent(event.target.value))'


@ui.page('/search')
async def search_page(request: Request, q: str = '') -> None:
    """Search while one types."""
    viewer = viewer_of(request)
    words = q[: search.QUERY_LIMIT_CHARS]
    async with frame(request, _('Search'), place='search'):
        head(_('Search'), _('Messages and files in all rooms you may read.'))
        with tag('div', classes='page'):
            finder = Finder(viewer.id)
            box = search_box(_('Search'), finder.look_for, value=words)
            box._props.update({'name': 'q', 'autofocus': True, 'maxlength': search.QUERY_LIMIT_CHARS})
            box.on('input', js_handler=ADDRESS)
            finder.show()
            await finder.look_for(words)


class Finder:
    """The results of one window, page after page."""

    def __init__(self, viewer_id: int) -> None:
        self.viewer_id = viewer_id
        self.words = ''
        self.order = search.NEWEST
        self.hits: list[search.Hit] = []
        self.rooms: dict[int, dict[str, Any]] = {}
        self.following: int | None = None
        self.turn = 0
        self.view: View | None = None

    def show(self) -> None:
        """Draw the place for the results."""
        self.view = View('search.html', **self._facts())
        self.view.on_action(self._act)

    async def look_for(self, words: str) -> None:
        """Begin anew with other words."""
        self.words, self.hits, self.rooms, self.following = words[: search.QUERY_LIMIT_CHARS], [], {}, None
        await self._more()

    async def _more(self) -> None:
        self.turn = turn = self.turn + 1
        with told():
            try:
                found = await search.find(self.viewer_id, self.words, order=self.order, start=self.following)
            except LimitReached as limit:
                ui.timer(limit.retry_after, self._more, once=True)
                return
            if turn != self.turn or self.view is None:
                return
            self.hits = [*self.hits, *found.hits]
            self.rooms |= found.rooms
            self.following = found.following if len(self.hits) < PAGES_LIMIT * search.PAGE else None
            self.view.refresh(**self._facts())

    async def _act(self, facts: dict[str, str]) -> None:
        if facts['action'] == 'more' and self.following is not None:
            await self._more()
        elif facts['action'] == 'order' and facts.get('order') in (search.NEWEST, search.BEST):
            self.order = facts['order']
            await self.look_for(self.words)

    def _facts(self) -> dict[str, Any]:
        groups: dict[int, list[search.Hit]] = {}
        for hit in self.hits:
            groups.setdefault(hit.room, []).append(hit)
        titled = [
            (faces.title(self.rooms[room], self.viewer_id, _('Notes to self')), hits) for room, hits in groups.items()
        ]
        return {
            'words': self.words.strip(),
            'groups': titled,
            'order': self.order,
            'more': self.following is not None,
            'is_built': search_index.is_built(),
            'orders': {search.NEWEST: _('Newest first'), search.BEST: _('Best first')},
            'helps': _helps(),
        }


def _helps() -> list[tuple[str, str]]:
    return [
        (_('from:olga'), _('what one person said; from:me for your own')),
        (_('in:kitchen'), _('in one room, or with one person')),
        (_('has:file'), _('with a file; has:image and has:link too')),
        (_('before:2026-03-15'), _('earlier than a day; after: for that day and later')),
        (_('is:pinned'), _('what is pinned')),
        (_('"two words"'), _('words that stand together')),
        (_('-word'), _('without a word; it works before every filter')),
    ]
