"""The language of a plain page: the account's, else the one chosen in this browser, else the browser's own."""

import httpx
import pytest
from fastapi import FastAPI

from messenger.database.engine import read, write
from messenger.http.authentication import LANGUAGE_COOKIE
from messenger.models import User
from tests.conftest import browser
from tests.factories import log_in, make_user

RUSSIAN, ENGLISH = ('lang="ru"', 'Войти'), ('lang="en"', 'Log in')


def speaks(answer: httpx.Response, language: tuple[str, str]) -> bool:
    return all(part in answer.text for part in language)


@pytest.mark.parametrize(
    ('accepted', 'language'),
    [
        ('ru', RUSSIAN),
        ('ru-RU,ru;q=0.9,en-US;q=0.8,en;q=0.7', RUSSIAN),
        ('de-DE,de;q=0.9,ru;q=0.5,en;q=0.4', RUSSIAN),
        ('en;q=0.4, RU;q=0.5', RUSSIAN),
        ('en-GB,en;q=0.9,ru;q=0.8', ENGLISH),
        ('de, fr', ENGLISH),
        ('ru;q=nonsense', ENGLISH),
        ('', ENGLISH),
    ],
)
async def test_guests_get_the_language_their_browser_asks_for(
    client: httpx.AsyncClient, accepted: str, language: tuple[str, str]
) -> None:
    assert speaks(await client.get('/register', headers={'accept-language': accepted}), language)


async def test_a_language_chosen_at_sign_in_overrides_the_browsers(client: httpx.AsyncClient) -> None:
    client.headers['accept-language'] = 'en'
    answer = await client.post('/language?next=/register', data={'language': 'ru'})
    assert (answer.status_code, answer.headers['location']) == (httpx.codes.SEE_OTHER, '/register')
    assert speaks(await client.get('/register'), RUSSIAN)
    await client.post('/language', data={'language': 'tlh'})
    assert LANGUAGE_COOKIE not in client.cookies
    assert speaks(await client.get('/register'), ENGLISH)


async def test_each_language_is_offered_under_its_own_name(client: httpx.AsyncClient) -> None:
    page = (await client.get('/register')).text
    assert 'action="/language?next=%2F"' in page or 'action="/language?next=/"' in page
    for code, name in (('en', 'English'), ('ru', 'Русский')):
        assert f'value="{code}" lang="{code}"' in page
        assert name in page


async def test_an_account_keeps_its_language_in_every_browser(app: FastAPI, client: httpx.AsyncClient) -> None:
    user = await make_user('anna')
    await log_in(client, user)
    await client.post('/language', data={'language': 'ru'})
    stored = await read(lambda: User.get_by_id(user.id))
    assert stored.language == 'ru'
    async with browser(app) as other:
        other.headers['accept-language'] = 'en'
        await log_in(other, user)
        missing = await other.get('/nowhere')
        assert missing.status_code == httpx.codes.NOT_FOUND
        assert speaks(missing, ('lang="ru"', 'Страница не найдена'))
        await write(lambda: User.update(language='').where(User.id == user.id).execute())
        assert speaks(await other.get('/nowhere'), ('lang="en"', 'Page not found'))


async def test_choosing_a_language_never_leads_to_another_site(client: httpx.AsyncClient) -> None:
    answer = await client.post('/language?next=//evil.example', data={'language': 'ru'})
    assert answer.headers['location'] == '/'
