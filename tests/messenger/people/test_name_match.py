"""How well typed text fits a name: other alphabets, spellings and keyboards, words in any order."""

import time

import pytest

from messenger.people.name_match import OTHER_LAYOUT, PART, START, WHOLE, WORD, NamePattern
from tests.names import FITTING, STRANGE

NAMES = [f'Person {number} Surname{number}' for number in range(2_000)]
SEARCH_LIMIT_S = 0.1


def test_names_are_found_in_any_alphabet_and_spelling(subtests: pytest.Subtests) -> None:
    for typed, name in FITTING:
        with subtests.test(typed, name=name):
            assert NamePattern(typed).rank(name) in (WHOLE, START, WORD, OTHER_LAYOUT)


def test_other_names_are_not_found(subtests: pytest.Subtests) -> None:
    for typed, name in STRANGE:
        with subtests.test(typed, name=name):
            assert NamePattern(typed).rank(name) is None


def test_the_start_of_a_name_fits_better_than_that_of_a_word_and_a_part_fits_least() -> None:
    pattern = NamePattern('ann')
    assert [pattern.rank(name) for name in ('Ann', 'Anna', 'Mary Ann', 'Joanna')] == [WHOLE, START, WORD, PART]
    assert NamePattern('a').rank('Фёдор') == OTHER_LAYOUT, 'the same key is the letter ф'
    assert pattern.rank('Zoë', 'anna') == START, 'a user name counts like a nick'


def test_a_text_that_is_empty_or_only_a_sign_fits_nobody_and_says_so() -> None:
    assert [NamePattern(typed).is_empty for typed in ('', '  ', '@', '?')] == [True, True, True, False]
    assert NamePattern('?').rank('anna') is None


def test_a_search_among_two_thousand_people_is_quick() -> None:
    for name in NAMES:
        NamePattern('x').rank(name)  # the forms of the names are kept
    start = time.thread_time()
    pattern = NamePattern('zzzz')
    assert not any(pattern.rank(name) is not None for name in NAMES)
    assert time.thread_time() - start < SEARCH_LIMIT_S
