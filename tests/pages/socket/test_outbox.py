"""NiceGUI's outbox sleeps while it is empty, and misses nothing."""

import asyncio

import pytest
from nicegui import Client

from pages.socket import outbox
from tests.pages.conftest import SignUp

SOON_S = 5


def running() -> int:
    return sum(task.get_name() == 'outbox' for task in asyncio.all_tasks())


async def until_rested(client: Client | None = None) -> None:
    """Wait until no loop runs and none is about to: one that ends just as a message arrives is followed by another."""
    async with asyncio.timeout(SOON_S):
        while running() or (client and client.outbox.messages):  # noqa: ASYNC110 - a task has no event for its end
            await asyncio.sleep(0.02)


async def test_the_outbox_sleeps_wakes_and_sleeps_again(sign_up: SignUp, monkeypatch: pytest.MonkeyPatch) -> None:
    await until_rested_of_others()
    monkeypatch.setattr(outbox, 'LINGER_S', 0.1)
    anna = await sign_up('anna')
    await anna.open('/users')
    client = Client.instances[anna.client_id]
    await until_rested()
    for number in range(3):
        client.outbox.enqueue_message('notify', {'message': str(number)}, client.id)
        assert client.outbox.messages
        await until_rested(client)
        assert client.outbox.message_history[-1][2][2]['message'] == str(number)


async def until_rested_of_others() -> None:
    """Wait for pages of earlier tests: they sleep within twice the time they linger."""
    async with asyncio.timeout(4 * outbox.LINGER_S):
        while running():  # noqa: ASYNC110 - a task has no event for its end
            await asyncio.sleep(0.1)


async def test_a_closed_page_leaves_no_outbox_loop_behind(sign_up: SignUp) -> None:
    anna = await sign_up('anna')
    await anna.open('/users')
    client = Client.instances[anna.client_id]
    client.outbox.enqueue_message('notify', {'message': 'one'}, client.id)
    await asyncio.sleep(0)
    assert running()
    client.delete()
    await until_rested_of_others()
