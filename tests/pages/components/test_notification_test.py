"""The notification test: it names each missing link, what to do about it, and what could not be tested."""

from typing import Any

import pytest

from pages.components.notification_test import links

WHOLE = {'permission': 'granted', 'front': 'here', 'sound': 'heard', 'shown': 'shown'}


def states(result: dict[str, Any], *, is_quiet: bool = False, plays_sound: bool = True) -> str:
    """The first letter of each state: fine, missing, unknown."""
    return ''.join(state[0] for state, *_ in links(result, is_quiet=is_quiet, plays_sound=plays_sound))


def test_a_complete_chain_reports_nothing() -> None:
    steps = links(WHOLE, is_quiet=False, plays_sound=True)
    assert [hint for state, _, hint in steps if state != 'fine' or hint] == []
    assert len(steps) == 8


@pytest.mark.parametrize(
    ('change', 'expected'),
    [
        ({'permission': 'insecure', 'shown': 'no'}, 'muuffffu'),
        ({'permission': 'unsupported', 'shown': 'no'}, 'fmuffffu'),
        ({'permission': 'denied', 'shown': 'no'}, 'ffmffffu'),
        ({'permission': 'default', 'shown': 'no'}, 'ffmffffu'),
        ({'front': 'none'}, 'fffmffff'),
        ({'sound': 'blocked'}, 'ffffffmf'),
        ({'shown': 'hidden'}, 'fffffffm'),
    ],
)
def test_each_link_can_be_missing(change: dict[str, str], expected: str) -> None:
    assert states(WHOLE | change) == expected
    steps = links(WHOLE | change, is_quiet=False, plays_sound=True)
    assert all(hint for state, _, hint in steps if state == 'missing')


def test_do_not_disturb_and_a_disabled_sound_are_reported() -> None:
    assert states(WHOLE, is_quiet=True) == 'ffffmfff'
    assert states(WHOLE, plays_sound=False) == 'ffffffuf'


def test_the_nothing_level_is_a_missing_link() -> None:
    steps = links(WHOLE, is_quiet=False, plays_sound=True, level='nothing')
    assert [name for state, name, _ in steps if state == 'missing'] == ['“Nothing” is not chosen']


def test_invalid_data_from_a_window_counts_as_missing_links() -> None:
    assert 'm' in states({})
    assert 'm' in states({'permission': 7, 'front': [], 'sound': {}})


def test_over_plain_http_the_missing_link_is_the_address() -> None:
    steps = links({'permission': 'insecure'}, is_quiet=False, plays_sound=True)
    assert 'https' in steps[0][2]
