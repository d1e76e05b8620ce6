"""Reads a plain page the way a screen reader does: its inputs and the messages beside them."""

from html.parser import HTMLParser

import httpx

VOID = ('input', 'link', 'meta', 'br', 'rect', 'path')

Attributes = dict[str, str]


class Page(HTMLParser):
    """`inputs` by name, `texts` by element id, `alerts` in order; attributes without a value are empty strings.

    What is in a `<template>` is not on the page.
    """

    def __init__(self, answer: httpx.Response) -> None:
        super().__init__()
        self.html = answer.text
        self.inputs: dict[str, Attributes] = {}
        self.texts: dict[str, str] = {}
        self.alerts: list[str] = []
        self.headings: list[str] = []
        self._open: list[tuple[str, Attributes, list[str]]] = []
        self.feed(self.html)

    def said_beside(self, name: str) -> str:
        """The sentence that describes an input; empty when the input is not marked as wrong."""
        field = self.inputs[name]
        return self.texts[field['aria-describedby']] if field.get('aria-invalid') == 'true' else ''

    def values(self) -> dict[str, str]:
        """What the form would send if nothing were typed."""
        return {name: field.get('value', '') for name, field in self.inputs.items()}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or '' for name, value in attrs}
        if tag == 'input':
            self.inputs[attributes['name']] = attributes
        if tag not in VOID:
            self._open.append((tag, attributes, []))

    def handle_data(self, data: str) -> None:
        for _, _, pieces in self._open:
            pieces.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        opened, attributes, pieces = self._open.pop()
        assert opened == tag, f'</{tag}> closes <{opened}>'
        text = ' '.join(''.join(pieces).split())
        if 'id' in attributes:
            self.texts[attributes['id']] = text
        is_shown = all(outer != 'template' for outer, _, _ in self._open)
        if attributes.get('role') == 'alert' and is_shown:
            self.alerts.append(text)
        if tag == 'h1':
            self.headings.append(text)
