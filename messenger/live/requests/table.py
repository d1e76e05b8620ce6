"""All requests of windows over the socket; each event gets `ok` or `error` and never breaks the socket."""

import asyncio
import logging
import secrets
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

from messenger import access, costs, history, i18n, rate_limits
from messenger.database.engine import read
from messenger.errors import Malformed, Refused, SignedOut, StorageUnavailable
from messenger.live import audiences, budget, people, presence_broadcast
from messenger.live.connection import Connection
from messenger.live.fields import Fields
from messenger.live.requests import conversation, switcher, window_state
from messenger.people import blocklists, preferences, presence
from messenger.reading import drafts, receipts
from messenger.rooms import members

logger = logging.getLogger(__name__)

SHOWN_AUTHORS_LIMIT = 500
ANSWER_S = 4  # windows treat a connection as dead after 5 s without an answer; the request may still complete later
TURN_S = 3  # to wait for a turn
REMEMBER_S = 1
BATCH_MAX = 20
BATCH_S = 2

Handler = Callable[[Connection, Fields], Coroutine[Any, Any, Any]]


async def hello(window: Connection, _fields: Fields) -> dict[str, Any]:
    """Subscribe to one's rooms first, then read; the answer is the current room list."""
    rate_limits.take('hello', window.user_id)
    person = people.person_of(window)
    kinds = await read(members.kinds, window.user_id)
    _check_open(window)
    for room_id, kind in kinds:
        person.follow(room_id, kind)
    entries = await read(members.entries, window.user_id)
    _check_open(window)
    for room_id in {room_id for room_id, _ in kinds} - {entry['id'] for entry in entries}:
        person.unfollow(room_id)  # it was lost between the two reads
    presence_broadcast.reckon(window.user_id, person.directs)
    near, here = {one['id'] for entry in entries for one in entry['people']}, presence.known_to(window.user_id)
    user, begun = await read(lambda: (access.user_for(window.user_id), drafts.rooms(window.user_id)))
    return {
        'rooms': entries,
        'presence': {str(one): here[one] for one in near if one in here},
        'drafts': begun,
        'own': preferences.settings_of(user),
        'blocked': sorted(blocklists.of(window.user_id)),
    }


async def open_room(window: Connection, fields: Fields) -> dict[str, Any]:
    """Show a room: subscribe first, then read, so that no event is lost in between.

    `room`; `since` (a revision) asks for changes after it, `around` (a seq) for the messages near it; `people` are
    authors whose current nick the window asks for again.
    """
    rate_limits.take('open', window.user_id)
    room_id = fields.number('room')
    authors = fields.numbers('people', SHOWN_AUTHORS_LIMIT)
    window.turn = turn = window.turn + 1
    seat = await read(access.room_for, window.user_id, room_id)
    _check_open(window)
    if window.turn == turn:  # else the window has already asked for another room
        audiences.enter(window, room_id, people.on_room_changed)
        window.sees_receipts = receipts.may_see(seat)
    since, around = fields.optional_number('since'), fields.optional_number('around')
    if seat.is_member and since is None:
        with suppress(StorageUnavailable, TimeoutError):
            async with asyncio.timeout(REMEMBER_S):
                await members.remember_room(window.user_id, room_id)
    try:
        found = await history.opened(window.user_id, room_id, since=since, around=around)
        if authors:
            found['people'] += await history.briefs(window.user_id, room_id, authors)
    except BaseException:  # also on a timeout: a window gets no events of a room that it was not shown
        if window.turn == turn and window.room_id == room_id:
            audiences.leave(window)
        raise
    return found


def _check_open(window: Connection) -> None:
    """Raise SignedOut if the window was closed, or its session ended, during a read for it."""
    if not window.alive or window.is_over:
        raise SignedOut


async def close_room(window: Connection, _fields: Fields) -> dict[str, Any]:
    """Stop showing a room."""
    rate_limits.take('close', window.user_id)
    window.turn += 1
    audiences.move_on(window)
    return {}


async def batch(window: Connection, fields: Fields) -> dict[str, Any]:
    """Run delayed changes one after another, as if each had been sent alone: `deeds`, a list of [event, data].

    Each counts towards the rate limits as if sent alone.

    `answers` ends with the first refusal, because later changes must not overtake it, or when BATCH_S is over; the
    window sends the rest again.
    """
    clock, answers = asyncio.get_running_loop().time, []
    end, deeds = clock() + BATCH_S, fields.pairs('deeds', BATCH_MAX)
    if any(name not in DEEDS for name, _ in deeds):
        raise Malformed(field='deeds')
    async with people.person_of(window).batches:
        for name, data in deeds:
            answers.append(await answer(window, name, data))
            if 'error' in answers[-1] or clock() > end:
                break
    return {'answers': answers}


EVENTS: dict[str, Handler] = {
    'hello': hello,
    'open': open_room,
    'close': close_room,
    'send': conversation.send,
    'edit': conversation.edit,
    'delete': conversation.delete,
    'undelete': conversation.undelete,
    'react': conversation.react,
    'pin': conversation.pin,
    'batch': batch,
    'history': conversation.read_history,
    'date': conversation.at_date,
    'read': conversation.mark_read,
    'unread': conversation.mark_unread,
    'read_all': conversation.mark_all_read,
    'draft': conversation.keep_draft,
    'mentionable': conversation.mentionable,
    'typing': window_state.begin_typing,
    'idle': window_state.rest,
    'glance': window_state.glance,
    'places': switcher.places,
    'direct': switcher.direct,
}
DEEDS = frozenset({'send', 'edit', 'delete', 'undelete', 'react', 'pin'})
# their CPU time is charged, and people who ask too much wait for a turn
QUESTIONS = frozenset({'hello', 'open', 'history', 'date', 'read_all', 'mentionable', 'glance', 'places', 'direct'})
# events during these requests are sent after the answer, so that an old snapshot never overwrites newer state
TOLD_FIRST = frozenset({'hello', 'open', 'history', 'read', 'unread', 'read_all'})


async def _answer(window: Connection, name: str, fields: Fields) -> Any:
    if name not in QUESTIONS:
        return await EVENTS[name](window, fields)
    account = budget.account_of(window.user_id)
    async with budget.turn(account, TURN_S, is_page=False):
        return await costs.Counted(account, EVENTS[name](window, fields))


async def answer(window: Connection, name: str, data: Any) -> dict[str, Any]:
    """Run the handler of event `name`; return its result or error for the window."""
    try:
        if not window.alive or not window.sid:
            raise SignedOut
        i18n.language.set(window.language)
        rate_limits.take('event', window.user_id)
        if name not in EVENTS:
            raise Malformed(field='event')
        async with asyncio.timeout(ANSWER_S):
            return {'ok': await _answer(window, name, Fields(data))}
    except (Refused, TimeoutError) as error:
        refusal = error if isinstance(error, Refused) else StorageUnavailable()
        told = {'code': refusal.code, 'text': str(refusal)}
        return {'error': told | {name: refusal.facts[name] for name in ('retry_after',) if name in refusal.facts}}
    except Exception:
        mark = secrets.token_hex(4)
        logger.exception('Socket event %s failed [%s]', name, mark)
        return {'error': {'code': 'failed', 'text': i18n._('Something went wrong on the server.'), 'id': mark}}
