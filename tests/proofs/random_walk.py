"""A random walk through everything people can do, by several of them at once, with windows that watch."""

import asyncio
from collections.abc import Iterable
from itertools import zip_longest

from tests.proofs.actions import PEOPLE, Deeds
from tests.proofs.screen import Row
from tests.proofs.watcher import Watcher
from tests.window import Refusal

FACE = ('id', 'kind', 'name', 'topic', 'owners_only', 'is_group', 'members', 'people')
LINE = (*FACE, 'last_read_seq', 'unread', 'mentions', 'last_seq')
PATIENCE_S = 2
HISTORY_PAGE = 100


class Walk(Deeds):
    """`await walk.begin(); await walk.step()`; `story` records what was done."""

    async def begin(self) -> None:
        """Make people, rooms and windows."""
        for _ in range(PEOPLE):
            nick = self.fresh('p')
            made = await self.live_server.call('make_person', nick, is_admin=not self.people)
            self.people[made['id']], self.nicks[made['id']] = made['token'], nick
        self.admin, *others = self.people
        for kind in ('open', 'closed'):
            self.rooms.append(
                await self.live_server.call('rooms.create', self.admin, self.fresh('R'), others, kind=kind)
            )
        for person in (*self.people, others[0]):
            await self.appear(person)

    async def end(self) -> None:
        """Close all windows."""
        for window in self.windows:
            window.close()
        await asyncio.sleep(0)

    async def check(self) -> None:
        """Check that each window has what it would get by loading again."""
        await asyncio.gather(*(window.settle() for window in self.windows))
        for window in list(self.windows):
            await self.compare(window)
            if window.is_ended:
                self.windows.remove(window)
                window.close()

    async def compare(self, window: Watcher) -> None:
        """Wait up to PATIENCE_S for a window to be right; otherwise report the first difference."""
        limit = asyncio.get_running_loop().time() + PATIENCE_S
        while wrong := await self.wrong(window):
            if asyncio.get_running_loop().time() > limit:
                story = '\n'.join(self.story[-40:])
                raise AssertionError(f'seed {self.seed}, a window of {window.me}: {wrong}\n{story}')
            await asyncio.sleep(0.1)

    async def wrong(self, window: Watcher) -> str:
        """The difference in words; empty if everything is right."""
        if not self.people[window.me] or window.is_ended:
            return '' if window.is_ended else 'it is blocked and was not told'
        held = await window.look()
        lines = {
            entry['id']: picked(entry, LINE) for entry in await self.live_server.call('members.entries', window.me)
        }
        rooms = {room['id']: picked(room, LINE) for room in held.rooms.values()}
        if rooms != lines:
            return f'the list is {rooms},\nnot {lines}'
        if held.shown is None:
            return ''
        try:
            truth = await self.live_server.call('history.open_room', window.me, held.shown)
        except Refusal as refusal:
            return f'it shows {held.shown}: {refusal}'
        if picked(held.face, FACE) != picked(truth['room'], FACE):
            return f'the face is {held.face}, not {truth["room"]}'
        if held.has_gap or held.revision != truth['revision']:
            return f'revision {held.revision}, not {truth["revision"]}, {held.has_gap=}'
        rows = await self.history(window.me, held.shown, min(held.messages, default=1) - 1)
        pairs = zip_longest((plain(held.messages[seq]) for seq in sorted(held.messages)), map(plain, rows))
        return next((f'a message is {shown}, not {row}' for shown, row in pairs if shown != row), '')

    async def history(self, person: int, room: int, seq: int) -> list[Row]:
        """All messages after `seq`."""
        rows: list[Row] = []
        while page := (await self.live_server.call('history.after', person, room, seq, HISTORY_PAGE))['messages']:
            rows += page
            seq = rows[-1]['seq']
        return rows

    async def check_numbers(self) -> None:
        """Check that unread counts are correct and every room numbers without gaps."""
        for person in (user_id for user_id, token in self.people.items() if token):
            for line in await self.live_server.call('members.entries', person):
                rows = await self.history(person, line['id'], 0)
                assert [row['seq'] for row in rows] == list(range(1, line['last_seq'] + 1))
                counting = [row for row in rows if row['kind'] == 'text' and not row['deleted']]
                unread = [row for row in counting if row['author'] != person and row['seq'] > line['last_read_seq']]
                assert len(unread) == line['unread']


def picked(row: Row, names: Iterable[str]) -> Row:
    """Only those facts."""
    return {name: row[name] for name in names}


def plain(row: Row) -> Row:
    """A row without the nicks in it: windows show the current ones, by id. A pin that was removed is no pin."""
    bare = {name: fact for name, fact in row.items() if name != 'names' and (name, fact) != ('pinned', False)}
    if 'reactions' in bare:
        bare['reactions'] = [{'emoji': reaction['emoji'], 'users': reaction['users']} for reaction in bare['reactions']]
    if 'reply' in bare:
        bare['reply'] = {'seq': bare['reply']['seq'], 'text': bare['reply']['text']}
    return bare
