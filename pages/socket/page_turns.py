"""Makes page builds wait for a turn: each costs as much as dozens of messages and leaves data in memory."""

import asyncio
from contextlib import AsyncExitStack

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from messenger import costs, rate_limits
from messenger.errors import LimitReached, TooManyWindows
from messenger.http import error_pages
from messenger.live.hub import Hub

LATER_S, LATER_MAX = 1.0, 8  # how long a refusal waits, and how many may wait per person
PATIENCE_S = 30  # enough for twenty tabs of one browser, one after another
AROUND_S = 0.01  # the cost of a page outside NiceGUI, and later as garbage
AGAIN_S = 5  # until a person with too many windows may try again


class PageTurns:
    """Middleware around NiceGUI's pages: limits how many a person may load and have open, and gives out turns."""

    def __init__(self, app: ASGIApp, hub: Hub) -> None:
        self.app = app
        self.hub = hub
        self.refusing: dict[int, int] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a page be built, or say when to try again."""
        user = scope.get('state', {}).get('user') if scope['type'] == 'http' else None
        if user is None or scope['path'].startswith('/_nicegui'):
            await self.app(scope, receive, send)
            return
        account = self.hub.budget.account_of(user.id)
        async with AsyncExitStack() as stack:
            try:
                rate_limits.take('page', user.id)
                if self.hub.is_full(user.id):
                    raise TooManyWindows(retry_after=AGAIN_S)
                await stack.enter_async_context(self.hub.budget.turn(account, PATIENCE_S))
            except LimitReached as refusal:
                await self._wait(user.id)
                await error_pages.refusal_page(scope, refusal)(scope, receive, send)
                return

            account.charge(AROUND_S)

            async def sending(message: Message) -> None:
                await stack.aclose()  # the page is built: sending it takes no turn
                await send(message)

            await costs.Counted(account, self.app(scope, receive, sending))  # type: ignore[arg-type] # a coroutine

    async def _wait(self, user_id: int) -> None:
        if self.refusing.get(user_id, 0) >= LATER_MAX:
            return
        self.refusing[user_id] = self.refusing.get(user_id, 0) + 1
        try:
            await asyncio.sleep(LATER_S)
        finally:
            self.refusing[user_id] -= 1
            if not self.refusing[user_id]:
                del self.refusing[user_id]
