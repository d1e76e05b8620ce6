"""All templates: of plain HTML pages, which work without JavaScript, and of the views inside pages."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from messenger import addresses, i18n
from messenger.http import page_head, static
from messenger.site import settings as site_settings


class _Environment(Environment):
    """Looks up items of dicts first, which most values are; Jinja would first try, and fail, to find an attribute."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


ROOT = Path(__file__).parent.parent.parent
FOLDERS = (ROOT / 'messenger' / 'http' / 'templates', ROOT / 'pages' / 'templates')

templates = _Environment(
    loader=FileSystemLoader(FOLDERS),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
templates.globals.update(
    _=i18n._,
    ngettext=i18n.ngettext,
    pgettext=i18n.pgettext,
    moment=i18n.moment,
    addresses=addresses,
    languages=i18n.LANGUAGES,
    site=site_settings.current,
    static=static.url,
    installed_head=page_head.installable,
    viewport=page_head.VIEWPORT,
)


def render(name: str, status: int = 200, **context: Any) -> HTMLResponse:
    """Render the plain page `name` in the reader's language; all values are escaped."""
    html = templates.get_template(name).render(lang=i18n.language.get(), **context)
    return HTMLResponse(html, status)
