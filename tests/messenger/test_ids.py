"""What counts as an id, from JSON and from text."""

import pytest

from messenger import ids

VALID = (1, 2, 2**31, 2**53 + 1, 2**63 - 1)
TOO_SMALL_OR_LARGE = (0, -1, -(2**63), 2**63, 2**64, 10**30)


@pytest.mark.parametrize('number', VALID)
def test_a_positive_number_of_64_bits_is_an_id(number: int) -> None:
    assert ids.from_json(number) == ids.from_text(str(number)) == number


@pytest.mark.parametrize('number', TOO_SMALL_OR_LARGE)
def test_zero_negative_and_longer_numbers_are_no_ids(number: int) -> None:
    assert ids.from_json(number) == ids.from_text(str(number)) == ids.NO_ID


@pytest.mark.parametrize('value', [True, 1.0, '1', None, [1], {}, float('nan'), float('inf')])
def test_json_other_than_a_whole_number_is_no_id(value: object) -> None:
    assert ids.from_json(value) == ids.NO_ID


@pytest.mark.parametrize('text', ['', ' 1', '1 ', '+1', '1.0', '1e3', '1_0', '0x1', '٣', '²', '1\n', '9' * 5_000])
def test_text_other_than_decimal_digits_is_no_id(text: str) -> None:
    assert ids.from_text(text) == ids.NO_ID
