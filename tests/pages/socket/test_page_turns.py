"""Pages and requests take turns: how many a person may ask for, and who waits."""

import asyncio
import math
import time

import pytest

from messenger import rate_limits
from messenger.live import budget
from messenger.rooms import rooms
from pages.socket import handshake
from tests.conftest import Clock
from tests.pages.conftest import SignUp, hub
from tests.pages.socket.test_page_events import opened, until
from tests.window import NotConnected, Refusal


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
    monkeypatch.setattr('messenger.live.hub.WINDOWS_MAX', 2)
    anna = await sign_up('anna')
    tabs = [anna.another() for _ in range(2)]
    for tab in tabs:
        await tab.open()
    answer = await anna.http.get('/users')
    assert answer.status_code == 429
    assert 'too many windows' in answer.text
    await tabs[0].close()
    await until(lambda: not hub().is_full(anna.user_id))
    await anna.open('/users')


async def test_a_person_who_used_up_their_time_waits_and_others_do_not(
    sign_up: SignUp, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, bob = await opened(sign_up, '/rooms'), await opened(sign_up, '/rooms')
    hub().budget.account_of(anna.user_id).charge(budget.FREE_S + budget.OWED_MAX_S)
    monkeypatch.setattr(budget, 'SHARED_OWED_MAX_S', 60.0)
    hub().budget.owing.left_s = -60.0
    slow_answer = asyncio.create_task(anna.ask('hello'))
    for _ in range(5):
        assert await bob.ask('hello')
    assert not slow_answer.done()
    with pytest.raises(Refusal, match='limit_reached'):
        await slow_answer
    room = await rooms.create(anna.user_id, f'Other of {anna.user_id}', [])
    assert await anna.send(room, 'messages do not wait')
    hub().budget.owing.left_s = 0.0


@pytest.mark.usefixtures('clock')
async def test_a_person_who_keeps_opening_sockets_waits_and_others_do_not(
    sign_up: SignUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handshake, 'PATIENCE_S', 0.2)
    monkeypatch.setattr(budget, 'SHARED_OWED_MAX_S', 60.0)
    anna, bob = await sign_up('anna'), await sign_up('bob')
    with monkeypatch.context() as patch:
        patch.setattr(handshake, 'CONNECT_S', budget.FREE_S + budget.OWED_MAX_S)
        await anna.open('/rooms', hello=False)
    hub().budget.everyone.left_s = 0.1
    await anna.close()
    assert hub().budget.account_of(anna.user_id).used_s > budget.FREE_S
    hub().budget.owing.left_s = -60.0
    with pytest.raises(NotConnected, match='unavailable'):
        await anna.connect()
    await bob.open('/rooms')
    hub().budget.owing.left_s = 0.0


@pytest.mark.usefixtures('clock')
async def test_a_busy_person_waits_a_little(sign_up: SignUp) -> None:
    anna, bob = await opened(sign_up, '/rooms'), await opened(sign_up, '/rooms')
    anna_account, bob_account = (hub().budget.account_of(person.user_id) for person in (anna, bob))
    anna_account.used_s, bob_account.used_s = budget.UNNOTICED_S + 0.01, 0.0
    hub().budget.brisk.left_s, hub().budget.brisk.seen_at = -0.3, time.monotonic()
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
    hub().budget.everyone.begun_at -= budget.STORM_S
    hub().budget.everyone.left_s, hub().budget.everyone.seen_at = -0.15, time.monotonic()
    start = time.monotonic()
    loading = asyncio.gather(*(newcomer.http.get('/users') for newcomer in newcomers))
    await newcomers[0].open('/rooms')
    assert {answer.status_code for answer in await loading} == {200}
    assert time.monotonic() - start > 0.15 / budget.EVERYONE_RATE


@pytest.mark.usefixtures('clock')
async def test_several_people_who_wait_together_get_less_than_one_alone(sign_up: SignUp) -> None:
    crowd = [await opened(sign_up, '/rooms') for _ in range(4)]
    for person in crowd:
        hub().budget.account_of(person.user_id).used_s = (budget.UNNOTICED_S + budget.FREE_S) / 2
    shared = hub().budget.account_of(crowd[0].user_id).find_share()
    assert shared is not None
    shared.begun_at -= budget.STORM_S
    debt_s = 0.02
    shared.left_s, shared.seen_at = -debt_s, time.monotonic()
    start = time.monotonic()
    await crowd[0].ask('hello')
    alone_s = time.monotonic() - start
    shared.left_s, shared.seen_at = -debt_s, time.monotonic()
    start = time.monotonic()
    await asyncio.gather(*(person.ask('hello') for person in crowd))
    assert time.monotonic() - start > debt_s / budget.CROWD_RATE / 2 > 2 * alone_s
