"""Excerpts: one line of plain text from a message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messenger.markup import plain, render


def test_an_excerpt_keeps_the_words_and_drops_the_markup(subtests: pytest.Subtests) -> None:
    for text, line in [
        ('**bold** and `x < y` & more', 'bold and x < y & more'),
        ('one\ntwo\n\nthree', 'one two three'),
        ('- a\n- b\n\n> c', 'a b c'),
        ('|a|b|\n|-|-|\n|1|2|', 'a b 1 2'),
        ('```python\nx = 1\ny = 2\n```', 'x = 1 y = 2'),
        ('[here](https://a.org/?a="b>c")', 'here'),
        ('<b>not a tag</b>', '<b>not a tag</b>'),
        ('un**bel**ievable', 'unbelievable'),
    ]:
        with subtests.test(repr(text)):
            assert plain(render(text), 100) == line


def test_an_excerpt_is_cut_between_words(subtests: pytest.Subtests) -> None:
    for limit, line in [(100, 'one two three'), (13, 'one two three'), (12, 'one two…'), (8, 'one two…'), (3, 'on…')]:
        with subtests.test(repr(limit)):
            assert plain('<p>one two three</p>', limit) == line


@given(st.text(), st.integers(1, 30))
def test_an_excerpt_is_one_short_line(text: str, limit: int) -> None:
    line = plain(render(text), limit)
    assert len(line) <= limit
    assert len(line.splitlines()) <= 1
