"""Signing up: who may, under which name, and what a refused form shows."""

import asyncio
import re
import unicodedata
from collections import Counter

import httpx
import pytest
from fastapi import FastAPI

from messenger.database.engine import read, write
from messenger.models import Session, User
from messenger.site import settings as site_settings
from tests.conftest import browser
from tests.factories import PASSWORD, make_user
from tests.messenger.http.plain_page import Page

SEE_OTHER, REFUSED = httpx.codes.SEE_OTHER, httpx.codes.UNPROCESSABLE_ENTITY
TAKEN = 'This name is already taken.'


async def sign_up(client: httpx.AsyncClient, username: str, **fields: str) -> httpx.Response:
    filled = {'username': username, 'password': PASSWORD, 'repeat': PASSWORD} | fields
    return await client.post('/register', data=filled)


async def open_door(door: str) -> str:
    """Set who may sign up; returns the invite code."""
    return (
        await write(site_settings.change, name='Here', sign_up=door, create_rooms=site_settings.EVERYONE)
    ).invite_code


async def count_of_people() -> int:
    return await read(lambda: int(User.select().count()))


async def test_signing_up_logs_in_and_redirects(client: httpx.AsyncClient) -> None:
    await make_user('anna')
    answer = await sign_up(client, 'Bob')
    assert (answer.status_code, answer.headers['location']) == (SEE_OTHER, '/')
    session = await read(lambda: Session.select(Session, User).join(User).get())
    assert (session.user.username, session.user.nick, session.user.is_admin) == ('Bob', 'Bob', False)
    assert (await client.get('/')).headers['location'] == '/rooms'


async def test_the_first_person_becomes_the_admin_and_is_informed(client: httpx.AsyncClient) -> None:
    assert 'The first one becomes the admin.' in (await client.get('/register')).text
    answer = await sign_up(client, 'anna')
    assert (answer.status_code, answer.headers['location']) == (SEE_OTHER, '/rooms?welcome=admin')
    await sign_up(client, 'bob')
    assert await read(lambda: [row.username for row in User.select().where(User.is_admin)]) == ['anna']


async def test_the_log_in_leads_to_the_sign_up_while_there_is_no_account(client: httpx.AsyncClient) -> None:
    answer = await client.get('/login')
    assert (answer.status_code, answer.headers['location']) == (SEE_OTHER, '/register')
    await make_user('anna')
    assert 'Welcome back' in (await client.get('/login')).text


async def test_the_log_in_offers_the_sign_up_unless_nobody_may(client: httpx.AsyncClient) -> None:
    await make_user('anna')
    for door, is_offered in ((site_settings.ANYONE, True), (site_settings.INVITE, True), (site_settings.NOBODY, False)):
        await open_door(door)
        assert ('New here?' in (await client.get('/login')).text) == is_offered
        refused = await client.post('/login', data={'username': 'anna', 'password': 'wrong'})
        assert ('New here?' in refused.text) == is_offered


async def test_next_is_honoured_for_local_addresses_only(client: httpx.AsyncClient) -> None:
    await make_user('anna')
    assert (await sign_up(client, 'bob', next='/rooms/7?message=3')).headers['location'] == '/rooms/7?message=3'
    assert (await sign_up(client, 'carl', next='//evil.example')).headers['location'] == '/'


async def test_both_forms_pass_on_the_requested_page(client: httpx.AsyncClient) -> None:
    await make_user('anna')
    address = '/rooms/7?message=3&x=a b"'.replace(' ', '%20')
    form = await client.get('/login', params={'next': address})
    for _ in range(3):
        link = re.search(r'href="(/(?:register|login)\?next=[^"]+)"', form.text)
        assert link is not None
        form = await client.get(link[1])
        assert Page(form).inputs['next']['value'] == address
    answer = await sign_up(client, 'bob', next=Page(form).inputs['next']['value'])
    assert answer.headers['location'] == address.replace('"', '%22')
    assert (await client.get('/register', params={'next': '/users'})).headers['location'] == '/users'
    assert (await client.get('/register', params={'next': '//evil.example'})).headers['location'] == '/'


async def test_the_form_works_with_password_managers(client: httpx.AsyncClient) -> None:
    inputs = Page(await client.get('/register')).inputs
    assert {name: inputs[name]['autocomplete'] for name in ('username', 'password', 'repeat')} == {
        'username': 'username',
        'password': 'new-password',
        'repeat': 'new-password',
    }
    assert (inputs['password']['type'], inputs['repeat']['type']) == ('password', 'password')
    assert 'code' not in inputs


@pytest.mark.parametrize(
    ('fields', 'field', 'sentence'),
    [
        ({'username': ''}, 'username', 'Use 1 to 32 letters'),
        ({'username': '   '}, 'username', 'Use 1 to 32 letters'),
        ({'username': 'x' * 33}, 'username', 'Use 1 to 32 letters'),
        ({'username': 'a<b>'}, 'username', 'Use 1 to 32 letters'),
        ({'username': 'ABBA'}, 'username', TAKEN),
        ({'password': 'short', 'repeat': 'short'}, 'password', 'at least 8 characters'),
        ({'password': 'x' * 513, 'repeat': 'x' * 513}, 'password', 'at least 8 characters'),
        ({'username': 'longusername', 'password': 'LongUserName', 'repeat': 'LongUserName'}, 'password', 'not use the'),
        ({'repeat': PASSWORD + ' '}, 'repeat', 'do not match'),
        ({'repeat': ''}, 'repeat', 'do not match'),
    ],
)
async def test_a_refused_form_explains_itself_and_keeps_all_but_passwords(
    client: httpx.AsyncClient, fields: dict[str, str], field: str, sentence: str
) -> None:
    await make_user('abba')
    sent = {'username': 'bob', 'password': PASSWORD, 'repeat': PASSWORD, 'next': '/users'} | fields
    answer = await client.post('/register', data=sent)
    page = Page(answer)
    assert answer.status_code == REFUSED
    assert sentence in page.said_beside(field)
    assert len(page.alerts) == 1
    assert page.inputs['username']['value'] == sent['username']
    assert page.inputs['password']['value'] == page.inputs['repeat']['value'] == ''
    assert sent['password'] not in answer.text.replace(sent['username'], '')
    assert 'set-cookie' not in answer.headers
    assert await count_of_people() == 1


