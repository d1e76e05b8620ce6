"""Pages and requests take turns: how many a person may ask for, and who waits."""

import asyncio
import math
import time

import pytest

from messenger import rate_limits
from messenger.live import budget
from messenger.live import people as connected
from messenger.rooms import rooms
from tests.conftest import Clock
from tests.pages.conftest import SignUp
from tests.pages.socket.test_page_events import opened, until
from tests.window import Refusal


async def test_page_loads_are_limited_per_person(
    sign_up: SignUp, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, 'UNNOTICED_S', math.inf)
    anna, bob = await sign_up('anna'), await sign_up('bob')
    answers = [await anna.http.get('/users') for _ in range(rate_limits.RATES['page'].burst + 1)]
    assert {answer.status_code for answer in answers[:-1]} == {200}
    assert answers[-1].status_code == 429
    assert answers[-1].headers['retry-after'] == answers[-1].headers['refresh'] == '1'
    assert 'Too many requests' in answers[-1].text
    assert (await bob.http.get('/users')).status_code == 200
    clock.seconds += 1
    assert (await anna.http.get('/users')).status_code == 200


async def test_a_person_with_too_many_windows_gets_no_more_pages(
    sign_up: SignUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr('messenger.live.people.WINDOWS_MAX', 2)
    anna = await sign_up('anna')
    tabs = [anna.another() for _ in range(2)]
    for tab in tabs:
        await tab.open()
    answer = await anna.http.get('/users')
    assert answer.status_code == 429
    assert 'too many windows' in answer.text
    await tabs[0].close()
    await until(lambda: not connected.is_full(anna.user_id))
    await anna.open('/users')


async def test_a_person_who_used_up_their_time_waits_and_others_do_not(
    sign_up: SignUp, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, bob = await opened(sign_up, '/rooms'), await opened(sign_up, '/rooms')
    budget.account_of(anna.user_id).charge(budget.FREE_S + budget.OWED_MAX_S)
    monkeypatch.setattr(budget, 'SHARED_OWED_MAX_S', 60.0)
    budget.budget.value.shares.owing.left_s = -60.0
    slow_answer = asyncio.create_task(anna.ask('hello'))
    for _ in range(5):
        assert await bob.ask('hello')
    assert not slow_answer.done()
    with pytest.raises(Refusal, match='limit_reached'):
        await slow_answer
    room = await rooms.create(anna.user_id, f'Other of {anna.user_id}', [])
    assert await anna.send(room, 'messages do not wait')
    budget.budget.value.shares.owing.left_s = 0.0


@pytest.mark.usefixtures('clock')
async def test_a_busy_person_waits_a_little(sign_up: SignUp) -> None:
    anna, bob = await opened(sign_up, '/rooms'), await opened(sign_up, '/rooms')
    anna_account, bob_account = (budget.account_of(one.user_id) for one in (anna, bob))
    anna_account.used_s, bob_account.used_s = budget.UNNOTICED_S + 0.01, 0.0
    budget.budget.value.shares.brisk.left_s, budget.budget.value.shares.brisk.seen_at = -0.3, time.monotonic()
    answer = asyncio.create_task(anna.ask('hello'))
    start = time.monotonic()
    assert await bob.ask('hello')
    assert not answer.done()
    assert await answer
    assert time.monotonic() - start > 0.2
    assert anna_account.used_s < budget.FREE_S


@pytest.mark.usefixtures('clock')
async def test_however_many_people_load_pages_they_share_part_of_the_time(sign_up: SignUp) -> None:
    newcomers = [await sign_up(f'new{number}') for number in range(6)]
    budget.budget.value.shares.everyone.begun_at -= budget.STORM_S
    budget.budget.value.shares.everyone.left_s, budget.budget.value.shares.everyone.seen_at = -0.15, time.monotonic()
    start = time.monotonic()
    loading = asyncio.gather(*(one.http.get('/users') for one in newcomers))
    await newcomers[0].open('/rooms')
    assert {answer.status_code for answer in await loading} == {200}
    assert time.monotonic() - start > 0.15 / budget.EVERYONE_RATE
