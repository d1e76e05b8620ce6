"""What stands in the page beside NiceGUI's elements, for those to take in when they are mounted.

NiceGUI escapes the elements of a page character by character, 0.1 µs each: with the rooms of a person and a long list
among them that was a quarter of what a page cost.
"""

from nicegui import Client

from pages.socket import nicegui_internals


def is_open(client: Client) -> bool:
    """Whether the page has not been sent yet, so that something can still stand in it."""
    return not nicegui_internals.is_sent(client)


def facts(client: Client, name: str, told: bytes) -> None:
    """Let JSON stand in the page as the script `name`."""
    unclosable = told.decode().replace('<', '\\u003c')
    _put(client, f'<script type="application/json" id="{name}">{unclosable}</script>')


def inside(client: Client, name: str, drawn: str) -> None:
    """Let what is to be inside of an element, escaped where it must be, stand in the page as the template `name`."""
    _put(client, f'<template id="{name}">{drawn}</template>')


def _put(client: Client, what: str) -> None:
    body = nicegui_internals.body_of(client)
    if not body:
        client.on_connect(lambda: _let_go(client))
    nicegui_internals.set_body(client, body + what)


def _let_go(client: Client) -> None:
    """The window has it; it would be the most of what a window holds."""
    nicegui_internals.set_body(client, '')
