"""NiceGUI's own events of one window: validated field by field, handled in order, one at a time, with limits.

NiceGUI itself would start two tasks for each event at once, and another if the handler waits.
"""

import asyncio
import logging
from collections import deque
from typing import Any

from nicegui import Client, core, ui

from messenger import costs, i18n
from messenger.errors import LimitReached
from messenger.live.budget import Account
from messenger.live.connection import Connection
from pages.socket import page_fields
from pages.socket.handler_tasks import HandlerTasks, Handling, handling
from pages.socket.outbox import RELOAD_SCRIPT
from pages.socket.page_fields import Event

logger = logging.getLogger(__name__)

NAMES = frozenset({'handshake', 'event', 'javascript_response', 'ack', 'log'})
WAITING_MAX = 16  # events of one window
REFUSED_MAX = 1_000  # after so many refused events the window is dropped
TASKS_MAX = 12  # handlers of one person that still run after their turn
HANDLER_S = 3.0  # time for a handler before the next event has its turn
ELEMENTS_MAX = 1_500  # in a page
KEPT_LIMIT_BYTES = 1_000_000  # per person
NOTIFY_EVERY_S = 3.0


class PageEvents:
    """The events that one window sent for NiceGUI."""

    names = NAMES

    def __init__(self, window: Connection, handlers: HandlerTasks) -> None:
        self.window = window
        self.handlers = handlers
        self.waiting: deque[Event] = deque()
        self.working: asyncio.Task[None] | None = None
        self.refused = 0
        self.has_shaken_hands = False

    @property
    def account(self) -> Account:
        """The person's account, looked up each time: an account that owes nothing may have been forgotten."""
        return self.window.hub.budget.account_of(self.window.user_id)

    def close(self) -> None:
        """Discard waiting events: the window is gone."""
        self._clear()
        if self.working is not None:
            self.working.cancel()

    async def take(self, name: str, data: Any) -> Any:
        """Accept an event; return the answer for the window, usually None."""
        client = self._client(data)
        if client is None or name == 'log':  # browsers must not write to our log
            return False
        if name == 'handshake':
            return await self._shake_hands(data)
        if name == 'ack':
            number = data.get('next_message_id')
            if type(number) is int:
                client.outbox.prune_history(number)
        elif name == 'javascript_response':
            if isinstance(data.get('request_id'), str):
                client.handle_javascript_response(data)
        elif (event := page_fields.read(client, data)) is not None:
            self._queue(client, event)
        return None

    def _client(self, data: Any) -> Client | None:
        """The page, if the data are for the page of this window."""
        window = self.window
        if (
            not window.alive
            or not window.sid
            or not isinstance(data, dict)
            or data.get('client_id') != window.identity.client_id
        ):
            return None
        return Client.instances.get(window.identity.client_id)

    async def _shake_hands(self, data: dict[str, Any]) -> bool:
        """Do the handshake for pages that were prerendered; the others do it when they connect."""
        if self.has_shaken_hands or not page_fields.is_well_formed(data):
            return False
        self.has_shaken_hands = True
        return bool(await core.sio.handlers['/']['handshake'](self.window.sid, data))

    def _queue(self, client: Client, event: Event) -> None:
        last = self.waiting[-1] if self.waiting else None
        if last is not None and event.is_state and last.data['listener_id'] == event.data['listener_id']:
            self.waiting.pop()  # only the last value of a field matters
            self.account.kept_bytes -= last.size
        if self._is_full(event.size):
            self._refuse(client, self.account.refusal())
        elif len(client.elements) > ELEMENTS_MAX:
            self._refuse(client, self.account.refusal(), script=RELOAD_SCRIPT)
        else:
            self.waiting.append(event)
            self.account.kept_bytes += event.size
            if self.working is None:
                self.working = asyncio.get_running_loop().create_task(self._work())

    def _is_full(self, size: int) -> bool:
        return (
            len(self.waiting) >= WAITING_MAX
            or self.account.kept_bytes + size > KEPT_LIMIT_BYTES
            or self.handlers.running_count(self.window.user_id) >= TASKS_MAX
        )

    def _clear(self) -> None:
        self.account.kept_bytes -= sum(event.size for event in self.waiting)
        self.waiting.clear()

    def _refuse(self, client: Client, refusal: LimitReached, script: str = '') -> None:
        """Tell the person now and then that there are too many events; drop the window if that does not help."""
        self.refused += 1
        if self.refused > REFUSED_MAX:
            self.window.drop('its page sends too many events')
            return
        now = asyncio.get_running_loop().time()
        if now - self.account.notified_at < NOTIFY_EVERY_S:
            return
        self.account.notified_at = now
        i18n.language.set(self.window.identity.language)
        with client:
            ui.notify(str(refusal), type='negative', position='bottom', icon='')
            if script:
                client.run_javascript(script)

    async def _work(self) -> None:
        try:
            while self.waiting:
                client = Client.instances.get(self.window.identity.client_id)
                if client is None:
                    self._clear()
                    return
                try:
                    async with self.window.hub.budget.turn(self.account):
                        if self.waiting:
                            event = self.waiting.popleft()
                            self.account.kept_bytes -= event.size
                            await self._handle(client, event)
                except LimitReached as refusal:
                    self._clear()
                    self._refuse(client, refusal)
            self.refused = 0
        finally:
            self.working = None

    async def _handle(self, client: Client, event: Event) -> None:
        if (
            not self.window.alive
            or not client.has_socket_connection
            or page_fields.listener_of(client, event.data) is None
        ):
            return  # for example, the dialog has been closed
        i18n.language.set(self.window.identity.language)
        handled = Handling()
        token = handling.set(handled)
        try:
            costs.charge_for(self.account, lambda: client.handle_event(event.data))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            logger.debug('A malformed event from user %d: %r', self.window.user_id, error)
        finally:
            handling.reset(token)
        if handled.tasks:
            self.handlers.keep(self.window.user_id, handled.tasks)
            await asyncio.wait(handled.tasks, timeout=HANDLER_S)
