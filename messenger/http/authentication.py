"""Authentication: the session behind the cookie, the language, and whether this person may open the address."""

from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from messenger import addresses, i18n, rate_limits
from messenger.accounts import sessions
from messenger.database.engine import read, write
from messenger.errors import LimitReached, NotFound, Refused, StorageUnavailable
from messenger.http import error_pages, guards, refused_sockets
from messenger.models import Session, User

COOKIE = 'messenger_session'
LANGUAGE_COOKIE = 'messenger_language'
COOKIE_SECONDS = 400 * 24 * 3600  # the longest that browsers keep one; the session table decides
FREE = '/healthz'  # monitoring must get through even during a flood of requests
STATIC = ('/static/', '/_nicegui/', '/favicon.ico', '/readyz', '/sw.js')
TARGET_LIMIT_CHARS = 2_000
PUBLIC = (
    *(addresses.LOG_IN, addresses.SIGN_UP, f'{addresses.RESET}/', addresses.LANGUAGE, addresses.OFFLINE),
    *('/metrics', '/manifest.webmanifest'),
)


def token_of(scope: Scope) -> str:
    """The session token in the request's cookie, or an empty string."""
    return HTTPConnection(scope).cookies.get(COOKIE, '')


def set_cookie(response: Response, token: str, scope: Scope) -> None:
    """Set the session cookie in the browser; an empty token removes it."""
    _keep(response, COOKIE, token, scope)


def keep_language(response: Response, language: str, scope: Scope) -> None:
    """Store the chosen language in the browser; an empty one removes the choice."""
    _keep(response, LANGUAGE_COOKIE, language, scope)


def _keep(response: Response, cookie: str, value: str, scope: Scope) -> None:
    response.set_cookie(
        cookie,
        value,
        max_age=COOKIE_SECONDS if value else 0,
        httponly=True,
        samesite='lax',
        secure=scope['scheme'] in ('https', 'wss'),
    )


def language_of(scope: Scope, user: User | None = None) -> str:
    """The language of the account, else the one chosen in this browser, else the best match for Accept-Language.

    Accept-Language is read as in RFC 9110, 12.5.4.
    """
    for chosen in (user.language if user else '', HTTPConnection(scope).cookies.get(LANGUAGE_COOKIE, '')):
        if chosen in i18n.LANGUAGES:
            return chosen
    accepted = []
    for part in Headers(scope=scope).get('accept-language', '').split(',')[:20]:
        name, _, weight = part.strip().partition(';q=')
        try:
            accepted.append((-float(weight or 1), name.split('-')[0].lower()))
        except ValueError:
            continue
    accepted.sort(key=lambda pair: pair[0])
    return next((name for _, name in accepted if name in i18n.LANGUAGES), i18n.SOURCE)


class Visitors:
    """Middleware: sets `request.state.session` and `.user`, and turns people away before a page is built."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Identify the person; guests go to the log-in, people without access to a page that reveals nothing."""
        if scope['type'] not in ('http', 'websocket') or scope['path'] == FREE:
            await self.app(scope, receive, send)
            return
        if scope['type'] == 'websocket' or scope['path'].startswith(STATIC):
            await self._without_session(scope, receive, send)
            return
        token = token_of(scope)
        session = await read(sessions.find, token) if token else None
        user = session.user if session else None
        i18n.language.set(language_of(scope, user))
        _limit(scope, user)
        scope.setdefault('state', {}).update(session=session, user=user)
        answer = await _turn_away(scope, session)
        if answer is not None:
            await answer(scope, receive, send)
        elif session is not None and sessions.is_stale(session):
            await write(sessions.renew, [session.id])
            await self.app(scope, receive, _with_cookie(send, token, scope))
        else:
            await self.app(scope, receive, send)

    async def _without_session(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle requests that are limited by network before any session lookup, so that a refusal costs little."""
        try:
            if scope['type'] == 'websocket':
                rate_limits.take('handshake', _network(scope))
            else:
                rate_limits.take('static', _network(scope))
        except LimitReached as refusal:
            if scope['type'] == 'websocket':
                await refused_sockets.refuse(scope, receive, send, error_pages.TOO_MANY)
            else:
                await error_pages.error_json(refusal)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def _network(scope: Scope) -> str:
    return rate_limits.network((scope.get('client') or ('',))[0])


def _limit(scope: Scope, user: User | None) -> None:
    """Count the request before anything else is looked up for it. Raises LimitReached."""
    if user is None:
        rate_limits.take('visit', _network(scope))
    elif scope['method'] not in ('GET', 'HEAD'):
        rate_limits.take('submit', user.id)
    else:
        rate_limits.take('fetch', user.id)  # pages are counted when they are built


async def _turn_away(scope: Scope, session: Session | None) -> Response | None:
    path = scope['path']
    if session is None:
        return None if path == '/' or path.startswith(PUBLIC) else _to_login(scope)
    try:
        await guards.check(path, session.user)
    except NotFound:
        return error_pages.page(scope, 404)
    except StorageUnavailable:  # not a reason to log in again
        raise
    except Refused:
        return _to_login(scope)
    return None


def _to_login(scope: Scope) -> Response:
    if scope['method'] not in ('GET', 'HEAD'):
        return error_pages.page(scope, 401)
    query = scope.get('query_string', b'').decode('latin-1')
    target = scope['path'] + (f'?{query}' if query else '')
    return RedirectResponse(f'{addresses.LOG_IN}?next={quote(target[:TARGET_LIMIT_CHARS], safe="")}', 303)


def _with_cookie(send: Send, token: str, scope: Scope) -> Send:
    carrier = Response()
    set_cookie(carrier, token, scope)

    async def sending(message: Message) -> None:
        if message['type'] == 'http.response.start':
            headers = MutableHeaders(scope=message)
            if not any(line.startswith(f'{COOKIE}=') for line in headers.getlist('set-cookie')):
                headers.append('set-cookie', carrier.headers['set-cookie'])
        await send(message)

    return sending
