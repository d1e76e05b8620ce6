"""All requests of windows over the socket; each is answered with a result or a refusal and never breaks the socket."""

import asyncio
import logging
import secrets
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Annotated, Any

from msgspec import Meta, Struct

from messenger import costs, i18n, rate_limits
from messenger.errors import Malformed, Refused, SignedOut, StorageUnavailable
from messenger.live import fields
from messenger.live.connection import Connection
from messenger.live.fields import Request
from messenger.live.requests import conversation, rooms, switcher, window_state
from messenger.live.requests.answers import Answer, Problem, Refusal, Result

logger = logging.getLogger(__name__)

ANSWER_S = 4  # windows treat a connection as dead after 5 s without an answer; the request may still complete later
TURN_S = 3  # to wait for a turn
BATCH_MAX = 20
BATCH_S = 2


@dataclass(frozen=True)
class Route:
    """How a request is handled. `limit` is counted before the handler runs, unless it is a `domain_limit`.

    `is_question`: its processor time is charged, and people who ask too much wait for a turn. `is_mutation`: it may be
    part of a batch. `is_state`: events during the request are sent after its answer, so that an old snapshot never
    overwrites newer state.
    """

    request: type[Request]
    handler: Callable[[Connection, Any], Coroutine[Any, Any, Any]]
    limit: str = ''
    domain_limit: str = ''
    is_question: bool = False
    is_mutation: bool = False
    is_state: bool = False


class Batch(Request, frozen=True):
    """Make several changes that waited, one after another, as if each had been sent alone: pairs of event and data.

    Each counts towards the limits as if sent alone.
    """

    changes: Annotated[list[tuple[str, Any]], Meta(max_length=BATCH_MAX)]


class Answers(Struct, frozen=True):
    """One answer for each change. They end with the first refusal, because later changes must not overtake it.

    They also end when the time for a batch is over; the window sends the rest again.
    """

    answers: list[Answer]


async def batch(window: Connection, request: Batch) -> Answers:
    """Run the changes in order; batches of several windows of a person run one after another."""
    clock, answers = asyncio.get_running_loop().time, list[Answer]()
    end = clock() + BATCH_S
    if any(name not in MUTATIONS for name, _ in request.changes):
        raise Malformed(field='changes')
    async with window.hub.person_of(window).batches:
        for name, data in request.changes:
            answers.append(await answer(window, name, data))
            if isinstance(answers[-1], Refusal) or clock() > end:
                break
    return Answers(answers)


EVENTS = {
    'hello': Route(rooms.Hello, rooms.hello, 'hello', is_question=True, is_state=True),
    'open': Route(rooms.OpenRoom, rooms.open_room, 'open', is_question=True, is_state=True),
    'close': Route(rooms.CloseRoom, rooms.close_room, 'close'),
    'send': Route(conversation.SendMessage, conversation.send, domain_limit='message', is_mutation=True),
    'edit': Route(conversation.EditMessage, conversation.edit, domain_limit='edit', is_mutation=True),
    'delete': Route(conversation.DeleteMessage, conversation.delete, domain_limit='delete', is_mutation=True),
    'undelete': Route(conversation.UndeleteMessage, conversation.undelete, domain_limit='undelete', is_mutation=True),
    'react': Route(conversation.React, conversation.react, domain_limit='react', is_mutation=True),
    'pin': Route(conversation.PinMessage, conversation.pin, domain_limit='pin', is_mutation=True),
    'batch': Route(Batch, batch),
    'history': Route(conversation.ReadHistory, conversation.read_history, 'history', is_question=True, is_state=True),
    'date': Route(conversation.FindDate, conversation.find_date, 'date', is_question=True),
    'read': Route(conversation.MarkRead, conversation.mark_read, domain_limit='read', is_state=True),
    'unread': Route(conversation.MarkUnread, conversation.mark_unread, domain_limit='unread', is_state=True),
    'read_all': Route(
        conversation.MarkAllRead, conversation.mark_all_read, domain_limit='read_all', is_question=True, is_state=True
    ),
    'draft': Route(conversation.KeepDraft, conversation.keep_draft, domain_limit='draft'),
    'mentionable': Route(conversation.SuggestMentions, conversation.suggest_mentions, 'mentionable', is_question=True),
    'check_mentions': Route(
        conversation.CheckMentions, conversation.check_mentions, 'check_mentions', is_question=True
    ),
    'typing': Route(window_state.BeginTyping, window_state.begin_typing, 'typing'),
    'idle': Route(window_state.SetIdle, window_state.set_idle, 'idle'),
    'preview': Route(window_state.AskPreview, window_state.preview, 'preview', is_question=True),
    'switcher': Route(switcher.AskSwitcher, switcher.fill_switcher, 'switcher', is_question=True),
    'direct': Route(switcher.OpenDirect, switcher.open_direct, domain_limit='direct', is_question=True),
}
MUTATIONS = frozenset(name for name, route in EVENTS.items() if route.is_mutation)
STATE_FIRST = frozenset(name for name, route in EVENTS.items() if route.is_state)


async def answer(window: Connection, name: str, data: Any) -> Answer:
    """Handle request `name`; return its result or refusal for the window."""
    try:
        if not window.alive or not window.sid:
            raise SignedOut
        i18n.language.set(window.identity.language)
        rate_limits.take('event', window.user_id)
        route = EVENTS.get(name)
        if route is None:
            raise Malformed(field='event')
        request = fields.read(route.request, data)
        if route.limit:
            rate_limits.take(route.limit, window.user_id)
        async with asyncio.timeout(ANSWER_S):
            return Result(await _handle(window, route, request))
    except (Refused, TimeoutError) as error:
        return Refusal(_problem(error if isinstance(error, Refused) else StorageUnavailable()))
    except Exception:
        mark = secrets.token_hex(4)
        logger.exception('Socket event %s failed [%s]', name, mark)
        return Refusal(Problem('failed', i18n._('Something went wrong on the server.'), id=mark))


async def _handle(window: Connection, route: Route, request: Request) -> Any:
    if not route.is_question:
        return await route.handler(window, request)
    budget = window.hub.budget
    account = budget.account_of(window.user_id)
    async with budget.turn(account, TURN_S, is_page=False):
        return await costs.Counted(account, route.handler(window, request))


def _problem(refusal: Refused) -> Problem:
    wait = refusal.details.get('retry_after')
    return Problem(refusal.code, str(refusal), retry_after=None if wait is None else float(str(wait)))
