"""Failed log-ins are counted by person and address within a sliding window."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from messenger.accounts import login_attempts
from messenger.accounts.login_attempts import LoginAttempts
from messenger.errors import LimitReached

HERE, THERE = '192.0.2.1', '192.0.2.2'


class Clock:
    """The clock that login_attempts reads."""

    seconds = 1_000_000.0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(login_attempts, 'time', SimpleNamespace(monotonic=lambda: made.seconds))
    return made


@pytest.fixture(autouse=True)
def counting(clock: Clock) -> Iterator[None]:
    """Nobody has failed yet."""
    before = login_attempts.attempts.value
    login_attempts.attempts.set(LoginAttempts(is_limited=True, tries_per_address=20))
    yield
    login_attempts.attempts.set(before)


def waits(person: str, address: str = HERE) -> float:
    """How long this person must wait at this address; 0 if not at all."""
    try:
        login_attempts.attempts.value.check(person, address)
    except LimitReached as limit:
        return limit.retry_after
    return 0


def fail(person: str, address: str = HERE, *, times: int = 1) -> None:
    for _ in range(times):
        login_attempts.attempts.value.note_failure(person, address)


def test_five_tries_and_then_a_wait_of_a_quarter_of_an_hour() -> None:
    fail('anna', times=4)
    assert waits('anna') == 0
    fail('anna')
    assert (waits('anna'), waits('anna', THERE), waits('bob')) == (900, 0, 0)


def test_the_window_slides(clock: Clock) -> None:
    for _ in range(5):
        fail('anna')
        clock.seconds += 60
    assert waits('anna') == 600
    clock.seconds += 599.5
    assert waits('anna') == 1
    clock.seconds += 0.6
    assert waits('anna') == 0
    fail('anna')
    assert waits('anna') == 60


def test_an_address_has_twenty_tries_in_all() -> None:
    for number in range(20):
        assert waits(f'person {number}') == 0
        fail(f'person {number}')
    assert (waits('anna'), waits('anna', THERE)) == (900, 0)


def test_a_school_may_have_more_tries() -> None:
    login_attempts.attempts.set(LoginAttempts(is_limited=True, tries_per_address=100))
    for number in range(99):
        fail(f'person {number}')
    assert waits('anna') == 0


def test_success_clears_the_person_but_not_the_address() -> None:
    for _ in range(5):
        fail('anna', times=4)
        login_attempts.attempts.value.note_success('anna', HERE)
    assert waits('bob') == 900


def test_when_switched_off_nothing_is_counted() -> None:
    login_attempts.attempts.set(LoginAttempts(is_limited=False, tries_per_address=20))
    fail('anna', times=50)
    assert waits('anna') == 0


def test_memory_is_bounded_and_the_oldest_entry_is_dropped_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(login_attempts, 'REMEMBERED', 10)
    for number in range(100):
        fail('anna', f'192.0.2.{number}', times=5)
    assert len(login_attempts.attempts.value.failures) == 10
    assert waits('anna', '192.0.2.99') == 900
    assert waits('anna', '192.0.2.1') == 0


async def test_attempts_from_one_address_take_turns() -> None:
    first, second, elsewhere = (
        login_attempts.attempts.value.turn(HERE),
        login_attempts.attempts.value.turn(HERE),
        login_attempts.attempts.value.turn(THERE),
    )
    assert first is second
    assert elsewhere is not first
    del first, second, elsewhere
    assert len(login_attempts.attempts.value.turns) == 0


def test_changing_addresses_within_an_ipv6_network_gives_no_new_tries() -> None:
    for number in range(5):
        login_attempts.attempts.value.note_failure('anna', f'2001:db8::{number}')
    assert waits('anna', '2001:db8::ffff') > 0
    assert waits('anna', '2001:db8:0:1::1') == 0
    login_attempts.attempts.value.note_success('anna', '2001:db8::abcd')
    assert waits('anna', '2001:db8::1') == 0
    assert login_attempts.attempts.value.turn('2001:db8::1') is login_attempts.attempts.value.turn('2001:db8::2')
