"""Puts data into the HTML of a page; elements read it when the browser mounts them.

NiceGUI escapes the elements of a page character by character, 0.1 µs each. For a person's rooms and a long list, that
was a quarter of the cost of a page.
"""

from nicegui import Client

from pages.socket import nicegui_internals


def is_open(client: Client) -> bool:
    """Whether the page has not been sent yet, so that data can still be added to it."""
    return not nicegui_internals.is_sent(client)


def put_json(client: Client, name: str, json: bytes) -> None:
    """Put JSON into the page as the script `name`."""
    unclosable = json.decode().replace('<', '\\u003c')
    _put(client, f'<script type="application/json" id="{name}">{unclosable}</script>')


def put_inner_html(client: Client, name: str, html: str) -> None:
    """Put an element's inner HTML, already escaped, into the page as the template `name`."""
    _put(client, f'<template id="{name}">{html}</template>')


def put_skeleton(client: Client, html: str) -> None:
    """Put HTML into the page that is shown until the page is built."""
    _put(client, html)


def _put(client: Client, html: str) -> None:
    body = nicegui_internals.body_of(client)
    if not body:
        client.on_connect(lambda: _clear(client))
    nicegui_internals.set_body(client, body + html)


def _clear(client: Client) -> None:
    """Free the data once the window has it; it would be most of a window's memory."""
    nicegui_internals.set_body(client, '')
