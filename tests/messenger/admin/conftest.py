"""The people of the tests of the admins' functions."""

import pytest

from messenger.models import User
from tests.factories import make_user


@pytest.fixture
async def boss() -> User:
    return await make_user('boss', admin=True)


@pytest.fixture
async def anna() -> User:
    return await make_user('anna')
