"""The chain of the notification test: each missing link is named, with what to do, and what could not be tried."""

from typing import Any

import pytest

from pages.components.notification_test import links

WHOLE = {'permission': 'granted', 'front': 'here', 'sound': 'heard', 'shown': 'shown'}


def states(found: dict[str, Any], *, is_quiet: bool = False, plays_sound: bool = True) -> str:
    """The first letter of each state: fine, missing, unknown."""
    return ''.join(state[0] for state, *_ in links(found, is_quiet=is_quiet, plays_sound=plays_sound))


def test_a_whole_chain_has_nothing_to_say() -> None:
    told = links(WHOLE, is_quiet=False, plays_sound=True)
    assert [hint for state, _, hint in told if state != 'fine' or hint] == []
    assert len(told) == 7


@pytest.mark.parametrize(
    ('change', 'expected'),
    [
        ({'permission': 'insecure', 'shown': 'no'}, 'muufffu'),
        ({'permission': 'unsupported', 'shown': 'no'}, 'fmufffu'),
        ({'permission': 'denied', 'shown': 'no'}, 'ffmfffu'),
        ({'permission': 'default', 'shown': 'no'}, 'ffmfffu'),
        ({'front': 'none'}, 'fffmfff'),
        ({'sound': 'blocked'}, 'fffffmf'),
        ({'shown': 'hidden'}, 'ffffffm'),
    ],
)
def test_each_link_can_be_missing(change: dict[str, str], expected: str) -> None:
    assert states(WHOLE | change) == expected
    told = links(WHOLE | change, is_quiet=False, plays_sound=True)
    assert all(hint for state, _, hint in told if state == 'missing')


def test_do_not_disturb_and_a_sound_switched_off_are_told() -> None:
    assert states(WHOLE, is_quiet=True) == 'ffffmff'
    assert states(WHOLE, plays_sound=False) == 'fffffuf'


def test_nonsense_from_a_window_is_a_chain_with_nothing_in_order() -> None:
    assert 'm' in states({})
    assert 'm' in states({'permission': 7, 'front': [], 'sound': {}})


def test_over_plain_http_the_address_is_what_is_missing() -> None:
    told = links({'permission': 'insecure'}, is_quiet=False, plays_sound=True)
    assert 'https' in told[0][2]
