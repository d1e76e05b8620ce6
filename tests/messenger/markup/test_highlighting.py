"""Code highlighting: the named languages, every character kept, in bounded time."""

import html
import re
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from messenger.markup import highlighting, render
from tests.hostile import lines_of
from tests.messenger.markup.costs import is_bounded

LEXERS = sorted(highlighting.LANGUAGES)
HOSTILE = lines_of(Path(__file__).with_name('slow_code.txt'))


def text_of(coloured: str) -> str:
    return html.unescape(re.sub('<[^>]*>', '', coloured))


def test_a_named_language_is_coloured() -> None:
    shown = render('```python\ndef f():\n    return "<b>"  # why\n```')
    assert '<span class="h-keyword">def</span> <span class="h-name">f</span>()' in shown
    assert '<span class="h-string">"&lt;b&gt;"</span>' in shown
    assert '<span class="h-comment"># why</span>' in shown


def test_the_last_line_is_coloured_too() -> None:
    shown = render('```diff\n- a\n+ b\n```')
    assert '<span class="h-removed">- a</span>\n<span class="h-added">+ b</span></code>' in shown


def test_unknown_languages_are_not_guessed(subtests: pytest.Subtests) -> None:
    for language in ['', 'nonsense', 'python-repl', '../x', '<b>', 'text']:
        with subtests.test(repr(language)):
            assert 'h-' not in render(f'```{language}\ndef f(): return 1\n```')


def test_every_language_name_has_a_lexer(subtests: pytest.Subtests) -> None:
    for language in sorted(alias for aliases in highlighting.LANGUAGES.values() for alias in aliases.split()):
        with subtests.test(repr(language)):
            assert highlighting.highlight('x = 1\n', language) is not None


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(LEXERS), st.text(alphabet='ab1"\'`/*#<>(){}[]$@%\\=:;,.!?~^&|+- \n\t'))
def test_no_character_is_lost(language: str, code: str) -> None:
    coloured = highlighting.highlight(code, language)
    assert coloured is None or text_of(coloured) == code


@pytest.mark.parametrize(
    'languages', [pytest.param(LEXERS[::3], id='some'), pytest.param(LEXERS, id='all', marks=pytest.mark.proof)]
)
def test_hostile_code_costs_little(languages: list[str], subtests: pytest.Subtests) -> None:
    for language in languages:
        with subtests.test(repr(language)):
            highlighting.highlight('x', language)
            for piece in HOSTILE:
                code = (piece * 8_000)[:8_000]
                assert is_bounded(partial(highlighting.highlight, code, language)), piece
