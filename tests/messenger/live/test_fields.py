"""Requests are read strictly: a wrong type, a wrong size or a missing field makes them malformed."""

import math
from typing import Any, get_type_hints

import pytest

from messenger.errors import Malformed
from messenger.files.attachments import PER_MESSAGE
from messenger.live import fields
from messenger.live.requests.conversation import SendMessage
from messenger.live.requests.rooms import Hello
from messenger.live.requests.table import EVENTS, MUTATIONS, Batch

VALID = {'room': 1, 'key': 'k', 'body': 'Hello', 'reply': None, 'files': [1, 2]}


INVALID: dict[str, list[Any]] = {
    'room': [True, 1.0, 1e30, math.nan, -1, 2**63, 2**64, '1', None, [1], {}],
    'body': [None, 5, True, ['x'], 'x' * (fields.TEXT_LIMIT_CHARS + 1)],
    'files': [None, 5, 'x', {}, [True], [1.0], [-1], ['1'], [1] * (PER_MESSAGE + 1)],
    'reply': [False, 0.0, -1, ''],
}


@pytest.mark.parametrize('name', INVALID)
def test_a_request_with_an_invalid_field_is_malformed(name: str) -> None:
    for value in INVALID[name]:
        with pytest.raises(Malformed):
            fields.read(SendMessage, VALID | {name: value})


@pytest.mark.parametrize('data', [None, True, 1, 'x', [], [VALID]], ids=str)
def test_a_request_is_an_object(data: Any) -> None:
    with pytest.raises(Malformed):
        fields.read(Hello, data)


def test_fields_with_a_default_may_be_missing_and_unknown_ones_are_ignored() -> None:
    read = fields.read(SendMessage, {'room': 2**63 - 1, 'key': 'k', 'body': 'x' * fields.TEXT_LIMIT_CHARS, 'more': {}})
    assert (read.room, read.reply, read.files) == (2**63 - 1, None, ())
    with pytest.raises(Malformed):
        fields.read(SendMessage, {'room': 1, 'body': 'Hello'})


@pytest.mark.parametrize('changes', [None, 'send', [['send']], [[1, {}]], [['send', {}, {}]], [{'send': 1}]], ids=str)
def test_a_batch_is_a_list_of_pairs(changes: Any) -> None:
    with pytest.raises(Malformed):
        fields.read(Batch, {'changes': changes})


def test_each_handler_takes_the_request_of_its_row() -> None:
    for name, route in EVENTS.items():
        types = get_type_hints(route.handler)
        assert route.request in types.values(), name
        assert 'return' in types, name
        assert bool(route.limit) + bool(route.domain_limit) == (name != 'batch'), name


def test_questions_and_mutations_are_different_requests() -> None:
    assert not {name for name in MUTATIONS if EVENTS[name].is_question or EVENTS[name].is_state}
