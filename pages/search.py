"""The search page: finds messages in all rooms that a person may read."""

from datetime import tzinfo
from typing import Any

from nicegui import ui
from starlette.requests import Request

from messenger import addresses
from messenger.errors import LimitReached, Refused
from messenger.i18n import _
from messenger.index import word_index
from messenger.payloads import RoomSummary
from messenger.rooms import summaries
from messenger.search import query, results, suggestions
from pages.components.markup import head, tag
from pages.components.search_box import search_box
from pages.components.view import View
from pages.layout import frame, viewer_of, zone_of

PAGES_LIMIT, FILES_SHOWN = 25, 3
# a click on an example puts the part that is the same for everybody into the field; a click on a suggestion, all of it
PUT = """(event) => {
  const example = event.target.closest("[data-put], [data-fill]"), box = document.querySelector("input[name=q]");
  if (!example) return;
  box.value = example.dataset.fill ?? `${box.value.trim()} ${example.dataset.put}`.trimStart();
  box.focus();
  box.dispatchEvent(new Event("input", { bubbles: true }));
}"""
TO_OFFERS = """(event) => {
  const first = document.querySelector("[data-fill]");
  if (event.key !== "ArrowDown" || !first) return;
  event.preventDefault();
  first.focus();
}"""
TO_THE_END = '(event) => event.target.setSelectionRange(event.target.value.length, event.target.value.length)'
# the address follows the query, so that a reload and Back show it again
ADDRESS = '(event) => history.replaceState(null, "", "/search?q=" + encodeURIComponent(event.target.value))'


@ui.page(addresses.SEARCH)
async def search_page(request: Request, q: str = '') -> None:
    """Search while the person types."""
    viewer = viewer_of(request)
    words = q[: results.QUERY_LIMIT_CHARS]
    async with frame(request, _('Search'), place='search'):
        head(_('Search'), _('Messages and files you can read.'))
        with tag('div', classes='page'):
            finder = Finder(viewer.id, zone_of(request))
            box = search_box(_('Search'), finder.look_for, value=words)
            box.props.update({'name': 'q', 'autofocus': True, 'maxlength': results.QUERY_LIMIT_CHARS})
            box.on('input', js_handler=ADDRESS)
            box.on('focus', js_handler=TO_THE_END)
            box.on('keydown', js_handler=TO_OFFERS)
            finder.show()
            await finder.look_for(words)


class Finder:
    """The results of one window, page after page."""

    def __init__(self, viewer_id: int, zone: tzinfo) -> None:
        self.viewer_id, self.zone = viewer_id, zone
        self.words = ''
        self.order = results.NEWEST
        self.hits: list[results.Hit] = []
        self.rooms: dict[int, RoomSummary] = {}
        self.following: int | None = None
        self.unknown: list[tuple[str, str]] = []
        self.skipped: list[str] = []
        self.offers: list[suggestions.Offer] = []
        self.is_asked = False
        self.since: str | None = None
        self.refusal = ''
        self.turn = 0
        self.view: View | None = None
        self.later: ui.timer | None = None

    def show(self) -> None:
        """Create the view for the results."""
        self.view = View('search.html', **self._facts())
        self.view.on_action(self._act)
        self.view.on('click', js_handler=PUT)

    async def look_for(self, words: str) -> None:
        """Start a new search."""
        self.words, self.hits, self.rooms, self.following = words[: results.QUERY_LIMIT_CHARS], [], {}, None
        await self._more()

    async def _more(self) -> None:
        self.turn = turn = self.turn + 1
        try:
            found = await results.find(
                self.viewer_id, self.words, order=self.order, start=self.following, zone=self.zone
            )
            offers = self.offers if self.following else await suggestions.offers(self.viewer_id, self.words)
        except LimitReached as limit:
            if self.later is None or self.later.is_deleted:
                self.later = ui.timer(limit.retry_after, self._more, once=True)
            return
        except Refused as refusal:
            if turn == self.turn and self.view is not None:
                self.refusal = str(refusal)
                self.view.refresh(**self._facts())
            return
        if turn != self.turn or self.view is None:
            return
        self.refusal, self.offers, self.hits = '', offers, [*self.hits, *found.hits]
        self.rooms |= found.rooms
        self.unknown, self.skipped = found.unknown, found.skipped
        self.is_asked, self.since = found.is_asked, found.since
        self.following = found.following if len(self.hits) < PAGES_LIMIT * results.PAGE else None
        self.view.refresh(**self._facts())

    async def _act(self, facts: dict[str, str]) -> None:
        if facts.get('action') == 'more' and (self.following is not None or self.refusal):
            await self._more()
        elif facts.get('action') == 'order' and facts.get('order') in (results.NEWEST, results.BEST):
            self.order = facts['order']
            await self.look_for(self.words)

    def _facts(self) -> dict[str, Any]:
        groups: dict[int, list[results.Hit]] = {}
        for hit in self.hits:
            groups.setdefault(hit.room, []).append(hit)
        titled = [
            (summaries.title(self.rooms[room], self.viewer_id, _('Notes to self')), hits)
            for room, hits in groups.items()
        ]
        return {
            'offers': self.offers,
            'is_asked': self.is_asked,
            'unknown': [*(_lack(*one) for one in self.unknown), *(_left_out(one) for one in self.skipped)],
            'groups': titled,
            'order': self.order,
            'more': self.following is not None,
            'since': self.since,
            'refusal': self.refusal,
            'files_shown': FILES_SHOWN,
            'is_built': word_index.is_built(),
            'orders': {results.NEWEST: _('Newest first'), results.BEST: _('Most relevant first')},
            'helps': _helps(),
        }


def _lack(key: str, value: str) -> str:
    """The reason why a filter has no effect."""
    if key == query.FROM:
        return _('Nobody is called “{name}”.').format(name=value)
    if key == query.IN:
        return _('You have no room or conversation called “{name}”.').format(name=value)
    if key in (query.BEFORE, query.AFTER, query.ON):
        return _('“{value}” is not a date. Write 2026-03-15, 2026-03, today or yesterday.').format(value=value)
    return _('“{filter}” is not a filter. Use has:file, has:image, has:link or is:pinned.').format(
        filter=f'{key}:{value}'
    )


def _left_out(name: str) -> str:
    return _('“{name}” was left out: looking up all these names would take too long.').format(name=name)


def _helps() -> list[tuple[str, str, str]]:
    """Examples: the text, what it means, and the part of it that a click puts into the field."""
    shown = [
        (_('from:olga'), _('messages from one person; from:me for your own')),
        (_('in:kitchen'), _('in one room, or with one person')),
        (_('has:file'), _('with a file; has:image and has:link also work')),
        (_('before:2026-03-15'), _('before a date; after: for that date and later')),
        (_('on:yesterday'), _('on one day; a month or a year also works')),
        (_('is:pinned'), _('pinned messages')),
        (_('"two words"'), _('an exact phrase')),
        (_('-word'), _('without a word; the minus also works before a filter')),
    ]
    whole = {_('has:file'), _('on:yesterday'), _('is:pinned')}
    put = {
        example: example if example in whole else example[: example.find(':') + 1 or 1] for example, _meaning in shown
    }
    return [(example, meaning, put[example]) for example, meaning in shown]
