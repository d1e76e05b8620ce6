"""Error pages for anything missing, forbidden or broken; each error is logged once, with the id that people see."""

import logging
import math
import secrets

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from messenger.errors import (
    LimitReached,
    NotFound,
    Refused,
    SignedOut,
    StorageUnavailable,
    TooLarge,
    TooManyWindows,
    WrongOffset,
)
from messenger.http import departures, templating
from messenger.i18n import N_, _
from messenger.server import file_handles

logger = logging.getLogger(__name__)

TOO_MANY = 429

WORDS = {
    400: (N_('Bad request'), N_('The request could not be understood. Go back and try again.')),
    401: (N_('Log in first'), N_('You have been signed out. Log in again to continue.')),
    403: (N_('Request refused'), N_('This request did not come from this site. Reload the page and try again.')),
    404: (N_('Page not found'), N_('This page does not exist, or you do not have access to it.')),
    405: (N_('Page not found'), N_('This page does not exist, or you do not have access to it.')),
    413: (N_('Too large'), N_('That is too large for this server.')),
    TOO_MANY: (N_('Too many requests'), N_('There were too many requests at once. Wait a moment and try again.')),
    500: (N_('Something went wrong'), N_('This is our fault. The error has been logged. Try again in a moment.')),
    503: (N_('Temporarily unavailable'), N_('The server cannot reach its data right now. Try again in a moment.')),
}
REFUSALS: dict[type[Refused], int] = {NotFound: 404, SignedOut: 401, StorageUnavailable: 503, LimitReached: TOO_MANY}


DATA_REFUSALS: dict[type[Refused], int] = {**REFUSALS, TooLarge: 413, WrongOffset: 409}
DATA_REFUSED = 422
UNAVAILABLE, RETRY_S = 503, 2


def wants_json(scope: Scope) -> bool:
    """Whether the client asked for JSON."""
    return 'application/json' in HTTPConnection(scope).headers.get('accept', '')


def page(scope: Scope, status: int, mark: str = '') -> Response:
    """The response for `status`: a light page in the product's style, or JSON if the client asked for it."""
    title, words = WORDS.get(status, WORDS[500 if status >= 500 else 400])
    if wants_json(scope):
        answer: Response = JSONResponse({'error': _(words), 'id': mark} if mark else {'error': _(words)}, status)
    else:
        answer = templating.render('error.html', status, status_code=status, title=_(title), words=_(words), mark=mark)
    if status == UNAVAILABLE:
        answer.headers['retry-after'] = str(RETRY_S)
    return answer


def error_response(request: Request, status: int) -> Response:
    """Like `page`, for a request."""
    return page(request.scope, status)


def status_of(refusal: Exception) -> int:
    """The HTTP status for a domain error."""
    return next((code for kind, code in REFUSALS.items() if isinstance(refusal, kind)), 403)


def error_json(refusal: Refused) -> JSONResponse:
    """The JSON for our scripts when a request is refused: `error` (a sentence), `code`, `field`, and how to go on."""
    status = next((code for kind, code in DATA_REFUSALS.items() if isinstance(refusal, kind)), DATA_REFUSED)
    details = {name: refusal.details[name] for name in ('retry_after', 'offset') if name in refusal.details}
    headers = {'retry-after': str(math.ceil(refusal.retry_after))} if isinstance(refusal, LimitReached) else None
    if status == UNAVAILABLE:
        headers = {'retry-after': str(RETRY_S)}
    return JSONResponse(
        {'error': str(refusal), 'code': refusal.code, 'field': refusal.field, **details}, status, headers
    )


def log_once(error: Exception, where: str) -> str:
    """Log an error once, however often it comes here; return its id in the log."""
    mark: str = vars(error).get('mark', '')
    if not mark:
        vars(error)['mark'] = mark = secrets.token_hex(4)
        logger.error('%s failed [%s]', where, mark, exc_info=error)
    return mark


def refusal_page(scope: Scope, refusal: Exception) -> Response:
    """The response for a domain error without special handling; for a limit it says when to try again.

    A page refused because of a limit reloads by itself.
    """
    if not isinstance(refusal, LimitReached):
        return page(scope, status_of(refusal))
    if wants_json(scope):
        return error_json(refusal)
    answer = page(scope, TOO_MANY)
    if isinstance(refusal, TooManyWindows):
        title = _('Too many windows')
        answer = templating.render(
            'error.html', TOO_MANY, status_code=TOO_MANY, title=title, words=str(refusal), mark=''
        )
    answer.headers['retry-after'] = seconds = str(math.ceil(refusal.retry_after))
    if scope['method'] == 'GET':
        answer.headers.update({'refresh': seconds, 'cache-control': 'no-store'})
    return answer


async def on_refused(request: Request, refusal: Exception) -> Response:
    """Handle domain errors that a route does not catch."""
    return refusal_page(request.scope, refusal)


async def on_http_error(request: Request, error: Exception) -> Response:
    """Handle Starlette's HTTP errors."""
    if not isinstance(error, HTTPException):
        raise error
    answer = page(request.scope, error.status_code)
    answer.headers.update(error.headers or {})
    return answer


async def on_bad_input(request: Request, _error: Exception) -> Response:
    """Handle parameters of the wrong type: no such address exists."""
    return page(request.scope, 404)


class Faults:
    """Outermost middleware: logs every unhandled error once and answers with a page that shows its id."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; if it fails before the response has started, send an error page."""
        started = is_gone = False

        async def sending(message: Message) -> None:
            nonlocal started, is_gone
            started = started or message['type'] == 'http.response.start'
            try:
                await send(message)
            except Exception:
                is_gone = True
                raise

        async def receiving() -> Message:
            nonlocal is_gone
            try:
                return await receive()
            except Exception:
                is_gone = True
                raise

        try:
            await self.app(scope, receiving, sending)
        except Refused as refusal:
            if scope['type'] == 'http' and not started:
                await refusal_page(scope, refusal)(scope, receive, send)
        except Exception as error:
            if departures.is_departure(error, is_gone=is_gone):
                logger.debug('%s %s was broken off', scope.get('method', scope['type']), scope.get('path', ''))
                return
            if file_handles.ran_out(error) and scope['type'] == 'http' and not started:
                logger.warning('No free file handle for %s', scope['path'])
                await page(scope, UNAVAILABLE)(scope, receive, send)
                return
            mark = log_once(error, f'{scope.get("method", scope["type"])} {scope.get("path", "")}')
            if scope['type'] == 'http' and not started:
                await page(scope, 500, mark)(scope, receive, send)
