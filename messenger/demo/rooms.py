"""The demo's five rooms and eight direct conversations."""

from dataclasses import dataclass

from messenger.demo.people import PEOPLE


@dataclass(frozen=True)
class DemoRoom:
    """A room; `kind` is open or closed; `owner` and `members` are usernames, and the owner is one of the members."""

    name: str
    topic: str
    kind: str
    owner: str
    members: tuple[str, ...]


EVERYONE = tuple(person.username for person in PEOPLE)

ROOMS: tuple[DemoRoom, ...] = (
    DemoRoom('Announcements', 'Rarely and to the point · Редко и по делу', 'open', 'admin', EVERYONE),
    DemoRoom(
        'Дизайн / Design',
        'Screens, icons and the words on them',
        'open',
        'anna',
        ('admin', 'one', 'noone', 'bob', 'anna', 'tomas', 'priya', 'jo', 'sanya'),
    ),
    DemoRoom(
        'Releases',
        'What goes out, when, and what broke on the way',
        'open',
        'no',
        ('admin', 'no', 'one', 'noone', 'tomas', 'lena', 'grisha', 'priya', 'mikhail', 'jo', 'katya', 'emil'),
    ),
    DemoRoom('Общий', 'Обед, коты, суп и всё, чему нет другого места', 'open', 'admin', EVERYONE),
    DemoRoom('Hiring', 'Второй человек в поддержку', 'closed', 'admin', ('admin', 'lena', 'priya', 'jo', 'marta')),
)

DIRECTS: tuple[tuple[str, ...], ...] = (
    ('admin',),  # notes to self
    ('admin', 'bob'),
    ('admin', 'anna'),
    ('admin', 'tomas'),
    ('admin', 'anna', 'tomas'),
    ('admin', 'grisha'),
    ('no', 'one'),
    ('bob', 'anna'),
)
