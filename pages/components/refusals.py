"""Tells a person why something was refused, next to the field or as a toast."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from nicegui import ui
from nicegui.elements.mixins.validation_element import ValidationElement

from messenger.errors import Refused


@contextmanager
def show_errors(fields: Mapping[str, ValidationElement[Any]] | None = None) -> Iterator[list[Refused]]:
    """Run the block; show a refusal at the field it names, else as a toast. The list then contains the refusal."""
    refusals: list[Refused] = []
    for field in (fields or {}).values():
        field.error = None
    try:
        yield refusals
    except Refused as refusal:
        refusals.append(refusal)
        if fields and refusal.field in fields:
            fields[refusal.field].error = str(refusal)
        else:
            alert(str(refusal))


def alert(text: str) -> None:
    """Show a toast that says what went wrong."""
    ui.notify(text, type='negative', position='bottom', icon='')


def confirm(text: str) -> None:
    """Show a toast that says what was done."""
    ui.notify(text, position='bottom', attrs={'role': 'status'})
