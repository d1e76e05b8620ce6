"""Onboarding: for admins of a new workspace, until everything is done or they dismiss it."""

from collections.abc import AsyncIterator

import pytest
from msgspec.structs import replace

from messenger.database import engine
from messenger.errors import NotFound
from messenger.models import Setting
from messenger.payloads import RoomSummary
from messenger.site import onboarding
from messenger.site import settings as site_settings
from tests.factories import make_user

pytestmark = pytest.mark.usefixtures('database')

ROOM = RoomSummary(1, 'closed', 'Room', '', owners_only=False, is_group=False, title_form='name', members=1, people=[])


@pytest.fixture(autouse=True)
async def as_new(database: object) -> AsyncIterator[None]:
    """The site settings are those of a new workspace, before and after."""
    await engine.read(site_settings.load)
    yield
    await engine.write(lambda: Setting.delete().execute())
    await engine.read(site_settings.load)


async def test_each_step_is_ticked_when_it_is_done() -> None:
    admin, anna = await make_user('admin', admin=True), await make_user('anna')
    assert onboarding.steps_for(admin, []) == onboarding.Steps(is_named=False, has_people=False, has_room=False)
    assert onboarding.steps_for(anna, []) is None
    assert onboarding.steps_for(admin, [ROOM]) == onboarding.Steps(is_named=False, has_people=False, has_room=True)
    shared = replace(ROOM, members=2)
    assert onboarding.steps_for(admin, [shared]) == onboarding.Steps(is_named=False, has_people=True, has_room=True)
    await engine.write(lambda: site_settings.change(name='Harbour', sign_up='anyone', create_rooms='everyone'))
    assert onboarding.steps_for(admin, [shared]) is None


async def test_dismissed_onboarding_stays_dismissed() -> None:
    admin, anna = await make_user('admin', admin=True), await make_user('anna')
    with pytest.raises(NotFound):
        await onboarding.dismiss(anna.id)
    await onboarding.dismiss(admin.id)
    assert onboarding.steps_for(admin, []) is None
    await engine.write(lambda: site_settings.change(name='Harbour', sign_up='anyone', create_rooms='everyone'))
    await engine.read(site_settings.load)
    assert onboarding.steps_for(admin, []) is None
