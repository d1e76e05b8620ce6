"""Requests that change something must come from our own pages: this checks their Origin header.

Source: OWASP Cross-Site Request Forgery Prevention Cheat Sheet, "Verifying origin with standard headers".
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from messenger.http import error_pages
from messenger.settings import Settings

SAFE_METHODS = ('GET', 'HEAD', 'OPTIONS')
PLAIN_SCHEMES = {'ws': 'http', 'wss': 'https'}


def is_allowed(scope: Scope, settings: Settings) -> bool:
    """Whether a request or websocket has exactly one Origin and it is ours: the requested host or PUBLIC_URL's."""
    headers = Headers(scope=scope)
    origins = headers.getlist('origin')
    if len(origins) != 1:
        return False
    if origins[0] in settings.origins:
        return True
    try:
        parts = urlsplit(origins[0])
    except ValueError:
        return False
    scheme = PLAIN_SCHEMES.get(scope['scheme'], scope['scheme'])
    return parts.scheme == scheme and bool(parts.netloc) and parts.netloc == headers.get('host', '').lower()


class OriginCheck:
    """Middleware: answers 403 to unsafe requests from other origins."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let requests through that are safe or come from our pages."""
        if scope['type'] == 'http' and scope['method'] not in SAFE_METHODS and not is_allowed(scope, self.settings):
            await error_pages.page(scope, 403)(scope, receive, send)
            return
        await self.app(scope, receive, send)
