"""Token buckets: so many at once, then so many per second, separately for each person and each kind of action."""

import pytest

from messenger import rate_limits
from messenger.errors import LimitReached
from messenger.rate_limits import RateLimits
from tests.conftest import Clock

pytestmark = pytest.mark.usefixtures('clock')


def count_allowed(kind: str, who: object, tries: int) -> int:
    """How many of this many tries are let through."""
    passed = 0
    for _ in range(tries):
        try:
            rate_limits.take(kind, who)
        except LimitReached:
            continue
        passed += 1
    return passed


def test_twenty_messages_at_once_then_five_a_second(clock: Clock) -> None:
    assert count_allowed('message', 1, 50) == 20
    clock.seconds += 1
    assert count_allowed('message', 1, 50) == 5
    clock.seconds += 3600
    assert count_allowed('message', 1, 50) == 20


def test_the_wait_in_a_refusal_is_long_enough(clock: Clock) -> None:
    for kind in rate_limits.RATES:
        for since in (0.0, 0.01, 0.051, 0.1, 0.1499, 0.19):
            count_allowed(kind, since, rate_limits.RATES[kind].burst)
            clock.seconds += since
            count_allowed(kind, since, rate_limits.RATES[kind].burst)  # tokens that have come back meanwhile
            with pytest.raises(LimitReached) as limit:
                rate_limits.take(kind, since)
            assert limit.value.retry_after > 0, (kind, since)
            clock.seconds += limit.value.retry_after
            assert count_allowed(kind, since, 1) == 1, (kind, since)


def test_trying_while_refused_does_not_lengthen_the_wait(clock: Clock) -> None:
    count_allowed('message', 1, 1000)
    clock.seconds += 0.25
    assert count_allowed('message', 1, 1) == 1


def test_people_and_actions_are_counted_separately() -> None:
    assert count_allowed('message', 1, 50) == count_allowed('message', 2, 50) == count_allowed('upload', 1, 50) == 20


def test_an_action_that_costs_several_tokens_waits_for_as_many(clock: Clock) -> None:
    rate_limits.take('seat', 1, 999)
    with pytest.raises(LimitReached) as limit:
        rate_limits.take('seat', 1, 21)
    assert limit.value.retry_after == 10
    clock.seconds += 10
    rate_limits.take('seat', 1, 21)


def test_an_action_that_costs_more_than_the_burst_runs_when_the_bucket_is_full(clock: Clock) -> None:
    burst = rate_limits.RATES['seat'].burst
    rate_limits.take('seat', 1, 2 * burst)
    assert count_allowed('seat', 1, 1) == 0
    clock.seconds += burst / rate_limits.RATES['seat'].per_second
    rate_limits.take('seat', 1, 2 * burst)


def test_retries_without_waiting_are_counted_for_an_hour_for_people_only(clock: Clock) -> None:
    count_allowed('message', 1, 51)  # 20 pass, one is refused, and 30 come too soon after that
    count_allowed('visit', '192.0.2.1', 1000)
    assert rate_limits.refusals() == {1: 30}
    clock.seconds += 1800
    count_allowed('message', 1, 22)
    assert rate_limits.refusals() == {1: 31}
    clock.seconds += 1900
    assert rate_limits.refusals() == {1: 1}
    clock.seconds += 3600
    assert rate_limits.refusals() == {}


def test_someone_who_waits_as_long_as_asked_is_never_counted(clock: Clock) -> None:
    left = 100
    while left:
        try:
            rate_limits.take('upload', 1)
            left -= 1
        except LimitReached as refusal:
            clock.seconds += refusal.retry_after
    count_allowed('upload', 1, 1)
    count_allowed('message', 1, 20)
    assert rate_limits.refusals() == {}
    count_allowed('upload', 1, 1)
    assert rate_limits.refusals() == {1: 1}


def test_a_refusal_that_was_waited_out_never_counts(clock: Clock) -> None:
    count_allowed('upload', 1, 21)
    clock.seconds += 3
    assert count_allowed('upload', 1, 1) == 1  # another window was faster
    assert count_allowed('upload', 1, 1) == 0
    assert rate_limits.refusals() == {}


def test_the_wait_is_known_in_advance(clock: Clock) -> None:
    assert rate_limits.wait_for('upload', 1) == 0
    count_allowed('upload', 1, 20)
    assert rate_limits.wait_for('upload', 1) == 3
    clock.seconds += 2
    assert rate_limits.wait_for('upload', 1) == pytest.approx(1, abs=0.11)  # rounded up to a tenth
    rate_limits.limits.set(RateLimits(is_on=False))
    assert rate_limits.wait_for('upload', 1) == 0


def test_nothing_is_refused_when_switched_off() -> None:
    rate_limits.limits.set(RateLimits(is_on=False))
    assert count_allowed('message', 1, 500) == 500


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limits, 'REMEMBERED', 10)
    for who in range(100):
        rate_limits.take('message', who)
    assert len(rate_limits.limits.value.buckets) == 10


def test_the_network_of_one_household_counts_as_one_address(subtests: pytest.Subtests) -> None:
    for address, counted in [
        ('192.0.2.1', '192.0.2.1'),
        ('::ffff:192.0.2.1', '192.0.2.1'),
        ('2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'),
        ('2001:DB8:1:2::1', '2001:db8:1:2::/64'),
        ('2001:db8:1:3::1', '2001:db8:1:3::/64'),
        ('fe80::1%eth0', 'fe80::/64'),
        ('', ''),
        ('unix:', 'unix:'),
    ]:
        with subtests.test(repr(address)):
            assert rate_limits.network(address) == counted
