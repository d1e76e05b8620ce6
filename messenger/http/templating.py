"""Plain HTML pages, rendered on the server: sign-in, sign-up, reset, errors. They work without JavaScript."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from messenger import i18n
from messenger.http import static
from messenger.site import settings as site_settings

_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent / 'templates'),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.globals.update(_=i18n._, static=static.url, site=site_settings.current, languages=i18n.LANGUAGES)


def know(**helpers: Any) -> None:
    """Make these names available in every template."""
    _environment.globals.update(helpers)


def render(name: str, status: int = 200, **context: Any) -> HTMLResponse:
    """Render the page `name` in the reader's language; all values are escaped."""
    html = _environment.get_template(name).render(lang=i18n.language.get(), **context)
    return HTMLResponse(html, status)
