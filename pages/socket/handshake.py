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
from messenger.live import people
from messenger.live.connection import Connection
from messenger.live.receive import Inbox
from messenger.models import Session
from messenger.server.websocket import LINE_KEY, Line
from messenger.settings import Settings
from pages.socket import heartbeat
from pages.socket.heartbeat import Heartbeat
from pages.socket.page_events import PageEvents

SIGNED_OUT = 'signed out'
RELOAD = 'reload'
TRY_AGAIN = 'unavailable'
SCOPE_KEY = 'messenger.connection'
REFUSED_S = 1.0  # slows down clients that open sockets in a loop
HEARING_MAX = 64  # so many at a time are accepted only to hear why they are refused; more are refused at the handshake
HEARING_S, GOODBYE_S = 5, 1


class Gate:
    """ASGI app in front of NiceGUI's Socket.IO app; websocket only."""

    def __init__(self, settings: Settings, pulse: Heartbeat, inner: ASGIApp = sio_app) -> None:
        self.settings, self.pulse = settings, pulse
        self.inner = inner
        self.hearing = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check Origin, session and page; then pass the socket on, keeping its `send`."""
        if scope['type'] != 'websocket':
            await _not_here(send)
            return
        if not origins.allowed(scope, self.settings):
            await receive()
            await send({'type': 'websocket.close', 'code': 4403})
            return
        token = authentication.token_of(scope)
        try:
            session = await read(sessions.find, token) if token else None
        except StorageUnavailable:
            await self._refuse(scope, receive, send, TRY_AGAIN)
            return
        if session is None:
            await self._refuse(scope, receive, send, SIGNED_OUT)
            return
        if await _is_too_much(session.user.id):
            await self._refuse(scope, receive, send, TRY_AGAIN)
            return
        client = _client_of(scope)
        if client is None or not _belongs(client, session):
            await self._refuse(scope, receive, send, RELOAD)
            return
        i18n.language.set(authentication.language_of(scope, session.user))
        connection = Connection(send, user_id=session.user.id, session_id=session.id, client_id=client.id)
        line: Line | None = scope.get(LINE_KEY)
        if line is not None:
            connection.abort, connection.write_now = line.abort, line.write_now
        scope[SCOPE_KEY] = connection
        inbox = Inbox(receive, connection, PageEvents(connection))
        try:
            await self.inner(scope, inbox.get, partial(_send, self.pulse, connection))
        finally:
            self.pulse.end(connection)
            inbox.close()
            connection.close()
            people.depart(connection)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, reason: str) -> None:
        """Tell the client the reason, unless too many clients are hearing one already."""
        if self.hearing >= HEARING_MAX:
            await refused_sockets.refuse(scope, receive, send, error_pages.UNAVAILABLE)
            return
        self.hearing += 1
        try:
            await _tell(receive, send, reason)
        finally:
            self.hearing -= 1
            line: Line | None = scope.get(LINE_KEY)
            if line is not None:  # does not wait for clients that leave their side open
                asyncio.get_running_loop().call_later(GOODBYE_S, line.abort)


async def _send(pulse: Heartbeat, connection: Connection, message: Message) -> None:
    """Send the inner app's messages; start the heartbeat once the connection is open: an earlier ping would end it."""
    text = message.get('text')
    is_opening = text is not None and text.startswith(heartbeat.OPEN)
    if text is not None and is_opening:
        message['text'] = heartbeat.stated(text)
    await connection.send(message)  # type: ignore[arg-type] # a Message is a dict
    if is_opening:
        pulse.begin(connection)


async def _is_too_much(user_id: int) -> bool:
    """Whether a person opens sockets too fast (then answer late) or has too many."""
    try:
        rate_limits.take('connect', user_id)
    except LimitReached:
        await asyncio.sleep(REFUSED_S)
        return True
    return people.is_full(user_id)


def _client_of(scope: Scope) -> Client | None:
    query = parse_qs(scope.get('query_string', b'').decode('latin-1'))
    return Client.instances.get(query.get('client_id', [''])[0])


def _belongs(client: Client, session: Session) -> bool:
    owner = getattr(client.request.state, 'session', None)
    return owner is not None and owner.id == session.id


async def _tell(receive: Receive, send: Send, reason: str) -> None:
    """Let the browser's Socket.IO connect just far enough to learn why it is refused, then disconnect.

    It would retry forever after a plain 403 at the handshake; a connect error reaches the page's own script.
    """
    await receive()
    with contextlib.suppress(TimeoutError, OSError):  # a client that disconnects meanwhile needs no reason
        await send({'type': 'websocket.accept'})
        opening = heartbeat.OPEN + json.dumps({'sid': secrets.token_hex(8), 'upgrades': []})
        await send({'type': 'websocket.send', 'text': heartbeat.stated(opening)})
        async with asyncio.timeout(HEARING_S):
            await receive()
        await send({'type': 'websocket.send', 'text': '44' + json.dumps({'message': reason})})
        async with asyncio.timeout(GOODBYE_S):
            await receive()
    with contextlib.suppress(OSError):
        await send({'type': 'websocket.close', 'code': 1008})


async def _not_here(send: Send) -> None:
    await send({'type': 'http.response.start', 'status': 404, 'headers': [(b'content-type', b'text/plain')]})
    await send({'type': 'http.response.body', 'body': b'Websocket only.'})
