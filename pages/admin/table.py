"""A long list on an admin page: a single element, with search and paging on the server."""

from collections.abc import Awaitable, Callable
from typing import Any

from messenger.admin.moderation import PAGE
from messenger.database.engine import read, search
from pages.components.refusals import show_errors
from pages.components.search_box import search_box
from pages.components.view import View, id_in

Query = Callable[[str, int], dict[str, Any]]
Opener = Callable[[int], Awaitable[None]]


class Table:
    """Shows `template`, filled with the result of `query(text, offset)`, which runs in a reader thread."""

    def __init__(self, template: str, query: Query, first: dict[str, Any], *, label: str) -> None:
        self.query = query
        self.text = ''
        self.offset = 0
        self.openers: dict[str, Opener] = {}
        search_box(label, self._search)
        self.view = View(template, offset=0, **first).classes('table-place')
        self.view.on_action(self._act)

    def on_menu(self, name: str, opener: Opener) -> None:
        """Call `opener` with the number in `data-{name}` of the row whose menu button was pressed."""
        self.openers[name] = opener

    async def refresh(self) -> None:
        """Run the query again and redraw."""
        with show_errors() as refusals:
            values = await (search if self.text else read)(self.query, self.text, self.offset)
        if not refusals:
            self.view.refresh(offset=self.offset, **values)

    async def _search(self, text: str) -> None:
        self.text, self.offset = text, 0
        await self.refresh()

    async def _act(self, data: dict[str, str]) -> None:
        action = data.get('action')
        if action in ('previous', 'next'):
            step = PAGE if action == 'next' else -PAGE
            self.offset = min(max(0, self.offset + step), self.view.values['total'])
            await self.refresh()
        for name, opener in self.openers.items():
            number = id_in(data, name)
            if action == 'menu' and number:
                await opener(number)
