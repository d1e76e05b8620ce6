"""The rules for names: which are allowed, and which count as the same."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messenger import name_rules
from messenger.errors import InvalidName, InvalidRoomName, InvisibleCharacter, TooLong

GOOD = [
    'a',
    '7',
    'anna',
    'Anna Bell',
    'anna.bell-2_x',
    'Женя',
    'Ёж',
    '李小龍',
    'नमस्ते',
    'مريم',
    'Łukasz',
    'x' * 32,
    'Ⅷ',
    'ß',
]
BAD = {
    'empty': '',
    'blank': '   ',
    'only marks': '._-',
    'too long': 'x' * 33,
    'too long when folded': 'ﷺ' * 32,
    'line break': 'an\nna',
    'tab': 'an\tna',
    'null': 'an\x00na',
    'escape': 'an\x1b[31mna',
    'delete': 'an\x7fna',
    'next line': 'an\x85na',
    'no-break space': 'an\u00a0na',
    'ideographic space': 'an\u3000na',
    'line separator': 'an\u2028na',
    'zero width space': 'an\u200bna',
    'zero width joiner': 'an\u200dna',
    'word joiner': 'an\u2060na',
    'byte order mark': '\ufeffanna',
    'soft hyphen': 'an\u00adna',
    'right-to-left override': 'an\u202ena',
    'right-to-left mark': 'an\u200fna',
    'isolate': 'an\u2066na',
    'arabic letter mark': 'an\u061cna',
    'grapheme joiner': 'an\u034fna',
    'variation selector': 'an\ufe0fna',
    'rare variation selector': 'an\U000e0101na',
    'hangul filler': '\u3164',
    'half-width hangul filler': 'anna\uffa0',
    'jamo filler': 'anna\u115f',
    'tag': 'an\U000e0041na',
    'private use': 'an\ue000na',
    'unassigned': 'an\u0378na',
    'not a character': 'an\ufffena',
    'lone surrogate': 'an\ud800na',
    'replacement character': 'an\ufffdna',
    'emoji': 'anna🎉',
    'markup': '<b>anna</b>',
    'at sign': '@anna',
    'slash': 'an/na',
    'quote': "an'na",
    'colon': ':anna',
    'percent': '%61nna',
}
SAME = [
    ('Anna', 'ANNA'),
    ('ЖЕНЯ', 'женя'),
    ('Straße', 'STRASSE'),
    ('Σίσυφος', 'ΣΊΣΥΦΟΣ'),
    ('İstanbul', 'i\u0307stanbul'),
    ('ｆｕｌｌ', 'full'),
    ('ﬁn', 'fin'),
    ('Ⅷ', 'viii'),
    ('Å', 'A\u030a'),
    ('Å', '\u212b'),
    ('x²', 'X2'),
    ('a  b', 'a b'),
    (' a', 'a '),
]


def test_names_in_many_scripts_are_valid(subtests: pytest.Subtests) -> None:
    for name in GOOD:
        with subtests.test(repr(name)):
            assert name_rules.personal(name, field='nick') == name


def test_hidden_or_deceptive_characters_are_refused_with_their_field(subtests: pytest.Subtests) -> None:
    for name in BAD.values():
        with subtests.test(repr(name)):
            with pytest.raises(InvalidName) as refusal:
                name_rules.personal(name, field='nick')
            assert refusal.value.field == 'nick'


def test_names_that_differ_only_in_case_form_or_spaces_are_the_same(subtests: pytest.Subtests) -> None:
    for first, second in SAME:
        with subtests.test(repr(first)):
            assert name_rules.key(first) == name_rules.key(second)


def test_names_that_differ_otherwise_are_different(subtests: pytest.Subtests) -> None:
    for first, second in [('anna', 'anne'), ('e', 'é'), ('и', 'й'), ('a b', 'ab'), ('a.b', 'a_b')]:
        with subtests.test(repr(first)):
            assert name_rules.key(first) != name_rules.key(second)


def test_a_name_is_stored_composed_and_without_extra_spaces() -> None:
    assert name_rules.personal('  A\u030ase   Berg ', field='nick') == 'Åse Berg'


@given(st.text(max_size=40))
def test_the_key_of_a_key_is_the_key(name: str) -> None:
    assert name_rules.key(name_rules.key(name)) == name_rules.key(name)


@given(st.text(max_size=40))
def test_the_unicode_form_never_changes_the_key(name: str) -> None:
    assert len({name_rules.key(unicodedata.normalize(form, name)) for form in ('NFC', 'NFD', 'NFKC', 'NFKD')}) == 1


@given(st.text(max_size=60))
def test_an_accepted_name_is_not_changed_again(text: str) -> None:
    try:
        name = name_rules.personal(text, field='nick')
    except InvalidName:
        return
    assert name_rules.personal(name, field='nick') == name
    assert 1 <= len(name) <= name_rules.NAME_LIMIT_CHARS
    assert 1 <= len(name_rules.key(name)) <= 64
    assert not any(name_rules.is_invisible(char) for char in name)
    assert name_rules.key(name) == name_rules.key(text)


def test_rooms_can_have_almost_any_name(subtests: pytest.Subtests) -> None:
    for name in ['🎉', '👩‍👩‍👧', '❤️', 'a/b?c#d%', '<b>', 'x' * 80, '1', '..', ':name', 'Дизайн  ']:
        with subtests.test(repr(name)):
            assert name_rules.room(name) == name.strip()


def test_room_names_must_not_hide_or_deceive(subtests: pytest.Subtests) -> None:
    for name in [
        '',
        ' \n ',
        'x' * 81,
        '\u200b',
        '\u200d',
        '\ufe0f',
        '\u3164',
        '\u2800',
        'a\u202eb',
        'a\x00b',
        'a\u2066b',
        'ﷺ' * 20,
    ]:
        with subtests.test(repr(name)):
            with pytest.raises((InvalidRoomName, InvisibleCharacter)) as refusal:
                name_rules.room(name)
            assert refusal.value.field == 'name'


INVISIBLE = {'\u202e': 'U+202E', '\u200b': 'U+200B', '\u2066': 'U+2066', '\u3164': 'U+3164', '\x00': 'U+0000'}


def test_a_refused_name_says_which_character_is_invisible(subtests: pytest.Subtests) -> None:
    for char, code in INVISIBLE.items():
        name = f'Har{char}bour'
        with subtests.test(code):
            with pytest.raises(InvisibleCharacter, match=re.escape(code)):
                name_rules.personal(name, field='nick')
            with pytest.raises(InvisibleCharacter, match=re.escape(code)):
                name_rules.room(name)
    with pytest.raises(InvalidName) as refusal:
        name_rules.personal('a/b\u202e', field='nick')
    assert type(refusal.value) is InvalidName  # deleting the invisible one would not make it valid


def test_a_room_name_is_one_line() -> None:
    assert name_rules.room(' a \n\t b ') == 'a b'


def test_free_text_keeps_its_lines_and_loses_hidden_characters() -> None:
    assert name_rules.line(' a\r\nb\u202e\x00\u200b👩‍👧 ', 20, field='about') == 'a\nb👩‍👧'
    with pytest.raises(TooLong) as refusal:
        name_rules.line('x' * 21, 20, field='about')
    assert (refusal.value.field, refusal.value.details) == ('about', {'limit': 20, 'length': 21})
