"""Signing up, in and out, and resetting a password: forms that post to their own address."""

import math
from contextlib import suppress
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from messenger import addresses
from messenger.accounts import accounts, passwords, sessions
from messenger.database.engine import read, write
from messenger.errors import LimitReached, LinkExpired, NotFound, Refused, WeakPassword
from messenger.http import authentication, error_pages, forms, templating
from messenger.models import Session
from messenger.rooms import last_room
from messenger.site import settings as site_settings

router = APIRouter()

REFUSED, TOO_OFTEN = 422, 429


@router.get('/')
async def home(request: Request) -> Response:
    """Send members to the room they opened last, guests to the log-in."""
    user = request.state.user
    if user is None:
        return _go(addresses.LOG_IN)
    room_id = await read(last_room.find, user)
    return _go(addresses.room(room_id) if room_id else addresses.ROOMS)


@router.get(addresses.LOG_IN)
async def login_form(request: Request, next: str = '/') -> Response:  # noqa: A002 - the name of the field in the address
    """Show the log-in form; redirect people who are already logged in, and the first person to the sign-up."""
    if request.state.user is not None:
        return _go(forms.local_target(next))
    if await read(accounts.is_empty):
        return _go(addresses.SIGN_UP)
    return _login_page({'next': forms.local_target(next)})


@router.post(addresses.LOG_IN)
async def log_in(request: Request) -> Response:
    """Log in and go to the page the person asked for."""
    fields = await forms.fields(request)
    target = forms.local_target(fields.get('next', '/'))
    try:
        _, token = await accounts.log_in(fields.get('username', ''), fields.get('password', ''), **_device(request))
    except Refused as refusal:
        return _refuse(_login_page(fields | {'next': target}, refusal), refusal)
    return await _start_session(request, token, target)


@router.get(addresses.SIGN_UP)
async def register_form(request: Request, invite: str = '', next: str = '/') -> Response:  # noqa: A002 - the field's name
    """Show the sign-up form; redirect people who are already logged in."""
    target = forms.local_target(next)
    if request.state.user is not None:
        return _go(target)
    return await _register_page({'invite': invite[:100], 'next': target})


@router.post(addresses.SIGN_UP)
async def register(request: Request) -> Response:
    """Create an account, log it in and redirect; the first person learns that they are the admin."""
    fields = await forms.fields(request)
    try:
        user, token = await accounts.sign_up(
            fields.get('username', ''),
            fields.get('password', ''),
            fields.get('repeat', ''),
            invite=fields.get('invite', ''),
            code=fields.get('code', ''),
            **_device(request),
        )
    except Refused as refusal:
        typed = (fields.get(name, '') for name in ('username', 'password', 'repeat'))
        return _refuse(await _register_page(fields, refusal, *accounts.find_faults(*typed)), refusal)
    target = f'{addresses.ROOMS}?welcome=admin' if user.is_admin else forms.local_target(fields.get('next', '/'))
    return await _start_session(request, token, target)


@router.post(addresses.LOG_OUT)
async def log_out(request: Request) -> Response:
    """End this session."""
    await _end(request.state.session)
    answer = _go(addresses.LOG_IN)
    authentication.set_cookie(answer, '', request.scope)
    return answer


@router.get(f'{addresses.RESET}/{{token}}')
async def reset_form(token: str) -> Response:
    """Show the form behind a one-time link."""
    return await _reset_page(token)


@router.post(f'{addresses.RESET}/{{token}}')
async def reset(request: Request, token: str) -> Response:
    """Set a new password with a one-time link, and log in."""
    fields = await forms.fields(request)
    try:
        _, fresh = await accounts.reset_password(
            token, fields.get('password', ''), fields.get('repeat', ''), **_device(request)
        )
    except Refused as refusal:
        return _refuse(await _reset_page(token, refusal), refusal)
    return await _start_session(request, fresh, '/')


async def _start_session(request: Request, token: str, target: str) -> Response:
    """Set the cookie of the new session; end the browser's previous session, which is never reused."""
    if request.state.session is not None:
        await _end(request.state.session)
    answer = _go(target)
    authentication.set_cookie(answer, token, request.scope)
    return answer


async def _end(session: Session) -> None:
    with suppress(NotFound):  # a new password or another tab has already ended it
        await write(sessions.end, session.user.id, session.id)


def _device(request: Request) -> dict[str, str]:
    return {
        'address': request.client.host if request.client else '',
        'device': request.headers.get('user-agent', ''),
    }


def _go(target: str) -> RedirectResponse:
    return RedirectResponse(target, 303)


def _refuse(answer: Response, refusal: Refused) -> Response:
    answer.status_code = TOO_OFTEN if isinstance(refusal, LimitReached) else REFUSED
    if isinstance(refusal, LimitReached):
        answer.headers['retry-after'] = str(math.ceil(refusal.retry_after))
    return answer


def _login_page(fields: dict[str, str], refusal: Refused | None = None) -> Response:
    typed = {name: fields.get(name, '') for name in ('username', 'next')}
    may_sign_up = site_settings.current().sign_up != site_settings.NOBODY
    return templating.render('login.html', fields=typed, may_sign_up=may_sign_up, **_error_fields(refusal))


async def _register_page(fields: dict[str, str], *refusals: Refused) -> Response:
    typed = {name: fields.get(name, '') for name in ('username', 'invite', 'code')}
    typed['next'] = forms.local_target(fields.get('next', '/'))
    first = await read(accounts.is_empty)
    door = 'first' if first else site_settings.current().sign_up
    if door == site_settings.INVITE and fields.get('invite'):
        door = site_settings.ANYONE
    needs_code = first and bool(accounts.setup_code())
    return templating.render(
        'register.html', fields=typed, door=door, needs_code=needs_code, **_error_fields(*refusals)
    )


async def _reset_page(token: str, refusal: Refused | None = None) -> Response:
    try:
        user = await read(accounts.person_of_link, token)
    except LinkExpired as expired:
        return templating.render('reset.html', 404, user=None, token=token, **_error_fields(expired))
    return templating.render('reset.html', user=user, token=token, **_error_fields(refusal))


def _error_fields(*refusals: Refused | None) -> dict[str, Any]:
    """The sentences of refusals, keyed by their fields, or by an empty name; and the rule for passwords."""
    rule = str(WeakPassword(limit=passwords.LENGTH_MIN_CHARS))
    return {'errors': {refusal.field: str(refusal) for refusal in refusals if refusal}, 'rule': rule}


@router.get(addresses.LOG_OUT, include_in_schema=False)
async def not_by_a_link(request: Request) -> Response:
    """Refuse GET, so that no link, picture or prefetch can log anyone out."""
    return error_pages.page(request.scope, 405)
