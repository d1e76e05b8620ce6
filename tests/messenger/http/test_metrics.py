"""Metrics for Prometheus: for admins and for anyone who has the token."""

from pathlib import Path

import httpx
import pytest

from messenger.app import App
from messenger.http.app import create_app
from messenger.settings import load
from tests.conftest import STATIC_DIR, browser
from tests.factories import log_in, make_user

TOKEN = '0123456789abcdef0123'


async def test_admins_see_the_metrics_and_for_others_they_do_not_exist(client: httpx.AsyncClient) -> None:
    admin, anna = await make_user('admin', admin=True), await make_user('anna')
    assert (await client.get('/metrics')).status_code == httpx.codes.NOT_FOUND
    await log_in(client, anna)
    assert (await client.get('/metrics')).status_code == httpx.codes.NOT_FOUND
    await log_in(client, admin)
    answer = await client.get('/metrics')
    assert answer.headers['content-type'].startswith('text/plain; version=0.0.4')
    for name in ('windows', 'messages_total', 'deliveries_total', 'commit_seconds_bucket', 'loop_lag_seconds_bucket'):
        assert f'\nmessenger_{name}' in answer.text


@pytest.mark.parametrize(
    ('header', 'status'), [(f'Bearer {TOKEN}', 200), (f'Bearer {TOKEN}x', 404), ('Bearer ', 404), (TOKEN, 404)]
)
async def test_scrapers_need_the_token(tmp_path: Path, header: str, status: int) -> None:
    settings = load({'DATA_DIR': str(tmp_path / 'data'), 'METRICS_TOKEN': TOKEN}, env_file=tmp_path / 'none')
    app = create_app(App(settings), STATIC_DIR)
    async with app.router.lifespan_context(app), browser(app) as scraper:
        answer = await scraper.get('/metrics', headers={'authorization': header})
        assert answer.status_code == status
