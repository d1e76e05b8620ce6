"""The list for choosing people costs the event loop little, however many there are."""

import time

import pytest
from nicegui import Client
from nicegui.page import page

from messenger.people.directory import Named
from pages.components.people_choice import people_choice

PEOPLE = {
    number: Named(f'Person {number}', f'person{number}', f'/avatars/{number}/a.svg') for number in range(1, 1_001)
}
LIMIT_S = 0.02


@pytest.mark.parametrize('chosen', [[], list(PEOPLE)])
@pytest.mark.usefixtures('server')
async def test_a_thousand_names_block_nobody(chosen: list[int]) -> None:
    client = Client(page('/none'), request=None)
    took = []
    with client:
        for _ in range(5):
            start = time.thread_time()
            choice = people_choice('People', PEOPLE, chosen)
            took.append(time.thread_time() - start)
            assert choice.value == chosen
            assert [option['label'] for option in choice.props['model-value']] == [
                PEOPLE[person].nick for person in chosen
            ]
    client.delete()
    assert min(took) < LIMIT_S
