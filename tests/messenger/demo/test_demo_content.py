"""The demo's people, rooms and talk fit together and read like real life rather than filler."""

import re
from collections import Counter

import pytest

from messenger.demo.people import PEOPLE
from messenger.demo.rooms import DIRECTS, ROOMS
from messenger.demo.script import SCRIPT, Line

MEMBERS: dict[str | tuple[str, ...], tuple[str, ...]] = {
    **{room.name: room.members for room in ROOMS},
    **{people: people for people in DIRECTS},
}
USERNAMES = [person.username for person in PEOPLE]
LINES: list[Line] = [line for lines in SCRIPT.values() for line in lines]
TEXTS = [line[1] for line in LINES]


def test_each_room_and_conversation_has_its_lines() -> None:
    assert len(ROOMS) == 5
    assert 6 <= len(DIRECTS) <= 8
    assert set(SCRIPT) == set(MEMBERS)
    assert all(SCRIPT.values())


def test_only_members_speak_and_nobody_is_a_member_twice(subtests: pytest.Subtests) -> None:
    for place in SCRIPT:
        with subtests.test(repr(place)):
            assert {line[0] for line in SCRIPT[place]} <= set(MEMBERS[place])
            assert set(MEMBERS[place]) <= set(USERNAMES)
            assert len(set(MEMBERS[place])) == len(MEMBERS[place])


def test_everybody_speaks_somewhere() -> None:
    assert {line[0] for line in LINES} == set(USERNAMES)


def test_rooms_are_open_or_closed_and_owned_by_a_member() -> None:
    assert {room.kind for room in ROOMS} == {'open', 'closed'}
    assert all(room.owner in room.members for room in ROOMS)


def test_there_are_a_few_hundred_messages() -> None:
    assert 380 <= len(LINES) <= 450


def test_texts_are_neither_blank_nor_too_long() -> None:
    assert all(text.strip() == text and 0 < len(text) <= 8000 for text in TEXTS)


def test_both_languages_are_spoken() -> None:
    cyrillic = sum(bool(re.search('[а-яё]', text, re.IGNORECASE)) for text in TEXTS)
    assert 0.35 <= cyrillic / len(TEXTS) <= 0.65


def test_nothing_is_said_twice() -> None:
    assert [text for text, times in Counter(TEXTS).items() if times > 1 and len(text) > 25] == []


def test_pauses_are_positive_and_add_up_to_some_weeks() -> None:
    for lines in SCRIPT.values():
        pauses = [line[2] for line in lines if len(line) == 3]
        assert all(pause > 0 for pause in pauses)
        assert sum(pauses) < 40


def test_people_are_distinguishable() -> None:
    assert USERNAMES[:4] == ['admin', 'no', 'one', 'noone']
    assert all(re.fullmatch('[a-z]+', name) for name in USERNAMES)
    assert len(set(USERNAMES)) == len(PEOPLE) >= 12
    assert len({person.nick.casefold() for person in PEOPLE} | set(USERNAMES)) == 2 * len(PEOPLE)
    assert len({person.hue for person in PEOPLE}) == len(PEOPLE)
    assert all(0 <= person.hue < 360 for person in PEOPLE)
