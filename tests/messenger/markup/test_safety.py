"""Any text becomes harmless HTML, in bounded time."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from messenger.markup import highlighting, render, rendering
from tests.hostile import STRINGS, lines_of
from tests.messenger.markup.costs import is_bounded

PIECES = lines_of(Path(__file__).with_name('slow.txt'))  # slow when repeated, or possibly slow
NESTS = (
    '[' * 4_000 + ']' * 4_000,
    '[' * 2_000 + 'a' + '](b)' * 1_500,
    '> ' * 4_000 + 'a',
    ''.join('  ' * depth + '- a\n' for depth in range(80)),
    '*a **b ' * 570 + 'c** d*' * 570,
    '|a' * 60 + '|\n' + '|-' * 60 + '|\n' + '|\n' * 3_800,
    '\n\n'.join(['|a|b\n|-|-' + '\n|' * 30] * 100),
)
SLOW = (*((piece * 8_000)[:8_000] for piece in PIECES), *NESTS)
TAG = re.compile(r'<(/?)(\w+)((?: [\w-]+="[^"]*")*)>')
ATTRIBUTES = {
    'a': {'href', 'title', 'target', 'rel'},
    'div': {'class', 'tabindex'},
    'pre': {'tabindex'},
    'ol': {'start', 'class'},
    'li': {'class', 'value'},
    'span': {'class', 'data-user'},
    **{name: {'class'} for name in ('p', 'td', 'th')},
}
TAGS = rendering.TEXT_TAGS | rendering.BLOCK_TAGS
CLASSES = {'jumbo', 'code', 'cells', 'task', 'center', 'right', 'mention', 'bracket', *highlighting.CLASSES}
CLASSES |= {f'digits-{count}' for count in range(3, 10)}
MARKS = 'ab .:/@<>&"\'\\*_~`#|-+=\xa0\u2028[]()!\n\t1https'
ANY_TEXT = st.one_of(
    st.text(),
    st.text(alphabet=MARKS),
    st.lists(st.sampled_from([*PIECES, '```python\n', '```\n', '\n\n', 'a', '"x"'])).map(''.join),
)


TIMES = pytest.mark.parametrize('times', [300, pytest.param(5_000, marks=pytest.mark.proof)])


def examine(times: int, texts: st.SearchStrategy[str], check: Callable[[str], None]) -> None:
    """Check this many texts."""
    settings(max_examples=times, deadline=None)(given(texts)(check))()


def find(name: str) -> int | None:
    return {'a': 1, 'a b': 2}.get(name)


def is_harmless(html: str) -> None:
    """Assert that `html` passes the cleaner unchanged, and has nothing but what we produce."""
    assert rendering.cleaner.clean(html) == html
    assert '<' not in TAG.sub('', html)
    for closing, name, attributes in TAG.findall(html):
        assert name in TAGS
        for attribute, value in re.findall(r' ([\w-]+)="([^"]*)"', attributes):
            assert not closing
            assert attribute in ATTRIBUTES.get(name, ())
            assert attribute != 'href' or re.match(r'https?://|mailto:', value, re.IGNORECASE)
            assert attribute != 'class' or set(value.split()) <= CLASSES


@TIMES
def test_only_allowed_html_comes_out(times: int) -> None:
    examine(times, ANY_TEXT, lambda text: is_harmless(render(text, find, everyone=True)))


def test_hostile_strings_are_harmless(subtests: pytest.Subtests) -> None:
    for text in STRINGS:
        with subtests.test(repr(text)):
            is_harmless(render(text))
            is_harmless(render(f'**{text}**\n> {text}'))


def test_there_are_hundreds_of_hostile_strings() -> None:
    assert len(set(STRINGS)) >= 200


@TIMES
def test_the_shortcut_and_the_parser_give_the_same_html(times: int) -> None:
    def check(text: str) -> None:
        html = render(text)
        assert html == rendering.parse(text).html or 'class="jumbo"' in html

    examine(times, ANY_TEXT, check)


@settings(max_examples=500, deadline=None)
@given(st.text(st.characters(categories=['L', 'N']), min_size=1))
def test_no_letter_disappears(word: str) -> None:
    assert word in render(f'**{word}** `x`\n{word}\n> {word}')


def test_hostile_text_costs_little(subtests: pytest.Subtests) -> None:
    for text in SLOW:
        with subtests.test(repr(text[:12])):
            assert is_bounded(partial(rendering.parse, text, find, everyone=True))
            html = rendering.parse(text, find, everyone=True).html
            assert len(html) < rendering.HTML_LIMIT_CHARS
