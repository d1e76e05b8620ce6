"""Everything people can do: a random action by a random person."""

import asyncio
import random
from typing import Any

from tests.back_door import BackDoorServer
from tests.client.page import ClientPage
from tests.proofs.screen import Row, Screen
from tests.proofs.watcher import Gone, Watcher
from tests.window import Refusal

PEOPLE = 4
OFTEN = 0.3
WEIGHTS = {
    **{'send': 14, 'repeat': 2, 'erase': 5, 'read': 8, 'show': 6, 'hide': 1, 'come_back': 2},
    **{'join': 3, 'leave': 2, 'add': 3, 'remove': 2, 'set_role': 2, 'edit': 3, 'create': 1, 'direct': 2},
    **{'amend': 5, 'undo': 2, 'react': 4, 'pin': 2, 'unread': 2, 'read_all': 1},
    **{'delete_room': 1, 'restore': 2, 'block': 1, 'unblock': 2, 'rename': 2, 'at_once': 8},
    **{'block_person': 3, 'unblock_person': 3},
}


class Deeds:
    """`await actions.step()` does one of WEIGHTS; `story` records what was done."""

    def __init__(self, live_server: BackDoorServer, client: ClientPage, seed: int) -> None:
        self.live_server, self.client, self.seed = live_server, client, seed
        self.chance = random.Random(seed)
        self.story: list[str] = []
        self.people: dict[int, str] = {}
        self.nicks: dict[int, str] = {}
        self.windows: list[Watcher] = []
        self.rooms: list[int] = []
        self.sent: list[tuple[Watcher, Row]] = []
        self.admin = 0
        self.number = 0

    def fresh(self, prefix: str) -> str:
        """A name that has not been used before."""
        self.number += 1
        return f'{prefix} {self.seed} {self.number}'

    def a(self, some: Any) -> Any:
        """Choose one at random."""
        return self.chance.choice(list(some))

    async def appear(self, person: int) -> None:
        """Open one more window."""
        window = Watcher(self.live_server, person, self.people[person], Screen(self.client, person))
        self.windows.append(window)
        await window.come()
        await window.show(self.a(self.rooms))

    async def step(self) -> None:
        """Do one random thing."""
        await self.do_action(self.chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0])

    async def do_action(self, name: str) -> None:
        """Do this; a refusal by the rules is fine."""
        try:
            await getattr(self, name)()
        except (Refusal, Gone) as refusal:
            self.story.append(f'    {name}: {refusal!r}')

    async def call(self, name: str, /, *arguments: Any, **named: Any) -> Any:
        self.story.append(f'{name}{arguments}{named or ""}')
        return await self.live_server.call(name, *arguments, **named)

    async def at_once(self) -> None:
        self.story.append('  at once:')
        await asyncio.gather(*(self.step() for _ in range(self.chance.randint(2, 6))))

    async def send(self) -> None:
        window, room = self.a(self.windows), self.a(self.rooms)
        data = {'room': room, 'key': self.fresh('k').replace(' ', '-'), 'body': self.fresh('body')}
        if self.chance.random() < OFTEN:
            data['body'] += f' @{self.nicks[self.a(self.people)]} and @all'
        messages = (await window.look()).messages
        if messages and self.chance.random() < OFTEN:
            data['reply'] = self.a(messages)
        self.story.append(f'{window.me} sends {data}')
        await window.do('send', data)
        self.sent.append((window, data))

    async def repeat(self) -> None:
        if self.sent:
            window, data = self.a(self.sent)
            await window.do('send', data | {'room': self.a(self.rooms), 'body': 'another'})

    async def erase(self) -> None:
        window = self.a(self.windows)
        message = await self.message_of(window)
        if message:
            await self.call('messages.delete', self.a([window.me, self.admin]), message)

    async def message_of(self, window: Watcher) -> int:
        """The id of a message that a window shows; 0 if there is none."""
        messages = (await window.look()).messages
        return int(self.a(messages.values())['id']) if messages else 0

    async def room_of(self, window: Watcher) -> Row | None:
        """A room in the list of a window, or None."""
        rooms = (await window.look()).rooms
        return self.a(rooms.values()) if rooms else None

    async def amend(self) -> None:
        window = self.a(self.windows)
        mine = [row['id'] for row in (await window.look()).messages.values() if row['author'] == window.me]
        if mine:
            body = self.fresh('amended') + self.a(['', f' @{self.nicks[self.a(self.people)]}', ' @all'])
            self.story.append(f'{window.me} amends {mine[0]}: {body}')
            await window.do('edit', {'message': self.a(mine), 'body': body})

    async def undo(self) -> None:
        window = self.a(self.windows)
        gone = [row['id'] for row in (await window.look()).messages.values() if row['deleted']]
        if gone:
            await self.call('messages.undelete', window.me, self.a(gone))

    async def react(self) -> None:
        window = self.a(self.windows)
        data = {'message': await self.message_of(window), 'emoji': self.a('👍🎉'), 'on': self.a([True, True, False])}
        self.story.append(f'{window.me} reacts {data}')
        await window.do('react', data)

    async def pin(self) -> None:
        window = self.a(self.windows)
        await window.do('pin', {'message': await self.message_of(window), 'on': self.a([True, True, False])})

    async def unread(self) -> None:
        window = self.a(self.windows)
        line = await self.room_of(window)
        if line:
            data = {'room': line['id'], 'seq': max(1, line['last_seq'] - self.chance.randint(0, 4))}
            self.story.append(f'{window.me} marks unread {data}')
            await window.do('unread', data)

    async def read_all(self) -> None:
        await self.a(self.windows).do('read_all', {})

    async def read(self) -> None:
        window = self.a(self.windows)
        line = await self.room_of(window)
        if line:
            data = {'room': line['id'], 'seq': max(0, line['last_seq'] - self.chance.randint(0, 3))}
            self.story.append(f'{window.me} reads {data}')
            await window.read(**data)

    async def show(self) -> None:
        window, room = self.a(self.windows), self.a(self.rooms)
        self.story.append(f'{window.me} shows {room}')
        await window.show(room)

    async def hide(self) -> None:
        await self.a(self.windows).hide()

    async def come_back(self) -> None:
        window = self.a(self.windows)
        if not window.is_ended and len(self.windows) > 2:
            self.story.append(f'{window.me} comes back')
            self.windows.remove(window)
            window.close()
            await asyncio.sleep(self.chance.random() / 20)
            self.windows.append(window)
            await window.come()

    async def join(self) -> None:
        await self.call('members.join', self.a(self.people), self.a(self.rooms))

    async def leave(self) -> None:
        await self.call('members.leave', self.a(self.people), self.a(self.rooms))

    async def add(self) -> None:
        await self.call('members.add', self.a(self.people), self.a(self.rooms), [self.a(self.people)])

    async def remove(self) -> None:
        await self.call('members.remove', self.a(self.people), self.a(self.rooms), self.a(self.people))

    async def set_role(self) -> None:
        role = self.a(['owner', 'member'])
        await self.call('ownership.set_role', self.a(self.people), self.a(self.rooms), self.a(self.people), role)

    async def edit(self) -> None:
        members = self.chance.sample(list(self.people), self.chance.randint(1, PEOPLE))
        data: Row = {'name': self.fresh('R'), 'topic': self.a(['', 'a topic']), 'kind': self.a(['open', 'closed'])}
        data |= {'owners_only': self.a([True, False]), 'member_ids': members}
        await self.call('rooms.update', self.a(self.people), self.a(self.rooms), **data)

    async def create(self) -> None:
        others = self.chance.sample(list(self.people), 2)
        self.rooms.append(await self.call('rooms.create', self.a(self.people), self.fresh('R'), others))

    async def direct(self) -> None:
        others = self.chance.sample(list(self.people), self.chance.randint(1, PEOPLE - 1))
        room = await self.call('directs.open_with', self.a(self.people), others)
        if room not in self.rooms:
            self.rooms.append(room)

    async def delete_room(self) -> None:
        actor, room = self.a(self.people), self.a(self.rooms)
        name = (await self.live_server.call('members.entry', actor, room))['name']
        await self.call('rooms.delete', actor, room, name)

    async def restore(self) -> None:
        await self.call('rooms.restore', self.admin, self.a(self.rooms))

    async def block(self) -> None:
        person = self.a([person for person in self.people if person != self.admin])
        if self.people[person]:
            await self.call('moderation.block', self.admin, person)
            self.people[person] = ''

    async def unblock(self) -> None:
        person = self.a(self.people)
        if not self.people[person]:
            await self.call('moderation.unblock', self.admin, person)
            self.people[person] = await self.live_server.call('sign_in', person)
            await self.appear(person)

    async def block_person(self) -> None:
        await self.call('blocking.block', self.a(self.people), self.a(self.people))

    async def unblock_person(self) -> None:
        await self.call('blocking.unblock', self.a(self.people), self.a(self.people))

    async def rename(self) -> None:
        person, nick = self.a(self.people), self.fresh('n')
        await self.call('moderation.rename', self.admin, person, nick)
        self.nicks[person] = nick
