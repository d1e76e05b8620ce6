"""The shape of a page, sent with its HTML: the first paint shows it, until the scripts have built the page.

It names the site and the page, as attributes that the stylesheet shows: whoever looks for a text finds only the page's.
"""

from html import escape

from nicegui import Client

from pages.components import page_data

ROOMS = 11
BARS = tuple(30 + number * 37 % 55 for number in range(1, 8))  # the widths that the conversation uses too, in per cent


def _bars(widths: tuple[int, ...], around: str) -> str:
    return ''.join(around.format(f'<i style="width: {width}%"></i>') for width in widths)


def add(client: Client, *, site: str, room_title: str | None) -> None:
    """Add the skeleton of a page; of a conversation and its composer, if it has the title of a room.

    The title may be empty, if it is not known yet.
    """
    rooms = _bars(tuple(45 + number * 29 % 40 for number in range(ROOMS)), '{}')
    talk = ''
    if room_title is not None:
        head = f'<div class="head"><div class="titles"><b data-text="{escape(room_title)}"></b><i></i></div></div>'
        talk = f'{head}<div class="bars">{_bars(BARS, "<div>{}</div>")}</div><div class="field"></div>'
    page_data.put_skeleton(
        client,
        f'<div class="page-skeleton" aria-hidden="true"><div class="rooms"><b data-text="{escape(site)}"></b>{rooms}'
        f'</div><div class="talk">{talk}</div></div>',
    )
