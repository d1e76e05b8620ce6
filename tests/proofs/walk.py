"""A random walk over everything people can do, by several of them at once, with windows that watch."""

import asyncio
import random
from typing import Any

from tests.proofs.replica import FACE, LINE, Row, picked
from tests.proofs.town import Refusal, Town
from tests.proofs.watcher import Gone, Watcher

PEOPLE = 4
PATIENCE_S = 2
HISTORY_PAGE = 100
WEIGHTS = {
    **{'send': 14, 'repeat': 2, 'erase': 5, 'read': 8, 'show': 6, 'hide': 1, 'come_back': 2},
    **{'join': 3, 'leave': 2, 'add': 3, 'remove': 2, 'set_role': 2, 'edit': 3, 'create': 1, 'direct': 1},
    **{'delete_room': 1, 'restore': 2, 'block': 1, 'unblock': 2, 'rename': 2, 'at_once': 8},
}


class Walk:
    """`await walk.begin(); await walk.step()`; `story` tells what was done."""

    def __init__(self, town: Town, seed: int) -> None:
        self.town, self.seed = town, seed
        self.chance = random.Random(seed)
        self.story: list[str] = []
        self.people: dict[int, str] = {}
        self.windows: list[Watcher] = []
        self.rooms: list[int] = []
        self.sent: list[tuple[Watcher, Row]] = []
        self.admin = 0
        self.number = 0

    def fresh(self, what: str) -> str:
        """A name nobody had before."""
        self.number += 1
        return f'{what} {self.seed} {self.number}'

    async def begin(self) -> None:
        """People, rooms, windows."""
        for _ in range(PEOPLE):
            made = await self.town.call('make_person', self.fresh('p'), is_admin=not self.people)
            self.people[made['id']] = made['token']
        self.admin, *others = self.people
        for kind in ('open', 'closed'):
            self.rooms.append(await self.town.call('rooms.create', self.admin, self.fresh('R'), others, kind=kind))
        for person in (*self.people, others[0]):
            await self.appear(person)

    async def appear(self, person: int) -> None:
        """One more window."""
        window = Watcher(self.town, person, self.people[person])
        self.windows.append(window)
        await window.come()
        await window.show(self.a(self.rooms))

    async def end(self) -> None:
        """Close all windows."""
        for window in self.windows:
            window.close()
        await asyncio.sleep(0)

    def a(self, some: Any) -> Any:
        """One of them."""
        return self.chance.choice(list(some))

    async def step(self) -> None:
        """Do one thing; what the rules refuse is fine."""
        name = self.chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        try:
            await getattr(self, name)()
        except (Refusal, Gone) as refusal:
            self.story.append(f'    {name}: {refusal!r}')

    async def call(self, name: str, /, *arguments: Any, **named: Any) -> Any:
        self.story.append(f'{name}{arguments}{named or ""}')
        return await self.town.call(name, *arguments, **named)

    async def at_once(self) -> None:
        self.story.append('  at once:')
        await asyncio.gather(*(self.step() for _ in range(self.chance.randint(2, 6))))

    async def send(self) -> None:
        window, room = self.a(self.windows), self.a(self.rooms)
        facts = {'room': room, 'key': self.fresh('k').replace(' ', '-'), 'body': self.fresh('body')}
        self.story.append(f'{window.replica.me} sends {facts}')
        await window.do('send', facts)
        self.sent.append((window, facts))

    async def repeat(self) -> None:
        if self.sent:
            window, facts = self.a(self.sent)
            await window.do('send', facts | {'room': self.a(self.rooms), 'body': 'another'})

    async def erase(self) -> None:
        window = self.a(self.windows)
        if window.replica.messages:
            actor = self.a([window.replica.me, self.admin])
            await self.call('messages.delete', actor, self.a(window.replica.messages.values())['id'])

    async def read(self) -> None:
        window = self.a(self.windows)
        if window.replica.rooms:
            line = self.a(window.replica.rooms.values())
            facts = {'room': line['id'], 'seq': max(0, line['last_seq'] - self.chance.randint(0, 3))}
            self.story.append(f'{window.replica.me} reads {facts}')
            await window.do('read', facts, window.replica.on_room_read)

    async def show(self) -> None:
        window, room = self.a(self.windows), self.a(self.rooms)
        self.story.append(f'{window.replica.me} shows {room}')
        await window.show(room)

    async def hide(self) -> None:
        window = self.a(self.windows)
        window.replica.close()
        await window.do('close', {})

    async def come_back(self) -> None:
        window = self.a(self.windows)
        if not window.replica.is_ended and len(self.windows) > 2:
            self.story.append(f'{window.replica.me} comes back')
            self.windows.remove(window)
            window.close()
            await asyncio.sleep(self.chance.random() / 20)
            self.windows.append(window)
            await window.come()

    async def join(self) -> None:
        await self.call('memberships.join', self.a(self.people), self.a(self.rooms))

    async def leave(self) -> None:
        await self.call('memberships.leave', self.a(self.people), self.a(self.rooms))

    async def add(self) -> None:
        await self.call('memberships.add', self.a(self.people), self.a(self.rooms), [self.a(self.people)])

    async def remove(self) -> None:
        await self.call('memberships.remove', self.a(self.people), self.a(self.rooms), self.a(self.people))

    async def set_role(self) -> None:
        role = self.a(['owner', 'member'])
        await self.call('memberships.set_role', self.a(self.people), self.a(self.rooms), self.a(self.people), role)

    async def edit(self) -> None:
        members = self.chance.sample(list(self.people), self.chance.randint(1, PEOPLE))
        facts: Row = {'name': self.fresh('R'), 'topic': self.a(['', 'a topic']), 'kind': self.a(['open', 'closed'])}
        facts |= {'owners_only': self.a([True, False]), 'member_ids': members}
        await self.call('rooms.update', self.a(self.people), self.a(self.rooms), **facts)

    async def create(self) -> None:
        others = self.chance.sample(list(self.people), 2)
        self.rooms.append(await self.call('rooms.create', self.a(self.people), self.fresh('R'), others))

    async def direct(self) -> None:
        room = await self.call('directs.open_with', self.a(self.people), [self.a(self.people)])
        if room not in self.rooms:
            self.rooms.append(room)

    async def delete_room(self) -> None:
        actor, room = self.a(self.people), self.a(self.rooms)
        name = (await self.town.call('memberships.entry', actor, room))['name']
        await self.call('rooms.delete', actor, room, name)

    async def restore(self) -> None:
        await self.call('rooms.restore', self.admin, self.a(self.rooms))

    async def block(self) -> None:
        person = self.a([one for one in self.people if one != self.admin])
        if self.people[person]:
            await self.call('moderation.block', self.admin, person)
            self.people[person] = ''

    async def unblock(self) -> None:
        person = self.a(self.people)
        if not self.people[person]:
            await self.call('moderation.unblock', self.admin, person)
            self.people[person] = await self.town.call('sign_in', person)
            await self.appear(person)

    async def rename(self) -> None:
        await self.call('moderation.rename', self.admin, self.a(self.people), self.fresh('n'))

    async def check(self) -> None:
        """What each window holds is what it would read afresh."""
        await asyncio.gather(*(window.settle() for window in self.windows))
        for window in list(self.windows):
            await self.compare(window)
            if window.replica.is_ended:
                self.windows.remove(window)
                window.close()

    async def compare(self, window: Watcher) -> None:
        """Wait up to PATIENCE_S for a window to be right; it tells of the first thing that is not."""
        limit = asyncio.get_running_loop().time() + PATIENCE_S
        while wrong := await self.wrong(window):
            if asyncio.get_running_loop().time() > limit:
                told = '\n'.join(self.story[-40:])
                raise AssertionError(f'seed {self.seed}, a window of {window.replica.me}: {wrong}\n{told}')
            await asyncio.sleep(0.1)

    async def wrong(self, window: Watcher) -> str:
        """What differs, in words; empty when all is right."""
        mirror = window.replica
        if not self.people[mirror.me] or mirror.is_ended:
            return '' if mirror.is_ended else 'it is blocked and was not told'
        lines = {one['id']: picked(one, LINE) for one in await self.town.call('memberships.entries', mirror.me)}
        held = {one['id']: picked(one, LINE) for one in mirror.rooms.values()}
        if held != lines:
            return f'the list is {held},\nnot {lines}'
        if mirror.shown is None:
            return ''
        try:
            truth = await self.town.call('histories.opened', mirror.me, mirror.shown)
        except Refusal as refusal:
            return f'it shows {mirror.shown}: {refusal}'
        if picked(mirror.face, FACE) != picked(truth['room'], FACE):
            return f'the face is {mirror.face}, not {truth["room"]}'
        if mirror.has_gap or mirror.revision != truth['revision']:
            return f'revision {mirror.revision}, not {truth["revision"]}, {mirror.has_gap=}'
        rows = await self.history(mirror.me, mirror.shown, min(mirror.messages, default=1) - 1)
        return '' if [mirror.messages[seq] for seq in sorted(mirror.messages)] == rows else 'messages differ'

    async def history(self, person: int, room: int, seq: int) -> list[Row]:
        """All messages after `seq`."""
        rows: list[Row] = []
        while found := (await self.town.call('histories.after', person, room, seq, HISTORY_PAGE))['messages']:
            rows += found
            seq = rows[-1]['seq']
        return rows

    async def check_numbers(self) -> None:
        """Unread is what it says it is, and every room counts without gaps."""
        for person in (one for one, token in self.people.items() if token):
            for line in await self.town.call('memberships.entries', person):
                rows = await self.history(person, line['id'], 0)
                assert [row['seq'] for row in rows] == list(range(1, line['last_seq'] + 1))
                counting = [row for row in rows if row['kind'] == 'text' and not row['deleted']]
                unread = [row for row in counting if row['author'] != person and row['seq'] > line['last_read_seq']]
                assert len(unread) == line['unread']
