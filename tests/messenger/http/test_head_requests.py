"""HEAD is GET without the body."""

import httpx
import pytest
from fastapi import FastAPI

from tests.factories import log_in, make_user

OWN = ('date', 'set-cookie')


@pytest.mark.parametrize(
    'path', ['/', '/login', '/register', '/healthz', '/readyz', '/static/style.css', '/nothing', '/rooms/1', '/logout']
)
@pytest.mark.parametrize('is_logged_in', [False, True])
async def test_head_matches_get_at_every_address(
    client: httpx.AsyncClient, app: FastAPI, path: str, is_logged_in: bool
) -> None:
    anna = await make_user('anna')
    if is_logged_in:
        await log_in(client, anna)
    whole, head = await client.get(path), await client.head(path)
    assert not head.content
    assert whole.content or whole.is_redirect
    assert (head.status_code, comparable(head)) == (whole.status_code, comparable(whole))


def comparable(answer: httpx.Response) -> dict[str, str]:
    """The headers, without those that differ between any two answers."""
    return {name: value for name, value in answer.headers.items() if name not in OWN}
