"""Who may do what: every role for every route and every socket event; a new one without a row fails here."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio
from fastapi.routing import iter_route_contexts
from nicegui import app, core

from messenger.admin import moderation
from messenger.database.engine import read, write
from messenger.http import accounts, avatars, files, health, languages, metrics, pwa, static
from messenger.live.requests import table
from messenger.messages import messages
from messenger.models import Membership, User
from messenger.models.membership import OWNER
from messenger.rooms import directs, rooms
from tests.pages.conftest import SignUp, UserWindow
from tests.window import NotConnected, Refusal

ROLES = ('guest', 'signed_out', 'blocked', 'stranger', 'member', 'owner', 'admin')
OUTSIDE = ('guest', 'signed_out', 'blocked')
PLACES = ('closed', 'open', 'direct', 'deleted', 'missing')
LOGIN, YES, NO = 'login', 'yes', 'no'

# who is let in: everyone with a session, nobody, or people given by the tables below
ROUTES: dict[str, str] = {
    'GET /': 'everyone',
    'GET /login': 'everyone',
    'POST /login': 'everyone',
    'GET /register': 'everyone',
    'POST /register': 'everyone',
    'GET /reset/{token}': 'everyone',
    'POST /reset/{token}': 'everyone',
    'POST /logout': 'signed in',
    'POST /language': 'everyone',
    'GET /logout': 'nobody',
    'GET /healthz': 'everyone',
    'GET /readyz': 'everyone',
    'GET /favicon.ico': 'everyone',
    'HEAD /favicon.ico': 'everyone',
    'GET /static/{name}': 'everyone',
    'GET /manifest.webmanifest': 'everyone',
    'GET /sw.js': 'everyone',
    'GET /offline': 'everyone',
    'GET /avatars/{user_id}/{name}': 'signed in',
    'POST /avatars': 'signed in',
    'DELETE /avatars': 'signed in',
    'GET /files': 'signed in',
    'POST /files/{key}': 'writers',  # for these four see test_file_matrix.py
    'PATCH /files/{key}': 'writers',
    'DELETE /files/{key}': 'writers',
    'GET /files/{file_id}/{name}': 'lookers',
    'GET /rooms': 'signed in',
    'GET /rooms/{room_id}': 'lookers',
    'GET /users': 'signed in',
    'GET /users/{user_id}': 'signed in',
    'GET /profile': 'signed in',
    'GET /search': 'signed in',
    'GET /admin': 'admins',
    **dict.fromkeys(('GET /admin/activity', 'GET /admin/rooms'), 'admins'),
    **dict.fromkeys(('GET /admin/messages', 'GET /admin/bin', 'GET /admin/settings'), 'admins'),
    'GET /admin/log': 'admins',
    'GET /admin/figures': 'admins',
    'GET /metrics': 'admins and scrapers',
}
# our events: how a room event is answered for each role; `.` ok, `f` not_found, `m` not_a_member,
# `n` not_allowed; the message in the request is the owner's
LIKE_OPEN = ('open', 'history', 'undelete', 'date', 'mentionable', 'check_mentions')
EVENTS: dict[str, dict[str, str]] = {
    #             closed open direct deleted missing
    **{event: {'stranger': 'f.fff', 'member': '...ff', 'owner': '...ff', 'admin': '..fff'} for event in LIKE_OPEN},
    'send': {'stranger': 'fmfff', 'member': '...ff', 'owner': '...ff', 'admin': 'mmfff'},
    'edit': {'stranger': 'fmfff', 'member': 'nnnff', 'owner': '...ff', 'admin': 'mmfff'},
    'delete': {'stranger': 'fnfff', 'member': 'nnnff', 'owner': '...ff', 'admin': '..fff'},
    'react': {'stranger': 'fmfff', 'member': '...ff', 'owner': '...ff', 'admin': 'mmfff'},
    'pin': {'stranger': 'fmfff', 'member': '...ff', 'owner': '...ff', 'admin': 'mmfff'},
    'read': {'stranger': 'fmfff', 'member': '...ff', 'owner': '...ff', 'admin': 'mmfff'},
    'unread': {'stranger': 'fmfff', 'member': '...ff', 'owner': '...ff', 'admin': 'mmfff'},
    'draft': {'stranger': 'fmfff', 'member': '...ff', 'owner': '...ff', 'admin': 'mmfff'},
    'typing': {'stranger': 'fmfff', 'member': '...ff', 'owner': '...ff', 'admin': 'mmfff'},
    'preview': {'stranger': 'fmfff', 'member': '...ff', 'owner': '...ff', 'admin': 'mmfff'},
}
ROOMLESS = ('hello', 'close', 'batch', 'read_all', 'idle', 'switcher', 'direct')
NICEGUIS = ('connect', 'disconnect', 'handshake', 'event', 'javascript_response', 'ack', 'log')  # see test_socket.py
CODES = {'f': 'not_found', 'm': 'not_a_member', 'n': 'not_allowed'}


@dataclass
class World:
    """The same seven people and five rooms for every row."""

    people: dict[str, UserWindow]
    rooms: dict[str, int]
    message_ids: dict[str, int]


@pytest_asyncio.fixture
async def world(sign_up: SignUp) -> World:
    """A member and an owner who share rooms, an admin and a stranger who do not, and three people to be shut out."""
    people = {role: await sign_up(role) for role in ROLES}
    owner, member = people['owner'].user_id, people['member'].user_id
    await write(lambda: User.update(is_admin=True).where(User.id == people['admin'].user_id).execute())
    places = {kind: await rooms.create(owner, uuid4().hex, [member], kind=kind) for kind in ('closed', 'open')}
    places['deleted'] = await rooms.create(owner, name := uuid4().hex, [member])
    places['direct'] = await directs.open_with(owner, [member])
    message_ids = {place: (await messages.send(owner, room, uuid4().hex, 'said')).id for place, room in places.items()}
    await rooms.delete(owner, places['deleted'], name)
    return World(people, places | {'missing': 10**6}, message_ids | {'missing': 10**9})


async def shut_out(world: World) -> None:
    """The guest loses the cookie; an admin ends the sessions of the signed-out person and blocks the blocked one."""
    world.people['guest'].http.cookies.clear()
    admin = world.people['admin'].user_id
    await moderation.end_sessions(admin, world.people['signed_out'].user_id)
    await moderation.block(admin, world.people['blocked'].user_id)


def known_routes() -> set[str]:
    parts = [accounts.router, avatars.router, files.router, health.router, pwa.router]
    parts += [languages.router, metrics.router, static.router]
    contexts = [context for part in parts for context in iter_route_contexts(part.routes)]
    contexts += [
        context for context in iter_route_contexts(app.routes) if not str(context.path).startswith('/_nicegui')
    ]
    return {f'{method} {context.path}' for context in contexts for method in context.methods or ()} - {'HEAD /'}


def test_every_route_and_event_has_a_row(sign_up: SignUp) -> None:
    assert known_routes() == set(ROUTES)
    assert set(table.EVENTS) == {*EVENTS, *ROOMLESS}
    assert set(core.sio.handlers['/']) == {*NICEGUIS}


def outcome(answer: httpx.Response) -> str:
    """Where the person ended up."""
    if answer.status_code == httpx.codes.SEE_OTHER and answer.headers['location'].startswith('/login?'):
        return LOGIN
    if answer.status_code == httpx.codes.UNAUTHORIZED:
        return LOGIN
    return NO if answer.status_code in (httpx.codes.NOT_FOUND, httpx.codes.METHOD_NOT_ALLOWED) else YES


def expected(rule: str, role: str) -> str:
    if rule == 'everyone':
        return YES
    if role in OUTSIDE:
        return NO if rule == 'admins and scrapers' else LOGIN
    return YES if rule == 'signed in' or (rule.startswith('admins') and role == 'admin') else NO


async def test_routes_let_in_only_the_right_people(world: World) -> None:
    await shut_out(world)
    owner = await read(_owner, world)
    ids = {'{user_id}': str(owner.id), '{name}': owner.avatar_url.split('/')[-1], '{token}': 'none'}
    for route, rule in ROUTES.items():
        method, path = route.split(' ')
        if rule in ('lookers', 'writers') or path in ('/static/{name}', '/logout', '/reset/{token}'):
            continue
        for name, fact in ids.items():
            path = path.replace(name, fact)
        for role, person in world.people.items():
            answer = await person.http.request(method, path)
            assert outcome(answer) == expected(rule, role), f'{role}: {method} {path} {answer.status_code}'


def _owner(world: World) -> User:
    user: User = User.get_by_id(world.people['owner'].user_id)
    return user


async def test_room_pages_are_for_people_who_may_look(world: World) -> None:
    await shut_out(world)
    for role, person in world.people.items():
        for number, place in enumerate(PLACES):
            answer = await person.http.get(f'/rooms/{world.rooms[place]}')
            may = LOGIN if role in OUTSIDE else YES if EVENTS['open'][role][number] == '.' else NO
            assert outcome(answer) == may, f'{role}: {place}'


@pytest.mark.parametrize('event', EVENTS)
async def test_events_are_answered_for_people_who_may_ask(world: World, event: str) -> None:
    for role, row in EVENTS[event].items():
        window = world.people[role]
        await window.open()
        for place, letter in zip(PLACES, row, strict=True):
            data = facts_of(world, place)
            if letter == '.':
                assert await window.ask(event, data) is not None
                continue
            with pytest.raises(Refusal) as refused:
                await window.ask(event, data)
            assert refused.value.code == CODES[letter], f'{role}: {place}'


def facts_of(world: World, place: str) -> dict[str, object]:
    data = {'room': world.rooms[place], 'key': uuid4().hex, 'body': uuid4().hex, 'before': 5, 'seq': 1}
    return data | {'message': world.message_ids[place], 'emoji': '👍', 'on': True, 'typed': 'm', 'moment': 0}


@pytest.mark.parametrize('event', sorted(table.MUTATIONS))
async def test_a_batch_allows_nothing_that_is_not_allowed_alone(world: World, event: str) -> None:
    for role, row in EVENTS[event].items():
        window = world.people[role]
        await window.open()
        for place, letter in zip(PLACES, row, strict=True):
            answer = await window.ask('batch', {'changes': [[event, facts_of(world, place)]]})
            assert answer['answers'][0].get('error', {}).get('code') == CODES.get(letter), f'{role}: {place}'


async def test_people_who_are_shut_out_are_ignored(world: World) -> None:
    for role in ('signed_out', 'blocked'):
        await world.people[role].open()
    with pytest.raises(NotConnected, match='303'):
        await _as_guest(world).open()
    await shut_out(world)
    for role in ('signed_out', 'blocked'):
        for event in table.EVENTS:
            with pytest.raises((Refusal, NotConnected)) as refused:
                await world.people[role].ask(event, {'room': world.rooms['open']})
            assert not isinstance(refused.value, Refusal) or refused.value.code == 'signed_out'


def _as_guest(world: World) -> UserWindow:
    guest = world.people['guest']
    guest.http.cookies.clear()
    return guest


async def test_an_owner_who_removes_themselves_is_a_stranger_at_once(world: World) -> None:
    member, room = world.people['member'], world.rooms['closed']
    await member.open(f'/rooms/{room}')
    await member.join(room)
    await write(lambda: Membership.update(role=OWNER).where(Membership.user == member.user_id).execute())
    rest: dict[str, Any] = {
        'topic': '',
        'kind': 'closed',
        'owners_only': False,
        'member_ids': [world.people['owner'].user_id],
    }
    await rooms.update(member.user_id, room, name=uuid4().hex, **rest)
    for event in ('send', 'history', 'read', 'open'):
        with pytest.raises(Refusal, match='not_found'):
            await member.ask(event, {'room': room, 'key': 'k', 'body': 'b', 'before': 9, 'seq': 1})