async def test_typed_text_comes_back_as_text_and_not_as_markup(client: httpx.AsyncClient) -> None:
    hostile = '"><script>alert(1)</script>'
    answer = await sign_up(client, hostile, invite=hostile, code=hostile)
    assert '<script>alert' not in answer.text
    assert Page(answer).inputs['username']['value'] == hostile


@pytest.mark.parametrize(
    ('taken', 'other'),
    [
        ('Anna', 'aNNA'),
        ('Женя', 'ЖЕНЯ'),
        ('Straße', 'STRASSE'),
        ('Ångström', unicodedata.normalize('NFD', 'ångström')),
        ('office', 'oﬃce'),
        ('Anna', 'Ａｎｎａ'),
        ('Anna Bell', ' anna   BELL '),
    ],
)
async def test_names_are_unique_whatever_their_case_and_unicode_form(
    client: httpx.AsyncClient, taken: str, other: str
) -> None:
    await make_user(taken)
    assert Page(await sign_up(client, other)).said_beside('username') == TAKEN
    logged_in = await client.post('/login', data={'username': other, 'password': PASSWORD})
    assert logged_in.status_code == SEE_OTHER


async def test_a_user_name_that_is_somebodys_nick_is_taken(client: httpx.AsyncClient) -> None:
    anna = await make_user('anna')
    await write(lambda: User.update(nick='Queen', nick_key='queen').where(User.id == anna.id).execute())
    assert Page(await sign_up(client, 'QUEEN')).said_beside('username') == TAKEN


async def test_only_people_with_the_invite_link_may_sign_up_if_the_admin_says_so(client: httpx.AsyncClient) -> None:
    await make_user('anna')
    code = await open_door(site_settings.INVITE)
    assert 'password' not in Page(await client.get('/register')).inputs
    for wrong in ('', 'x', code[:-1], 'ж'):
        answer = await sign_up(client, 'bob', invite=wrong)
        assert (answer.status_code, await count_of_people()) == (REFUSED, 1)
        assert 'Sign-up is by invitation only.' in Page(answer).alerts[0]
    link = Page(await client.get('/register', params={'invite': code}))
    assert (await sign_up(client, 'bob', invite=link.inputs['invite']['value'])).status_code == SEE_OTHER
    await write(site_settings.renew_invite)
    assert (await sign_up(client, 'carl', invite=code)).status_code == REFUSED


async def test_a_refused_form_keeps_the_invitation(client: httpx.AsyncClient) -> None:
    await make_user('anna')
    code = await open_door(site_settings.INVITE)
    again = Page(await sign_up(client, 'anna', invite=code)).values()
    mended = again | {'username': 'bob', 'password': PASSWORD, 'repeat': PASSWORD}
    assert (await client.post('/register', data=mended)).status_code == SEE_OTHER


async def test_nobody_may_sign_up_if_the_admin_says_so(client: httpx.AsyncClient) -> None:
    await make_user('anna')
    code = await open_door(site_settings.NOBODY)
    page = Page(await client.get('/register'))
    assert (page.headings, page.inputs) == (['Sign-up is closed'], {})
    answer = await sign_up(client, 'bob', invite=code)
    assert (answer.status_code, await count_of_people()) == (REFUSED, 1)
    assert 'Only admins can create accounts here.' in answer.text


async def test_of_fifty_people_who_want_one_name_at_once_one_gets_it(app: FastAPI) -> None:
    await make_user('admin')
    forms = ['anna', 'ANNA', 'Anna', 'aNnA', 'ａｎｎａ', 'ＡＮＮＡ', '𝐚𝐧𝐧𝐚', 'ᵃnna', ' anna ', 'anNa']
    names = [forms[number % len(forms)] for number in range(50)]
    browsers = [browser(app) for _ in names]
    answers = await asyncio.gather(*map(sign_up, browsers, names))
    assert Counter(answer.status_code for answer in answers) == {SEE_OTHER: 1, REFUSED: 49}
    assert {Page(answer).said_beside('username') for answer in answers if answer.status_code == REFUSED} == {TAKEN}
    assert (await count_of_people(), await read(lambda: Session.select().count())) == (2, 1)
    for client in browsers:
        await client.aclose()


async def test_of_many_people_who_want_to_be_first_one_becomes_the_admin(app: FastAPI) -> None:
    browsers = [browser(app) for _ in range(10)]
    answers = await asyncio.gather(*(sign_up(client, f'person {number}') for number, client in enumerate(browsers)))
    assert Counter(answer.headers['location'] for answer in answers) == {'/rooms?welcome=admin': 1, '/': 9}
    assert await read(lambda: User.select().where(User.is_admin).count()) == 1
    for client in browsers:
        await client.aclose()
