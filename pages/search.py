"""The search page: finds messages in all rooms that a person may read."""

from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from typing import Any

from nicegui import ui
from starlette.requests import Request

from messenger import addresses
from messenger.errors import LimitReached, Refused
from messenger.i18n import _
from messenger.index import word_index
from messenger.search import results
from messenger.search.suggestions import Suggestion, suggest
from pages.components import search_help
from pages.components.markup import head, tag
from pages.components.search_box import search_box
from pages.components.view import View
from pages.layout import page_layout, viewer_of, zone_of

PAGES_LIMIT, FILES_SHOWN = 25, 3
HEARD_S = 1.0
# a message of one of the person's rooms has been deleted, or they have lost a room
_HEARD = """(event) => {
  if (event.detail?.some((type) => ["ActivityWithdrawn", "RoomLost"].includes(type))) emit();
}"""


@ui.page(addresses.SEARCH)
async def search_page(request: Request, q: str = '') -> None:
    """Search while the person types."""
    viewer = viewer_of(request)
    query = q[: results.QUERY_LIMIT_CHARS]
    async with page_layout(request, _('Search'), nav='search'):
        head(_('Search'), _('Messages and files you can read.'))
        with tag('div', classes='page'):
            finder = Finder(viewer.id, zone_of(request))
            box = search_box(_('Search'), finder.look_for, value=query)
            box.props.update({'name': 'q', 'autofocus': True, 'maxlength': results.QUERY_LIMIT_CHARS})
            finder.show()
            await finder.look_for(query)


@dataclass(frozen=True)
class ResultList:
    """What the window shows: all hits so far, what the last page of results says, and suggestions or a refusal.

    The results are those of the corrected query `instead`, if it is not empty.
    """

    hits: tuple[results.Hit, ...] = ()
    titles: dict[int, str] = field(default_factory=dict)
    last: results.Results = field(default_factory=lambda: results.Results(is_asked=False))
    instead: str = ''
    suggestions: tuple[Suggestion, ...] = ()
    refusal: str = ''

    def with_page(self, page: results.Results, suggestions: tuple[Suggestion, ...]) -> 'ResultList':
        """The same with one more page of results."""
        instead = page.instead or self.instead
        return ResultList((*self.hits, *page.hits), self.titles | page.titles, page, instead, suggestions)

    @property
    def following(self) -> int | None:
        """Where the next page begins; None after the last one, and after PAGES_LIMIT pages."""
        return self.last.following if len(self.hits) < PAGES_LIMIT * results.PAGE else None

    def groups(self) -> list[tuple[str, list[results.Hit]]]:
        """The titles of the rooms, each with its hits, in the order of their first hits."""
        groups: dict[int, list[results.Hit]] = {}
        for hit in self.hits:
            groups.setdefault(hit.room, []).append(hit)
        return [(self.titles[room] or _('Notes to self'), hits) for room, hits in groups.items()]


class Finder:
    """The search of one window: what it asks for, and what it shows, page after page."""

    def __init__(self, viewer_id: int, zone: tzinfo) -> None:
        self.viewer_id, self.zone = viewer_id, zone
        self.text, self.order = '', results.NEWEST
        self.list = ResultList()
        self.latest = 0  # number of the request that was made last
        self.view: View | None = None
        self.later: ui.timer | None = None

    def show(self) -> None:
        """Create the view for the results."""
        self.view = View('search.html', **_values(self.text, self.order, self.list))
        self.view.on_action(self._act)
        self.view.props['data-live'] = ''
        self.view.on('stale', self._check, js_handler=_HEARD, throttle=HEARD_S)

    async def look_for(self, query: str) -> None:
        """Start a new search."""
        self.text, self.list = query[: results.QUERY_LIMIT_CHARS], ResultList()
        await self._more()

    async def _more(self) -> None:
        """Add the next page; what was shown before stays until it is there."""
        self.latest = number = self.latest + 1
        before = self.list
        try:
            result_list = await self._with_next_page(before)
        except LimitReached as limit:
            if self.later is None or self.later.is_deleted:
                self.later = ui.timer(limit.retry_after, self._more, once=True)
            return
        except Refused as refusal:
            result_list = replace(before, refusal=str(refusal))
        if number == self.latest and self.view is not None:
            self.list = result_list
            self.view.refresh(**_values(self.text, self.order, result_list))

    async def _with_next_page(self, result_list: ResultList) -> ResultList:
        start = result_list.following
        query = result_list.instead or self.text
        page = await results.find(self.viewer_id, query, order=self.order, start=start, zone=self.zone)
        offered = result_list.suggestions if start else tuple(await suggest(self.viewer_id, self.text))
        return result_list.with_page(page, offered)

    async def _check(self) -> None:
        """Remove hits that were deleted or can no longer be read."""
        before = self.list
        with suppress(Refused):
            hits = await results.still_there(self.viewer_id, before.hits)
            if self.list is before and self.view is not None and len(hits) < len(before.hits):
                self.list = replace(before, hits=hits)
                self.view.refresh(**_values(self.text, self.order, self.list))

    async def _act(self, data: dict[str, str]) -> None:
        if data.get('action') == 'more' and (self.list.following is not None or self.list.refusal):
            await self._more()
        elif data.get('action') == 'order' and data.get('order') in (results.NEWEST, results.BEST):
            self.order = data['order']
            await self.look_for(self.text)


def _values(query: str, order: str, result_list: ResultList) -> dict[str, Any]:
    """The values for the template."""
    last = result_list.last
    return {
        'suggestions': result_list.suggestions,
        'is_asked': last.is_asked,
        'is_vain': last.is_vain,
        'unknown': [*map(search_help.explain_unknown, last.unknown), *map(search_help.explain_skipped, last.skipped)],
        'instead': search_help.explain_correction(query, result_list.instead) if result_list.instead else '',
        'groups': result_list.groups(),
        'order': order,
        'more': result_list.following is not None,
        'since': last.since,
        'refusal': result_list.refusal,
        'files_shown': FILES_SHOWN,
        'is_built': word_index.is_built(),
        'orders': {results.NEWEST: _('Newest first'), results.BEST: _('Most relevant first')},
        'examples': search_help.examples(),
    }
