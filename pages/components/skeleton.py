"""The shape of a page, sent with its HTML: the first paint shows it, until the scripts have built the page."""

from nicegui import Client

from pages.components import page_data

ROOMS = 11
BARS = tuple(30 + number * 37 % 55 for number in range(1, 8))  # the widths that the conversation uses too, in per cent


def _bars(widths: tuple[int, ...], around: str) -> str:
    return ''.join(around.format(f'<i style="width: {width}%"></i>') for width in widths)


def add(client: Client, *, is_room: bool) -> None:
    """Add the skeleton of a page, with a conversation and its composer if the page is a room."""
    rooms = _bars(tuple(45 + number * 29 % 40 for number in range(ROOMS)), '{}')
    talk = f'<i></i><div class="bars">{_bars(BARS, "<div>{}</div>")}</div><div class="field"></div>' if is_room else ''
    page_data.put_skeleton(
        client,
        f'<div class="page-skeleton" aria-hidden="true"><div class="rooms">{rooms}</div>'
        f'<div class="talk">{talk}</div></div>',
    )
