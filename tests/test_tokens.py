"""The colours of the design: text, and edges that carry meaning, are clear enough on every ground, in both themes."""

import re
from itertools import product
from pathlib import Path

import pytest

STYLES = Path(__file__).parent.parent / 'pages' / 'styles'
TOKENS = (STYLES / 'tokens.css').read_text()
MESSAGE = (STYLES / 'components' / 'message.css').read_text()
PAIRS: dict[str, tuple[str, str]] = {
    name: (light, dark) for name, light, dark in re.findall(r'--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)', TOKENS)
}
THEMES = ('light', 'dark')
TEXT, EDGE = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11
GROUNDS = ('bg', 'side', 'raise')


def luminance(colour: str) -> float:
    """The relative luminance of a colour as `#rrggbb` (WCAG 2.2)."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """From 1 to 21."""
    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


CLEAR = [
    *((text, ground, TEXT) for text, ground in product(('ink', 'soft', 'faint', 'accent', 'bad'), GROUNDS)),
    *((text, 'hover', TEXT) for text in ('ink', 'soft')),
    *((text, 'quiet', TEXT) for text in ('ink', 'bad')),
    *(('edge', ground, EDGE) for ground in GROUNDS),
    ('accent-ink', 'accent', TEXT),
    ('bad-ink', 'bad', TEXT),
    ('note', 'note-soft', TEXT),
    ('accent', 'accent-soft', TEXT),
    ('bad', 'bad-soft', TEXT),
]


@pytest.mark.parametrize('theme', THEMES)
def test_text_and_edges_are_clear_on_every_ground(theme: str, subtests: pytest.Subtests) -> None:
    index = THEMES.index(theme)
    for front, ground, least in CLEAR:
        with subtests.test(f'{front} on {ground}'):
            assert contrast(PAIRS[front][index], PAIRS[ground][index]) >= least


@pytest.mark.parametrize('theme', THEMES)
def test_the_lines_of_a_table_are_clear_in_a_message_that_mentions_the_reader(theme: str) -> None:
    rule = re.search(r'^\.msg\.named \.body \{ --line: var\(--([\w-]+)\)', MESSAGE, re.MULTILINE)
    assert rule is not None
    index = THEMES.index(theme)
    for ground in ('note-soft', 'side'):  # of the message, and of the head of a table
        assert contrast(PAIRS[rule[1]][index], PAIRS[ground][index]) >= EDGE


def test_contrast_is_measured_right() -> None:
    assert contrast('#000000', '#ffffff') == pytest.approx(21)
    assert contrast('#767676', '#ffffff') == pytest.approx(4.54, abs=0.01)
