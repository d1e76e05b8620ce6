"""The websocket handshake: accepts only our own pages, with a valid session and a page that belongs to it."""

import asyncio
import contextlib
import json
import secrets
from functools import partial
from urllib.parse import parse_qs

from nicegui import Client
from nicegui.nicegui import sio_app
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from messenger import i18n, rate_limits
from messenger.accounts import sessions
from messenger.database.engine import read
from messenger.errors import LimitReached, StorageUnavailable
from messenger.http import authentication, error_pages, origins, refused_sockets
from messenger.live.connection import Connection, Identity, Transport
from messenger.live.hub import Hub
from messenger.live.receive import Inbox
from messenger.models import Session
from messenger.server.websocket import PROTOCOL_KEY, WebSocketProtocol
from messenger.settings import Settings
from pages.socket import heartbeat
from pages.socket.handler_tasks import HandlerTasks
from pages.socket.heartbeat import Heartbeat
from pages.socket.page_events import PageEvents

# reasons to refuse a socket; connection.js acts on them
SIGNED_OUT = 'signed out'
STALE_PAGE = 'reload'
TRY_AGAIN = 'unavailable'
SCOPE_KEY = 'messenger.connection'
REFUSED_S = 1.0  # slows down clients that open sockets in a loop
CONNECT_S = 0.004  # the cost of a connection until it is open, in the loop and in readers
PATIENCE_S = 5  # to wait for a turn; then the window is asked to try again
EXPLAINED_MAX = 64  # refused sockets that stay open to receive the reason; any more get a plain 503
EXPLAIN_S, GOODBYE_S = 5, 1


class Handshake:
    """ASGI app in front of NiceGUI's Socket.IO app; websocket only."""

    def __init__(
        self, settings: Settings, hub: Hub, beating: Heartbeat, handlers: HandlerTasks, inner: ASGIApp = sio_app
    ) -> None:
        self.settings = settings
        self.hub = hub
        self.beating = beating
        self.handlers = handlers
        self.inner = inner
        self.explaining = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check Origin, session and page; then pass the socket on, keeping its `send`."""
        if scope['type'] != 'websocket':
            await _send_not_found(send)
        elif not origins.is_allowed(scope, self.settings):
            await receive()
            await send({'type': 'websocket.close', 'code': 4403})
        else:
            identity = await self._identify(scope)
            if isinstance(identity, str):
                await self._refuse(scope, receive, send, reason=identity)
            else:
                await self._serve(scope, receive, send, identity)

    async def _identify(self, scope: Scope) -> Identity | str:
        """Who opens this socket, and from which page; or the reason to refuse it."""
        token = authentication.token_of(scope)
        try:
            session = await read(sessions.find, token) if token else None
        except StorageUnavailable:
            return TRY_AGAIN
        if session is None:
            return SIGNED_OUT
        if await self._is_too_much(session.user.id):
            return TRY_AGAIN
        client = _client_of(scope)
        if client is None or not _belongs(client, session):
            return STALE_PAGE
        return Identity(session.user.id, session.id, client.id, authentication.language_of(scope, session.user))

    async def _serve(self, scope: Scope, receive: Receive, send: Send, identity: Identity) -> None:
        """Pass the socket on to NiceGUI's app, as a window of this person, until it is closed."""
        i18n.language.set(identity.language)
        protocol: WebSocketProtocol | None = scope.get(PROTOCOL_KEY)
        transport = Transport(send) if protocol is None else Transport(send, protocol.write_now, protocol.abort)
        inbox = Inbox(receive)
        connection = Connection(transport, identity, self.hub, on_end=inbox.hang_up)
        scope[SCOPE_KEY] = connection
        inbox.start(connection, PageEvents(connection, self.handlers))
        try:
            await self.inner(scope, inbox.get, partial(self._send, connection))
        finally:
            self.beating.end(connection)
            inbox.close()
            connection.close()
            self.hub.depart(connection)

    async def _send(self, connection: Connection, message: Message) -> None:
        """Send the inner app's messages; start the heartbeat once it is open, as an earlier ping would end it."""
        text = message.get('text')
        is_opening = text is not None and text.startswith(heartbeat.OPEN)
        if text is not None and is_opening:
            message['text'] = heartbeat.state_times(text)
        await connection.transport.send(message)  # type: ignore[arg-type] # a Message is a dict
        if is_opening:
            self.beating.begin(connection)

    async def _is_too_much(self, user_id: int) -> bool:
        """Whether a person opens sockets too fast (then answer late) or has too many; otherwise wait for their turn."""
        account = self.hub.budget.account_of(user_id)
        try:
            rate_limits.take('connect', user_id)
            async with self.hub.budget.turn(account, PATIENCE_S, is_page=False):
                account.charge(CONNECT_S)
        except LimitReached:
            await asyncio.sleep(REFUSED_S)
            return True
        return self.hub.is_full(user_id)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, reason: str) -> None:
        """Send the client the reason, unless too many clients are receiving one already."""
        if self.explaining >= EXPLAINED_MAX:
            await refused_sockets.refuse(scope, receive, send, error_pages.UNAVAILABLE)
            return
        self.explaining += 1
        try:
            await _explain(receive, send, reason)
        finally:
            self.explaining -= 1
            protocol: WebSocketProtocol | None = scope.get(PROTOCOL_KEY)
            if protocol is not None:  # does not wait for clients that leave their side open
                asyncio.get_running_loop().call_later(GOODBYE_S, protocol.abort)


def _client_of(scope: Scope) -> Client | None:
    query = parse_qs(scope.get('query_string', b'').decode('latin-1'))
    return Client.instances.get(query.get('client_id', [''])[0])


def _belongs(client: Client, session: Session) -> bool:
    owner = getattr(client.request.state, 'session', None)
    return owner is not None and owner.id == session.id


async def _explain(receive: Receive, send: Send, reason: str) -> None:
    """Let the browser's Socket.IO connect just far enough to learn why it is refused, then disconnect.

    It would retry forever after a plain 403 at the handshake; a connect error reaches the page's own script.
    """
    await receive()
    with contextlib.suppress(TimeoutError, OSError):  # a client that disconnects meanwhile needs no reason
        await send({'type': 'websocket.accept'})
        opening = heartbeat.OPEN + json.dumps({'sid': secrets.token_hex(8), 'upgrades': []})
        await send({'type': 'websocket.send', 'text': heartbeat.state_times(opening)})
        async with asyncio.timeout(EXPLAIN_S):
            await receive()
        await send({'type': 'websocket.send', 'text': '44' + json.dumps({'message': reason})})
        async with asyncio.timeout(GOODBYE_S):
            await receive()
    with contextlib.suppress(OSError):
        await send({'type': 'websocket.close', 'code': 1008})


async def _send_not_found(send: Send) -> None:
    await send({'type': 'http.response.start', 'status': 404, 'headers': [(b'content-type', b'text/plain')]})
    await send({'type': 'http.response.body', 'body': b'Websocket only.'})
