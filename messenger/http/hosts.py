"""Requests must name this server: a foreign site could point its own host name at this machine's address.

Source: "DNS rebinding", as in the Host header checks of Django (ALLOWED_HOSTS) and Jupyter (allow_remote_access).
"""

import ipaddress
import logging
import re

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from messenger import i18n
from messenger.http import authentication, error_pages, refused_sockets
from messenger.i18n import _
from messenger.settings import Settings

logger = logging.getLogger(__name__)

MISDIRECTED = 421
LOCAL_NAMES = frozenset({'localhost', '127.0.0.1', '::1'})
_HOST = re.compile(r'(?:\[(?P<v6>[0-9a-fA-F:.]{2,45})\]|(?P<name>[^\s:/?#@\[\]\\]{1,253}))(?::[0-9]{0,5})?')


def is_allowed(scope: Scope, settings: Settings) -> bool:
    """Whether the request has exactly one Host header, with one of our names.

    These are the machine's local names, PUBLIC_URL's host and HOST; if other machines can reach the server, also
    ALLOWED_HOSTS and any IP address, because nobody can point an IP address elsewhere.
    """
    hosts = Headers(scope=scope).getlist('host')
    match = _HOST.fullmatch(hosts[0]) if len(hosts) == 1 else None
    if match is None:
        return False
    name = (match['v6'] or match['name'].removesuffix('.')).lower()
    if name in LOCAL_NAMES or (name and name in (settings.public_host, settings.host.lower())):
        return True
    return not settings.listens_locally and (name in settings.allowed_hosts or _is_address(name))


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class HostCheck:
    """Middleware: answers 421 to requests and websockets that name another server (RFC 9110, 15.5.20)."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let requests through that name this server."""
        if scope['type'] not in ('http', 'websocket') or is_allowed(scope, self.settings):
            await self.app(scope, receive, send)
            return
        logger.info('Refused a request to the host %.80r; see PUBLIC_URL and ALLOWED_HOSTS', _host_headers(scope))
        if scope['type'] == 'http':
            await _answer(scope)(scope, receive, send)
            return
        await refused_sockets.refuse(scope, receive, send, MISDIRECTED)


def _host_headers(scope: Scope) -> str:
    return ', '.join(Headers(scope=scope).getlist('host'))


def _answer(scope: Scope) -> Response:
    """One sentence without our page style: anything such a page loaded would be refused as well."""
    i18n.language.set(authentication.language_of(HTTPConnection(scope).scope))
    sentence = _(
        'This server is not set up for this address. Its operator can add the name to PUBLIC_URL or ALLOWED_HOSTS.'
    )
    return (
        JSONResponse({'error': sentence}, MISDIRECTED)
        if error_pages.wants_json(scope)
        else PlainTextResponse(sentence, MISDIRECTED)
    )
