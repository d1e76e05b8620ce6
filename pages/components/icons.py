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
