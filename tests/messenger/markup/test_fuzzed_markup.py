"""Any text built from pieces that matter to the parser becomes harmless HTML, and rendering it again gives the same."""

import re

import pytest
from hypothesis import strategies as st

from messenger.markup import find_mentioned, plain, render, render_anew, render_with_mentions, rendering, with_names
from tests.fuzzing import FOR_SO_LONG, fuzz
from tests.hostile import STRINGS
from tests.messenger.markup.test_safety import ANY_TEXT, PIECES, find, is_harmless

LIMIT_CHARS = 8_000
WRAPPED = (
    *('**{}**', '*{}*', '~~{}~~', '`{}`', '[{}](https://a.b)', '[a]({})', '![{}](x)', '<{}>', '> {}', '- {}', '1. {}'),
    *('# {}', '```\n{}\n```', '```html\n{}\n```', '|a|\n|-|\n|{}|', '[x]: {}', '<!-- {} -->', '&{};', '@{}', '{}\n---'),
)
SMALL = st.sampled_from([*PIECES, '\n', '\n\n', ' ', '@a', '@all', '@a b'])
BITS = st.one_of(ANY_TEXT, st.sampled_from(STRINGS), SMALL)
NESTED = st.recursive(
    BITS,
    lambda inner: st.one_of(
        st.builds(lambda form, text: form.replace('{}', text), st.sampled_from(WRAPPED), inner),
        st.lists(inner, min_size=2, max_size=4).map(''.join),
        st.builds(lambda text, count: (text * count)[:LIMIT_CHARS], inner, st.integers(2, 400)),
    ),
    max_leaves=12,
).map(lambda text: text[:LIMIT_CHARS])


def uncoloured(html: str) -> str:
    """Remove the code colours, which are left out when they take too long."""
    return re.sub(r'<span class="h-[^"]*">|</span>', '', html)


@pytest.mark.parametrize('seconds', FOR_SO_LONG)
def test_any_markup_becomes_harmless_html(seconds: float) -> None:
    def check(text: str) -> None:
        rendered = render_with_mentions(text, find, everyone=True)
        is_harmless(rendered.html)
        is_harmless(render(text))
        assert len(rendered.html) <= rendering.HTML_LIMIT_CHARS or '@' not in text
        assert uncoloured(render_anew(text, rendered.html)) == uncoloured(rendered.html)
        ids_by_name, everyone = find_mentioned(rendered.html)
        assert set(ids_by_name.values()) == rendered.mentions
        assert everyone == rendered.everyone
        is_harmless(with_names(rendered.html, {1: '<b>"&\'', 2: '\u202e\n'}))
        assert len(plain(rendered.html, 100)) <= 100

    fuzz(NESTED, check, seconds)
