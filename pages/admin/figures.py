"""The admin page "Statistics": live figures of the server, for people who do not run Prometheus."""

from typing import Any

from nicegui import ui
from starlette.requests import Request

from messenger import access, addresses, runtime_stats
from messenger.database.engine import read
from messenger.errors import NotFound, Refused
from messenger.i18n import _, decimal
from messenger.runtime_stats import SAMPLE_S, Sample
from pages.admin.shell import admin_frame
from pages.components.view import View
from pages.layout import viewer_of

WIDTH, HEIGHT, LEAST_POINTS = 300, 64, 30


@ui.page(addresses.ADMIN_FIGURES)
async def figures_page(request: Request) -> None:
    """Show small charts of the last ten minutes."""
    admin_id = viewer_of(request).id
    async with admin_frame(request, _('Statistics'), _('This server over the last ten minutes.')):
        view = View('admin/figures.html', charts=_charts())
        view.props.update({'tabindex': 0, 'role': 'group', 'aria-label': _('Statistics')})  # so that keys can scroll it

        async def refresh() -> None:
            try:
                await read(access.admin_for, admin_id)
            except NotFound:  # no longer an admin
                timer.cancel()
                view.delete()
                ui.navigate.to('/')
                return
            except Refused:
                return  # the server is too busy: try again next time
            view.refresh(charts=_charts())

        timer = ui.timer(SAMPLE_S, refresh, immediate=False)


def _charts() -> list[dict[str, Any]]:
    samples = list(runtime_stats.stats.value.samples) or [Sample(0, 0, 0, 0, 0, 0, 0, runtime_stats.memory_mb())]
    columns = (
        (_('Open windows'), 'windows', 0),
        (_('People online'), 'people', 0),
        (_('Messages per second'), 'messages', 1),
        (_('Deliveries per second'), 'deliveries', 0),
        (_('Commit time, ms'), 'commit_ms', 1),
        (_('Event loop lag, ms'), 'lag_ms', 1),
        (_('Queued writes'), 'waiting', 0),
        (_('Memory, MB'), 'memory_mb', 0),
    )
    return [_chart(title, [getattr(sample, name) for sample in samples], digits) for title, name, digits in columns]


def _chart(title: str, values: list[float], digits: int) -> dict[str, Any]:
    top = max(values) or 1.0
    room = max(len(values), LEAST_POINTS)
    points = [
        f'{WIDTH - (len(values) - 1 - number) * WIDTH / room:.1f},{HEIGHT - value / top * (HEIGHT - 4):.1f}'
        for number, value in enumerate(values)
    ]
    line = ' '.join(points)
    return {
        'title': title,
        'now': decimal(values[-1], digits),
        'most': decimal(max(values), digits),
        'line': line,
        'area': f'{points[0].split(",")[0]},{HEIGHT} {line} {WIDTH},{HEIGHT}',
    }
