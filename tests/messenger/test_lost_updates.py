"""Two changes at once: each writes only what it changed, and neither restores what the other replaced."""

import asyncio
import itertools
from typing import Any

import pytest

from messenger import notifications
from messenger.accounts import accounts
from messenger.admin import moderation
from messenger.database import engine
from messenger.errors import InviteNeeded
from messenger.models import Room, User
from messenger.people import preferences, profiles
from messenger.rooms import rooms
from messenger.site import onboarding
from messenger.site import settings as site_settings
from messenger.site.settings import Site
from tests.factories import make_room, make_user

pytestmark = pytest.mark.usefixtures('database')

TRIES = 20


@pytest.fixture
async def boss() -> User:
    return await make_user('boss', admin=True)


async def stored_site() -> Site:
    """The site settings in the database, which are also those in effect."""
    in_force = site_settings.current()
    stored = await engine.read(site_settings.load)
    assert stored == in_force
    return stored


async def test_a_new_invite_link_survives_every_other_change_of_the_site(boss: User) -> None:
    for number in range(TRIES):
        before = site_settings.current().invite_code
        changes: list[Any] = [
            moderation.renew_invite(boss.id),
            moderation.change_site(boss.id, name=f'Harbour {number}', sign_up='invite', create_rooms='everyone'),
            onboarding.dismiss(boss.id),
        ]
        renewed, *_ = await asyncio.gather(*changes)
        site = await stored_site()
        assert site.invite_code == renewed.invite_code != before
        assert (site.name, site.sign_up, site.first_steps) == (f'Harbour {number}', 'invite', 'dismissed')


async def test_changes_of_the_site_all_persist_in_any_order(boss: User) -> None:
    for number, order in enumerate(itertools.permutations(range(3))):
        fresh: list[dict[str, Any]] = [{'name': f'Pier {number}'}, {'sign_up': 'nobody'}, {'create_rooms': 'admins'}]
        await moderation.change_site(boss.id, name='Before', sign_up='anyone', create_rooms='everyone')
        await asyncio.gather(*(moderation.change_site(boss.id, **fresh[index]) for index in order))
        site = await stored_site()
        assert (site.name, site.sign_up, site.create_rooms) == (f'Pier {number}', 'nobody', 'admins')


async def test_renewing_the_invite_link_returns_the_link_in_effect(boss: User) -> None:
    answers: list[Site] = await asyncio.gather(*(moderation.renew_invite(boss.id) for _ in range(TRIES)))
    assert (await stored_site()).invite_code == answers[-1].invite_code
    assert len({answer.invite_code for answer in answers}) == TRIES


async def test_an_old_invite_link_is_refused_once_a_new_one_is_made(boss: User) -> None:
    old = (await moderation.change_site(boss.id, name='Harbour', sign_up='invite', create_rooms='everyone')).invite_code

    def renew_and_sign_up() -> None:
        site_settings.renew_invite()
        accounts.register('late', 'no hash', old, '', '', '')

    with pytest.raises(InviteNeeded):
        await engine.write(renew_and_sign_up)


async def test_saving_the_about_text_keeps_a_nick_an_admin_has_just_changed(boss: User) -> None:
    anna = await make_user('anna')
    form = await profiles.get_own(anna.id)
    shown = (form.nick, form.about)
    await moderation.rename(boss.id, anna.id, 'Anna the Second')
    form.about = 'I sail.'
    stored = await profiles.save(form, shown=shown)
    assert (stored.nick, stored.about) == ('Anna the Second', 'I sail.')


async def test_saving_the_nick_in_one_window_keeps_the_about_text_of_another() -> None:
    anna = await make_user('anna')
    forms = [await profiles.get_own(anna.id) for _ in range(2)]
    shown = (anna.nick, anna.about)
    forms[0].about, forms[1].nick = 'I sail.', 'Anna B.'
    await asyncio.gather(*(profiles.save(form, shown=shown) for form in forms))
    stored = await profiles.get_own(anna.id)
    assert (stored.nick, stored.about) == ('Anna B.', 'I sail.')


async def test_two_owners_edit_different_parts_of_a_room() -> None:
    anna = await make_user('anna')
    room = await make_room(anna, name='Harbour')
    changes: list[dict[str, Any]] = [
        {'name': 'Pier'},
        {'topic': 'Boats'},
        {'kind': 'open'},
        {'owners_only': True},
        {'everyone_may_call': True},
    ]
    await asyncio.gather(*(rooms.update(anna.id, room, member_ids=[], shown_ids=[], **change) for change in changes))
    stored: Room = await engine.read(Room.get_by_id, room)
    assert (stored.name, stored.topic, stored.kind) == ('Pier', 'Boats', 'open')
    assert (stored.owners_only, stored.everyone_may_call) == (True, True)


async def test_all_choices_one_person_makes_in_several_windows_are_kept() -> None:
    anna = await make_user('anna')
    await asyncio.gather(
        preferences.settle(anna.id, level='nothing'),
        preferences.settle(anna.id, plays_sound=False),
        preferences.keep_quiet(anna.id, notifications.FOR_EVER),
        preferences.hide_presence(anna.id, hidden=True),
        preferences.hide_receipts(anna.id, hidden=True),
        preferences.speak(anna.id, 'ru'),
        profiles.save(await profiles.get_own(anna.id), shown=('anna', '')),
    )
    stored = await profiles.get_own(anna.id)
    assert (stored.level, stored.plays_sound, stored.quiet_until) == ('nothing', False, notifications.FOR_EVER)
    assert (stored.hides_presence, stored.hides_receipts, stored.language) == (True, True, 'ru')
