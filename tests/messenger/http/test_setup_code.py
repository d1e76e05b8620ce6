"""The first account of a server that others can reach: the person making it must have seen the server's terminal."""

import re
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from messenger.accounts import accounts
from messenger.app import App
from messenger.database.engine import read
from messenger.models import User
from messenger.settings import Settings, load
from tests.factories import PASSWORD
from tests.messenger.http.plain_page import Page

FIELDS = {'username': 'anna', 'password': PASSWORD, 'repeat': PASSWORD}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a server that listens on all addresses."""
    overrides = {'DATA_DIR': str(tmp_path / 'data'), 'RATE_LIMITS': 'off', 'HOST': '0.0.0.0'}
    return load(overrides, env_file=tmp_path / 'none')


@pytest.mark.parametrize('code', ['', 'x', '00000000', 'ж', ' '])
async def test_without_the_setup_code_nobody_gets_in_and_the_field_explains_why(
    client: httpx.AsyncClient, code: str
) -> None:
    answer = await client.post('/register', data=FIELDS | {'code': code})
    page = Page(answer)
    assert answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    assert 'the setup code that the server printed' in page.said_beside('code')
    assert page.inputs['username']['value'] == 'anna'
    assert 'set-cookie' not in answer.headers
    assert await read(lambda: User.select().count()) == 0


async def test_the_printed_code_makes_the_admin_and_nobody_needs_it_afterwards(
    capsys: pytest.CaptureFixture[str], client: httpx.AsyncClient
) -> None:
    assert 'code' in Page(await client.get('/register')).inputs
    answer = await client.post('/register', data=FIELDS | {'code': f' {accounts.setup_code()} '})
    assert answer.headers['location'] == '/rooms?welcome=admin'
    client.cookies.clear()
    assert 'code' not in Page(await client.get('/register')).inputs
    answer = await client.post('/register', data=FIELDS | {'username': 'bob'})
    assert answer.headers['location'] == '/'


async def test_the_code_is_printed_at_startup(
    capsys: pytest.CaptureFixture[str], app: FastAPI, settings: Settings
) -> None:
    assert re.search(r'Setup code for the first account: (\w{8})\n', capsys.readouterr().out)
    assert accounts.setup_code() not in settings.secret_key


def test_a_local_server_needs_no_code() -> None:
    App(Settings(secret_key='s' * 40))
    assert accounts.setup_code() == ''
