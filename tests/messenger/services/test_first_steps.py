"""First steps: for admins of a new place, until all is there or they have seen enough."""

import pytest

from messenger import db
from messenger.errors import NotFound
from messenger.services import first_steps, sites
from tests.factories import make_room, make_user

pytestmark = pytest.mark.usefixtures('database')


async def test_each_step_is_ticked_when_it_is_done() -> None:
    admin = await make_user('admin', admin=True)
    steps = await db.read(first_steps.of, admin)
    assert steps == first_steps.Steps(is_named=False, has_people=False, has_room=False)
    anna = await make_user('anna')
    await make_room(anna)
    assert await db.read(first_steps.of, anna) is None
    steps = await db.read(first_steps.of, admin)
    assert steps == first_steps.Steps(is_named=False, has_people=True, has_room=True)
    await db.write(lambda: sites.change(name='Harbour', sign_up='anyone', create_rooms='everyone'))
    assert await db.read(first_steps.of, admin) is None
    await db.write(lambda: sites.change(name=sites.Site.name, sign_up='anyone', create_rooms='everyone'))


async def test_dismissed_is_dismissed() -> None:
    admin, anna = await make_user('admin', admin=True), await make_user('anna')
    with pytest.raises(NotFound):
        await first_steps.dismiss(anna.id)
    await first_steps.dismiss(admin.id)
    assert await db.read(first_steps.of, admin) is None
