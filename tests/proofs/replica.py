"""What a window holds and how it applies pushes, as in pages/client/sidebar and pages/client/room."""

import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import orjson

FACE = ('id', 'kind', 'name', 'topic', 'owners_only', 'is_group', 'members', 'people')
COUNTED = ('RoomRead', 'RoomActivity', 'MessagePosted', 'ActivityWithdrawn', 'ActivityRestored')
LINE = (*FACE, 'last_read_seq', 'unread', 'mentions', 'last_seq')

Row = dict[str, Any]


def picked(facts: Row, names: Iterable[str]) -> Row:
    """Only those facts."""
    return {name: facts[name] for name in names}


def reacted(event: Row, had: Row) -> Row:
    """The reactions to a message once somebody has added or removed one; None if none is left."""
    users = {one['emoji']: list(one['users']) for one in had.get('reactions', [])}
    if event['on']:
        users.setdefault(event['emoji'], []).append(event['user'])
    else:
        users[event['emoji']].remove(event['user'])
    shown = [{'emoji': emoji, 'users': users[emoji]} for emoji in event['order']]
    return {'reactions': shown or None}


class Replica:
    """One window of person `me`: the list of rooms, and one room that is shown."""

    def __init__(self, me: int) -> None:
        self.me = me
        self.rooms: dict[int, Row] = {}
        self.shown: int | None = None
        self.face: Row = {}
        self.messages: dict[int, Row] = {}
        self.revision = 0
        self.has_gap = False
        self.is_ended = False
        self.opening: list[tuple[int, Callable[[], None]]] | None = None
        self.turn = 0
        self.early: list[Row] | None = None
        self.blocked: list[int] = []

    def take(self, frame: bytes) -> None:
        """Apply one pushed frame."""
        name, *data = orjson.loads(frame[2:])
        if name == 'push':
            for event in data[0]:
                if self.early is not None and event['type'] in COUNTED:
                    self.early.append(event)
                self.apply(event)

    def apply(self, event: Row) -> None:
        """Apply one event."""
        name = re.sub(r'(?<!^)(?=[A-Z])', '_', event['type']).lower()
        getattr(self, f'on_{name}', lambda _event: None)(event)

    def begin_to_greet(self) -> None:
        """Collect what is counted until `hello` is answered, to count it again then: the answer may not include it."""
        self.early = []

    def greeted(self, answer: Row) -> None:
        """Apply the answer to `hello`."""
        self.rooms = {entry['id']: entry for entry in answer['rooms']}
        self.blocked = answer['blocked']
        heard, self.early = self.early or [], None
        for event in heard:
            self.apply(event)

    def begin_to_open(self, room: int) -> int:
        """Hold events of the room until it is open; returns the turn that its answer belongs to."""
        self.turn += 1
        self.shown, self.face, self.messages, self.revision, self.opening = room, {}, {}, 0, []
        self.has_gap = False
        return self.turn

    def opened(self, turn: int, answer: Row) -> None:
        """Apply the answer to `open`, without `since`, unless the window has moved on to another room."""
        if turn != self.turn:
            return
        self.face, self.revision = answer['room'], answer['revision']
        self.messages = {row['seq']: row for row in answer['messages']}
        early, self.opening = self.opening or [], None
        for revision, apply in early:
            self.revise(revision, apply)

    def caught_up(self, turn: int, answer: Row) -> None:
        """Apply the answer to `open` with `since`."""
        if turn != self.turn or self.opening is not None:
            return
        self.face |= answer['room']
        for row in answer['messages']:
            self.place(row)
        self.requote(answer['quotes'])
        self.revision = max(self.revision, answer['revision'])
        self.has_gap = not answer['complete']

    def revise(self, revision: int, apply: Callable[[], None]) -> None:
        """Apply one change to the room; a gap in revisions means that something was missed."""
        if self.opening is not None:
            self.opening.append((revision, apply))
        elif revision > self.revision + 1:
            self.has_gap = True
        elif revision == self.revision + 1:
            self.revision += 1
            apply()

    def place(self, row: Row) -> None:
        """Put a row at its seq, unless it is older than what was loaded."""
        oldest = min(self.messages, default=0)
        had = self.messages.get(row['seq'])
        if row['seq'] >= oldest and (had is None or had['revision'] < row['revision']):
            self.messages[row['seq']] = row

    def amend(self, seq: int, revision: int, change: Callable[[Row], Row]) -> None:
        """Change a row that the window has, unless it already has a newer one."""
        had = self.messages.get(seq)
        if had is not None and had['revision'] < revision:
            changed = had | {'revision': revision} | change(had)
            self.messages[seq] = {name: fact for name, fact in changed.items() if fact is not None}

    def requote(self, quotes: dict[str, str]) -> None:
        """From now on replies quote these messages, by seq, with these texts."""
        for row in self.messages.values():
            text = quotes.get(str(row.get('reply', {}).get('seq')))
            if text is not None:
                row['reply'] = row['reply'] | {'text': text}

    def close(self) -> None:
        """Show no room."""
        self.turn += 1
        self.shown, self.face, self.messages, self.opening, self.has_gap = None, {}, {}, None, False

    def note(self, room: int, what: Row, *, counts: bool) -> None:
        """Record something new in a room."""
        line, mine = self.rooms.get(room), what['author'] == self.me
        if line is None:
            return
        line['last_seq'] = max(line['last_seq'], what['seq'])
        if not self.is_news(line, what['revision']) or not counts:
            return
        if mine:
            line['last_read_seq'] += line['last_read_seq'] == what['seq'] - 1
        else:
            line['unread'] += 1
            line['mentions'] += self.means_me(what)

    def means_me(self, what: Row) -> int:
        """1 if a message mentions this person and is not by somebody they have blocked."""
        return int(what['author'] not in self.blocked and (what['everyone'] or self.me in what['names']))

    def recount(self, room: int, what: Row, step: int) -> None:
        """Stop counting a message, or count it again."""
        line = self.rooms.get(room)
        if line is None or not self.is_news(line, what['revision']):
            return
        if what['seq'] > line['last_read_seq'] and what['author'] != self.me:
            line['unread'] = max(0, line['unread'] + step)
            line['mentions'] = max(0, line['mentions'] + step * self.means_me(what))

    @staticmethod
    def is_news(line: Row, revision: int) -> bool:
        """Whether the unread count does not include this change yet."""
        if revision <= line['revision']:
            return False
        line['revision'] = revision
        return True

    def on_message_posted(self, event: Row) -> None:
        row = event['message']
        named = {'names': [int(one) for one in row.get('names', {})], 'everyone': 'data-user="all"' in row['html']}
        self.note(event['room'], row | named, counts=row['kind'] == 'text')
        if event['room'] == self.shown:
            self.revise(row['revision'], partial(self.place, row))

    def on_message_changed(self, event: Row) -> None:
        if event['room'] == self.shown:
            self.revise(event['message']['revision'], partial(self._reword, event['message'], event['quote']))

    on_message_deleted = on_message_changed

    def _reword(self, row: Row, quote: str | None) -> None:
        self.place(row)
        if quote is not None:
            self.requote({str(row['seq']): quote})

    def on_message_reacted(self, event: Row) -> None:
        if event['room'] == self.shown:
            seq, revision = event['seq'], event['revision']
            self.revise(revision, partial(self.amend, seq, revision, partial(reacted, event)))

    def on_message_pinned(self, event: Row) -> None:
        if event['room'] == self.shown:
            seq, revision = event['seq'], event['revision']
            self.revise(revision, partial(self.amend, seq, revision, lambda _: {'pinned': event['pinned'] or None}))

    def on_room_activity(self, event: Row) -> None:
        self.note(event['room'], event, counts=event['counts'])

    def on_activity_withdrawn(self, event: Row) -> None:
        self.recount(event['room'], event, -1)

    def on_activity_restored(self, event: Row) -> None:
        self.recount(event['room'], event, 1)

    def on_room_changed(self, event: Row) -> None:
        if event['room'] in self.rooms:
            self.rooms[event['room']] |= event['face']
        if event['room'] == self.shown:
            self.face |= event['face']

    def on_room_gained(self, event: Row) -> None:
        self.rooms[event['entry']['id']] = event['entry']

    def on_room_lost(self, event: Row) -> None:
        self.rooms.pop(event['room'], None)
        if event['room'] == self.shown:
            self.close()

    def on_room_read(self, event: Row) -> None:
        line = self.rooms.get(event['room'])
        if line is not None and event['revision'] >= line['revision']:
            line |= picked(event, ('last_read_seq', 'unread', 'mentions', 'revision'))

    def on_user_changed(self, event: Row) -> None:
        for face in (*self.rooms.values(), self.face):
            for person in face.get('people', []):
                if person['id'] == event['user']['id']:
                    person.update(event['user'])

    def on_blocklist_changed(self, event: Row) -> None:
        self.blocked = event['people']

    def on_session_ended(self, _event: Row) -> None:
        self.is_ended = True
