"""Pages that are left behind do not pile up."""

import asyncio
from contextlib import AsyncExitStack

import pytest
from nicegui import Client, core
from nicegui.app.app import prune_tab_storage

from pages import TAB_STORAGE_S
from pages.socket import nicegui_internals, page_limits
from tests.pages.conftest import SignUp, UserWindow


def pages_of(person: UserWindow) -> list[str]:
    """The pages that the server keeps for a person, oldest first."""
    clients = sorted(Client.instances.values(), key=lambda client: client.created)
    return [client.id for client in clients if client.request.state.user.id == person.user_id]


async def test_only_a_few_pages_that_never_connect_are_kept(sign_up: SignUp) -> None:
    anna, bob = await sign_up('anna'), await sign_up('bob')
    await bob.http.get('/rooms')
    for _ in range(2 * page_limits.LEFT_LIMIT):
        await anna.http.get('/users')
    assert len(pages_of(anna)) == page_limits.LEFT_LIMIT + 1
    assert len(pages_of(bob)) == 1


async def test_open_windows_are_kept_and_only_the_last_closed_ones(sign_up: SignUp) -> None:
    anna = await sign_up('anna')
    async with AsyncExitStack() as stack:
        windows = [await stack.enter_async_context(anna.another()) for _ in range(page_limits.LEFT_LIMIT + 5)]
        for window in windows:
            await window.open('/rooms')
        closed, opened = windows[:3], windows[3:]
        await anna.http.get('/rooms')
        left = next(page for page in pages_of(anna) if page not in {window.client_id for window in windows})
        for window in closed:
            await window.close()
            await asyncio.sleep(0.05)  # the server notices the closed windows one by one
        for _ in range(page_limits.LEFT_LIMIT - 2):
            await anna.http.get('/rooms')
        kept = pages_of(anna)
        assert left not in kept
        assert {window.client_id for window in windows} <= set(kept)
        await anna.http.get('/rooms')
        assert closed[0].client_id not in pages_of(anna)
        assert {window.client_id for window in (*closed[1:], *opened)} <= set(pages_of(anna))
        for window in opened:
            await window.ask('hello')


async def test_pages_that_never_connect_are_few_for_all_people_together(
    sign_up: SignUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, *others = [await sign_up(f'left{number}') for number in range(4)]
    await anna.open('/rooms')
    monkeypatch.setattr(page_limits, 'UNSEEN_LIMIT', 5)
    for _ in range(3):
        for other in others:
            await other.http.get('/users')
    assert sum(len(pages_of(other)) for other in others) == 5 + 1
    assert await anna.ask('hello')


async def test_tab_storage_expires(sign_up: SignUp) -> None:
    anna = await sign_up('anna')
    await anna.open('/rooms')
    places = nicegui_internals.tab_storage(core.app)
    assert places
    for place in places.values():
        place.last_modified -= TAB_STORAGE_S + 1
    await prune_tab_storage()
    assert not places
    assert await anna.ask('hello')
