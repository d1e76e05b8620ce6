"""Guessing passwords: how many tries before a wait, and that the victim is not locked out elsewhere."""

import asyncio
import time
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from fastapi import FastAPI

from messenger.accounts import login_attempts
from messenger.models import User
from messenger.settings import Settings, load
from tests.conftest import browser
from tests.factories import PASSWORD, make_user
from tests.messenger.http.plain_page import Page

RIGHT, WRONG, TOO_OFTEN = httpx.codes.SEE_OTHER, httpx.codes.UNPROCESSABLE_ENTITY, httpx.codes.TOO_MANY_REQUESTS
PROXY, HOME, SCHOOL = '10.1.2.3', '198.51.100.7', '203.0.113.9'


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with limits on, behind a proxy in 10.0.0.0/8."""
    overrides = {'DATA_DIR': str(tmp_path / 'data'), 'RATE_LIMITS': 'on', 'TRUSTED_PROXIES': '10.9.9.9/8'}
    return load(overrides, env_file=tmp_path / 'none')


@pytest.fixture
async def anna(app: FastAPI) -> User:
    return await make_user('anna')


async def tried(app: FastAPI, name: str, password: str = 'wrong', *, at: str = HOME, via: str = '') -> httpx.Response:
    """Try to log in from the address `at`, with `via` as X-Forwarded-For; returns the answer."""
    async with browser(app, at) as client:
        headers = {'x-forwarded-for': via} if via else {}
        return await client.post('/login', data={'username': name, 'password': password}, headers=headers)


async def test_after_five_wrong_passwords_the_answer_says_how_long_to_wait(app: FastAPI, anna: User) -> None:
    assert [(await tried(app, 'anna')).status_code for _ in range(6)] == [WRONG] * 5 + [TOO_OFTEN]
    answer = await tried(app, 'anna', PASSWORD)
    assert answer.status_code == TOO_OFTEN
    assert 890 <= int(answer.headers['retry-after']) <= 900
    assert Page(answer).alerts == ['Too many requests. Try again in 15 minutes.']
    assert Page(answer).inputs['username']['value'] == 'anna'
    assert PASSWORD not in answer.text


async def test_the_victim_is_not_locked_out_elsewhere(app: FastAPI, anna: User) -> None:
    for _ in range(6):
        await tried(app, 'anna', at=SCHOOL)
    assert (await tried(app, 'anna', PASSWORD, at=SCHOOL)).status_code == TOO_OFTEN
    assert (await tried(app, 'anna', PASSWORD, at=HOME)).status_code == RIGHT


async def test_other_people_at_the_guessers_address_may_still_log_in(app: FastAPI, anna: User) -> None:
    await make_user('bob')
    for _ in range(6):
        await tried(app, 'anna')
    assert (await tried(app, 'bob', PASSWORD)).status_code == RIGHT


async def test_variants_of_a_name_count_as_one_name(app: FastAPI, anna: User) -> None:
    for name in ('anna', 'ANNA', ' Anna ', 'ａｎｎａ', 'aNNa'):
        assert (await tried(app, name)).status_code == WRONG
    assert (await tried(app, 'anna', PASSWORD)).status_code == TOO_OFTEN


async def test_unknown_names_are_limited_like_existing_ones(app: FastAPI, anna: User) -> None:
    assert [(await tried(app, 'nobody')).status_code for _ in range(6)] == [WRONG] * 5 + [TOO_OFTEN]


async def test_an_address_has_twenty_wrong_tries_for_all_names_together(app: FastAPI, anna: User) -> None:
    codes = [(await tried(app, f'name {number}')).status_code for number in range(21)]
    assert codes == [WRONG] * 20 + [TOO_OFTEN]
    assert (await tried(app, 'anna', PASSWORD)).status_code == TOO_OFTEN
    assert (await tried(app, 'anna', PASSWORD, at=SCHOOL)).status_code == RIGHT


async def test_a_hundred_simultaneous_tries_are_all_counted(app: FastAPI, anna: User) -> None:
    answers = await asyncio.gather(*(tried(app, 'anna') for _ in range(100)))
    assert Counter(answer.status_code for answer in answers) == {WRONG: 5, TOO_OFTEN: 95}


async def test_a_class_that_logs_in_at_once_from_one_address_gets_in(app: FastAPI) -> None:
    for number in range(30):
        await make_user(f'pupil {number}')
    answers = await asyncio.gather(*(tried(app, f'pupil {number}', PASSWORD) for number in range(30)))
    assert {answer.status_code for answer in answers} == {RIGHT}


async def test_the_right_password_clears_earlier_wrong_ones(app: FastAPI, anna: User) -> None:
    for _ in range(3):
        for _ in range(4):
            assert (await tried(app, 'anna')).status_code == WRONG
        assert (await tried(app, 'anna', PASSWORD)).status_code == RIGHT


async def test_after_a_quarter_of_an_hour_a_person_may_try_again(
    app: FastAPI, anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(6):
        await tried(app, 'anna')
    moment = time.monotonic()
    monkeypatch.setattr(
        login_attempts, 'time', SimpleNamespace(monotonic=lambda: moment + login_attempts.WINDOW_S - 10)
    )
    assert (await tried(app, 'anna', PASSWORD)).status_code == TOO_OFTEN
    monkeypatch.setattr(login_attempts, 'time', SimpleNamespace(monotonic=lambda: moment + login_attempts.WINDOW_S + 1))
    assert (await tried(app, 'anna', PASSWORD)).status_code == RIGHT


async def test_strangers_cannot_claim_another_address(app: FastAPI, anna: User) -> None:
    for number in range(5):
        assert (await tried(app, 'anna', at=SCHOOL, via=f'192.0.2.{number}')).status_code == WRONG
    assert (await tried(app, 'anna', at=SCHOOL, via='192.0.2.99')).status_code == TOO_OFTEN


async def test_behind_our_proxy_everyone_has_their_own_address(app: FastAPI, anna: User) -> None:
    for _ in range(5):
        assert (await tried(app, 'anna', at=PROXY, via=SCHOOL)).status_code == WRONG
    assert (await tried(app, 'anna', PASSWORD, at=PROXY, via=SCHOOL)).status_code == TOO_OFTEN
    assert (await tried(app, 'anna', PASSWORD, at=PROXY, via=f'{HOME}, {SCHOOL}')).status_code == TOO_OFTEN
    assert (await tried(app, 'anna', PASSWORD, at=PROXY, via=HOME)).status_code == RIGHT


async def test_sign_ups_are_limited_per_address_and_typing_errors_do_not_count(app: FastAPI, anna: User) -> None:
    taken_name = {'username': 'anna', 'password': PASSWORD, 'repeat': PASSWORD}
    async with browser(app, SCHOOL) as school, browser(app, HOME) as home:
        for _ in range(50):
            assert (await school.post('/register', data={'username': 'x'})).status_code == WRONG
        codes = [(await school.post('/register', data=taken_name)).status_code for _ in range(41)]
        assert codes == [WRONG] * 40 + [TOO_OFTEN]
        fields = taken_name | {'username': 'carl'}
        answer = await school.post('/register', data=fields)
        assert 1 <= int(answer.headers['retry-after']) <= 90
        assert Page(answer).inputs['username']['value'] == 'carl'
        assert (await home.post('/register', data=fields)).status_code == RIGHT
