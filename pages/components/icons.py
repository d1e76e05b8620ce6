"""The icons: one list for Python, templates and the browser, in pages/client/icons.js."""

import re
from functools import cache
from pathlib import Path

from markupsafe import Markup

_SOURCE = Path(__file__).parent.parent / 'client' / 'icons.js'
_PATHS = dict(re.findall(r'^  (\w+): ["`]([^"`]+)["`],$', _SOURCE.read_text(), re.MULTILINE))


@cache
def icon(name: str) -> Markup:
    """An icon as HTML. It says nothing to screen readers: the control around it has a name."""
    return Markup('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>').format(_PATHS[name])


def quasar_icon(name: str) -> str:
    """An icon in the notation of Quasar's elements: the path, its style and its box."""
    style = 'fill:none;stroke:currentColor;stroke-width:1.7;stroke-linecap:round;stroke-linejoin:round'
    return f'{_PATHS[name]}@@{style}|0 0 24 24'
